/** People's tasks: opened with all that is known, answered once, and the run goes on. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from '../src/core/error.ts';
import { conductorQueue } from '../src/engine/queues.ts';
import {
  lapseClaims,
  openDesk,
  runOf,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const approval = tinyTeam({
  steps: `
- { id: look, agent: look }
- id: approve
  person: desk
  ask: May this be done?
  deadline: 4 hours
  answers:
    approved: { to: act }
    refused: { end: refused }
- { id: act, agent: act }`,
  agents: {
    look: () => ({ output: { amount: 12 }, notes: 'looked', priority: 'high' }),
    act: ({ approved_by }) => ({ output: { acted_for: approved_by } }),
  },
});

test("a person's task is opened with all that is known", async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(approval);
  await start(engine, 'CASE-1');
  const task = await untilTask(desk.database, 'CASE-1');
  const { kind, queue, ask, answers, priority, step, error } = task;
  assert.deepEqual(
    { kind, queue, ask, answers, priority, step, error },
    {
      kind: 'step',
      queue: 'desk',
      ask: 'May this be done?',
      answers: ['approved', 'refused'],
      priority: 'high',
      step: 'approve',
      error: null,
    },
  );
  assert.equal((task.deadline?.getTime() ?? 0) - task.opened_at.getTime(), 4 * 3_600_000);
  const messages = await engine.team.messagesOf('CASE-1');
  const told = JSON.parse(JSON.stringify(messages)).find(
    (message: { message_id: string }) => message.message_id === `MSG-${task.message_id}`,
  );
  assert.equal(told.message_type, 'escalation');
  assert.equal(told.from_agent, 'look Pro');
  assert.equal(told.to_agent, 'Front desk');
  assert.deepEqual([told.payload.item, told.payload.amount], ['CASE-1', 12]);
  const [notice] = await engine.team.noticesOf('CASE-1');
  assert.equal(notice?.to, 'operations');
});

test("an answer's data reaches the run, the run goes on by the answer's route, and the log says who", async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(approval);
  await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await engine.resolveTask({
    taskId,
    answer: 'approved',
    data: { approved_by: 'Ann' },
    note: 'fine with me',
    by: 'ann@example.com',
  });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.end_name, run.data.approved_by, run.data.acted_for], ['done', 'Ann', 'Ann']);
  const [task] = await tasksOf(desk.database, 'CASE-1');
  assert.deepEqual(
    [task?.status, task?.answer, task?.closed_by],
    ['resolved', 'approved', 'ann@example.com'],
  );
  const messages: { from_agent: string; message_type: string }[] = JSON.parse(
    JSON.stringify(await engine.team.messagesOf('CASE-1')),
  );
  assert.ok(messages.some((one) => one.from_agent === 'ann@example.com' && one.message_type === 'reply'));
  assert.ok(messages.some((one) => one.from_agent === 'ann@example.com' && one.message_type === 'handoff'));
});

test('of two people who answer at once one wins, and the other is told who', async (context) => {
  const desk = await openDesk(context);
  const [engine, other] = [await desk.open(approval), await desk.open(approval, { works: false })];
  for (const caseId of ['CASE-1', 'CASE-2', 'CASE-3', 'CASE-4']) {
    await start(engine, caseId);
    const { task_id: taskId } = await untilTask(desk.database, caseId);
    const given = { taskId, data: {}, note: '' };
    const outcomes = await Promise.allSettled([
      engine.resolveTask({ ...given, answer: 'approved', by: 'ann' }),
      other.resolveTask({ ...given, answer: 'refused', by: 'bob' }),
    ]);
    const winner = outcomes[0]?.status === 'fulfilled' ? 'ann' : 'bob';
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(lost.length, 1);
    const reason: unknown = lost[0]?.reason;
    assert.ok(reason instanceof BatonError);
    assert.equal(reason.code, 'task-closed');
    assert.match(reason.message, new RegExp(winner));
    const run = await untilRun(desk.database, caseId, 'done');
    assert.equal(run.end_name, winner === 'ann' ? 'done' : 'refused');
  }
});

test('a wrong answer is refused with those that are allowed, and the task stays open', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(approval);
  await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  const given = { taskId, answer: 'approved', data: {}, note: '', by: 'ann' };
  const wrong: [Partial<typeof given>, string, RegExp][] = [
    [{ answer: 'perhaps' }, 'answer-unknown', /approved, refused/],
    [{ answer: 'constructor' }, 'answer-unknown', /approved, refused/],
    [{ taskId: 999 }, 'task-unknown', /baton inbox/],
    [{ by: '' }, 'door-invalid', /by is empty/],
    [{ by: 'a\0b' }, 'door-invalid', /no text/],
  ];
  for (const [change, code, message] of wrong) {
    await assert.rejects(engine.resolveTask({ ...given, ...change }), { code, message });
  }
  assert.equal((await untilTask(desk.database, 'CASE-1')).task_id, taskId);
  assert.equal((await runOf(desk.database, 'CASE-1')).status, 'in-review');
});

test('an answer that no worker could bring to its run opens the task again', async (context) => {
  const desk = await openDesk(context);
  const worker = await desk.open(approval);
  await start(worker, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await worker.close();
  const door = await desk.open(approval, { works: false });
  const given = { taskId, answer: 'approved', data: {}, note: '', by: 'ann' };
  await door.resolveTask(given);
  // As if every worker that took it had died.
  await desk.database.query("UPDATE pgboss.job SET retry_limit = 0 WHERE name = 'baton.conductor.tiny'");
  assert.equal((await door.boss.fetch(conductorQueue('tiny'))).length, 1);
  await lapseClaims(door);
  const engine = await desk.open(approval);
  const task = await untilTask(desk.database, 'CASE-1');
  assert.equal(task.task_id, taskId);
  assert.deepEqual([task.closed_by, task.answer], [null, null]);
  await engine.resolveTask(given);
  await untilRun(desk.database, 'CASE-1', 'done');
});

test('a failed step that a person has tried again goes on as if nothing had been', async (context) => {
  const desk = await openDesk(context);
  let isDown = true;
  const team = tinyTeam({
    steps: '- { id: only, agent: only }\n- { id: after, agent: after }',
    agents: {
      only: () => (isDown ? Promise.reject(new BatonError('down', 'Down.')) : { output: { fine: true } }),
      after: () => ({ output: {} }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const { task_id: taskId, error } = await untilTask(desk.database, 'CASE-1');
  assert.equal(error?.code, 'down');
  isDown = false;
  await engine.resolveTask({ taskId, answer: 'retry', data: {}, note: '', by: 'ann' });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.fine, true);
  await until('the task is closed', async () =>
    (await tasksOf(desk.database, 'CASE-1')).every((task) => task.status === 'resolved'),
  );
});
