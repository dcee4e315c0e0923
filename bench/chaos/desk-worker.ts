/** The sales desk in a chaos run's process: a file of its own, since reading it takes most of a worker's start. */
import { type Engine, type EngineOptions, openEngine } from '../../src/engine/engine.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import type { DeskServices } from '../../teams/lead-to-sales/services.ts';
import code from '../../teams/lead-to-sales/team.ts';

/** `sites` are the websites it may read, by domain. */
export async function openDesk(
  shared: Pick<EngineOptions<DeskServices>, 'database' | 'onTrouble'> & { readonly supervise?: boolean },
  folder: string,
  sites: Readonly<Record<string, string>>,
): Promise<Engine<DeskServices>> {
  const release = makeRelease(await readTeamFiles(folder), 'lead-to-sales');
  const desk = await openEngine<DeskServices>({ ...shared, release, code, folder });
  for (const [domain, origin] of Object.entries(sites)) desk.team.services.loopbackSites.set(domain, origin);
  return desk;
}
