import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { isMachine, scoreEngagement } from './engagement.ts';
import { deskLibrary } from './library.ts';

const now = new Date('2027-02-01T12:00:00Z');
const longAgo = new Date(0);
const dayMs = 86_400_000;
const { engagement: rules } = readShipped(nurturingRulesFile);

function event(kind: string, daysAgo: number, is_machine = false) {
  return { kind, at: new Date(now.getTime() - daysAgo * dayMs), is_machine };
}

test('replies and visits are strong, opens weak, and many opens stay weak', () => {
  const of = (kind: string, times: number): number =>
    scoreEngagement(
      Array.from({ length: times }, () => event(kind, 0)),
      rules,
      now,
      longAgo,
    ).score;
  assert.ok(of('open', 1) < of('visit', 1) && of('visit', 1) < of('reply', 1));
  assert.ok(of('open', 500) < rules.re_qualify && of('open', 500) === of('open', 5));
});

test('an event is worth half after each half-life', () => {
  const halfDays = rules.half_life / dayMs;
  const fresh = scoreEngagement([event('reply', 0)], rules, now, longAgo).score;
  assert.equal(scoreEngagement([event('reply', halfDays)], rules, now, longAgo).score, fresh / 2);
  assert.equal(scoreEngagement([event('reply', 2 * halfDays)], rules, now, longAgo).score, fresh / 4);
});

test('what came before the last judgement, lies ahead, is unknown or was done by a machine counts nothing', () => {
  const events = [event('reply', 10), event('reply', -1), event('constructor', 0), event('click', 0, true)];
  const found = scoreEngagement(events, rules, now, new Date(now.getTime() - 5 * dayMs));
  assert.deepEqual(found, { score: 0, by_kind: [], machine: 1 });
});

test('an open by Apple’s privacy proxy, a scanner’s click, and anything too soon after sending are machines’', () => {
  const traces = { kind: 'open', at: now, userAgent: null, sentAt: null };
  const is = (given: object): boolean => isMachine({ ...traces, ...given }, { machine: rules.machine });
  assert.equal(is({ userAgent: 'Mozilla/5.0' }), true);
  assert.equal(is({ userAgent: 'Mozilla/5.0 (Macintosh) AppleWebKit/605' }), false);
  assert.equal(is({ kind: 'click', userAgent: 'Barracuda Sentinel' }), true);
  assert.equal(is({ sentAt: new Date(now.getTime() - 5000) }), true);
  assert.equal(is({ sentAt: new Date(now.getTime() - dayMs), userAgent: 'Thunderbird' }), false);
  assert.equal(is({ kind: 'reply', userAgent: 'Mozilla/5.0' }), false);
});

test('the shipped sequences name templates that there are, in weeks for warm and months for cold', async () => {
  const { sequences, template } = readShipped(deskLibrary);
  const span = (id: string): number =>
    (sequences.find((one) => one.id === id)?.touches ?? []).reduce((sum, { after_ms }) => sum + after_ms, 0) /
    dayMs;
  assert.ok(span('warm') >= 14 && span('warm') <= 90);
  assert.ok(span('cold') >= 180);
  assert.equal(template('warm-first', 'de').language, 'de');
  assert.equal(template('warm-first', 'pt').language, 'en');
  const { recycle_reasons } = readShipped(nurturingRulesFile);
  for (const [reason, { sequence }] of Object.entries(recycle_reasons)) {
    assert.ok(
      sequences.some(({ id }) => id === sequence),
      `${reason} leads to ${sequence}`,
    );
  }
});
