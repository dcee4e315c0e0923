import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnswerMemory } from './answer-memory.ts';
import type { SourceReport } from './ask-sources.ts';
import { NOW } from './enrichment.fixture.ts';

const REPORT: SourceReport = {
  name: 'dns',
  status: 'cached',
  detail: 'Asked.',
  tookMs: 0,
  cost: 0,
  asOf: null,
  readAt: '2026-11-23T09:00:00.000Z',
  findings: {},
};
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

test('an answer is remembered for its time, or as long as it is good', () => {
  const memory = createAnswerMemory(60_000);
  memory.set('a', REPORT, 3_600_000, NOW);
  memory.set('b', REPORT, 1_000, NOW);
  assert.equal(memory.get('a', later(59_999)), REPORT);
  assert.equal(memory.get('a', later(60_000)), null);
  assert.equal(memory.get('b', later(999)), REPORT);
  assert.equal(memory.get('b', later(1_000)), null);
  assert.equal(memory.get('a', later(-1)), null, 'a clock that was set back tells nothing');
  memory.delete('a');
  assert.equal(memory.get('a', NOW), null);
});

test('the oldest is forgotten where there are too many, and nothing is remembered for no time', () => {
  const memory = createAnswerMemory(60_000);
  for (let at = 0; at < 600; at += 1) memory.set(`key-${at}`, REPORT, 60_000, NOW);
  assert.equal(memory.get('key-0', NOW), null);
  assert.equal(memory.get('key-599', NOW), REPORT);
  const none = createAnswerMemory(0);
  none.set('a', REPORT, 60_000, NOW);
  assert.equal(none.get('a', NOW), null);
});
