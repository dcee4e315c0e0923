// A worker is killed again and again in the middle of a day's work, once with its database, once it only
// hangs. Seen from outside, every inquiry must be through exactly once.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatonHome, eventually, openBatonHome, type Running, sample } from './support/baton.ts';
import { checkDay } from './support/day-checks.ts';

/** The same moments every time; another seed by BATON_TEST_SEED. */
const random = seeded(Number(process.env.BATON_TEST_SEED ?? 20_260_301));
const day = ['forms', 'mail', 'events', 'chat'].map((source) => join(sample, source));
const KILLS = 4;
const WITH_ITS_POSTGRES = 2;
/** What is promised is 30 seconds; a busy machine gets more. */
const REDELIVERED_WITHIN_MS = 60_000;

let home: BatonHome;
before(async () => {
  home = await openBatonHome();
});
after(() => home.close());

test('a killed intake loses nothing, and the same intake again doubles nothing', async () => {
  const first = home.spawn(['intake', ...day]);
  await first.says(/LEAD-/);
  await sleep(random() * 300);
  kill(first);
  await first.finished;
  const again = await home.run('intake', ...day);
  assert.equal(again.code, 4, 'two rows of the sample cannot be taken in');
  const third = await home.run('intake', ...day);
  assert.match(third.stdout, /^0 taken in, \d+ known already/m);
});

test('every inquiry is through exactly once, however often workers die', { timeout: 480_000 }, async (t) => {
  assert.equal((await home.run('owners', '--import', join(sample, 'owners.csv'))).code, 0);
  for (let round = 1; round <= KILLS; round += 1) {
    const worker = await home.start();
    const enough = (await written()) + Math.ceil(random() * 120);
    await eventually(async () => (await written()) >= enough, 5_000, '').catch(() => undefined);
    await sleep(random() * 50);
    t.diagnostic(`worker ${round} is killed: ${await standing()}`);
    const server = await home.postgresPid();
    kill(worker);
    if (round === WITH_ITS_POSTGRES && server) process.kill(server, 'SIGKILL');
    await worker.finished;
  }

  // One hangs with claims in its hands, and wakes up when others have done its work.
  const hanging = await home.start();
  const claims = await eventually(activeJobs, 60_000, 'a worker at work');
  hanging.child.kill('SIGSTOP');
  const held = await activeJobs();
  const stoppedAt = performance.now();
  const last = await home.start();
  const lapsed = held ?? claims;
  await eventually(async () => (await unfinished(lapsed)) === 0, REDELIVERED_WITHIN_MS, 'redelivery');
  const seconds = (performance.now() - stoppedAt) / 1000;
  t.diagnostic(`${lapsed.length} messages of the worker that hung ran again ${seconds.toFixed(1)} s later`);
  await eventually(isThrough, 90_000, 'the day’s end');
  hanging.child.kill('SIGCONT');
  await sleep(1_500);
  hanging.child.kill('SIGTERM');
  assert.equal((await hanging.finished).code, 0);

  await eventually(isTold, 60_000, 'the outbox');
  await checkDay(home);
  await checkLog();
  const [redelivered] = await home.query<{ jobs: string }>(
    'SELECT count(*) AS jobs FROM pgboss.job WHERE retry_count > 0',
  );
  t.diagnostic(`${redelivered?.jobs} messages were delivered more than once; ${await standing()}`);
  last.child.kill('SIGTERM');
  assert.equal((await last.finished).code, 0);
});

function kill(running: Running): void {
  running.child.kill('SIGKILL');
}

async function written(): Promise<number> {
  const [row] = await home.query<{ messages: string }>('SELECT count(*) AS messages FROM baton.messages');
  return Number(row?.messages ?? 0);
}

async function activeJobs(): Promise<string[] | null> {
  const rows = await home.query<{ id: string }>("SELECT id FROM pgboss.job WHERE state = 'active'");
  return rows.length > 0 ? rows.map(({ id }) => id) : null;
}

async function unfinished(ids: readonly string[]): Promise<number> {
  const rows = await home.query("SELECT 1 FROM pgboss.job WHERE id = ANY($1) AND state <> 'completed'", [
    ids,
  ]);
  return rows.length;
}

async function isThrough(): Promise<boolean> {
  const rows = await home.query(
    `SELECT 1 FROM baton.runs WHERE status IN ('running', 'joining')
      UNION ALL SELECT 1 FROM pgboss.job WHERE state = 'active' OR state IN ('created', 'retry') AND start_after <= baton.now()`,
  );
  return rows.length === 0;
}

async function isTold(): Promise<boolean> {
  return (
    (await home.query("SELECT 1 FROM baton.notices WHERE status NOT IN ('sent', 'duplicate')")).length === 0
  );
}

async function standing(): Promise<string> {
  const rows = await home.query<{ status: string; runs: string }>(
    'SELECT status, count(*) AS runs FROM baton.runs GROUP BY 1 ORDER BY 1',
  );
  return rows.map(({ status, runs }) => `${runs} ${status}`).join(', ');
}

/** The log channel: at least once each, and only what was committed. */
async function checkLog(): Promise<void> {
  const text = await readFile(join(home.folder, 'baton.log'), 'utf8');
  const logged = new Set<unknown>();
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const entry: unknown = JSON.parse(line);
    if (entry && typeof entry === 'object' && 'idempotency_key' in entry) logged.add(entry.idempotency_key);
  }
  const notices = await home.query("SELECT idempotency_key FROM baton.notices WHERE status = 'sent'");
  assert.deepEqual(new Set(notices.map((row) => row.idempotency_key)), logged);
}

/** A small generator of evenly spread numbers from 0 to 1 (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
