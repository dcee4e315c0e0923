/** What the health check counts: errors, response times, and the figures a team tells of itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TeamCode } from 'baton';
import type { Engine } from '../src/engine/engine.ts';
import { examine } from '../src/insight/doctor/examine.ts';
import type { Finding } from '../src/insight/doctor/finding.ts';
import { responseTimes, slowAgents } from '../src/insight/doctor/response-times.ts';
import { moveClock } from '../src/store/clock.ts';
import { names, openDesk, pass, start, tinyTeam, untilAllRest, untilRun } from './support/tiny-team.ts';

const HOUR = 3_600_000;

async function findingsOf(engine: Engine<undefined>): Promise<readonly Finding[]> {
  return (await examine(engine)).findings;
}

test('an error that has become a pattern is found, with its cases', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps:
      '- { id: only, agent: only, failure: { queue: review, ask: "What now?", answers: { close: { end: closed } } } }',
    agents: {
      only: () => {
        throw new Error('the register is down');
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, names(4));
  await untilAllRest(desk.database);
  assert.deepEqual(await findingsOf(engine), []);
  await start(engine, 'CASE-5');
  await untilAllRest(desk.database);
  const [finding] = await findingsOf(engine);
  assert.equal(finding?.code, 'error-pattern');
  assert.equal(finding?.cases.length, 5);
  assert.match(
    finding?.what ?? '',
    /^Step only failed with .* in 5 cases within a day .* the register is down/,
  );
});

test('response times are read from the log, and an agent that has become slow is found', async (context) => {
  const desk = await openDesk(context);
  let slowness = 1_000;
  const team = tinyTeam({
    steps: '- { id: only, agent: only }',
    limits: { only: '{ concurrency: 1 }' },
    agents: {
      only: async () => {
        await moveClock(desk.database, slowness);
        return { output: {} };
      },
    },
  });
  const engine = await desk.open(team);
  const work = async (prefix: string): Promise<void> => {
    // One at a time: waiting in the queue counts as well.
    for (const name of names(20)) {
      await start(engine, `${prefix}-${name}`);
      await untilRun(desk.database, `${prefix}-${name}`, 'done');
    }
  };
  await work('EARLY');
  await moveClock(desk.database, 30 * HOUR);
  slowness = 60_000;
  await work('LATE');
  const [times] = await responseTimes(desk.database, engine.release.team);
  assert.ok(times);
  assert.deepEqual([times.day.answered, times.week_before.answered], [20, 20]);
  assert.equal(Math.floor((times.day.p50_seconds ?? 0) / 10), 6);
  assert.equal(Math.floor((times.week_before.p50_seconds ?? 0) / 10), 0);
  assert.deepEqual(
    slowAgents([times], 3).map(({ code }) => code),
    ['agent-slow'],
  );
  assert.deepEqual(slowAgents([times], 1_000), []);
});

test("a team's own findings and figures are asked for, and a figure that has turned bad is a finding", async (context) => {
  const desk = await openDesk(context);
  const health: TeamCode<undefined>['health'] = async () => ({
    trends: [
      { name: 'Sales', value: 3, unit: 'a day', before: 9, bad: 'less' },
      { name: 'Waiting', value: 3, unit: 'minutes', before: 2, bad: 'more' },
    ],
    findings: [{ code: 'lamp-broken', what: 'The lamp is broken.', advice: 'Mend it.', cases: [] }],
  });
  const simple = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  const engine = await desk.open({ ...simple, code: { ...simple.code, health } }, { works: false });
  const findings = await findingsOf(engine);
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['lamp-broken', 'trend'],
  );
  assert.match(findings[1]?.what ?? '', /^Sales: 3 a day in the last day, 9 on an average day/);
});
