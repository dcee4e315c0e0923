// The two-minute chaos run: workers killed, Postgres restarted, connections cut, writes refused, the clock moved, messages
// delivered twice, agents that throw, hang and answer with garbage; and then every promise asked from outside.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { boundaries, writeOf } from '../bench/chaos/boundaries.ts';
import { broken, caps, checks, tellWorld } from '../bench/chaos/checks.ts';
import { planOf } from '../bench/chaos/plan.ts';
import { runChaos } from '../bench/chaos/run-chaos.ts';
import { migrate } from '../src/store/migrations.ts';
import { openDesk, pass, start, tinyTeam, untilAllRest } from './support/tiny-team.ts';

/** The same faults every time; others by BATON_TEST_SEED. */
const seed = Number(process.env.BATON_TEST_SEED ?? 20_260_301);
const INQUIRIES = 1_060;
const root = join(import.meta.dirname, '..');

test('a plan is the same for the same seed, another for another, and names every boundary', () => {
  const options = { seed: 7, minutes: 10, kills: 200 };
  const plan = planOf(options);
  assert.deepEqual(plan, planOf(options));
  assert.notDeepEqual(plan, planOf({ ...options, seed: 8 }));
  const named = new Set(plan.flatMap(({ fault }) => (fault.kind === 'kill-at' ? [fault.boundary] : [])));
  assert.deepEqual([...named].sort(), [...boundaries].sort());
  assert.equal(plan.filter(({ fault }) => /^kill/.test(fault.kind)).length, 200);
});

test('a statement is known by what it writes', () => {
  assert.equal(writeOf('INSERT INTO baton.messages (a) SELECT 1'), 'insert baton.messages');
  assert.equal(writeOf('WITH r AS (UPDATE pgboss.job_common SET a = 1) SELECT 1'), 'update pgboss.job');
  assert.equal(writeOf('SELECT 1 FROM baton.runs FOR NO KEY UPDATE'), null);
});

test('the checks find what is lost and what is doubled', async (context) => {
  const desk = await openDesk(context);
  const { database } = desk;
  await migrate(database, {
    schema: 'lead_to_sales',
    folder: join(root, 'teams/lead-to-sales/migrations'),
  });
  await migrate(database, { schema: 'chaos', folder: join(root, 'bench/chaos/team/migrations') });
  const team = tinyTeam({ id: 'chaos', steps: '- { id: one, agent: one }', agents: { one: pass } });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1', 'CASE-2']);
  await untilAllRest(database);
  const found = async (cases: readonly string[], received: readonly string[]): Promise<string[]> => {
    await database.query("UPDATE baton.runs SET workflow = 'chaos'");
    const accepted = cases.map((case_id) => ({ team: 'chaos', case_id }));
    await tellWorld(database, { accepted, received });
    const all = await broken(database, [...checks, ...caps]);
    return all.map(({ name, breach, count }) => `${breach} ${count}: ${name}`);
  };
  assert.deepEqual(await found(['CASE-1', 'CASE-2'], []), []);
  assert.deepEqual(await found(['CASE-1', 'CASE-2', 'CASE-3'], ['key']), [
    'lost 1: every accepted inquiry has its run',
    'doubled 1: nobody was told what was never committed',
  ]);
  await database.query(`INSERT INTO chaos.owners VALUES ('ada', 1)`);
  await database.query(
    `INSERT INTO chaos.assignments (case_id, owner_id) VALUES ('CASE-1', 'ada'), ('CASE-1', 'ada')`,
  );
  await database.query("UPDATE baton.runs SET status = 'running', end_name = NULL WHERE case_id = 'CASE-2'");
  assert.deepEqual(await found(['CASE-1', 'CASE-2'], []), [
    'lost 1: every accepted inquiry is in one end state or one person’s task',
    'lost 1: every branch and every run that follows a case is at its end, in one person’s task, or has its timer',
    'doubled 1: no lead has two owners',
    'disagreeing 1: a run that is done said so once, and no other did',
    'disagreeing 1: the columns of a run say what its state says',
    'over_cap 1: nobody has more cases than they may',
  ]);
});

test('nothing is lost and nothing is doubled while everything breaks', { timeout: 1_500_000 }, async (t) => {
  const options = { seed, minutes: 2, inquiries: INQUIRIES, deskInquiries: 100, kills: 24 };
  const report = await runChaos({ ...options, say: (line) => t.diagnostic(line) });
  t.diagnostic(JSON.stringify({ ...report, broken: report.broken.length }));
  assert.deepEqual(report.restless, []);
  assert.deepEqual(report.broken, []);
  assert.ok(report.checked >= 1_000, `${report.checked} inquiries were checked`);
  assert.ok(report.killed > 0 && report.restarted > 0);
});
