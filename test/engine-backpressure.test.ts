/** Agents that are slow or away hold up nothing but themselves, and operations hear of it once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchQueues } from '../src/engine/queue-watch.ts';
import { moveClock } from '../src/store/clock.ts';
import type { Queryable } from '../src/store/database.ts';
import { jobsOf, names, openDesk, pass, start, tinyTeam, until, untilAllRest } from './support/tiny-team.ts';

const STEPS = '- { id: only, agent: only }';
const limits = { only: '{ concurrency: 5, warn_at: 4 }' };
const never = (): Promise<never> => new Promise(() => {});

async function notices(db: Queryable): Promise<{ recipient: string; subject: string; text: string }[]> {
  return db.query('SELECT recipient, subject, text FROM baton.notices ORDER BY notice_id');
}

test('cases are taken in as ever while an agent hangs, and while nobody works at all', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: STEPS, limits, agents: { only: never } });
  const door = await desk.open(team, { works: false });
  await start(door, names(200).slice(0, 100));
  await desk.open(team);
  await until('the agent hangs', async () => (await jobsOf(desk.database, 'tiny.only')).active === 5);
  await start(door, names(200).slice(100));
  assert.deepEqual(await jobsOf(desk.database, 'tiny.only'), { active: 5, created: 195 });
});

test('a queue past its limit is told of once, and once more when it has been short in between', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: STEPS, limits, agents: { only: pass } });
  const door = await desk.open(team, { works: false });
  const look = (): Promise<void> => watchQueues(desk.database, team.release.team);
  await start(door, names(3));
  await look();
  assert.deepEqual(await notices(desk.database), []);
  await start(door, ['CASE-4', 'CASE-5']);
  await Promise.all([look(), look()]);
  await look();
  const [told, ...more] = await notices(desk.database);
  assert.deepEqual(
    [told?.recipient, told?.subject, more],
    ['operations', 'The queue of only Pro is long', []],
  );
  assert.match(told?.text ?? '', /^5 messages wait for only Pro; the limit is 4\. The oldest, of CASE-1,/);
  const worker = await desk.open(team);
  await untilAllRest(desk.database);
  await worker.close();
  await look();
  await start(door, ['CASE-6', 'CASE-7', 'CASE-8', 'CASE-9']);
  await look();
  assert.equal((await notices(desk.database)).length, 2);
});

test('a worker looks by itself', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: STEPS, limits, agents: { only: pass } });
  const door = await desk.open(team, { works: false });
  await start(door, names(4));
  await desk.open(team, { agents: [] });
  await until('operations are told', async () => (await notices(desk.database)).length === 1);
});

test('messages for an agent that no running worker has are told of once they have waited a minute', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: STEPS, agents: { only: pass, other: pass } });
  const worker = await desk.open(team, { agents: ['other'] });
  await start(worker, 'CASE-1');
  await watchQueues(desk.database, team.release.team);
  assert.deepEqual(await notices(desk.database), []);
  await moveClock(desk.database, 61_000);
  await watchQueues(desk.database, team.release.team);
  await watchQueues(desk.database, team.release.team);
  const [told, ...more] = await notices(desk.database);
  assert.deepEqual([told?.subject, more], ['Nobody works for only Pro', []]);
  assert.match(told?.text ?? '', /^1 message waits for only Pro.* `baton worker --agents only`/);
});

test('no worker begins for an agent that the team does not have', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: STEPS, agents: { only: pass } });
  await assert.rejects(desk.open(team, { agents: ['only', 'nobody'] }), { code: 'agent-unknown' });
});
