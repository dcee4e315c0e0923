import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BreakerPolicy } from '../team/definition.ts';
import { type Circuit, CLOSED, failed, succeeded } from './breaker.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const policy: BreakerPolicy = {
  failures: 3,
  backoffMs: 60_000,
  factor: 2,
  maxBackoffMs: 300_000,
  jitter: 0,
  notify: ['technical'],
};

function waitMs({ retryAt }: Circuit): number {
  assert.ok(retryAt);
  return retryAt.getTime() - NOW.getTime();
}

test('the failure that makes so many one after another opens the circuit, and no other does', () => {
  let circuit = CLOSED;
  const opened: boolean[] = [];
  for (let count = 0; count < 5; count += 1) {
    const change = failed(circuit, policy, NOW, 0);
    opened.push(change.hasOpened);
    circuit = change.circuit;
  }
  assert.deepEqual(opened, [false, false, true, false, false]);
  assert.equal(circuit.downSince, NOW);
});

test('a success in between begins the count anew, and a success while it is open closes it', () => {
  const twice = failed(failed(CLOSED, policy, NOW, 0).circuit, policy, NOW, 0).circuit;
  assert.deepEqual(succeeded(twice), { circuit: CLOSED, hasOpened: false, hasClosed: false });
  const open = failed(twice, policy, NOW, 0).circuit;
  assert.deepEqual(succeeded(open), { circuit: CLOSED, hasOpened: false, hasClosed: true });
});

test('each try in vain makes the wait longer, up to the longest', () => {
  const open: Circuit = { failures: 3, downSince: NOW, tries: 0, retryAt: NOW };
  const waits = [0, 1, 2, 3, 9].map((tries) => waitMs(failed({ ...open, tries }, policy, NOW, 0).circuit));
  assert.deepEqual(waits, [60_000, 120_000, 240_000, 300_000, 300_000]);
});

test('chance shortens a wait by its declared share at most', () => {
  const share = { ...policy, failures: 1, jitter: 0.2 };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (random) => {
      const wait = waitMs(failed(CLOSED, share, NOW, random).circuit);
      assert.ok(wait >= 48_000 && wait <= 60_000);
    }),
  );
});
