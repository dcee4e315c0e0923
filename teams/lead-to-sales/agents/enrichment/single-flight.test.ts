import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSingleFlight } from './single-flight.ts';

const never = new AbortController().signal;

test('callers of one key share one piece of work, and the next caller starts anew', async () => {
  const flights = createSingleFlight<number>();
  let started = 0;
  const work = async () => {
    started += 1;
    await sleep(10);
    return started;
  };
  const both = await Promise.all([flights.join('a', never, work), flights.join('a', never, work)]);
  assert.deepEqual(both, [1, 1]);
  assert.equal(await flights.join('a', never, work), 2);
});

test('who has had an answer does not part those who ask anew', async () => {
  const flights = createSingleFlight<number>();
  const finish: ((value: number) => void)[] = [];
  const work = () => new Promise<number>((resolve) => finish.push(resolve));
  const first = flights.join('a', never, work);
  finish[0]?.(1);
  // The first work has landed; its caller has not been told yet.
  const second = Promise.resolve().then(() => flights.join('a', never, work));
  await first;
  const third = flights.join('a', never, work);
  for (const one of finish) one(2);
  assert.deepEqual(await Promise.all([second, third]), [2, 2]);
  assert.equal(finish.length, 2);
});

test('different keys do not wait for one another', async () => {
  const flights = createSingleFlight<string>();
  const slow = flights.join('slow', never, () => sleep(200, 'slow'));
  assert.equal(await flights.join('quick', never, async () => 'quick'), 'quick');
  await slow;
});

test('one caller who leaves does not disturb the other', async () => {
  const flights = createSingleFlight<string>();
  const leaver = new AbortController();
  const work = (signal: AbortSignal) => sleep(50, 'done', { signal });
  const left = flights.join('a', leaver.signal, work);
  const stays = flights.join('a', never, work);
  leaver.abort(new Error('gone'));
  await assert.rejects(left, /gone/);
  assert.equal(await stays, 'done');
});

test('when the last caller has left, the work is told to stop', async () => {
  const flights = createSingleFlight<string>();
  const leaver = new AbortController();
  let stopped = false;
  const left = flights.join('a', leaver.signal, async (signal) => {
    signal.addEventListener('abort', () => {
      stopped = true;
    });
    return sleep(1_000, 'late', { signal });
  });
  leaver.abort(new Error('gone'));
  await assert.rejects(left, /gone/);
  assert.ok(stopped);
});

test('a failure reaches every caller and is not kept', async () => {
  const flights = createSingleFlight<string>();
  const work = async () => {
    await sleep(5);
    throw new Error('broken');
  };
  const results = await Promise.allSettled([flights.join('a', never, work), flights.join('a', never, work)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(await flights.join('a', never, async () => 'well'), 'well');
});
