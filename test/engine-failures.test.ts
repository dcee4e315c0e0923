/** What goes wrong with an agent ends in a retry, a declared route, or a person's task. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineAgent, z } from 'baton';
import { BatonError } from '../src/core/error.ts';
import { conductorQueue, deadLetterQueue, MAX_DELIVERIES } from '../src/engine/queues.ts';
import { moveClock } from '../src/store/clock.ts';
import {
  jobsOf,
  lapseClaims,
  openDesk,
  pass,
  type Run,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilAllRest,
  untilRun,
  untilTask,
} from './support/tiny-team.ts';

const hour = 3_600_000;

test('whatever an agent does wrong reaches a person, with its code, after as many tries as declared', async (context) => {
  const desk = await openDesk(context);
  const asked = new Map<string, number>();
  const wrong: Record<string, Run> = {
    'output-invalid': () => JSON.parse('{ "output": 42 }'),
    'output-invalid (2)': () => ({ output: { deadline: 'a name of the envelope' } }),
    'write-undeclared': () => ({ output: {}, writes: [{ kind: 'unheard-of', data: {} }] }),
    'vendor-down': () => Promise.reject(new BatonError('vendor-down', 'Nobody answered.')),
    unexpected: () => {
      throw new Error('a bug');
    },
    'step-timeout': () => new Promise(() => {}),
  };
  const team = tinyTeam({
    steps:
      '- { id: only, agent: only, timeout: 50 ms, retry: { attempts: 2, backoff: 1 ms, jitter: 0 } }\n- { id: never, agent: never }',
    agents: {
      only(input, given) {
        const { caseId } = given;
        asked.set(caseId, (asked.get(caseId) ?? 0) + 1);
        return wrong[caseId]?.(input, given) ?? { output: {} };
      },
      never: pass,
    },
  });
  const engine = await desk.open(team);
  await start(engine, Object.keys(wrong));
  assert.deepEqual(await untilAllRest(desk.database), { 'in-review': 6 });
  for (const code of Object.keys(wrong)) {
    const [task, ...more] = await tasksOf(desk.database, code);
    assert.equal(task?.error?.code, code.split(' ')[0]);
    assert.equal(task?.kind, 'failure');
    assert.deepEqual(task?.answers, ['retry', 'close']);
    assert.deepEqual(more, []);
    assert.equal(asked.get(code), 3, code);
    const counts = await desk.database.query(
      "SELECT retry_count FROM baton.messages WHERE workflow_id = $1 AND step = 'only' AND occasion IS NOT NULL ORDER BY message_id",
      [code],
    );
    assert.deepEqual(counts, [{ retry_count: 0 }, { retry_count: 1 }, { retry_count: 2 }]);
  }
  assert.deepEqual(await jobsOf(desk.database, 'tiny.never'), {});
});

test('data that does not fit the agent is not tried again: it would not fit then either', async (context) => {
  const desk = await openDesk(context);
  const strict = defineAgent({
    input: z.object({ amount: z.number() }),
    output: z.object({}),
    run: () => ({ output: {} }),
  });
  const team = tinyTeam({
    steps: '- { id: only, agent: only, retry: { attempts: 5, backoff: 1 ms } }',
    agents: { only: strict },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { amount: 'a lot' });
  const task = await untilTask(desk.database, 'CASE-1');
  assert.equal(task.error?.code, 'input-invalid');
  assert.match(task.error?.message ?? '', /amount/);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { completed: 1 });
});

test('an agent that overruns has its signal aborted, and its late answer is dropped', async (context) => {
  const desk = await openDesk(context);
  const late = Promise.withResolvers<void>();
  const signals: AbortSignal[] = [];
  const team = tinyTeam({
    steps: '- { id: only, agent: only, timeout: 30 ms, failure: { end: gave-up } }',
    agents: {
      async only(_input, { signal }) {
        signals.push(signal);
        await late.promise;
        return { output: { answer: 'too late' } };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.end_name, 'gave-up');
  assert.equal(signals.length, 1);
  assert.ok(signals[0]?.aborted);
  late.resolve();
  await engine.close();
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).data.answer, undefined);
});

test('declared retries wait longer each time, and the clock alone brings them', async (context) => {
  const desk = await openDesk(context);
  let asked = 0;
  const team = tinyTeam({
    steps: `
- id: only
  agent: only
  retry: { attempts: 3, backoff: 1 hour, factor: 2, max_backoff: 3 hours, jitter: 0 }`,
    agents: {
      only() {
        asked += 1;
        if (asked < 4) throw new BatonError('vendor-down', 'Nobody answered.', { retryable: true });
        return { output: { asked } };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  for (const [retry, waitHours] of [1, 2, 3].entries()) {
    const job = await until(`retry ${retry + 1} waits`, async () => {
      const [found] = await desk.database.query<{ hours: number; retry: number }>(
        `SELECT extract(epoch FROM j.start_after - m.sent_at)::float8 / 3600 AS hours, m.retry_count AS retry
           FROM pgboss.job j JOIN baton.messages m ON m.message_id = j.id
          WHERE j.name = 'tiny.only' AND j.state = 'created' AND m.retry_count = $1`,
        [retry + 1],
      );
      return found;
    });
    assert.ok(Math.abs(job.hours - waitHours) < 0.01, `${job.hours} hours instead of ${waitHours}`);
    assert.equal(asked, retry + 1);
    await moveClock(desk.database, waitHours * hour);
  }
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.data.asked, 4);
});

test('a failure takes the first declared route that holds, with its flag and its notice', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- id: first
  agent: first
  failure:
    - { when: 'error.code == "other"', end: other }
    - { when: 'error.code == "vendor-down"', to: second, flag: limited-data, notify: operations }
    - { end: wrong }
- { id: second, agent: second }`,
    agents: {
      first: () => Promise.reject(new BatonError('vendor-down', 'Nobody answered.')),
      second: (_input, { flags }) => ({ output: { flags: [...flags] } }),
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.end_name, 'done');
  assert.deepEqual(run.data.flags, ['limited-data']);
  const notices = await engine.team.noticesOf('CASE-1');
  assert.deepEqual(
    notices.map(({ to }) => to),
    ['operations'],
  );
});

test("a job that this version cannot read blocks nothing, and in the end its case is a person's", async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  const door = await desk.open(team, { works: false });
  const [waiting] = await start(door, 'CASE-9');
  await desk.database.query("UPDATE pgboss.job SET start_after = 'infinity' WHERE name = 'tiny.only'");
  for (const queue of ['tiny.only', conductorQueue('tiny')]) {
    const data = { kind: 'from-the-future', run_id: waiting };
    await door.boss.insert(queue, [
      { data, retryLimit: 0 },
      { data: { run_id: 'no id' }, retryLimit: 0 },
    ]);
  }
  await start(door, ['CASE-1', 'CASE-2']);
  const engine = await desk.open(team);
  await Promise.all([untilRun(desk.database, 'CASE-1', 'done'), untilRun(desk.database, 'CASE-2', 'done')]);
  await until('each was reported', async () => desk.troubles.length >= 4);
  const codes = desk.troubles.map((error) => (error instanceof BatonError ? error.code : error.message));
  assert.deepEqual(new Set(codes), new Set(['job-unreadable']));
  await lapseClaims(engine);
  const task = await untilTask(desk.database, 'CASE-9');
  assert.equal(task.kind, 'exhausted');
  await until('the dead letters are all read', async () => {
    const left = await jobsOf(desk.database, deadLetterQueue('tiny'));
    return left.completed === 4 && Object.keys(left).length === 1;
  });
});

test("an event that can never be written is delivered as often as any, and then its case is a person's", async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: hold, wait: { for: 1 hour } }
- { id: approve, person: desk, ask: Go on?, answers: { done: { end: done } } }`,
    agents: { nobody: pass },
  });
  const engine = await desk.open(team);
  await start(engine, ['CASE-1', 'CASE-2']);
  await untilRun(desk.database, 'CASE-2', 'waiting');
  await desk.database.query(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not this one'; END $$;
     CREATE TRIGGER refuse BEFORE INSERT ON baton.tasks FOR EACH ROW
       WHEN (NEW.case_id = 'CASE-1' AND NEW.kind = 'step') EXECUTE FUNCTION refuse()`,
  );
  await moveClock(desk.database, hour);
  await untilTask(desk.database, 'CASE-2');
  const task = await until("CASE-1 is a person's", async () => {
    await lapseClaims(engine);
    return (await tasksOf(desk.database, 'CASE-1'))[0];
  });
  assert.deepEqual([task.kind, task.status, task.step], ['exhausted', 'open', 'hold']);
  assert.ok(desk.troubles.length <= MAX_DELIVERIES);
  for (const { message } of desk.troubles) assert.match(message, /not this one/);
  assert.deepEqual(await tasksOf(desk.database, 'CASE-2').then((tasks) => tasks.length), 1);
});
