/**
 * One worker process of a chaos run: the chaos team and, where told, the sales desk at work on one database, reached by
 * an address that may fail. It kills itself where its trap is set.
 */
import { writeSync } from 'node:fs';
import module from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openEngine } from '../../src/engine/engine.ts';
import type { LoggedNotice } from '../../src/notify/log-channel.ts';
import { openDatabase } from '../../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import { trapped } from './boundaries.ts';
import { seeded } from './random.ts';
import { chaosTeam, type Mood, misbehaviours } from './team/team.ts';

const workOrder = z.object({
  url: z.string(),
  /** Where notices are sent. */
  receiver: z.string(),
  seed: z.number(),
  /** Null: it works for the chaos team alone, and starts in a fraction of the time. */
  deskFolder: z.string().nullable(),
  chaosFolder: z.string(),
  sites: z.record(z.string(), z.string()),
  /** The share of the chaos team's work that goes wrong. */
  misbehaves: z.number(),
});
export type WorkOrder = z.output<typeof workOrder>;
const order = z.union([
  workOrder,
  /** The boundaries at which to die from now on. */
  z.object({ traps: z.array(z.string()) }),
  z.object({ misbehaves: z.number() }),
  z.literal('stop'),
]);

const SEND_WITHIN_MS = 3_000;
const HARD_EVERY = 15;
const HARD_SHARE = 0.8;
let traps: readonly string[] = [];
let misbehaves = 0;
let stop: () => Promise<void> = async () => undefined;

function reach(boundary: string): void {
  if (!traps.includes(boundary)) return;
  writeSync(1, boundary);
  process.kill(process.pid, 'SIGKILL');
}

function trouble(error: Error): void {
  process.send?.({ trouble: error.message });
}

/** A webhook with an idempotency key; whatever is not a success is offered again. */
async function send(receiver: string, notice: LoggedNotice): Promise<void> {
  reach('before send');
  const { idempotency_key, case_id, recipient, subject, text } = notice;
  const sending = fetch(receiver, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotency_key },
    body: JSON.stringify({ case_id, recipient, subject, text }),
    signal: AbortSignal.timeout(SEND_WITHIN_MS),
  });
  if (traps.includes('during send')) {
    // The request has left, and its answer is not awaited.
    await Promise.race([sleep(2), sending.catch(() => undefined)]);
    reach('during send');
  }
  const answer = await sending;
  await answer.text();
  if (!answer.ok) throw new Error(`The receiver answered ${answer.status}.`);
  reach('after send');
}

async function work(told: WorkOrder): Promise<void> {
  const random = seeded(told.seed);
  misbehaves = told.misbehaves;
  const database = trapped(openDatabase(told.url, { maxConnections: 12 }), {
    isArmed: () => traps.length > 0,
    reach,
  });
  const mood: Mood = (number) => {
    // Some cases are beyond what asking again can mend, and end with a person.
    const share = number % HARD_EVERY === 0 && misbehaves > 0 ? HARD_SHARE : misbehaves;
    const does = random() < share ? misbehaviours[Math.floor(random() * misbehaviours.length)] : undefined;
    return does ? { does, pick: random() } : null;
  };
  const shared = { database, supervise: true, onTrouble: trouble };
  const chaos = await openEngine({
    ...shared,
    release: makeRelease(await readTeamFiles(told.chaosFolder), 'chaos'),
    code: chaosTeam(mood),
    folder: told.chaosFolder,
  });
  const onNotice = (notice: LoggedNotice): Promise<void> => send(told.receiver, notice);
  await chaos.startWorker({ onNotice });
  stop = async () => {
    await chaos.close();
    await database.close();
  };
  if (told.deskFolder === null) return;
  const { openDesk } = await import('./desk-worker.ts');
  const desk = await openDesk(shared, told.deskFolder, told.sites);
  await desk.startWorker({ onNotice });
  stop = async () => {
    await Promise.all([desk.close(), chaos.close()]);
    await database.close();
  };
}

process.on('message', async (message) => {
  const told = order.parse(message);
  try {
    if (told === 'stop') {
      await stop();
      process.exit(0);
    } else if ('traps' in told) {
      traps = told.traps;
    } else if ('url' in told) {
      await work(told);
      process.send?.('ready');
      // A worker that is killed would else leave nothing for the next one to start faster by.
      module.flushCompileCache();
    } else {
      misbehaves = told.misbehaves;
    }
  } catch (error) {
    trouble(error instanceof Error ? error : new Error(String(error)));
    process.exit(1);
  }
});
// Whoever started this is gone: nobody would end it.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
