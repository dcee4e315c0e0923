/** Tasks that nobody acts on: they go to the next queue, by the one clock; and a clock and a person are not both right. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from '../src/core/error.ts';
import type { Engine } from '../src/engine/engine.ts';
import { conductorQueue } from '../src/engine/queues.ts';
import { moveClock } from '../src/store/clock.ts';
import type { InboxTask } from '../src/team/inbox.ts';
import {
  type Desk,
  jobsOf,
  names,
  openDesk,
  pass,
  runOf,
  start,
  type TinyTeam,
  tasksOf,
  tinyTeam,
  until,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const hour = 3_600_000;

const approve = `
- id: approve
  person: desk
  ask: May this be done?
  deadline: 2 hours
  safe_default: { answer: refused, after: 1 day }
  answers:
    approved: { end: approved }
    refused: { end: refused }`;

function unattended(escalate: Record<string, string>): TinyTeam {
  return tinyTeam({ steps: approve, agents: { nobody: pass }, escalate });
}

async function opened(desk: Desk, team: TinyTeam): Promise<{ engine: Engine<undefined>; taskId: number }> {
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  return { engine, taskId };
}

/** Moves the clock, and waits until whatever was due then has been taken. */
async function letPass(desk: Desk, ms: number): Promise<void> {
  await moveClock(desk.database, ms);
  await until('what was due is done', async () => {
    const [due] = await desk.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pgboss.job
        WHERE name = $1 AND (state = 'active' OR state = 'created' AND start_after <= baton.now())`,
      [conductorQueue('tiny')],
    );
    return due?.count === 0;
  });
}

async function taskOf(engine: Engine<undefined>, taskId: number): Promise<InboxTask> {
  return (await engine.team.inbox.show(taskId)).task;
}

test('a task that nobody acts on goes up level by level, whoever had it has it no more, and those it comes to are told', async (context) => {
  const desk = await openDesk(context);
  const levels = '[{ after: 4 hours, to: review }, { after: 3 hours, to: desk, notify: operations }]';
  const { engine, taskId } = await opened(desk, unattended({ desk: levels }));
  const { inbox } = engine.team;
  await inbox.claim({ taskId, by: 'ann' });
  await letPass(desk, 3.9 * hour);
  assert.equal((await taskOf(engine, taskId)).queue, 'desk');
  await letPass(desk, 0.2 * hour);
  const first = await taskOf(engine, taskId);
  assert.deepEqual([first.queue, first.assignee, first.escalation_level], ['review', null, 1]);
  await letPass(desk, 3.1 * hour);
  const second = await taskOf(engine, taskId);
  assert.deepEqual([second.queue, second.escalation_level, second.status], ['desk', 2, 'open']);
  await letPass(desk, 8 * hour);
  assert.equal((await taskOf(engine, taskId)).escalation_level, 2);
  const { history } = await inbox.show(taskId);
  assert.deepEqual(
    history.map(({ act, by, detail }) => [act, by, detail]),
    [
      ['opened', 'Conductor', { queue: 'desk' }],
      ['claimed', 'ann', {}],
      ['overdue', 'Conductor', { queue: 'desk' }],
      ['escalated', 'Conductor', { from: 'desk', to: 'review', had_by: 'ann' }],
      ['escalated', 'Conductor', { from: 'review', to: 'desk', had_by: null }],
    ],
  );
  const subjects = (await engine.team.noticesOf('CASE-1')).map(({ subject }) => subject);
  assert.deepEqual(
    subjects.filter((subject) => /Nobody has acted/.test(subject)),
    [
      "Nobody has acted on a task of desk, it is review's now: CASE-1",
      "Nobody has acted on a task of review, it is desk's now: CASE-1",
    ],
  );
  await inbox.resolve({ taskId, by: 'bob', answer: 'approved', data: {}, note: '' });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'approved');
});

test('whoever acts on a task begins its time anew', async (context) => {
  const desk = await openDesk(context);
  const { engine, taskId } = await opened(desk, unattended({ desk: '{ after: 4 hours, to: review }' }));
  const { inbox } = engine.team;
  await letPass(desk, 3 * hour);
  await inbox.comment({ taskId, by: 'ann', text: 'I am on it.' });
  await letPass(desk, 3 * hour);
  await inbox.claim({ taskId, by: 'ann' });
  await letPass(desk, 3.9 * hour);
  assert.equal((await taskOf(engine, taskId)).queue, 'desk');
  await letPass(desk, 0.2 * hour);
  assert.equal((await taskOf(engine, taskId)).queue, 'review');
});

test('a task that was handed to another queue follows the levels of that queue', async (context) => {
  const desk = await openDesk(context);
  const team = unattended({ desk: '{ after: 4 hours, to: review }', review: '{ after: 6 hours, to: desk }' });
  const { engine, taskId } = await opened(desk, team);
  await engine.team.inbox.reassign({ taskId, by: 'ann', to: { queue: 'review' } });
  await letPass(desk, 5 * hour);
  assert.deepEqual((await taskOf(engine, taskId)).queue, 'review');
  await letPass(desk, 2 * hour);
  const task = await taskOf(engine, taskId);
  assert.deepEqual([task.queue, task.escalation_level], ['desk', 1]);
  // It came by review's levels: desk's own do not send it round in circles.
  await letPass(desk, 10 * hour);
  assert.equal((await taskOf(engine, taskId)).queue, 'desk');
});

test('the clocks of a task that was answered do nothing more', async (context) => {
  const desk = await openDesk(context);
  const { engine, taskId } = await opened(desk, unattended({ desk: '{ after: 4 hours, to: review }' }));
  await engine.team.inbox.resolve({ taskId, by: 'ann', answer: 'approved', data: {}, note: '' });
  await untilRun(desk.database, 'CASE-1', 'done');
  const { state } = await runOf(desk.database, 'CASE-1');
  await letPass(desk, 30 * hour);
  assert.deepEqual((await runOf(desk.database, 'CASE-1')).state, state);
  assert.equal((await engine.team.inbox.show(taskId)).history.length, 2);
});

test('an answer that is on its way is not overtaken by the safe default, nor called late', async (context) => {
  const desk = await openDesk(context);
  const worker = await desk.open(unattended({ desk: '{ after: 4 hours, to: review }' }));
  await start(worker, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await worker.close();
  const door = await desk.open(unattended({}), { works: false });
  await door.team.inbox.resolve({ taskId, by: 'ann', answer: 'approved', data: {}, note: '' });
  const answerAt = (when: string): Promise<unknown> =>
    desk.database.query(
      `UPDATE pgboss.job SET start_after = ${when} WHERE data->>'kind' = 'task-resolved' AND state = 'created'`,
    );
  await answerAt("baton.now() + interval '9 days'");
  const engine = await desk.open(unattended({}));
  await letPass(desk, 25 * hour);
  assert.equal((await runOf(desk.database, 'CASE-1')).status, 'in-review');
  await answerAt('baton.now()');
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'approved');
  const { history } = await engine.team.inbox.show(taskId);
  assert.deepEqual(
    history.map(({ act, by }) => [act, by]),
    [
      ['opened', 'Conductor'],
      ['resolved', 'ann'],
    ],
  );
});

test('people who answer while the safe default comes in: run, task and log agree on who was first', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(unattended({}));
  const cases = names(20);
  await start(engine, cases);
  const tasks = await Promise.all(cases.map((caseId) => untilTask(desk.database, caseId)));
  await moveClock(desk.database, 24 * hour);
  const outcomes = await Promise.allSettled(
    tasks.map(({ task_id: taskId }) =>
      engine.team.inbox.resolve({ taskId, by: 'ann', answer: 'approved', data: {}, note: '' }),
    ),
  );
  for (const [index, caseId] of cases.entries()) {
    const isAnns = outcomes[index]?.status === 'fulfilled';
    const run = await untilRun(desk.database, caseId, 'done');
    assert.equal(run.end_name, isAnns ? 'approved' : 'refused', caseId);
    const [task] = await tasksOf(desk.database, caseId);
    const who = isAnns ? 'ann' : 'safe default';
    assert.equal(task?.closed_by, who);
    const { history } = await engine.team.inbox.show(task?.task_id ?? 0);
    assert.deepEqual(
      history.filter(({ act }) => act === 'resolved').map(({ by }) => by),
      [who],
    );
    const outcome = outcomes[index];
    if (outcome?.status !== 'rejected') continue;
    const reason: unknown = outcome.reason;
    assert.ok(reason instanceof BatonError);
    assert.deepEqual([reason.code, reason.details?.by], ['task-closed', 'safe default']);
  }
  assert.deepEqual((await jobsOf(desk.database, 'baton.dead-letter.tiny')).created ?? 0, 0);
});
