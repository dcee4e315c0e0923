import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import type { AgentContext } from './define.ts';
import { type Answer, type Invocation, invokeAgent } from './invoke.ts';

const context = {
  now: new Date('2026-10-06T12:00:00Z'),
  runId: '01998a5e-0000-7000-8000-000000000001',
  caseId: 'CASE-1',
  step: 'look',
  occasion: 'handoff',
  flags: [],
  rules: undefined,
  services: undefined,
  read: () => assert.fail('this agent asks for no other rules'),
};

type Run = (input: { n: number }, context: AgentContext<unknown, unknown>) => unknown;

function ask(run: Run, options: Partial<Invocation> = {}): Promise<Answer> {
  const agent = { input: z.object({ n: z.number() }), output: z.object({ n: z.number() }), run };
  // biome-ignore lint/suspicious/noExplicitAny: what untyped agents give is what is tried here
  const untyped: any = agent;
  return invokeAgent({
    agent: untyped,
    data: { n: 1, other: 'left out' },
    context,
    timeoutMs: 60_000,
    cancelled: new AbortController().signal,
    ...options,
  });
}

async function codeOf(answer: Promise<Answer>): Promise<string> {
  const given = await answer;
  return given.ok ? 'ok' : given.error.code;
}

test('an agent is given what its input names, and its checked answer is given back', async () => {
  let seen: unknown;
  const answer = await ask((input) => {
    seen = input;
    return { output: { n: 2, extra: 'dropped' }, notes: 'done', flags: ['quick'] };
  });
  assert.deepEqual(seen, { n: 1 });
  assert.deepEqual(answer, { ok: true, result: { output: { n: 2 }, notes: 'done', flags: ['quick'] } });
});

test('every kind of failure has its code', async () => {
  const cases: [string, Run, Partial<Invocation>?][] = [
    ['input-invalid', () => ({ output: { n: 1 } }), { data: { n: 'one' } }],
    ['output-invalid', () => ({ output: { n: 'one' } })],
    ['output-invalid', () => ({ output: null })],
    ['output-invalid', () => undefined],
    ['output-invalid', () => null],
    ['output-invalid', () => 'garbage'],
    ['output-invalid', () => ({ output: { n: 1 }, notes: 42 })],
    ['output-invalid', () => ({ output: { n: 1 }, priority: 'whenever' })],
    ['output-invalid', () => ({ output: { n: 1 }, writes: { kind: 'x' } })],
    ['output-invalid', () => ({ output: { n: 1 }, notices: [{ to: '' }] })],
    ['output-invalid', () => ({ output: { n: 1 }, flags: [7] })],
    ['vendor-down', () => Promise.reject(new BatonError('vendor-down', 'no answer'))],
    [
      'unexpected',
      () => {
        throw new Error('a bug');
      },
    ],
    ['unexpected', () => Promise.reject('a word')],
    ['step-timeout', () => new Promise(() => {}), { timeoutMs: 5 }],
  ];
  for (const [code, run, options] of cases) assert.equal(await codeOf(ask(run, options)), code, String(run));
});

test('a timeout aborts the signal, and what the agent makes of that comes too late', async () => {
  let reason: unknown;
  const answer = await codeOf(
    ask(
      (_input, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            resolve({ output: { n: 9 } });
          });
        }),
      { timeoutMs: 5 },
    ),
  );
  assert.equal(answer, 'step-timeout');
  assert.ok(reason instanceof BatonError && reason.code === 'step-timeout');
});

test('a timeout longer than timers hold does not fire at once', async () => {
  const days = 24 * 3600 * 1000;
  const slow: Run = () => new Promise((resolve) => setTimeout(() => resolve({ output: { n: 1 } }), 20));
  assert.equal(await codeOf(ask(slow, { timeoutMs: 30 * days })), 'ok');
});

test('cancelled work rejects, whatever the agent does, and nothing has come of it', async () => {
  const stopping = new AbortController();
  const working = ask(() => new Promise(() => {}), { cancelled: stopping.signal });
  stopping.abort();
  await assert.rejects(working, { code: 'work-cancelled' });
  // Also where the worker had stopped before the agent was asked.
  const after = ask(() => new Promise(() => {}), { cancelled: stopping.signal });
  await assert.rejects(after, { code: 'work-cancelled' });
});

test('ten thousand questions leave no listener and no timer behind', async () => {
  const { signal: cancelled } = new AbortController();
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  for (let index = 0; index < 100; index += 1) {
    await Promise.all(
      Array.from({ length: 100 }, () =>
        ask(({ n }) => ({ output: { n: n % 2 ? n : 'odd' } }), { cancelled }),
      ),
    );
  }
  assert.deepEqual(getEventListeners(cancelled, 'abort'), []);
  assert.equal(timers(), before);
});

test('an error of any size or make can be stored and read', async () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  const answers = await Promise.all([
    ask(() => Promise.reject(new Error('m'.repeat(5_000_000)))),
    ask(() => Promise.reject(new BatonError('odd', 'odd', { details: circle }))),
    ask(() => Promise.reject(new BatonError('odd', 'odd', { details: { n: 1n } }))),
    ask(() => Promise.reject(new BatonError('odd', 'odd', { details: { text: 'x'.repeat(1_000_000) } }))),
  ]);
  for (const answer of answers) {
    assert.ok(!answer.ok);
    assert.ok(JSON.stringify(answer.error).length < 20_000);
  }
});

test('of ten thousand things wrong with an answer the first few are told', async () => {
  const list = { input: z.object({}), output: z.object({ list: z.array(z.number()) }) };
  const answer = await invokeAgent({
    agent: {
      ...list,
      // biome-ignore lint/suspicious/noExplicitAny: an answer that does not fit its type
      run: (): any => ({ output: { list: Array.from({ length: 10_000 }, () => 'no number') } }),
    },
    data: {},
    context,
    timeoutMs: 1_000,
    cancelled: new AbortController().signal,
  });
  assert.ok(!answer.ok);
  assert.equal(answer.error.code, 'output-invalid');
  assert.match(answer.error.message, /list\[0\]/);
  assert.match(answer.error.message, /and 9990 more/);
});
