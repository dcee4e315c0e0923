/** A message that kills whoever works on it takes nothing else with it, and ends with a person. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { deadLetterQueue, MAX_DELIVERIES } from '../src/engine/queues.ts';
import { POISONED, poisonTeam } from './support/poison-worker.ts';
import {
  jobsOf,
  lapseClaims,
  names,
  openDesk,
  runOf,
  start,
  tasksOf,
  tinyTeam,
  until,
  untilAllRest,
} from './support/tiny-team.ts';

function spawnWorker(url: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'support/poison-worker.ts')], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

test('a message that kills its worker each time ends with a person, and all other cases go through', async (context) => {
  const desk = await openDesk(context);
  const door = await desk.open(poisonTeam, { works: false });
  const others = names(8);
  // First of its batch: whatever waits behind it in the same process is struck each time.
  await start(door, ['POISON', ...others]);
  let deaths = 0;
  for (;;) {
    const worker = spawnWorker(desk.url);
    const exited = once(worker, 'exit');
    const rested = untilAllRest(desk.database);
    rested.catch(() => undefined);
    const how = await Promise.race([rested, exited.then(([code]) => code)]);
    if (typeof how === 'object') {
      worker.kill('SIGKILL');
      await exited;
      assert.deepEqual(how, { done: others.length, 'in-review': 1 });
      break;
    }
    assert.equal(how, POISONED);
    deaths += 1;
    assert.ok(deaths <= MAX_DELIVERIES, `it was delivered more than ${MAX_DELIVERIES} times`);
    await lapseClaims(door);
  }
  assert.equal(deaths, MAX_DELIVERIES);
  const [task, ...more] = await tasksOf(desk.database, 'POISON');
  assert.deepEqual([task?.kind, task?.status, task?.step], ['exhausted', 'open', 'risky']);
  assert.deepEqual(more, []);
  for (const caseId of others) {
    assert.equal((await runOf(desk.database, caseId)).end_name, 'done');
    assert.deepEqual(await tasksOf(desk.database, caseId), []);
  }
});

test('what was delivered twice in vain is worked on alone in its worker, one at a time', async (context) => {
  const desk = await openDesk(context);
  let isThird = false;
  let inside = 0;
  let most = 0;
  const begun = new Map<string, number>();
  const held = Promise.withResolvers<void>();
  const work = async (caseId: string): Promise<void> => {
    begun.set(caseId, (begun.get(caseId) ?? 0) + 1);
    if (!isThird) return held.promise;
    inside += 1;
    most = Math.max(most, inside);
    await sleep(10);
    inside -= 1;
  };
  const team = tinyTeam({
    steps: `
- id: both
  parallel:
    join: all
    branches:
      one: [{ id: left, agent: left }]
      two: [{ id: right, agent: right }]`,
    agents: {
      left: async (_input, { caseId }) => {
        await work(`${caseId} left`);
        return { output: {} };
      },
      right: async (_input, { caseId }) => {
        await work(`${caseId} right`);
        return { output: {} };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(4));
  for (const delivery of [1, 2]) {
    await until(`all are begun, time ${delivery}`, async () => {
      const counts = [...begun.values()];
      return counts.length === 8 && counts.every((count) => count === delivery);
    });
    isThird = delivery === 2;
    await lapseClaims(engine);
    // The ones in vain are still held by this worker, as by a worker that is cut off.
    if (delivery === 2) held.resolve();
  }
  assert.deepEqual(await untilAllRest(desk.database), { done: 4 });
  assert.equal(most, 1);
  assert.deepEqual([...new Set(begun.values())], [3]);
  assert.deepEqual(await jobsOf(desk.database, 'tiny.left'), { completed: 4 });
  assert.deepEqual(await jobsOf(desk.database, deadLetterQueue('tiny')), {});
});
