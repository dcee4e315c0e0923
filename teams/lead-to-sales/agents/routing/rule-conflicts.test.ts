import assert from 'node:assert/strict';
import { test } from 'node:test';
import { qualificationReport } from '../../lead.ts';
import { aLead, anOwner, said, shippedRoutingRules } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { deskCalendars } from '../../working-calendar.ts';
import { deskRubric } from '../qualification/rubric.ts';
import { judgeOwners } from './judge-owners.ts';
import { leadNeeds } from './lead-needs.ts';
import { settleOutcome, settleTerritories } from './rule-conflicts.ts';
import type { RoutingRules } from './rules.ts';

const shipped = shippedRoutingRules();
const rubric = await readShipped(deskRubric);
const calendarOf = await readShipped(deskCalendars);
const now = new Date('2026-11-23T10:00:00Z');
/** Luxembourg belongs to two territories, and neither is a part of the other. */
const overlapping: RoutingRules = {
  ...shipped,
  territories: { ...shipped.territories, 'French speaking': { countries: ['FR', 'LU', 'MC', 'CH'] } },
};
const owners = [
  anOwner({ owner_id: 'bea', territories: ['Benelux'] }),
  anOwner({ owner_id: 'fleur', territories: ['French speaking'] }),
  anOwner({ owner_id: 'emma', territories: ['EMEA'] }),
];

function settle(rules: RoutingRules, country: string, requestedOwner: string | null = null) {
  const lead = aLead({ company: { country: said(country) } });
  const needs = leadNeeds(lead, null, rules, { requestedOwner, silentOwnerIds: [] });
  return settleTerritories(judgeOwners(owners, needs, { rules, calendarOf, now }), needs, rules);
}

function safest(territories: RoutingRules['conflicts']['territories']['safest']): RoutingRules {
  return { ...overlapping, conflicts: { ...overlapping.conflicts, territories: { safest: territories } } };
}

test('of two territories that claim a lead the narrowest has it, and the record says why not the other', () => {
  const { judged, conflict } = settle(safest('narrowest'), 'LU');
  assert.deepEqual(judged.eligible.map(({ owner_id }) => owner_id).toSorted(), ['bea', 'emma']);
  assert.equal(
    judged.ruledOut.find(({ owner_id }) => owner_id === 'fleur')?.reason,
    'covers French speaking; Benelux claims the lead too, and is narrower',
  );
  assert.deepEqual(conflict, {
    rule: 'territories',
    message:
      'The territories Benelux and French speaking claim this lead, and neither is a part of the other.',
    safest_action: 'Benelux, the narrowest, has it.',
  });
});

test('where the rules say so a sales manager is asked instead, and a manager’s wish is no conflict', () => {
  const { judged, conflict } = settle(safest('ask-manager'), 'LU');
  assert.deepEqual(judged.eligible, []);
  assert.equal(conflict?.safest_action, 'A sales manager is asked who takes it.');
  assert.equal(settle(safest('ask-manager'), 'LU', 'fleur').conflict, null);
});

test('a territory within another is no conflict, nor is one that nobody covers', () => {
  assert.equal(settle(overlapping, 'BE').conflict, null);
  assert.equal(settle(shipped, 'LU').conflict, null);
  assert.equal(settle(overlapping, 'CH').conflict, null, 'DACH has no owner here');
});

test('a score and an outcome that disagree: the more urgent counts, or the score, as the rules say', () => {
  const report = (score: number, outcome: string) =>
    qualificationReport.parse({
      framework: rubric.frameworks.bant?.name,
      score,
      outcome,
      dimensions: {},
      decision_maker: 'unknown',
      summary: '',
    });
  assert.deepEqual(settleOutcome(report(85, 'hot'), rubric, shipped), { outcome: 'hot', conflict: null });
  assert.deepEqual(settleOutcome(null, rubric, shipped), { outcome: null, conflict: null });
  const { outcome, conflict } = settleOutcome(report(65, 'hot'), rubric, shipped);
  assert.deepEqual([outcome, conflict?.rule], ['hot', 'score-and-outcome']);
  assert.match(conflict?.message ?? '', /score of 65 is warm .* says hot/);
  const strict = { ...shipped.conflicts, score_and_outcome: { safest: 'as-scored' as const } };
  assert.equal(settleOutcome(report(65, 'hot'), rubric, { ...shipped, conflicts: strict }).outcome, 'warm');
});
