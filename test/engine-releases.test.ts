/** A run stays on the release it began with; new runs follow the new one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDesk, pass, runOf, start, tell, tinyTeam, until, untilRun } from './support/tiny-team.ts';

const before = tinyTeam({
  steps:
    '- { id: first, agent: do }\n- { id: hold, wait: { until: go-on } }\n- { id: last, agent: do, success: { end: the-old-way } }',
  agents: { do: (_input, { step }) => ({ output: { [step]: 'done' } }) },
});
const after = tinyTeam({
  steps: '- { id: hold, wait: { until: go-on } }\n- { id: other, agent: do, success: { end: the-new-way } }',
  agents: { do: (_input, { step }) => ({ output: { [step]: 'done' } }) },
});

test('with old and new workers side by side each run keeps to the release it began with', async (context) => {
  const desk = await openDesk(context);
  const old = await desk.open(before);
  await start(old, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'waiting');
  const young = await desk.open(after);
  await start(young, 'CASE-2');
  await start(old, 'CASE-3');
  for (const caseId of ['CASE-2', 'CASE-3']) await untilRun(desk.database, caseId, 'waiting');
  for (const caseId of ['CASE-1', 'CASE-2', 'CASE-3']) await tell(young, caseId, 'go-on', {}, 'Test');
  const ends = [];
  for (const caseId of ['CASE-1', 'CASE-2', 'CASE-3']) {
    const run = await untilRun(desk.database, caseId, 'done');
    ends.push([run.end_name, run.release_id]);
  }
  assert.deepEqual(ends, [
    ['the-old-way', before.release.id],
    ['the-new-way', after.release.id],
    ['the-old-way', before.release.id],
  ]);
});

test('a run goes on by its own release after the last worker of it has gone', async (context) => {
  const desk = await openDesk(context);
  const old = await desk.open(before);
  await start(old, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await old.close();
  const young = await desk.open(after);
  assert.notEqual(before.release.id, after.release.id);
  await tell(young, 'CASE-1', 'go-on', {}, 'Test');
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.end_name, run.data.first, run.data.last], ['the-old-way', 'done', 'done']);
});

test('work on a release that is not to be found is told, blocks nothing, and waits for it to come back', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  const engine = await desk.open(team, { works: false });
  await start(engine, ['CASE-1', 'CASE-2']);
  await desk.database.query(
    `INSERT INTO baton.releases (release_id, team, files) VALUES ('broken', 'tiny', '{"team.yaml": "name: ["}')`,
  );
  await desk.database.query("UPDATE baton.runs SET release_id = 'broken' WHERE case_id = 'CASE-1'");
  await desk.open(team);
  await untilRun(desk.database, 'CASE-2', 'done');
  await until('the trouble was told', async () => desk.troubles.length > 0);
  assert.equal((await runOf(desk.database, 'CASE-1')).status, 'running');
  await desk.database.query('UPDATE baton.runs SET release_id = $1', [team.release.id]);
  await desk.database.query(
    "UPDATE pgboss.job SET state = 'retry', started_on = NULL WHERE state = 'active' AND name = 'tiny.only'",
  );
  await untilRun(desk.database, 'CASE-1', 'done');
});
