import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aStanding } from '../testing/a-team.ts';
import { aCase, aLine, casesOf, dayOf, kindNames, lostKinds } from './day.fixture.ts';
import { figuresOf, quantile } from './figures.ts';

test('each kind of case is counted where it belongs', () => {
  const figures = figuresOf(dayOf(casesOf(kindNames)));
  const { received, leads, joined, not_leads, unclear, lost, owned, in_review, nurturing, marketing } =
    figures;
  assert.deepEqual(
    { received, leads, joined, not_leads, unclear, lost, owned, in_review, nurturing, marketing },
    {
      received: 15,
      leads: 7,
      joined: 1,
      not_leads: 2,
      unclear: 2,
      lost: 3,
      owned: 2,
      in_review: 4,
      nurturing: 2,
      marketing: 2,
    },
  );
  assert.deepEqual(figures.lost_cases, ['LEAD-12', 'LEAD-13', 'LEAD-14']);
  assert.deepEqual(figures.qualified, { hot: 1, warm: 2, cold: 2, unqualified: 1 });
  assert.equal(figures.not_scored, 1);
  assert.deepEqual(figures.not_leads_by_reason, { 'decided-by-a-person': 1, spam: 1 });
  assert.deepEqual(figures.by_source, { form: 14, email: 0, chat: 1, event: 0 });
  assert.deepEqual(figures.seconds_to_owner, { p50: 3, p95: 3.9 });
});

test('a lead that goes on as a later one of the same person is counted once, and as joined', () => {
  const ended = (caseId: string) =>
    aStanding({ caseId, status: 'done', step: null, end: 'long-term-nurturing' });
  const earlier = aLine('LEAD-1', { lead_status: 'merged', merged_into: 'LEAD-2', rating: 'cold' });
  const later = aLine('LEAD-2', { lead_status: 'nurturing', rating: 'cold' });
  const figures = figuresOf(
    dayOf([
      aCase('LEAD-1', { standing: ended('LEAD-1'), lead: earlier, joined_to: 'LEAD-2' }),
      aCase('LEAD-2', { standing: ended('LEAD-2'), lead: later }),
    ]),
  );
  assert.deepEqual([figures.received, figures.leads, figures.joined, figures.nurturing], [2, 1, 1, 1]);
});

test('whatever the day, the sums hold and lost is what has neither owner, nor task, nor end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...kindNames), { maxLength: 40 }), (names) => {
      const figures = figuresOf(dayOf(casesOf(names)));
      const { received, not_leads, joined, leads, unclear, lost, leads_now: now } = figures;
      assert.equal(received, names.length);
      assert.equal(received, not_leads + joined + leads + unclear + lost);
      assert.equal(
        leads,
        now.owned + now['in-review'] + now.nurturing + now.marketing + now['ended-otherwise'],
      );
      assert.equal(lost, names.filter((name) => lostKinds.includes(name)).length);
      const { hot, warm, cold, unqualified } = figures.qualified;
      assert.equal(leads, hot + warm + cold + unqualified + figures.not_scored);
    }),
  );
});

test('owners stand with what they got and why; who got none with the reason', () => {
  const figures = figuresOf(dayOf(casesOf(['owned', 'owned', 'escalated'])));
  assert.deepEqual(
    figures.owners.map(({ name, assigned, hot, warm, because, note }) => ({
      name,
      assigned,
      hot,
      warm,
      because,
      note,
    })),
    [
      {
        name: 'Mia Berg',
        assigned: 3,
        hot: 2,
        warm: 1,
        because: [
          { reason: 'covers DE', count: 2 },
          { reason: 'owns the account', count: 1 },
        ],
        note: null,
      },
      { name: 'Noa Lind', assigned: 0, hot: 0, warm: 0, because: [], note: 'is absent until 2026-12-01' },
    ],
  );
});

test('quantiles are those of percentile_cont', () => {
  assert.equal(quantile([], 0.5), null);
  assert.equal(quantile([7], 0.95), 7);
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([10, 20, 30, 40, 50], 0.95), 48);
});
