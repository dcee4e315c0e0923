/** The sample world of `baton demo`: who sells, whom we know, and the companies' websites on loopback. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatonError, type RunningTeam } from 'baton';
import { importAccounts } from '../commands/import-accounts.ts';
import type { ImportResult } from '../commands/import-file.ts';
import { importOwners } from '../commands/import-owners.ts';
import { serveSites } from '../sample/serve-sites.ts';
import type { DeskServices } from '../services.ts';

export interface SampleWorld {
  /** The folders to take in. */
  readonly intake: readonly string[];
  /** Closes the websites; the desk cannot reach them any more. */
  stop(): Promise<void>;
}

/**
 * Takes in the sample's owners and accounts and serves its websites. A second time brings the same rows
 * up to date. Throws `sample-invalid` where a list has a row that cannot be taken in.
 */
export async function prepare(team: RunningTeam<DeskServices>): Promise<SampleWorld> {
  const sample = join(team.folder, 'sample');
  const list = (name: string): Promise<string> => readFile(join(sample, name), 'utf8');
  // Owners first: accounts name theirs.
  insist(await importOwners(team.database, await list('owners.csv'), 'sample/owners.csv'));
  insist(await importAccounts(team.database, await list('accounts.csv'), 'sample/accounts.csv'));
  const sites = await serveSites(sample);
  for (const [domain, origin] of sites.origins) team.services.loopbackSites.set(domain, origin);
  return {
    intake: ['mail', 'forms', 'chat', 'events'].map((folder) => join(sample, folder)),
    stop: async () => {
      for (const domain of sites.origins.keys()) team.services.loopbackSites.delete(domain);
      await sites.stop();
    },
  };
}

function insist({ problems }: ImportResult): void {
  const [first] = problems;
  if (first === undefined) return;
  const place = `${first.file}:${first.line ?? 1}`;
  throw new BatonError(
    'sample-invalid',
    `The sample cannot be set up. ${place}: ${first.message}; expected ${first.expected}.`,
    { details: { problems } },
  );
}
