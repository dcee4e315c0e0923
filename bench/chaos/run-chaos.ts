/** One chaos run, put together: server, proxy, websites, receiver, the two teams, three workers; taken down whatever happens. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../src/engine/engine.ts';
import { openDatabase, type PostgresDatabase } from '../../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import { importAccounts } from '../../teams/lead-to-sales/commands/import-accounts.ts';
import { importOwners } from '../../teams/lead-to-sales/commands/import-owners.ts';
import { serveSites } from '../../teams/lead-to-sales/sample/serve-sites.ts';
import { copiedSites } from '../desk/inquiries.ts';
import { openDesk } from './desk-worker.ts';
import { Load } from './load.ts';
import { DESK_WORKERS, WORKERS } from './plan.ts';
import { PostgresProxy } from './proxy.ts';
import { seeded } from './random.ts';
import { Receiver } from './receiver.ts';
import { openServer } from './server.ts';
import { type ChaosOptions, type ChaosReport, SAMPLE_SIZE, Storm, sample } from './storm.ts';
import { chaosTeam } from './team/team.ts';
import { Workers } from './workers.ts';

const deskFolder = join(import.meta.dirname, '../../teams/lead-to-sales');
const chaosFolder = join(import.meta.dirname, 'team');
/** The share of the chaos team's work that goes wrong by the agents themselves. */
const MISBEHAVES = 0.06;
/** Owners of the chaos team take this share of its cases; the rest finds nobody. */
const CHAOS_ROOM = 0.7;

async function furnish(database: PostgresDatabase, options: ChaosOptions): Promise<void> {
  await importOwners(database, await readFile(join(sample, 'owners.csv'), 'utf8'), 'owners.csv');
  await importAccounts(database, await readFile(join(sample, 'accounts.csv'), 'utf8'), 'accounts.csv');
  // So many that most leads find somebody and some do not: only then is a cap a promise.
  await database.query(
    `UPDATE lead_to_sales.owners SET weekly_cap = NULL,
            daily_cap = ceil(daily_cap * $1), open_cap = ceil(open_cap * $1)`,
    [Math.max(1, (options.deskInquiries / SAMPLE_SIZE) * 0.8)],
  );
  const cap = Math.ceil(((options.inquiries - options.deskInquiries) * CHAOS_ROOM) / 20);
  await database.query(`INSERT INTO chaos.owners SELECT 'owner-' || n, $1 FROM generate_series(1, 20) AS n`, [
    cap,
  ]);
}

/** Runs the whole of it and gives what was found. Leaves nothing behind. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const server = await openServer();
  const sitesFolder = await mkdtemp(join(tmpdir(), 'baton-sites-'));
  const proxy = new PostgresProxy(server.port);
  const receiver = new Receiver(seeded(options.seed + 2));
  let workers: Workers | null = null;
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const through = new URL(server.database.url);
    through.port = String(await proxy.listen());
    await copiedSites(sample, sitesFolder, Math.ceil(options.deskInquiries / SAMPLE_SIZE));
    const web = await serveSites(sitesFolder);
    opened.push(() => web.stop());
    const database = openDatabase(through.href, { maxConnections: 6, applicationName: 'chaos intake' });
    opened.push(() => database.close());
    const troubles = new Map<string, number>();
    const onTrouble = (message: string): void => {
      troubles.set(kindOf(message), (troubles.get(kindOf(message)) ?? 0) + 1);
    };
    const shared = { database, onTrouble: (error: Error) => onTrouble(error.message) };
    const desk = await openDesk(shared, deskFolder, {});
    opened.push(() => desk.close());
    const chaos = await openEngine({
      ...shared,
      release: makeRelease(await readTeamFiles(chaosFolder), 'chaos'),
      code: chaosTeam(() => null),
      folder: chaosFolder,
    });
    opened.push(() => chaos.close());
    await furnish(server.database, options);
    let misbehaves = MISBEHAVES;
    const receiverUrl = await receiver.listen();
    workers = new Workers(
      WORKERS,
      (start, index) => ({
        url: through.href,
        receiver: receiverUrl,
        seed: options.seed + 1_000 * start,
        deskFolder: index < DESK_WORKERS ? deskFolder : null,
        chaosFolder,
        sites: Object.fromEntries(web.origins),
        misbehaves,
      }),
      onTrouble,
    );
    await workers.allReady();
    const load = new Load({ desk: desk.team, chaos }, () => server.database, seeded(options.seed + 3));
    const storm = new Storm(
      options,
      { server, proxy, receiver, workers, random: seeded(options.seed + 1) },
      load,
    );
    options.say(`Three workers are at work. Seed ${options.seed}, ${options.minutes} minutes.`);
    await storm.blow();
    misbehaves = 0;
    options.say('The storm is over.');
    const restless = await storm.comeToRest();
    if (!(await workers.stop(30_000))) options.say('A worker did not stop when asked to.');
    const report = await storm.check(restless);
    for (const [kind, count] of [...troubles].sort((a, b) => b[1] - a[1]).slice(0, 12))
      options.say(`Trouble ${count}: ${kind}`);
    return report;
  } finally {
    await workers?.stop(1_000);
    for (const close of opened.reverse()) await close().catch(() => undefined);
    await Promise.all([proxy.close(), receiver.close()]);
    await server.close();
    await rm(sitesFolder, { recursive: true, force: true });
  }
}

/** What happened, without the numbers that are other ones each time. */
function kindOf(message: string): string {
  return message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    .replaceAll(/\d+/g, 'n')
    .slice(0, 160);
}
