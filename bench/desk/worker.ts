/** The worker of `bench/desk.ts`: a process of its own, so that its memory and processor time are its own. */
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { openEngine } from '../../src/engine/engine.ts';
import { openDatabase } from '../../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import type { DeskServices } from '../../teams/lead-to-sales/services.ts';
import code from '../../teams/lead-to-sales/team.ts';
import { type Share, sharesOf } from './shares.ts';

/** What it is told: where to work, or to say what it took. */
const workOrder = z.object({
  url: z.string(),
  folder: z.string(),
  sites: z.record(z.string(), z.string()),
  /** Whether to say where the time goes, which costs time and memory itself. */
  profile: z.boolean(),
});
type Work = z.output<typeof workOrder>;
const order = z.union([workOrder, z.literal('report'), z.literal('stop')]);

export interface WorkerReport {
  readonly cpuSeconds: number;
  /** Empty where no profile was asked for. */
  readonly shares: readonly Share[];
  readonly troubles: number;
}

let stop: () => Promise<void> = async () => undefined;
let troubles = 0;
let session: Session | null = null;
let cpuBefore = process.cpuUsage();

async function work({ url, folder, sites, profile }: Work): Promise<void> {
  const database = openDatabase(url, { maxConnections: 12 });
  const engine = await openEngine<DeskServices>({
    database,
    release: makeRelease(await readTeamFiles(folder), 'lead-to-sales'),
    code,
    folder,
    supervise: true,
    onTrouble: (error) => {
      troubles += 1;
      process.stderr.write(`trouble: ${error.message}\n`);
    },
  });
  for (const [domain, origin] of Object.entries(sites))
    engine.team.services.loopbackSites.set(domain, origin);
  if (profile) {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 2_000 });
    await session.post('Profiler.start');
  }
  await engine.startWorker({ onNotice: () => undefined });
  stop = async () => {
    await engine.close();
    await database.close();
  };
}

/** Since the last report. */
async function report(): Promise<WorkerReport> {
  const profiled = await session?.post('Profiler.stop');
  const used = process.cpuUsage(cpuBefore);
  cpuBefore = process.cpuUsage();
  await session?.post('Profiler.start');
  return {
    cpuSeconds: (used.user + used.system) / 1e6,
    shares: profiled ? sharesOf(profiled.profile, join(import.meta.dirname, '../..')) : [],
    troubles,
  };
}

process.on('message', async (message) => {
  const told = order.parse(message);
  if (told === 'report') process.send?.(await report());
  else if (told === 'stop') {
    await stop();
    process.exit(0);
  } else {
    await work(told);
    process.send?.('ready');
  }
});
