/**
 * How fast is a hand-off? Five no-op agents, 1 KB items, everything on (validation, log, run state),
 * against the floor: five single-row commits for each item, done bare on the same server with as many
 * items in flight. Prints ratios; the last line is one line of JSON.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Engine, openEngine } from '../src/engine/engine.ts';
import { acquirePostgres } from '../src/store/embedded-postgres.ts';
import { openDatabase, type PostgresDatabase } from '../src/store/postgres-database.ts';
import { postgresFolder } from '../test/support/postgres-folder.ts';
import { itemOf, noOpTeam } from './no-op-team.ts';

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '6000' },
    'in-flight': { type: 'string', default: '400' },
    alone: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'boolean', default: false },
  },
});
const items = Number(values.items);
const inFlight = Number(values['in-flight']);
const rounds = Number(values.rounds);

/** The connections the floor is fastest with, found by trying. */
const FLOOR_CONNECTIONS = [10, 20, 40];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function floor(url: string, connections: number, count: number): Promise<number> {
  const database = openDatabase(url, { maxConnections: connections });
  await database.query('CREATE TABLE IF NOT EXISTS floor_rows (step int, number int, body jsonb)');
  await database.query('TRUNCATE floor_rows');
  let next = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) {
        const number = next++;
        const body = JSON.stringify(itemOf(number));
        for (let step = 0; step < 5; step += 1) {
          await database.query('INSERT INTO floor_rows VALUES ($1, $2, $3)', [step, number, body]);
        }
      }
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  await database.close();
  return count / seconds;
}

interface Run {
  readonly engine: Engine<undefined>;
  finished: number;
  onFinish: () => void;
}

async function open(database: PostgresDatabase): Promise<Run> {
  const run: { finished: number; onFinish: () => void } = { finished: 0, onFinish: () => undefined };
  const { release, code } = noOpTeam(inFlight, () => {
    run.finished += 1;
    run.onFinish();
  });
  const engine = await openEngine({
    database,
    release,
    code,
    folder: '/nonexistent',
    supervise: true,
    onTrouble: (error) => say(`trouble: ${error.message}`),
  });
  await engine.startWorker({ onNotice: () => undefined });
  return Object.assign(run, { engine });
}

let started = 0;
async function start(run: Run, count: number): Promise<void> {
  const { team } = run.engine;
  await team.database.transaction((tx) =>
    team.startRuns(
      tx,
      Array.from({ length: count }, () => {
        started += 1;
        return {
          caseId: `ITEM-${started}`,
          event: 'item-arrived',
          key: `item-${started}`,
          data: itemOf(started),
          from: 'Bench',
          notes: 'an item',
        };
      }),
    ),
  );
}

async function throughput(run: Run, count: number): Promise<number> {
  const base = run.finished;
  let begun = 0;
  const begin = performance.now();
  while (run.finished - base < count) {
    const room = Math.min(inFlight - (begun - (run.finished - base)), count - begun);
    // New items come in as they would at a busy desk: several at a time.
    if (room > 0) {
      begun += room;
      await start(run, room);
    } else {
      await new Promise<void>((resolve) => {
        run.onFinish = resolve;
      });
    }
  }
  return count / ((performance.now() - begin) / 1000);
}

async function alone(run: Run, times: number): Promise<number[]> {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const base = run.finished;
    const begin = performance.now();
    const last = new Promise<void>((resolve) => {
      run.onFinish = resolve;
    });
    await start(run, 1);
    if (run.finished === base) await last;
    let done = false;
    while (!done) {
      const [row] = await run.engine.database.query<{ status: string }>(
        `SELECT status FROM baton.runs WHERE case_id = 'ITEM-${started}'`,
      );
      done = row?.status === 'done';
    }
    took.push(performance.now() - begin);
  }
  return took.sort((a, b) => a - b);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

const home = await postgresFolder();
const server = process.env.DATABASE_URL
  ? { url: process.env.DATABASE_URL, release: async () => undefined }
  : await acquirePostgres({ home });
const database = openDatabase(server.url, { maxConnections: 12 });
try {
  const run = await open(database);
  await throughput(run, Math.min(1000, items));
  say(`one alone through five agents, ${values.alone} times:`);
  const took = await alone(run, Number(values.alone));
  const aloneP50 = median(took);
  say(`  p50 ${aloneP50.toFixed(1)} ms, p95 ${took[Math.floor(took.length * 0.95)]?.toFixed(1)} ms`);

  let floorConnections = 0;
  let best = 0;
  for (const connections of FLOOR_CONNECTIONS) {
    const rate = await floor(server.url, connections, Math.min(2000, items));
    if (rate > best) [best, floorConnections] = [rate, connections];
  }
  say(`the floor is fastest with ${floorConnections} connections`);
  const pairs: { floor: number; baton: number; ratio: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const floorRate = await floor(server.url, floorConnections, items);
    const batonRate = await throughput(run, items);
    pairs.push({ floor: floorRate, baton: batonRate, ratio: batonRate / floorRate });
    say(
      `round ${round + 1}: floor ${floorRate.toFixed(0)} items/s, Baton ${batonRate.toFixed(0)} items/s, ratio ${(batonRate / floorRate).toFixed(3)}`,
    );
  }
  await run.engine.close();
  say(
    JSON.stringify({
      bench: 'handoff',
      items,
      in_flight: inFlight,
      floor_items_per_second: Math.round(median(pairs.map((pair) => pair.floor))),
      baton_items_per_second: Math.round(median(pairs.map((pair) => pair.baton))),
      ratio: Number(median(pairs.map((pair) => pair.ratio)).toFixed(3)),
      alone_ms_p50: Number(aloneP50.toFixed(1)),
    }),
  );
} finally {
  await database.close();
  await server.release();
  await rm(home, { recursive: true, force: true });
}
