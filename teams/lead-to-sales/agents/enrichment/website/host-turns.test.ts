import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHostTurns } from './host-turns.ts';

const { signal } = new AbortController();

test('a host is asked by so many at a time, others at the same time', async () => {
  const turns = createHostTurns();
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(5);
    running -= 1;
  };
  const pace = { connections: 2, delayMs: 0 };
  await Promise.all(Array.from({ length: 7 }, () => turns.take('acme.example', pace, signal, work)));
  assert.equal(most, 2);
  await Promise.all(['a', 'b', 'c'].map((host) => turns.take(host, pace, signal, work)));
  assert.equal(most, 3);
});

test('a host that wants time between two pages gets it, one page after the other', async () => {
  let nowMs = 1_000;
  const turns = createHostTurns({
    nowMs: () => nowMs,
    wait: async (ms) => {
      nowMs += ms;
    },
  });
  const starts: number[] = [];
  const pace = { connections: 2, delayMs: 40 };
  const work = async () => {
    starts.push(nowMs);
    nowMs += 15;
  };
  await Promise.all([1, 2, 3].map(() => turns.take('slow.example', pace, signal, work)));
  assert.deepEqual(starts, [1_000, 1_040, 1_080], 'from beginning to beginning');
  nowMs += 500;
  await turns.take('slow.example', pace, signal, work);
  assert.equal(starts[3], 1_595, 'who comes later waits no more');
});

test('who is stopped leaves the queue, and a failure passes the turn on', async () => {
  const turns = createHostTurns();
  const pace = { connections: 1, delayMs: 0 };
  const stop = new AbortController();
  let go = () => {};
  const holding = turns.take(
    'x',
    pace,
    signal,
    () =>
      new Promise<void>((resolve) => {
        go = resolve;
      }),
  );
  const waiting = turns.take('x', pace, stop.signal, async () => 'never');
  const failing = turns.take('x', pace, signal, async () => Promise.reject(new Error('broken')));
  const last = turns.take('x', pace, signal, async () => 'mine');
  stop.abort(new Error('stopped'));
  await assert.rejects(waiting, /stopped/);
  go();
  await holding;
  await assert.rejects(failing, /broken/);
  assert.equal(await last, 'mine');
});
