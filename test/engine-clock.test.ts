/** Steps that watch, wait and remind, and events from outside; the clock is moved, nobody sleeps. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Engine } from '../src/engine/engine.ts';
import { conductorQueue } from '../src/engine/queues.ts';
import { moveClock } from '../src/store/clock.ts';
import {
  type Desk,
  jobsOf,
  openDesk,
  pass,
  type Run,
  runOf,
  start,
  type TinyTeam,
  tasksOf,
  tell,
  tinyTeam,
  until,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** A step that watches until the salesperson has responded, and the occasions its agent was asked with. */
function watching(): { team: TinyTeam; occasions: string[] } {
  const occasions: string[] = [];
  const watch: Run = (_input, { occasion }) => {
    occasions.push(occasion);
    return { output: {}, notices: [{ to: 'operations', subject: occasion, text: occasion }] };
  };
  const team = tinyTeam({
    steps: `
- id: follow-up
  agent: watch
  until: salesperson-responded
  schedule:
    - { after: 4 hours, ask: remind }
    - { after: 20 hours, ask: remind-again }
  escalation:
    after: 24 hours
    ask: escalate
    queue: review
    text: Nobody has responded. Speak to them.
    answers:
      responded: { end: responded }
      close: { end: closed }
  success: { end: responded }`,
    agents: { watch },
  });
  return { team, occasions };
}

async function begin(desk: Desk, team: TinyTeam): Promise<Engine<undefined>> {
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  return engine;
}

/** Moves the clock once what is under way is done: a run that rests cannot be overtaken. */
async function letPass(desk: Desk, ms: number): Promise<void> {
  await until(
    'nothing is under way',
    async () => (await runOf(desk.database, 'CASE-1')).status !== 'running',
  );
  await moveClock(desk.database, ms);
}

test('a step that watches reminds twice, escalates after 24 hours, and takes the response even then', async (context) => {
  const desk = await openDesk(context);
  const { team, occasions } = watching();
  const engine = await begin(desk, team);
  const asked = (count: number): Promise<boolean> =>
    until(`it was asked ${count} times`, async () => occasions.length === count);
  await asked(1);
  await letPass(desk, 4 * hour);
  await asked(2);
  await letPass(desk, 16 * hour);
  await asked(3);
  assert.deepEqual(await tasksOf(desk.database, 'CASE-1'), []);
  await letPass(desk, 4 * hour);
  await asked(4);
  assert.deepEqual(occasions, ['handoff', 'remind', 'remind-again', 'escalate']);
  const task = await untilTask(desk.database, 'CASE-1');
  assert.deepEqual([task.kind, task.answers], ['escalation', ['responded', 'close']]);

  assert.equal(await tell(engine, 'CASE-1', 'salesperson-responded', { by: 'Eve' }, 'Eve'), true);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.end_name, run.data.by], ['responded', 'Eve']);
  const [closed] = await tasksOf(desk.database, 'CASE-1');
  assert.equal(closed?.status, 'withdrawn');
});

test('a response before the reminder ends the step, and its clocks change nothing afterwards', async (context) => {
  const desk = await openDesk(context);
  const { team, occasions } = watching();
  const engine = await begin(desk, team);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  assert.equal(await tell(engine, 'CASE-1', 'salesperson-responded', {}, 'Eve'), true);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  const waiting = (await jobsOf(desk.database, conductorQueue('tiny'))).created ?? 0;
  assert.equal(waiting, 3);
  await moveClock(desk.database, 2 * day);
  await until('the clocks have all struck', async () => {
    const { created, active } = await jobsOf(desk.database, conductorQueue('tiny'));
    return !created && !active;
  });
  assert.deepEqual((await runOf(desk.database, 'CASE-1')).state, run.state);
  assert.deepEqual(occasions, ['handoff']);
  assert.deepEqual(await tasksOf(desk.database, 'CASE-1'), []);
});

test("the answer to an escalation's task ends the step as well", async (context) => {
  const desk = await openDesk(context);
  const { team } = watching();
  const engine = await begin(desk, team);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await moveClock(desk.database, day);
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await engine.resolveTask({ taskId, answer: 'close', data: {}, note: '', by: 'ann' });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'closed');
});

test('an event is taken once, and one that nobody awaits is told so', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: await, wait: { until: payment-came }, success: { to: after } }
- { id: after, agent: after }`,
    agents: { after: pass },
  });
  const engine = await begin(desk, team);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  assert.equal(await tell(engine, 'CASE-404', 'payment-came', {}, 'Bank'), false);
  // Not the one it waits for.
  assert.equal(await tell(engine, 'CASE-1', 'payment-announced', { amount: 1 }, 'Bank'), true);
  const twice = await Promise.all([
    tell(engine, 'CASE-1', 'payment-came', { amount: 5 }, 'Bank'),
    tell(engine, 'CASE-1', 'payment-came', { amount: 5 }, 'Bank'),
  ]);
  assert.deepEqual(twice, [true, true]);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.amount, 5);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.after'), { completed: 1 });
  assert.equal(await tell(engine, 'CASE-1', 'payment-came', {}, 'Bank'), false);
});

test('what nobody has answered in time is called late once, and then takes its safe default', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: approve
  person: desk
  ask: May this be done?
  deadline: 2 hours
  safe_default: { answer: refused, after: 1 day }
  answers:
    approved: { end: approved }
    refused: { end: refused }`,
    agents: { nobody: pass },
  });
  const engine = await begin(desk, team);
  await untilTask(desk.database, 'CASE-1');
  const subjects = async (): Promise<string[]> =>
    (await engine.team.noticesOf('CASE-1')).map(({ subject }) => subject);
  await moveClock(desk.database, 2 * hour);
  await until('it is called late', async () => (await subjects()).some((one) => /overdue/.test(one)));
  assert.equal((await runOf(desk.database, 'CASE-1')).status, 'in-review');
  await moveClock(desk.database, 22 * hour);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.end_name, 'refused');
  const [task] = await tasksOf(desk.database, 'CASE-1');
  assert.deepEqual([task?.status, task?.answer], ['resolved', 'refused']);
  assert.equal((await subjects()).filter((one) => /overdue/.test(one)).length, 1);
});

test('work that nobody begins within start_within fails as such, and is then not begun', async (context) => {
  const desk = await openDesk(context);
  let asked = 0;
  const team = tinyTeam({
    steps: `
- id: only
  agent: only
  start_within: 10 minutes
  failure: [{ when: 'error.code == "start-overdue"', end: nobody-there }, { end: other }]`,
    agents: {
      only: () => {
        asked += 1;
        return { output: {} };
      },
    },
  });
  const door = await desk.open(team, { works: false });
  await start(door, 'CASE-1');
  await moveClock(desk.database, 11 * 60_000);
  // The conductor's own work must come first, as it does where a queue is long.
  await desk.database.query(
    "UPDATE pgboss.job SET start_after = baton.now() + interval '1 hour' WHERE name = 'tiny.only'",
  );
  await desk.open(team);
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.end_name, 'nobody-there');
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), {});
  assert.equal(asked, 0);
});

test('work that was begun in time is not overdue, however long it takes', async (context) => {
  const desk = await openDesk(context);
  const held = Promise.withResolvers<void>();
  const team = tinyTeam({
    steps: '- { id: only, agent: only, timeout: 1 day, start_within: 10 minutes, failure: { end: failed } }',
    agents: {
      only: async () => {
        await held.promise;
        return { output: {} };
      },
    },
  });
  await begin(desk, team);
  await until('it is begun', async () => (await jobsOf(desk.database, 'tiny.only')).active);
  // Only the check is brought forward: moving the clock would stop the heart of the claim as well.
  await desk.database.query(
    "UPDATE pgboss.job SET start_after = baton.now() WHERE name = 'baton.conductor.tiny' AND state = 'created'",
  );
  await until(
    'it was looked at',
    async () => (await jobsOf(desk.database, conductorQueue('tiny'))).completed,
  );
  held.resolve();
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'done');
});

test('a wait of 400 days ends after 400 days', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: '- { id: rest, wait: { for: 400 days } }\n- { id: after, agent: after }',
    agents: { after: pass },
  });
  const engine = await begin(desk, team);
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await moveClock(desk.database, 399 * day);
  // What is kept too short a time would be cleaned away now.
  await desk.database.query('UPDATE pgboss.queue SET maintain_on = NULL, monitor_on = NULL');
  await engine.boss.supervise();
  assert.equal((await jobsOf(desk.database, conductorQueue('tiny'))).created, 1);
  assert.equal((await runOf(desk.database, 'CASE-1')).status, 'waiting');
  await moveClock(desk.database, day);
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'done');
});
