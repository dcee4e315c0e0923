import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LeadLine } from '../store/lead-lines.ts';
import { aStanding, aTask } from '../testing/a-team.ts';
import { anOwner } from '../testing/sales-floor.ts';
import { chooseStories } from './choose-stories.ts';
import type { Day, DayCase } from './day.ts';
import { figuresOf, quantile } from './figures.ts';
import { summaryText } from './summary-text.ts';

const now = new Date('2026-11-23T12:00:00Z');

function aLine(caseId: string, given: Partial<LeadLine> = {}): LeadLine {
  return {
    case_id: caseId,
    first_name: 'Anna',
    last_name: 'Schmidt',
    email: null,
    phone: null,
    title: null,
    company: 'Müller GmbH',
    lead_source: 'form',
    lead_status: 'working',
    lifecycle_stage: 'lead',
    lead_score: null,
    rating: null,
    next_action_at: now,
    created_at: now,
    owner_id: null,
    owner_name: null,
    assigned_at: null,
    responded_at: null,
    assigned_because: null,
    respond_by: null,
    ...given,
  };
}

function aCase(caseId: string, given: Partial<DayCase> = {}): DayCase {
  return {
    case_id: caseId,
    source: 'form',
    standing: null,
    lead: null,
    accepted_at: new Date('2026-11-23T10:00:00Z'),
    first_assigned_at: null,
    not_a_lead_because: null,
    joined_to: null,
    ...given,
  };
}

const owners = [
  anOwner({ owner_id: 'mia', name: 'Mia Berg' }),
  anOwner({ owner_id: 'noa', name: 'Noa Lind', absent_until: '2026-12-01' }),
];

function dayOf(cases: readonly DayCase[]): Day {
  return { cases, repeated: 0, known: 0, problems: [], owners, now };
}

function ended(caseId: string, end: string): DayCase['standing'] {
  return aStanding({ caseId, status: 'done', end, step: null });
}

/** Cases as they come to stand, by kind. */
const kinds = {
  owned: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id }),
      lead: aLine(id, {
        owner_id: 'mia',
        owner_name: 'Mia Berg',
        rating: 'hot',
        lead_score: 90,
        assigned_because: 'Mia Berg: covers DE, speaks de.',
      }),
      first_assigned_at: new Date('2026-11-23T10:00:04Z'),
    }),
  escalated: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', tasks: [aTask()] }),
      lead: aLine(id, {
        owner_id: 'mia',
        rating: 'warm',
        lead_score: 65,
        assigned_because: 'Mia Berg: owns the account.',
      }),
      first_assigned_at: new Date('2026-11-23T10:00:02Z'),
    }),
  unowned: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', step: 'routing', tasks: [aTask()] }),
      lead: aLine(id, { rating: 'warm', lead_score: 61 }),
    }),
  nurturing: (id: string) =>
    aCase(id, {
      standing: ended(id, 'long-term-nurturing'),
      lead: aLine(id, { rating: 'cold', lead_score: 45 }),
    }),
  marketing: (id: string) =>
    aCase(id, {
      standing: ended(id, 'marketing'),
      lead: aLine(id, { rating: 'unqualified', lead_score: 12 }),
    }),
  'not-scored': (id: string) => aCase(id, { standing: ended(id, 'marketing'), lead: aLine(id) }),
  spam: (id: string) => aCase(id, { standing: ended(id, 'not-a-lead'), not_a_lead_because: 'spam' }),
  refused: (id: string) => aCase(id, { standing: ended(id, 'not-a-lead'), lead: aLine(id) }),
  joined: (id: string) => aCase(id, { source: 'chat', standing: ended(id, 'joined'), joined_to: 'LEAD-1' }),
  unclear: (id: string) =>
    aCase(id, {
      standing: aStanding({
        caseId: id,
        status: 'in-review',
        step: 'capture',
        tasks: [aTask({ step: 'capture' })],
      }),
      lead: aLine(id, { lead_status: 'new' }),
    }),
  unreadable: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', step: 'capture', tasks: [aTask()] }),
    }),
  'no-run': (id: string) => aCase(id, { lead: aLine(id) }),
  'nobody-waits': (id: string) => aCase(id, { standing: aStanding({ caseId: id }), lead: aLine(id) }),
  stuck: (id: string) =>
    aCase(id, { standing: aStanding({ caseId: id, status: 'running', step: 'capture' }) }),
} as const;
type Kind = keyof typeof kinds;
const kindNames: readonly Kind[] = [
  'owned',
  'escalated',
  'unowned',
  'nurturing',
  'marketing',
  'not-scored',
  'spam',
  'refused',
  'joined',
  'unclear',
  'unreadable',
  'no-run',
  'nobody-waits',
  'stuck',
];
const lostKinds: readonly Kind[] = ['no-run', 'nobody-waits', 'stuck'];

function casesOf(names: readonly Kind[]): DayCase[] {
  return names.map((name, index) => kinds[name](`LEAD-${index + 1}`));
}

test('each kind of case is counted where it belongs', () => {
  const figures = figuresOf(dayOf(casesOf(kindNames)));
  const { received, leads, joined, not_leads, unclear, lost, owned, in_review, nurturing, marketing } =
    figures;
  assert.deepEqual(
    { received, leads, joined, not_leads, unclear, lost, owned, in_review, nurturing, marketing },
    {
      received: 14,
      leads: 6,
      joined: 1,
      not_leads: 2,
      unclear: 2,
      lost: 3,
      owned: 2,
      in_review: 4,
      nurturing: 1,
      marketing: 2,
    },
  );
  assert.deepEqual(figures.lost_cases, ['LEAD-12', 'LEAD-13', 'LEAD-14']);
  assert.deepEqual(figures.qualified, { hot: 1, warm: 2, cold: 1, unqualified: 1 });
  assert.equal(figures.not_scored, 1);
  assert.deepEqual(figures.not_leads_by_reason, { 'decided-by-a-person': 1, spam: 1 });
  assert.deepEqual(figures.by_source, { form: 13, email: 0, chat: 1, event: 0 });
  assert.deepEqual(figures.seconds_to_owner, { p50: 3, p95: 3.9 });
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
      const stories = chooseStories(casesOf(names), new Map());
      assert.ok(stories.length <= 3);
      assert.equal(new Set(stories.map(({ case_id }) => case_id)).size, stories.length);
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

test('the text says the sums, what waits and what was lost', () => {
  const text = summaryText(figuresOf(dayOf(casesOf(kindNames))), []);
  assert.match(
    text,
    /14 received = 6 leads \+ 1 joined to a lead of the same person \+ 2 no leads \+ 2 undecided \(a\s+person is asked\) \+ 3 LOST/,
  );
  assert.match(
    text,
    /6 leads = 2 with an owner \+ 1 with a person who decides \+ 1 in long-term nurturing \+ 2 with/,
  );
  assert.match(text, /LOST: 3, .*LEAD-12, LEAD-13, LEAD-14/s);
  assert.match(text, /Mia Berg +2 +1 +1 +DE +/);
  assert.match(text, /4 in the queue sales manager: No salesperson can take this lead now/);
});

test('a day without anything reads well too', () => {
  const text = summaryText(figuresOf({ ...dayOf([]), owners: [] }), []);
  assert.match(text, /0 received = 0\n {2}0 leads = 0\n/);
  assert.ok(!text.includes('NaN') && !text.includes('undefined'));
});

test('the stories are the hottest, the one joined from most ways, and the one that waits and says most', () => {
  const cases = [
    kinds.owned('LEAD-1'),
    { ...kinds.owned('LEAD-2'), lead: aLine('LEAD-2', { owner_id: 'mia', rating: 'hot', lead_score: 97 }) },
    kinds.joined('LEAD-3'),
    kinds.unclear('LEAD-4'),
    kinds.unclear('LEAD-5'),
    kinds.spam('LEAD-6'),
  ];
  const words = new Map([
    ['LEAD-4', 20],
    ['LEAD-5', 300],
  ]);
  assert.deepEqual(chooseStories(cases, words), [
    { case_id: 'LEAD-2', title: 'The hottest lead' },
    { case_id: 'LEAD-1', title: 'One person, 2 inquiries, one lead' },
    { case_id: 'LEAD-5', title: 'Waits for a person' },
  ]);
  assert.deepEqual(chooseStories(cases.toReversed(), words), chooseStories(cases, words));
});

test('where a kind is missing, the nearest takes its place', () => {
  const told = chooseStories(casesOf(['owned', 'nurturing', 'marketing']), new Map());
  assert.deepEqual(
    told.map(({ case_id }) => case_id),
    ['LEAD-1', 'LEAD-2'],
  );
  assert.deepEqual(chooseStories([], new Map()), []);
});
