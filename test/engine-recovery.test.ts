/** The four ways in which work goes wrong that have a policy, on the real engine: who is told, what goes on meanwhile. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineAgent, defineWrite, dependencyDown, z } from 'baton';
import { outagesOf } from '../src/engine/tables/dependencies.ts';
import { moveClock } from '../src/store/clock.ts';
import {
  names,
  openDesk,
  pass,
  runOf,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const anything = z.record(z.string(), z.unknown());
const by = { note: '', by: 'ann' };

test('a step that took too long is cancelled, has a person, and goes on with what the person gives', async (context) => {
  const desk = await openDesk(context);
  const late = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  const slow = defineAgent({
    input: anything,
    output: z.object({ amount: z.number() }),
    async run(_input, { signal }) {
      signals.push(signal);
      await late.promise;
      return { output: { amount: 1 } };
    },
  });
  const team = tinyTeam({
    recovery: '{ timeout: { queue: desk, notify: operations, deadline: 4 hours } }',
    steps:
      '- { id: before, agent: before }\n- { id: slow, agent: slow, timeout: 30 ms }\n- { id: after, agent: after }',
    agents: {
      before: () => ({ output: { known: 'much' } }),
      slow,
      after: ({ amount }) => ({ output: { seen: amount } }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const task = await untilTask(desk.database, 'CASE-1');
  assert.deepEqual([task.kind, task.queue, task.error?.code], ['timeout', 'desk', 'step-timeout']);
  assert.deepEqual(task.answers, ['done', 'retry', 'close']);
  assert.ok(signals[0]?.aborted);
  const messages: { message_id: string; payload: { known?: string } }[] = JSON.parse(
    JSON.stringify(await engine.team.messagesOf('CASE-1')),
  );
  const told = messages.find(({ message_id }) => message_id === `MSG-${task.message_id}`);
  assert.equal(told?.payload.known, 'much', 'the task knows everything so far');
  const notices = await engine.team.noticesOf('CASE-1');
  assert.deepEqual(
    notices.map(({ to }) => to),
    ['operations', 'operations'],
  );
  assert.match(notices[0]?.subject ?? '', /took too long/);

  const given = { taskId: task.task_id, answer: 'done', ...by };
  await assert.rejects(engine.resolveTask({ ...given, data: { amount: 'a lot' } }), {
    code: 'answer-invalid',
    message: /slow says/,
  });
  await engine.resolveTask({ ...given, data: { amount: 42 } });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.end_name, run.data.amount, run.data.seen], ['done', 42, 42]);
  assert.deepEqual(run.state.path, ['before', 'slow', 'after']);
  late.resolve();
  await engine.close();
  assert.equal((await runOf(desk.database, 'CASE-1')).data.amount, 42, 'the late answer changes nothing');
});

test('what a person gives by hand is written as the agent would have written it, and completed by the write', async (context) => {
  const desk = await openDesk(context);
  const number = defineWrite({
    input: z.object({ name: z.string() }),
    facts: z.object({ numbered: z.string() }),
    apply: async (tx, { name }, { caseId }) => {
      await tx.query('CREATE TABLE IF NOT EXISTS numbered (name text)');
      await tx.query('INSERT INTO numbered VALUES ($1)', [name]);
      return { numbered: `${caseId} ${name}` };
    },
  });
  const slow = defineAgent({
    input: anything,
    output: z.object({ name: z.string() }),
    writes: ['number'],
    byHand: (output) => ({ output, writes: [{ kind: 'number', data: output }] }),
    run: () => Promise.withResolvers<never>().promise,
  });
  const team = tinyTeam({
    recovery: '{ timeout: { notify: operations } }',
    steps: '- { id: slow, agent: slow, timeout: 30 ms }',
    writes: { number },
    agents: { slow },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await engine.resolveTask({ taskId, answer: 'done', data: { name: 'Ada' }, ...by });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.numbered, 'CASE-1 Ada');
  assert.deepEqual(await desk.database.query('SELECT * FROM numbered'), [{ name: 'Ada' }]);
});

test('data that is not good enough is flagged and told, and the case goes on with what is there', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    recovery: '{ data_quality: { notify: data-quality } }',
    steps: `
- id: look
  agent: look
  validate:
    - { field: email, check: output.email != null, flag: no-email, message: There is no e-mail address. }
    - { check: output.age > 0, flag: odd-age, message: The age cannot be., tell: operations }
    - { field: name, check: output.name != null, flag: no-name, message: Nobody said a name. }
- { id: use, agent: use }`,
    agents: {
      look: () => ({ output: { name: 'Ada', email: null, age: 'old' } }),
      use: ({ data_quality }, { flags }) => ({ output: { told: data_quality, flags: [...flags] } }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  const findings = [
    { step: 'look', field: 'email', flag: 'no-email', message: 'There is no e-mail address.' },
    { step: 'look', field: null, flag: 'odd-age', message: 'The age cannot be.' },
  ];
  assert.deepEqual(run.data.told, findings);
  assert.deepEqual(run.data.flags, ['no-email', 'odd-age']);
  const notices = await engine.team.noticesOf('CASE-1');
  assert.deepEqual(
    notices.map(({ to, text }) => [to, text.includes('no e-mail') || text.includes('age cannot')]),
    [
      ['data-quality', true],
      ['operations', true],
    ],
  );
});

test('while a dependency is down steps are parked, one worker at a time tries, and the technicians hear of it once', async (context) => {
  const desk = await openDesk(context);
  let isDown = true;
  let asked = 0;
  const look = defineAgent({
    input: anything,
    output: z.object({ found: z.boolean() }),
    dependencies: { register: 'needed' },
    run() {
      asked += 1;
      if (isDown) throw dependencyDown('register', 'The register answers 503.');
      return { output: { found: true } };
    },
  });
  const team = tinyTeam({
    recovery:
      '{ api_failure: { notify: technical, failures: 3, backoff: 10 minutes, factor: 2, max_backoff: 1 hour, jitter: 0 } }',
    steps: '- { id: look, agent: look, retry: { attempts: 5, backoff: 1 ms } }',
    agents: { look },
  });
  const engine = await desk.open(team);
  await start(engine, names(30));
  assert.deepEqual(await untilAllRest(desk.database), { waiting: 30 });
  const told = async (): Promise<number> =>
    (await desk.database.query("SELECT 1 FROM baton.notices WHERE recipient = 'technical'")).length;
  assert.equal(await told(), 1);
  const [outage] = await outagesOf(desk.database, 'tiny');
  assert.deepEqual([outage?.name, outage?.parked], ['register', 30]);
  assert.match(outage?.last_error ?? '', /503/);
  const log = JSON.stringify(await engine.team.messagesOf('CASE-1'));
  assert.match(log, /Parked: register is down/);

  const before = asked;
  // Both the first wait and the longer one after the failures of calls under way have passed.
  await moveClock(desk.database, 25 * 60_000);
  await until('one has tried in vain', async () => asked > before);
  await until('all wait again', async () => {
    const [row] = await desk.database.query<{ due: number }>(
      "SELECT count(*)::int AS due FROM pgboss.job WHERE name = 'tiny.look' AND state <> 'completed' AND start_after <= baton.now()",
    );
    return row?.due === 0;
  });
  assert.equal(asked, before + 1, 'one for all');
  assert.equal(await told(), 1, 'the same outage is told once');

  isDown = false;
  await moveClock(desk.database, 60 * 60_000);
  await until('all are done', async () => (await untilAllRest(desk.database)).done === 30);
  assert.deepEqual(await outagesOf(desk.database, 'tiny'), []);
  isDown = true;
  await start(engine, ['CASE-41', 'CASE-42', 'CASE-43']);
  await until('another outage is told again', async () => (await told()) === 2);
});

test('what is parked is woken when the circuit closes, and given up after the time that the policy says', async (context) => {
  const desk = await openDesk(context);
  let isDown = true;
  const look = defineAgent({
    input: anything,
    output: z.object({}),
    dependencies: { register: 'needed' },
    run() {
      if (isDown) throw dependencyDown('register', 'The register answers 503.');
      return { output: {} };
    },
  });
  const team = tinyTeam({
    recovery:
      '{ api_failure: { notify: technical, failures: 1, backoff: 1 hour, give_up_after: 1 day, jitter: 0 } }',
    steps: '- { id: look, agent: look, failure: { end: without } }',
    agents: { look },
  });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1', 'CASE-2']);
  await until('both are parked', async () => (await outagesOf(desk.database, 'tiny'))[0]?.parked === 2);
  await desk.database.query(
    `UPDATE pgboss.job SET start_after = baton.now() + interval '30 days'
      WHERE name = 'tiny.look' AND id IN (SELECT message_id FROM baton.messages WHERE workflow_id = 'CASE-2')`,
  );
  isDown = false;
  await moveClock(desk.database, 2 * 3_600_000);
  await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal((await untilRun(desk.database, 'CASE-2', 'done')).end_name, 'done', 'woken with the first');

  isDown = true;
  await start(engine, 'CASE-3');
  await untilRun(desk.database, 'CASE-3', 'waiting');
  await moveClock(desk.database, 25 * 3_600_000);
  assert.equal((await untilRun(desk.database, 'CASE-3', 'done')).end_name, 'without');
});

test('an agent that only wants a dependency is asked all the same, and told that it is down', async (context) => {
  const desk = await openDesk(context);
  const seen: (readonly string[])[] = [];
  const look = defineAgent({
    input: anything,
    output: z.object({}),
    dependencies: { news: 'wanted' },
    run(_input, { down = [] }) {
      seen.push(down);
      return { output: {}, dependencies: down.includes('news') ? [] : [{ name: 'news', isUp: false }] };
    },
  });
  const team = tinyTeam({
    recovery: '{ api_failure: { notify: technical, failures: 2, backoff: 1 hour } }',
    steps: '- { id: look, agent: look }',
    agents: { look },
  });
  const engine = await desk.open(team);
  for (const caseId of names(3)) {
    await start(engine, caseId);
    await untilRun(desk.database, caseId, 'done');
  }
  assert.deepEqual(seen, [[], [], ['news']]);
  const notices = await desk.database.query(
    "SELECT case_id FROM baton.notices WHERE recipient = 'technical'",
  );
  assert.deepEqual(notices, [{ case_id: 'CASE-2' }]);
});

test('rules that contradict each other get their owner a task beside the run, which goes on meanwhile', async (context) => {
  const desk = await openDesk(context);
  const message = 'North and South both claim it.';
  const team = tinyTeam({
    recovery: '{ rule_conflict: { queue: desk, notify: rules-admin, deadline: 2 days } }',
    steps: '- { id: route, agent: route }\n- { id: after, agent: pass }',
    agents: {
      route: () => ({
        output: {
          owner: 'nora',
          rule_conflicts: [{ rule: 'territories', message, safest_action: 'North has it.' }],
        },
      }),
      pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.owner, 'nora');
  const task = await untilTask(desk.database, 'CASE-1');
  assert.deepEqual([task.queue, task.answers], ['desk', ['stands', 'changed']]);
  const [told] = await desk.database.query<{ processing_notes: string }>(
    'SELECT processing_notes FROM baton.messages WHERE message_id = $1',
    [task.message_id],
  );
  assert.match(
    told?.processing_notes ?? '',
    /North and South both claim it\. Done meanwhile: North has it\./,
  );
  const notices = await engine.team.noticesOf('CASE-1');
  assert.deepEqual(notices.map(({ to }) => to).toSorted(), ['operations', 'rules-admin']);
  await engine.resolveTask({ taskId: task.task_id, answer: 'stands', data: {}, ...by });
  await until('the task is closed', async () =>
    (await tasksOf(desk.database, 'CASE-1')).every(({ status }) => status === 'resolved'),
  );
  await until('its branch has ended', async () => {
    const rows = await desk.database.query(
      "SELECT 1 FROM baton.runs WHERE case_id = 'CASE-1' AND parent_run_id IS NOT NULL AND end_name = 'conflict-stands'",
    );
    return rows.length === 1;
  });
});
