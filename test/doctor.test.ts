/** The health check: each finding by breaking a real database, and what `--repair` makes of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../src/engine/engine.ts';
import { uuidv7 } from '../src/engine/ids.ts';
import { deadLetterQueue } from '../src/engine/queues.ts';
import { reportWorker } from '../src/engine/tables/workers.ts';
import { examine } from '../src/insight/doctor/examine.ts';
import type { Finding } from '../src/insight/doctor/finding.ts';
import { repairFindings } from '../src/insight/doctor/repair.ts';
import { moveClock } from '../src/store/clock.ts';
import {
  jobsOf,
  names,
  openDesk,
  pass,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const HOUR = 3_600_000;
const simple = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });

async function findingsOf(engine: Engine<undefined>): Promise<readonly Finding[]> {
  return (await examine(engine)).findings;
}

async function codesOf(engine: Engine<undefined>): Promise<string[]> {
  return (await findingsOf(engine)).map(({ code }) => code);
}

/** A worker that says that it is there, and does nothing. */
function pretendWorker(engine: Engine<undefined>, agents: readonly string[]): Promise<void> {
  const worker = { worker_id: uuidv7(), team: 'tiny', host: 'test', pid: 1, agents, release_id: 'test' };
  return reportWorker(engine.database, worker);
}

test('a team at work on nothing, and one that is through, are well', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(simple);
  assert.deepEqual(await findingsOf(engine), []);
  await start(engine, names(5));
  await untilAllRest(desk.database);
  const { findings, agents } = await examine(engine);
  assert.deepEqual(findings, []);
  assert.deepEqual([agents[0]?.day.asked, agents[0]?.day.answered], [5, 5]);
});

test('a run that is running with no message under way is put before a person, who sets it going', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(simple, { works: false });
  await start(door, ['CASE-1', 'CASE-2']);
  await pretendWorker(door, ['only']);
  await desk.database.query(
    `DELETE FROM pgboss.job WHERE data->>'run_id' = (SELECT run_id::text FROM baton.runs WHERE case_id = 'CASE-1')`,
  );
  const [finding, ...more] = await findingsOf(door);
  assert.ok(finding);
  assert.deepEqual([finding.code, finding.cases, more], ['run-without-work', ['CASE-1'], []]);
  assert.deepEqual(await repairFindings(door, [finding]), [{ code: 'run-without-work', count: 1 }]);
  assert.deepEqual(await repairFindings(door, [finding]), [{ code: 'run-without-work', count: 0 }]);
  assert.deepEqual(await codesOf(door), []);
  const task = await untilTask(desk.database, 'CASE-1');
  assert.deepEqual([task.kind, task.error?.code], ['exhausted', 'run-stranded']);
  const logged = await door.team.messagesOf('CASE-1');
  assert.match(JSON.stringify(logged), /Found by the health check\./);
  await desk.open(simple);
  await door.resolveTask({ taskId: task.task_id, answer: 'retry', by: 'Ada', data: {}, note: '' });
  await untilRun(desk.database, 'CASE-1', 'done');
});

test('a run whose timer is gone is found; one that waits for an event alone is not', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: hold, wait: { until: go-on } }
- { id: pause, wait: { for: 2 hours } }`,
    agents: { only: pass },
  });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1', 'CASE-2']);
  await untilRun(desk.database, 'CASE-1', 'waiting', 'hold');
  await untilRun(desk.database, 'CASE-2', 'waiting', 'hold');
  assert.deepEqual(await codesOf(engine), []);
  await engine.team.database.transaction((tx) => engine.team.signal(tx, 'CASE-1', 'go-on', {}, 'Test'));
  const paused = await untilRun(desk.database, 'CASE-1', 'waiting', 'pause');
  assert.deepEqual(await codesOf(engine), []);
  await desk.database.query("DELETE FROM pgboss.job WHERE data->>'run_id' = $1 AND state = 'created'", [
    paused.run_id,
  ]);
  const [finding] = await findingsOf(engine);
  assert.deepEqual([finding?.code, finding?.cases], ['run-without-work', ['CASE-1']]);
  assert.equal(await engine.putBeforePerson(paused.run_id), true);
  await untilRun(desk.database, 'CASE-1', 'in-review', 'pause');
});

test('a run whose branches have all ended and that nobody tells so is found', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: both
  parallel:
    join: all
    branches:
      one: [{ id: a, agent: only }]
      two: [{ id: b, agent: only }]`,
    agents: { only: pass },
  });
  const door = await desk.open(team, { works: false });
  await start(door, 'CASE-1');
  await pretendWorker(door, ['only']);
  assert.deepEqual(await codesOf(door), []);
  await desk.database.query('DELETE FROM pgboss.job');
  await desk.database.query(
    "UPDATE baton.runs SET status = 'done', end_name = 'done', ended_at = baton.now() WHERE parent_run_id IS NOT NULL",
  );
  const [finding] = await findingsOf(door);
  assert.ok(finding);
  assert.deepEqual([finding.code, finding.cases], ['run-without-work', ['CASE-1']]);
  assert.equal((await repairFindings(door, [finding]))[0]?.count, 1);
  await untilRun(desk.database, 'CASE-1', 'in-review', 'both');
});

const asks = tinyTeam({
  steps: '- { id: look, person: desk, ask: "Look?", deadline: 1 hour, answers: { seen: { end: seen } } }',
  agents: { only: pass },
});

test('a run before a person whose answer was lost is asked again', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(asks, { works: false });
  await start(door, 'CASE-1');
  const task = await untilTask(desk.database, 'CASE-1');
  await door.resolveTask({ taskId: task.task_id, answer: 'seen', by: 'Ada', data: {}, note: '' });
  assert.deepEqual(await codesOf(door), [], 'the answer is on its way');
  await desk.database.query("DELETE FROM pgboss.job WHERE data->>'kind' = 'task-resolved'");
  await desk.database.query("DELETE FROM pgboss.job WHERE data->>'kind' = 'timer'");
  const [finding] = await findingsOf(door);
  assert.ok(finding);
  assert.deepEqual([finding.code, finding.cases], ['run-without-task', ['CASE-1']]);
  assert.equal((await repairFindings(door, [finding]))[0]?.count, 1);
  assert.equal((await tasksOf(desk.database, 'CASE-1'))[0]?.status, 'open');
  assert.deepEqual(await codesOf(door), []);
});

test('a task whose run is over, and one past its deadline, are found', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(asks, { works: false });
  await start(door, ['CASE-1', 'CASE-2']);
  await desk.database.query(
    "UPDATE baton.runs SET status = 'done', end_name = 'seen', ended_at = baton.now() WHERE case_id = 'CASE-1'",
  );
  const [deaf] = await findingsOf(door);
  assert.deepEqual([deaf?.code, deaf?.cases, deaf?.repair], ['task-without-run', ['CASE-1'], null]);
  await moveClock(desk.database, HOUR + 1_000);
  const late = (await findingsOf(door)).find(({ code }) => code === 'task-overdue');
  assert.deepEqual(late?.cases, ['CASE-1', 'CASE-2']);
  assert.match(late?.advice ?? '', /baton inbox --queue desk/);
});

test('notices that nobody delivers are found once they are late', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(asks, { works: false });
  await start(door, 'CASE-1');
  assert.deepEqual(await codesOf(door), []);
  await moveClock(desk.database, 20 * 60_000);
  const [finding] = await findingsOf(door);
  assert.deepEqual([finding?.code, finding?.cases], ['notices-stuck', ['CASE-1']]);
});

test('work that waits while nobody is at work, for an agent that nobody has, too long, or too much of it, is found', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: '- { id: only, agent: only }',
    agents: { only: pass, other: pass },
    limits: { only: '{ warn_at: 3 }' },
  });
  const door = await desk.open(team, { works: false });
  await start(door, names(2));
  const [nobody] = await findingsOf(door);
  assert.equal(nobody?.code, 'nobody-at-work');
  assert.match(nobody?.what ?? '', /^Nobody is at work, and 2 messages wait\.$/);
  await pretendWorker(door, ['other']);
  const [unserved] = await findingsOf(door);
  assert.deepEqual([unserved?.code, unserved?.cases], ['agent-unserved', ['CASE-1']]);
  assert.match(unserved?.advice ?? '', /baton worker --agents only/);
  await pretendWorker(door, ['only']);
  assert.deepEqual(await codesOf(door), []);
  await moveClock(desk.database, 11 * 60_000);
  assert.deepEqual(await codesOf(door), ['queue-slow']);
  await start(door, 'CASE-3');
  const [long] = await findingsOf(door);
  assert.equal(long?.code, 'queue-long');
  assert.match(
    long?.what ?? '',
    /^3 messages wait for only Pro; its limit is 3\. In the last hour 3 came in/,
  );
});

test('deliveries that no worker survived are found while they have not reached a person', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(simple, { works: false });
  await door.boss.insert(deadLetterQueue('tiny'), [{ data: { run_id: uuidv7() } }]);
  const { findings, dead_letters } = await examine(door);
  assert.deepEqual([findings[0]?.code, dead_letters], ['dead-letters', 1]);
});

test('a run that goes on by itself is not put before a person', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(simple, { works: false });
  const [runId] = await start(door, 'CASE-1');
  assert.equal(await door.putBeforePerson(runId ?? ''), false);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { created: 1 });
  await assert.rejects(door.putBeforePerson(uuidv7()), { code: 'run-unknown' });
  await until('nothing is asked', async () => (await tasksOf(desk.database, 'CASE-1')).length === 0);
});
