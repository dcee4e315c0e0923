/** The inbox: claims, hand-overs, comments, answers by a form, and races in which one wins and the others are told. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from '../src/core/error.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { Inbox, TaskActKind } from '../src/team/inbox.ts';
import {
  type Desk,
  openDesk,
  pass,
  start,
  tell,
  tinyTeam,
  until,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const approval = tinyTeam({
  steps: `
- id: approve
  person: desk
  ask: May this be done?
  answers:
    approved: { end: approved }
    refused: { end: refused }`,
  agents: { nobody: pass },
});

async function opened(
  desk: Desk,
  team = approval,
): Promise<{ engine: Engine<undefined>; inbox: Inbox; taskId: number }> {
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  return { engine, inbox: engine.team.inbox, taskId };
}

/** What the audit log says, one line an act. */
async function historyOf(inbox: Inbox, taskId: number): Promise<[TaskActKind, string][]> {
  return (await inbox.show(taskId)).history.map(({ act, by }) => [act, by]);
}

/** The errors of those that did not get their way. */
function refusals(outcomes: readonly PromiseSettledResult<unknown>[]): BatonError[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [];
    const reason: unknown = outcome.reason;
    assert.ok(reason instanceof BatonError, String(reason));
    return [reason];
  });
}

const people = Array.from({ length: 20 }, (_, index) => `person-${index + 1}`);

test('a task is claimed, commented on, handed on, given back and answered; each act stands in its log, once', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  assert.equal((await inbox.claim({ taskId, by: 'ann' })).assignee, 'ann');
  await inbox.claim({ taskId, by: 'ann' });
  await inbox.comment({ taskId, by: 'bob', text: 'They called again.' });
  assert.equal(
    (await inbox.reassign({ taskId, by: 'ann', to: { person: 'cem' }, note: 'Yours.' })).assignee,
    'cem',
  );
  assert.deepEqual(
    (await inbox.list({ assignee: 'cem' })).map(({ task_id }) => task_id),
    [taskId],
  );
  assert.equal((await inbox.release({ taskId, by: 'cem' })).assignee, null);
  await inbox.release({ taskId, by: 'cem' });
  const moved = await inbox.reassign({ taskId, by: 'bob', to: { queue: 'review' } });
  assert.deepEqual([moved.queue, moved.assignee], ['review', null]);
  await inbox.resolve({ taskId, by: 'bob', answer: 'approved', data: { budget: 12 }, note: 'Fine.' });
  await untilRun(desk.database, 'CASE-1', 'done');
  const { task, history } = await inbox.show(taskId);
  assert.deepEqual([task.status, task.closed_by, task.answer], ['resolved', 'bob', 'approved']);
  assert.deepEqual(
    history.map(({ act, by }) => `${act} ${by}`),
    [
      'opened Conductor',
      'claimed ann',
      'commented bob',
      'reassigned ann',
      'released cem',
      'reassigned bob',
      'resolved bob',
    ],
  );
  assert.deepEqual(history[2]?.detail, { text: 'They called again.' });
  assert.deepEqual(history[3]?.detail, { to: 'cem', had_by: 'ann', note: 'Yours.' });
  assert.deepEqual(history[5]?.detail, { to_queue: 'review', from_queue: 'desk', had_by: null });
  const { answer, note, data } = history[6]?.detail ?? {};
  assert.deepEqual({ answer, note, data }, { answer: 'approved', note: 'Fine.', data: ['budget'] });
});

test('who is given a task, and the queue that gets one, are told', async (context) => {
  const desk = await openDesk(context);
  const { engine, inbox, taskId } = await opened(desk);
  await inbox.reassign({ taskId, by: 'ann', to: { person: 'cem' } });
  await inbox.reassign({ taskId, by: 'ann', to: { person: 'ann' } });
  await inbox.reassign({ taskId, by: 'ann', to: { queue: 'review' } });
  const told = (await engine.team.noticesOf('CASE-1')).slice(1).map(({ to, subject }) => [to, subject]);
  assert.deepEqual(told, [
    ['cem', 'A task was given to you by ann: CASE-1'],
    ['operations', 'A task waits in review, handed on by ann: CASE-1'],
  ]);
});

test('of twenty people who answer at once one wins, and the others are told by whom', async (context) => {
  const desk = await openDesk(context);
  const { engine, taskId } = await opened(desk);
  const other = await desk.open(approval, { works: false });
  const outcomes = await Promise.allSettled(
    people.map((by, index) =>
      (index % 2 ? engine : other).team.inbox.resolve({
        taskId,
        by,
        answer: index % 3 ? 'approved' : 'refused',
        data: { answered_by: by },
        note: '',
      }),
    ),
  );
  const lost = refusals(outcomes);
  assert.equal(lost.length, 19);
  const winner = people[outcomes.findIndex(({ status }) => status === 'fulfilled')];
  for (const { code, message, details } of lost) {
    assert.equal(code, 'task-closed');
    assert.equal(details?.by, winner);
    assert.match(message, new RegExp(`was closed by ${winner} with`));
  }
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.answered_by, winner);
  assert.deepEqual(await historyOf(engine.team.inbox, taskId), [
    ['opened', 'Conductor'],
    ['resolved', winner],
  ]);
});

test('of twenty people who claim at once one has it; no other can answer or give it back, and all may take it over', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  const outcomes = await Promise.allSettled(people.map((by) => inbox.claim({ taskId, by })));
  const owner = people[outcomes.findIndex(({ status }) => status === 'fulfilled')];
  const lost = refusals(outcomes);
  assert.equal(lost.length, 19);
  assert.ok(lost.every(({ code, details }) => code === 'task-taken' && details?.by === owner));
  assert.deepEqual(await historyOf(inbox, taskId), [
    ['opened', 'Conductor'],
    ['claimed', owner],
  ]);
  const taken = { code: 'task-taken', message: new RegExp(`${owner} has task ${taskId}.*--to zoe`) };
  const answer = { taskId, by: 'zoe', answer: 'approved', data: {}, note: '' };
  await assert.rejects(inbox.resolve(answer), taken);
  await assert.rejects(inbox.release({ taskId, by: 'zoe' }), taken);
  await inbox.reassign({ taskId, by: 'zoe', to: { person: 'zoe' } });
  await inbox.resolve(answer);
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'approved');
});

test('of one who claims and one who answers at once only one gets their way', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  const [claimed, answered] = await Promise.allSettled([
    inbox.claim({ taskId, by: 'ann' }),
    inbox.resolve({ taskId, by: 'bob', answer: 'approved', data: {}, note: '' }),
  ]);
  assert.notEqual(claimed?.status, answered?.status);
  const [refused] = refusals([claimed, answered]);
  assert.equal(refused?.code, claimed.status === 'fulfilled' ? 'task-taken' : 'task-closed');
});

test('nothing is done with a closed task, nor with one that is not there; it is said who closed it', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  await inbox.resolve({ taskId, by: 'ann', answer: 'refused', data: {}, note: '' });
  const doings: ((taskId: number) => Promise<unknown>)[] = [
    (taskId) => inbox.comment({ taskId, by: 'bob', text: 'Too late.' }),
    (taskId) => inbox.claim({ taskId, by: 'bob' }),
    (taskId) => inbox.release({ taskId, by: 'bob' }),
    (taskId) => inbox.reassign({ taskId, by: 'bob', to: { person: 'cem' } }),
    (taskId) => inbox.resolve({ taskId, by: 'bob', answer: 'approved', data: {}, note: '' }),
  ];
  for (const doing of doings) {
    await assert.rejects(doing(taskId), { code: 'task-closed', message: /was closed by ann with "refused"/ });
    await assert.rejects(doing(999), { code: 'task-unknown', message: /There is no task 999/ });
  }
  assert.equal((await historyOf(inbox, taskId)).length, 2);
});

test('what is no name, no text or no queue is refused, and nothing of it is kept', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  const wrong: [Promise<unknown>, string][] = [
    [inbox.claim({ taskId, by: '' }), 'door-invalid'],
    [inbox.claim({ taskId, by: 'a\0b' }), 'door-invalid'],
    [inbox.comment({ taskId, by: 'ann', text: ' ' }), 'door-invalid'],
    [inbox.comment({ taskId, by: 'ann', text: 'x'.repeat(10_001) }), 'door-invalid'],
    [inbox.reassign({ taskId, by: 'ann', to: { person: '' } }), 'door-invalid'],
    [inbox.reassign({ taskId, by: 'ann', to: { queue: 'constructor' } }), 'queue-unknown'],
    [
      inbox.resolve({
        taskId,
        by: 'ann',
        answer: 'approved',
        note: '',
        data: { long: 'x'.repeat(1_000_001) },
      }),
      'door-invalid',
    ],
  ];
  for (const [doing, code] of wrong) await assert.rejects(doing, { code });
  assert.deepEqual(await historyOf(inbox, taskId), [['opened', 'Conductor']]);
});

test('the audit log cannot be changed, and goes only with its task', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  await inbox.claim({ taskId, by: 'ann' });
  const audit = { message: /is an audit log/ };
  await assert.rejects(desk.database.query("UPDATE baton.task_acts SET by = 'bob'"), audit);
  await assert.rejects(desk.database.query('DELETE FROM baton.task_acts'), audit);
  assert.equal((await historyOf(inbox, taskId)).length, 2);
  await desk.database.query('DELETE FROM baton.tasks');
  assert.deepEqual(await desk.database.query('SELECT * FROM baton.task_acts'), []);
});

test('a task shows what was known when it was opened, and what silence leads to', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: look, agent: look }
- id: approve
  person: desk
  ask: May this be done?
  deadline: 2 hours
  safe_default: { answer: refused, after: 1 day }
  answers:
    approved: { end: approved }
    refused: { end: refused }`,
    agents: { look: () => ({ output: { amount: 12 }, notes: 'It is a lot.' }) },
  });
  const { inbox, taskId } = await opened(desk, team);
  const { task, known, told, form } = await inbox.show(taskId);
  assert.deepEqual([known.item, known.amount], ['CASE-1', 12]);
  assert.equal(told, 'May this be done? It is a lot.');
  assert.equal(task.safe_answer, 'refused');
  assert.equal((task.safe_at?.getTime() ?? 0) - task.opened_at.getTime(), 24 * 3_600_000);
  assert.deepEqual([form.agent, form.schema], [null, null]);
});

test('an answer that the run had gone on without is marked so, and whoever gave it is told', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: watch
  agent: watch
  until: responded
  escalation:
    after: 1 hour
    queue: review
    text: Nobody has responded.
    answers:
      close: { end: closed }
  success: { end: responded }`,
    agents: { watch: pass },
  });
  const worker = await desk.open(team);
  await start(worker, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await desk.database.query(
    "UPDATE pgboss.job SET start_after = baton.now() WHERE name = 'baton.conductor.tiny' AND state = 'created'",
  );
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await worker.close();
  const door = await desk.open(team, { works: false });
  await tell(door, 'CASE-1', 'responded', {}, 'Eve');
  await door.team.inbox.resolve({ taskId, by: 'ann', answer: 'close', data: {}, note: '' });
  // The answer lies in the queue while the event is taken.
  const answerAt = (when: string): Promise<unknown> =>
    desk.database.query(
      `UPDATE pgboss.job SET start_after = ${when} WHERE data->>'kind' = 'task-resolved' AND state = 'created'`,
    );
  await answerAt("baton.now() + interval '1 hour'");
  const engine = await desk.open(team);
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'responded');
  const { inbox } = engine.team;
  await answerAt('baton.now()');
  await until('it is marked', async () => (await historyOf(inbox, taskId)).length === 3);
  assert.deepEqual(await historyOf(inbox, taskId), [
    ['opened', 'Conductor'],
    ['resolved', 'ann'],
    ['overtaken', 'Conductor'],
  ]);
  const notices = await engine.team.noticesOf('CASE-1');
  assert.deepEqual(notices.at(-1)?.to, 'ann');
  assert.match(notices.at(-1)?.text ?? '', /answered with "close" when the case had just gone on without it/);
});
