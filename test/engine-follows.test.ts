/** Workflows beside the one in force: those that follow others' cases, and those that the clock starts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleQueue } from '../src/engine/queues.ts';
import { moveClock } from '../src/store/clock.ts';
import { openDesk, pass, start, type TinyTeam, tell, tinyTeam, until } from './support/tiny-team.ts';

const day = 24 * 3_600_000;

/** A case that ends as its data says, and a workflow that follows the end `later`. */
function following(): { team: TinyTeam; asked: string[] } {
  const asked: string[] = [];
  const team = tinyTeam({
    steps: `
- id: judge
  agent: judge
  success:
    - { when: output.keep == true, end: later }
    - { end: over }`,
    beside: {
      nurture: {
        trigger: 'after: { workflow: flow, ends: later }, event: case-recycled',
        steps: `
- id: touch
  agent: touch
  done_when: output.count >= 3
  schedule: [{ at: output.next_at, ask: again }]
  on: { visited: visit }
  success: { end: nurtured }`,
      },
    },
    agents: {
      judge: ({ keep }) => ({ output: { keep: keep === true, told: 'judge' } }),
      touch: ({ count, told }, { now, occasion }) => {
        asked.push(`${occasion} ${String(told)}`);
        const done = Number(count ?? 0) + (occasion === 'visit' ? 0 : 1);
        return { output: { count: done, next_at: new Date(now.getTime() + 7 * day).toISOString() } };
      },
    },
  });
  return { team, asked };
}

const standings = `SELECT workflow, status, end_name FROM baton.runs WHERE case_id = $1 ORDER BY started_at, run_id`;

test('a case that has ended so goes on in the workflow that follows it, with its data, at the times its agent says', async (context) => {
  const desk = await openDesk(context);
  const { team, asked } = following();
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { keep: true });
  await start(engine, 'CASE-2', { keep: false });
  await until('it was asked', async () => asked.length === 1);
  const waits = () =>
    until(
      'it waits',
      async () => (await engine.team.standingsOf(['CASE-1'])).get('CASE-1')?.status === 'waiting',
    );
  await waits();
  assert.deepEqual(await desk.database.query(standings, ['CASE-1']), [
    { workflow: 'flow', status: 'done', end_name: 'later' },
    { workflow: 'nurture', status: 'waiting', end_name: null },
  ]);
  assert.deepEqual(asked, ['handoff judge']);
  await moveClock(desk.database, 7 * day);
  await until('it was asked again', async () => asked.length === 2);
  await waits();
  // An event in between moves the next time on; the time that was set before then strikes for nothing.
  await moveClock(desk.database, day);
  assert.equal(await tell(engine, 'CASE-1', 'visited'), true);
  await until('it heard', async () => asked.length === 3);
  await waits();
  await moveClock(desk.database, 6 * day);
  await until('no timer is due any more', async () => {
    const [row] = await desk.database.query<{ due: number }>(
      `SELECT count(*)::int AS due FROM pgboss.job WHERE state < 'completed' AND start_after <= baton.now()`,
    );
    return row?.due === 0;
  });
  assert.equal(asked.length, 3);
  await moveClock(desk.database, day);
  await until('it is over', async () => (await engine.team.standingsOf(['CASE-1'])).get('CASE-1')?.end);
  assert.deepEqual(asked, ['handoff judge', 'again judge', 'visit judge', 'again judge']);
  assert.deepEqual(await desk.database.query(standings, ['CASE-2']), [
    { workflow: 'flow', status: 'done', end_name: 'over' },
  ]);
  assert.deepEqual(desk.troubles, []);
});

test('a workflow that follows others may be started by its own event, on a case that is over', async (context) => {
  const desk = await openDesk(context);
  const { team } = following();
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { keep: false });
  await until('it is over', async () => (await engine.team.standingsOf(['CASE-1'])).get('CASE-1')?.end);
  const recycle = (event: string) =>
    engine.team.database.transaction((tx) =>
      engine.team.startRuns(tx, [
        { caseId: 'CASE-1', event, key: 'recycle:1', data: {}, from: 'Ada', notes: 'later' },
      ]),
    );
  await recycle('case-recycled');
  const standing = await until('it waits', async () => {
    const found = (await engine.team.standingsOf(['CASE-1'])).get('CASE-1');
    return found?.status === 'waiting' ? found : null;
  });
  assert.equal(standing.workflow, 'nurture');
  await assert.rejects(recycle('case-lost'), { code: 'trigger-unknown' });
});

test('the clock starts workflows beside the one in force, each by its own pattern', async (context) => {
  const desk = await openDesk(context);
  const ran: string[] = [];
  const note = (name: string) => () => {
    ran.push(name);
    return { output: {} };
  };
  const team = tinyTeam({
    steps: '- { id: only, agent: pass }',
    beside: {
      daily: {
        trigger: 'schedule: "0 7 * * *", timezone: Europe/Berlin',
        steps: '- { id: day, agent: daily }',
      },
      weekly: { trigger: 'schedule: "0 7 * * 1"', steps: '- { id: week, agent: weekly }' },
    },
    agents: { pass, daily: note('daily'), weekly: note('weekly') },
  });
  const engine = await desk.open(team);
  const schedules = await engine.boss.getSchedules(scheduleQueue('tiny'));
  assert.deepEqual(schedules.map(({ key, cron, timezone }) => [key, cron, timezone]).sort(), [
    ['daily', '0 7 * * *', 'Europe/Berlin'],
    ['weekly', '0 7 * * 1', 'UTC'],
  ]);
  await engine.boss.send(scheduleQueue('tiny'), { workflow: 'daily' });
  await until('the daily one ran', async () => ran.length === 1);
  assert.deepEqual(ran, ['daily']);
  const [run] = await desk.database.query<{ workflow: string }>('SELECT workflow FROM baton.runs');
  assert.equal(run?.workflow, 'daily');
});
