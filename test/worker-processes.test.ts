// Workers as processes of their own on one database: they join it, share it, die on it, and leave it in order.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { eventually, type Finished, project, type Running, spawnBaton } from './support/baton.ts';
import { openTestDatabase, type TestDatabase } from './support/database.ts';
import { writeRelayTeam } from './support/relay-team.ts';

/** What is promised is 30 seconds; a busy machine gets more. */
const TAKEN_OVER_WITHIN_MS = 60_000;

interface Fleet {
  readonly database: TestDatabase['database'];
  readonly folder: string;
  run(...args: string[]): Promise<Finished>;
  /** `baton worker`, once it has joined. */
  join(...args: string[]): Promise<Running>;
  /** The same; its agents do not come to an end. */
  joinSlow(...args: string[]): Promise<Running>;
  /** Starts a case; gives its number. */
  begin(team: string): Promise<string>;
}

async function openFleet(context: TestContext): Promise<Fleet> {
  const test = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'baton fleet '));
  const spawned: Running[] = [];
  const spawn = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Running => {
    const running = spawnBaton(args, { cwd: folder, env: { DATABASE_URL: test.url, ...env } });
    spawned.push(running);
    return running;
  };
  context.after(async () => {
    for (const { child } of spawned) if (child.exitCode === null) child.kill('SIGKILL');
    await Promise.all(spawned.map(({ finished }) => finished));
    await test.close();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    database: test.database,
    folder,
    run: (...args) => spawn(args).finished,
    join: (...args) => joined(spawn(['worker', '--json', ...args])),
    joinSlow: (...args) => joined(spawn(['worker', '--json', ...args], { RELAY_IS_SLOW: 'yes' })),
    begin: async (team) => {
      const { code, stdout, stderr } = await spawn(['--team', team, 'run', '--json']).finished;
      assert.equal(code, 0, stdout + stderr);
      return JSON.parse(stdout).case_id;
    },
  };
}

async function joined(worker: Running): Promise<Running> {
  await worker.says(/"pid":/);
  return worker;
}

/** How a case stands: its end, its release, and which processes worked on it. */
async function caseOf({ database }: Fleet, caseId: string) {
  const [run] = await database.query<{
    status: string;
    end_name: string | null;
    release_id: string;
    data: Record<string, unknown>;
  }>(
    `SELECT r.status, r.end_name, r.release_id, m.body AS data
       FROM baton.runs r JOIN baton.messages m ON m.message_id = r.data_message WHERE r.case_id = $1`,
    [caseId],
  );
  assert.ok(run);
  return run;
}

async function ended(fleet: Fleet, caseId: string, withinMs = 20_000) {
  const look = async () => {
    const found = await caseOf(fleet, caseId);
    return found.status === 'done' ? found : null;
  };
  return eventually(look, withinMs, `the end of ${caseId}`);
}

async function jobs({ database }: Fleet, queue: string): Promise<unknown[]> {
  return database.query('SELECT state::text, retry_count FROM pgboss.job WHERE name = $1', [queue]);
}

const isActive = async (fleet: Fleet): Promise<boolean> =>
  (await fleet.database.query("SELECT 1 FROM pgboss.job WHERE name = 'relay.first' AND state = 'active'"))
    .length > 0;

test('a worker joins only what is running: a database without a team, and another team, are said so', async (context) => {
  const fleet = await openFleet(context);
  const relay = await writeRelayTeam(join(fleet.folder, 'relay'));
  const nothing = await fleet.run('--team', relay, 'worker');
  assert.equal(nothing.code, 1);
  assert.match(nothing.stderr, /No team has been at work in this database/);
  const homeless = await spawnBaton(['worker'], { cwd: project }).finished;
  assert.equal(homeless.code, 2);
  assert.match(homeless.stderr, /joins by DATABASE_URL, which is not set/);
  await fleet.begin(relay);
  const other = await fleet.run('--team', join(project, 'teams/lead-to-sales'), 'worker');
  assert.equal(other.code, 1);
  assert.match(other.stderr, /Team lead-to-sales has not been at work in this database; relay has/);
  const [made] = await fleet.database.query("SELECT to_regclass('lead_to_sales.leads') AS leads");
  assert.deepEqual(made, { leads: null });
  const unknown = await fleet.run('--team', relay, 'worker', '--agents', 'first,fourth');
  assert.equal(unknown.code, 3);
  assert.match(unknown.stderr, /no agent "fourth"\. It has: first, last/);
});

test('a worker for one agent leaves the other agents their messages, and status says that nobody works for them', async (context) => {
  const fleet = await openFleet(context);
  const relay = await writeRelayTeam(join(fleet.folder, 'relay'));
  const caseId = await fleet.begin(relay);
  const one = await fleet.join('--team', relay, '--agents', 'first');
  assert.deepEqual(JSON.parse(one.output().stdout).agents, ['first']);
  await eventually(
    async () => (await caseOf(fleet, caseId)).data.first === one.pid,
    20_000,
    'the first step',
  );
  const status = await fleet.run('--team', relay, 'status');
  assert.match(status.stdout, /^1 message waits for Runner last, and no running worker has this agent/m);
  const told = JSON.parse((await fleet.run('--team', relay, 'status', '--json')).stdout);
  assert.deepEqual(
    told.unserved.map(({ agent, waiting }: { agent: string; waiting: number }) => [agent, waiting]),
    [['last', 1]],
  );
  const other = await fleet.join('--team', relay, '--agents', 'last');
  const { data } = await ended(fleet, caseId);
  assert.deepEqual([data.first, data.last], [one.pid, other.pid]);
});

test('what a worker killed with SIGKILL held is worked on by another', {
  timeout: 120_000,
}, async (context) => {
  const fleet = await openFleet(context);
  const relay = await writeRelayTeam(join(fleet.folder, 'relay'));
  const caseId = await fleet.begin(relay);
  const doomed = await fleet.joinSlow('--team', relay);
  await eventually(() => isActive(fleet), 20_000, 'the first claim');
  const heir = await fleet.join('--team', relay);
  const killedAt = performance.now();
  doomed.child.kill('SIGKILL');
  const { data } = await ended(fleet, caseId, TAKEN_OVER_WITHIN_MS);
  const seconds = ((performance.now() - killedAt) / 1000).toFixed(1);
  context.diagnostic(`taken over and finished ${seconds} s after SIGKILL`);
  assert.deepEqual([data.first, data.last], [heir.pid, heir.pid]);
  // The dead one is counted among those at work for a few seconds more.
  const atWork = async (): Promise<boolean> => {
    const { workers } = JSON.parse((await fleet.run('--team', relay, 'status', '--json')).stdout);
    return workers.length === 1 && workers[0].pid === heir.pid;
  };
  await eventually(atWork, 60_000, 'status without the dead worker');
});

test('an old and a new release work side by side, and runs in flight stay on theirs when the old worker is gone', async (context) => {
  const fleet = await openFleet(context);
  const wait = '  - { id: hold, wait: { for: 6 seconds } }\n';
  const old = await writeRelayTeam(join(fleet.folder, 'old'), { between: wait, end: 'the-old-way' });
  const young = await writeRelayTeam(join(fleet.folder, 'young'), { end: 'the-new-way' });
  const early = await fleet.begin(old);
  const elder = await fleet.join('--team', old);
  const heir = await fleet.join('--team', young);
  const late = await fleet.begin(young);
  const modern = await ended(fleet, late);
  assert.equal(modern.end_name, 'the-new-way');
  await eventually(async () => (await caseOf(fleet, early)).status === 'waiting', 20_000, 'the wait');
  elder.child.kill('SIGTERM');
  assert.equal((await elder.finished).code, 0);
  const classic = await ended(fleet, early);
  assert.equal(classic.end_name, 'the-old-way');
  assert.equal(classic.data.last, heir.pid);
  assert.notEqual(classic.release_id, modern.release_id);
});

test('a worker told to stop hands back what it cannot finish in time, uncounted, and says goodbye', async (context) => {
  const fleet = await openFleet(context);
  const relay = await writeRelayTeam(join(fleet.folder, 'relay'));
  await fleet.begin(relay);
  const worker = await fleet.joinSlow('--team', relay, '--grace', '500ms');
  await eventually(() => isActive(fleet), 20_000, 'the first claim');
  worker.child.kill('SIGTERM');
  assert.deepEqual(await worker.finished.then(({ code, stderr }) => [code, stderr]), [0, '']);
  assert.deepEqual(await jobs(fleet, 'relay.first'), [{ state: 'created', retry_count: 0 }]);
  assert.deepEqual(await fleet.database.query('SELECT 1 FROM baton.workers'), []);
});
