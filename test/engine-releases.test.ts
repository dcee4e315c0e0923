/** A run stays on the release it began with; new runs follow the new one. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defineAgent, defineRulesFile, defineWrite, z } from 'baton';
import { MAX_DELIVERIES } from '../src/engine/queues.ts';
import { deskRubric } from '../teams/lead-to-sales/agents/qualification/rubric.ts';
import { shippedRelease } from '../teams/lead-to-sales/testing/shipped-rules.ts';
import {
  lapseClaims,
  openDesk,
  pass,
  start,
  tasksOf,
  tell,
  tinyTeam,
  until,
  untilRun,
} from './support/tiny-team.ts';

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

/** A run whose release no longer can be read, and one beside it that nothing is wrong with. */
async function openBroken(context: TestContext) {
  const desk = await openDesk(context);
  const team = tinyTeam({ steps: '- { id: only, agent: only }', agents: { only: pass } });
  const door = await desk.open(team, { works: false });
  await start(door, ['CASE-1', 'CASE-2']);
  await desk.database.query(
    `INSERT INTO baton.releases (release_id, team, files) VALUES ('broken', 'tiny', '{"team.yaml": "name: ["}')`,
  );
  await desk.database.query("UPDATE baton.runs SET release_id = 'broken' WHERE case_id = 'CASE-1'");
  const engine = await desk.open(team);
  await untilRun(desk.database, 'CASE-2', 'done');
  const task = await until("CASE-1 is a person's", async () => {
    await lapseClaims(engine);
    return (await tasksOf(desk.database, 'CASE-1'))[0];
  });
  return { desk, team, engine, task };
}

test("a run whose release cannot be read blocks nothing and becomes a person's, who may close it", async (context) => {
  const { desk, engine, task } = await openBroken(context);
  assert.deepEqual([task.kind, task.status, task.step], ['exhausted', 'open', 'only']);
  assert.match(task.error?.message ?? '', /broken/);
  assert.ok(desk.troubles.length <= MAX_DELIVERIES);
  await engine.resolveTask({ taskId: task.task_id, answer: 'close', by: 'Ada', data: {}, note: '' });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.equal(run.end_name, 'closed-by-person');
});

test('a run whose release is readable again goes on when a person says so, and not before', async (context) => {
  const { desk, team, engine, task } = await openBroken(context);
  await engine.resolveTask({ taskId: task.task_id, answer: 'retry', by: 'Ada', data: {}, note: '' });
  const reopened = await until('the task is open again', async () => {
    await lapseClaims(engine);
    return (await tasksOf(desk.database, 'CASE-1')).find(({ status }) => status === 'open');
  });
  assert.equal(reopened.task_id, task.task_id);
  await desk.database.query('UPDATE baton.runs SET release_id = $1', [team.release.id]);
  await engine.resolveTask({ taskId: task.task_id, answer: 'retry', by: 'Ada', data: {}, note: '' });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).end_name, 'done');
});

const hours = defineRulesFile('hours.yaml', z.strictObject({ from: z.number() }));
const anything = z.record(z.string(), z.unknown());
const open = defineWrite({
  input: z.object({}),
  facts: z.record(z.string(), z.unknown()),
  apply: async (_tx, _data, { step, read }) => ({ [`${step}_from`]: read(hours).from }),
});
const qualification = defineAgent({
  input: anything,
  output: anything,
  rules: deskRubric,
  writes: ['open'],
  run: (_input, { step, rules, read }) => ({
    output: { [`${step}_by`]: rules.frameworks.bant?.name, [`${step}_at`]: read(hours).from },
    writes: [{ kind: 'open', data: {} }],
  }),
});

/** Qualification by the desk's own rules, before and after waiting for an event. */
function ruledTeam(bant: string, from: number) {
  const beside = Object.entries(shippedRelease.files).filter(([path]) =>
    /^agents\/qualification\/.*\.yaml$/.test(path),
  );
  const files = Object.fromEntries(beside);
  const text = files['agents/qualification/bant.yaml']?.replace(/^name: .*/m, `name: ${bant}`) ?? '';
  return tinyTeam({
    steps:
      '- { id: first, agent: qualification }\n- { id: hold, wait: { until: go-on } }\n- { id: last, agent: qualification }',
    agents: { qualification },
    writes: { open },
    rules: [hours],
    files: { ...files, 'agents/qualification/bant.yaml': text, 'hours.yaml': `from: ${from}\n` },
  });
}

test('a run in flight stays on the bant.yaml and on the shared rules it began with, a new run takes the new ones', async (context) => {
  const desk = await openDesk(context);
  const old = await desk.open(ruledTeam('Old BANT', 8));
  await start(old, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await old.close();
  const young = await desk.open(ruledTeam('New BANT', 9));
  await start(young, 'CASE-2');
  await untilRun(desk.database, 'CASE-2', 'waiting');
  assert.equal(young.team.read(hours).from, 9);
  for (const caseId of ['CASE-1', 'CASE-2']) await tell(young, caseId, 'go-on');
  const ends = [];
  for (const caseId of ['CASE-1', 'CASE-2']) {
    const { data } = await untilRun(desk.database, caseId, 'done');
    ends.push([data.first_by, data.last_by, data.last_at, data.last_from]);
  }
  assert.deepEqual(ends, [
    ['Old BANT', 'Old BANT', 8, 8],
    ['New BANT', 'New BANT', 9, 9],
  ]);
});

test('neither a run nor a worker is started on rules that do not fit', async (context) => {
  const desk = await openDesk(context);
  const { code } = ruledTeam('BANT', 8);
  const { release } = ruledTeam('BANT', Number.NaN);
  const refusal = { code: 'team-invalid', message: /hours\.yaml:1:7 {2}Expected a number, found "NaN"/ };
  const door = await desk.open({ code, release }, { works: false });
  await assert.rejects(start(door, 'CASE-1'), refusal);
  await assert.rejects(desk.open({ code, release }), refusal);
});

test('who brings a case leaves the rules unread where a worker has read them', async (context) => {
  const desk = await openDesk(context);
  const { code, release } = ruledTeam('BANT', 8);
  await desk.open({ code, release });
  const rules = [hours, defineRulesFile('more.yaml', z.object({}))];
  const door = await desk.open({ code: { ...code, rules }, release }, { works: false });
  await start(door, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'waiting');
});

test("a run whose rules newer code cannot use becomes a person's, who is told the place", async (context) => {
  const desk = await openDesk(context);
  const old = ruledTeam('BANT', 8);
  await start(await desk.open(old, { works: false }), 'CASE-1');
  const more = defineRulesFile('more.yaml', z.object({ a: z.number() }));
  const newer = tinyTeam({
    steps: '- { id: only, agent: qualification }',
    agents: { qualification: { ...qualification, rules: more } },
    files: { 'more.yaml': 'a: 1\n' },
  });
  await desk.open(newer);
  const { error } = await until(
    "CASE-1 is a person's",
    async () => (await tasksOf(desk.database, 'CASE-1'))[0],
  );
  assert.equal(error?.code, 'rules-invalid');
  assert.match(error?.message ?? '', /more\.yaml:1:1 {2}This file is missing/);
});
