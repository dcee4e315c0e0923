/** Every message of a run is an envelope, whatever the data; bodies are stored once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkEnvelope } from '../src/message/envelope.ts';
import { openDesk, pass, runOf, start, tell, tinyTeam, untilRun, untilTask } from './support/tiny-team.ts';

test('each message of a run is a valid envelope that names who sent it, to whom, and after whom', async (context) => {
  const desk = await openDesk(context);
  const team = tinyTeam({
    steps: `
- { id: first, agent: first }
- { id: ask, person: desk, ask: Go on?, answers: { on: { to: second } } }
- { id: second, agent: second }
- { id: hold, wait: { until: go-on } }`,
    agents: {
      first: () => ({
        output: { one: 1 },
        notes: 'did one',
        notices: [{ to: 'operations', subject: 's', text: 't' }],
      }),
      second: pass,
    },
  });
  const engine = await desk.open(team);
  const [runId] = await start(engine, 'CASE-1');
  const { task_id: taskId } = await untilTask(desk.database, 'CASE-1');
  await engine.resolveTask({ taskId, answer: 'on', data: {}, note: 'go', by: 'ann' });
  await untilRun(desk.database, 'CASE-1', 'waiting');
  await tell(engine, 'CASE-1', 'go-on', {}, 'Eve');
  await untilRun(desk.database, 'CASE-1', 'done');

  const messages = (await engine.team.messagesOf('CASE-1')).map(checkEnvelope);
  const told = messages.map((m) => [m.message_type, m.from_agent, m.to_agent, m.metadata.previous_agent]);
  assert.deepEqual(
    told,
    [
      ['handoff', 'Test door', 'first Pro', null],
      ['escalation', 'first Pro', 'Front desk', 'Test door'],
      ['notification', 'first Pro', 'Operations', 'Test door'],
      ['notification', 'first Pro', 'Operations', 'Test door'],
      ['reply', 'ann', 'Conductor', null],
      ['handoff', 'ann', 'second Pro', 'first Pro'],
      ['event', 'second Pro', 'Conductor', 'ann'],
      ['event', 'Eve', 'Conductor', null],
      ['event', 'Eve', 'Conductor', 'second Pro'],
    ].map((line) => line),
  );
  for (const { workflow_id, metadata } of messages) {
    assert.deepEqual(
      [workflow_id, metadata.run_id, metadata.team_version],
      ['CASE-1', runId, team.release.id],
    );
    assert.equal(metadata.traceparent.slice(3, 35), runId?.replaceAll('-', ''));
  }
  assert.equal(new Set(messages.map(({ message_id }) => message_id)).size, messages.length);
});

test('text that Postgres cannot hold arrives cleaned, in values and in names, and nothing else is changed', async (context) => {
  const desk = await openDesk(context);
  const given = {
    text: 'a\0b \ud800 c',
    list: ['\udc00x', { deep: '\0' }],
    'k\0ey': 1,
    literal: '\\u0000 and \\ud800',
    emoji: '😀',
  };
  const clean = {
    text: 'ab \ufffd c',
    list: ['\ufffdx', { deep: '' }],
    key: 1,
    literal: '\\u0000 and \\ud800',
    emoji: '😀',
  };
  const seen: unknown[] = [];
  const team = tinyTeam({
    steps: '- { id: first, agent: first }\n- { id: second, agent: second }',
    agents: {
      first: ({ given: data }) => {
        seen.push(data);
        return { output: { again: given }, notes: 'no\0tes \ud800', flags: ['fl\0ag'] };
      },
      second: ({ again }) => {
        seen.push(again);
        return { output: {} };
      },
    },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { given });
  await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual(seen, [clean, clean]);
  const messages = (await engine.team.messagesOf('CASE-1')).map(checkEnvelope);
  assert.equal(messages[1]?.payload.processing_notes, 'notes \ufffd');
});

test('a body of a megabyte goes through whole', async (context) => {
  const desk = await openDesk(context);
  const text = 'ä\n"\\'.repeat(250_000);
  const team = tinyTeam({
    steps: '- { id: first, agent: first }\n- { id: second, agent: second }',
    agents: { first: pass, second: ({ text: seen }) => ({ output: { same: seen === text } }) },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { text });
  assert.equal((await untilRun(desk.database, 'CASE-1', 'done')).data.same, true);
});

test('data is stored once however many messages carry it', async (context) => {
  const desk = await openDesk(context);
  const steps = ['one', 'two', 'three', 'four', 'five'];
  const team = tinyTeam({
    steps: steps.map((step) => `- { id: ${step}, agent: pass }`).join('\n'),
    agents: { pass },
  });
  const engine = await desk.open(team);
  await start(engine, 'CASE-1', { text: 'x'.repeat(1_000) });
  await untilRun(desk.database, 'CASE-1', 'done');
  const bodies = await desk.database.query('SELECT 1 FROM baton.messages WHERE body IS NOT NULL');
  assert.equal(bodies.length, 1);
  const messages = (await engine.team.messagesOf('CASE-1')).map(checkEnvelope);
  assert.equal(messages.length, 6);
  for (const { payload } of messages) assert.equal(String(payload.text).length, 1_000);
});

test("two teams that number their cases alike do not see each other's messages and notices", async (context) => {
  const desk = await openDesk(context);
  const noticing = (id: string) =>
    tinyTeam({
      id,
      steps: '- { id: only, agent: only }',
      agents: { only: () => ({ output: {}, notices: [{ to: 'operations', subject: id, text: id }] }) },
    });
  const engines = await Promise.all(['left', 'right'].map((id) => desk.open(noticing(id))));
  for (const engine of engines) {
    const [runId] = await start(engine, 'CASE-1');
    await engine.database.query('SELECT 1');
    for (;;) {
      const standing = (await engine.team.standingsOf(['CASE-1'])).get('CASE-1');
      if (standing?.status === 'done') break;
    }
    const messages = (await engine.team.messagesOf('CASE-1')).map(checkEnvelope);
    assert.deepEqual(new Set(messages.map(({ metadata }) => metadata.run_id)), new Set([runId]));
    const notices = await engine.team.noticesOf('CASE-1');
    assert.deepEqual(
      notices.map(({ subject }) => subject),
      [engine.release.team.id],
    );
  }
  await assert.rejects(runOf(desk.database, 'CASE-1'), /2 runs/);
});
