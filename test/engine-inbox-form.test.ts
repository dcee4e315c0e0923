/** Answers with data: held against the schema of the step, field by field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineAgent, z } from 'baton';
import { BatonError } from '../src/core/error.ts';
import type { Inbox } from '../src/team/inbox.ts';
import { type Desk, openDesk, pass, start, tinyTeam, untilRun, untilTask } from './support/tiny-team.ts';

const report = defineAgent({
  input: z.object({ hint: z.number().optional() }),
  output: z.object({
    score: z.number().min(0).max(100),
    owner: z.object({ name: z.string() }),
    hint: z.string().optional(),
  }),
  run: () => Promise.reject(new BatonError('down', 'The source is down.')),
});

const byHand = tinyTeam({
  steps: `
- id: look
  agent: look
  failure:
    queue: desk
    ask: Look yourself.
    answers:
      done: { to: after }
      later: { to: after }
- { id: after, agent: after }`,
  agents: { look: report, after: pass },
});

test("data in place of an agent's are held against its schema, field by field; so are those that bear a field's name", async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  const { form } = await inbox.show(taskId);
  assert.deepEqual(form.answers, [
    { answer: 'done', data: 'whole' },
    { answer: 'later', data: 'fields' },
  ]);
  assert.equal(form.agent, 'look');
  assert.deepEqual(form.schema?.required, ['score', 'owner']);

  const fieldsOf = async (answer: string, data: Record<string, unknown>): Promise<unknown> => {
    const given = { taskId, by: 'ann', answer, data, note: '' };
    const refused: unknown = await inbox.resolve(given).catch((error: unknown) => error);
    assert.ok(refused instanceof BatonError);
    assert.equal(refused.code, 'answer-invalid');
    return z
      .array(z.object({ field: z.string() }))
      .parse(refused.details?.errors)
      .map(({ field }) => field);
  };
  assert.deepEqual(await fieldsOf('done', {}), ['score', 'owner']);
  assert.deepEqual(await fieldsOf('done', { score: 101, owner: { name: 7 }, hints: 'x' }), [
    'hints',
    'score',
    'owner.name',
  ]);
  assert.deepEqual(await fieldsOf('later', { score: 'high', anything: 1 }), ['score']);
  assert.equal((await inbox.show(taskId)).history.length, 1);

  await inbox.resolve({
    taskId,
    by: 'ann',
    answer: 'done',
    data: { score: 80, owner: { name: 'Eve' } },
    note: '',
  });
  const run = await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual([run.data.score, run.data.owner], [80, { name: 'Eve' }]);
});

test('what else a person knows goes with the answer, and so does what the agent reads when it is asked again', async (context) => {
  const desk = await openDesk(context);
  const { inbox, taskId } = await opened(desk);
  await inbox.resolve({
    taskId,
    by: 'ann',
    answer: 'later',
    data: { anything: { at: 'all' }, hint: 7 },
    note: '',
  });
  assert.deepEqual((await untilRun(desk.database, 'CASE-1', 'done')).data.anything, { at: 'all' });
});

async function opened(desk: Desk): Promise<{ inbox: Inbox; taskId: number }> {
  const engine = await desk.open(byHand);
  await start(engine, 'CASE-1');
  return { inbox: engine.team.inbox, taskId: (await untilTask(desk.database, 'CASE-1')).task_id };
}
