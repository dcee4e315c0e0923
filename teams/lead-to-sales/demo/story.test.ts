import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRecord, report } from '../commands/record/record.fixture.ts';
import type { NurturingState, QualificationReport } from '../lead.ts';
import { aStanding, aTask } from '../testing/a-team.ts';
import { aLead } from '../testing/sales-floor.ts';
import type { ChosenStory } from './choose-stories.ts';
import { storyOf } from './story.ts';
import { storyText } from './story-text.ts';

const now = new Date('2026-11-23T10:00:00Z');
const chosen: ChosenStory = { case_id: 'LEAD-1', kind: 'new', title: 'The hottest newcomer' };

function dimension(points: number, position: number, quote: string) {
  const reason = { signal: 's', points, explanation: 'They say so.', quote, source: 'email body' };
  return {
    title: '',
    position,
    points,
    maximum: 25,
    band: 'x',
    reasons: points > 0 ? [reason] : [],
    unknown: [],
    spoken_against: [],
  };
}

const qualification: QualificationReport = {
  inquiries: 1,
  framework: 'BANT',
  score: 59,
  outcome: 'cold',
  dimensions: {
    timeline: dimension(0, 1, ''),
    budget: dimension(25, 0, 'The board approved ninety thousand'),
  },
  guards: [
    {
      guard: 'company doubtful',
      points: -20,
      at_most: 59,
      explanation: 'The company is doubtful: names differ.',
      quote: 'x',
      source: 'y',
    },
  ],
  decision_maker: 'unknown',
  decided_by: null,
  advice: [{ ask: 'Who signs', dimension: 'authority', would_add: 12 }],
  summary: 'One. Two. Three.',
};

test('the score stands in the order of the framework, with the words of the strongest, and what holds it down', () => {
  const story = storyOf(chosen, aRecord({ qualification, enrichment: report }), now, 'UTC');
  assert.deepEqual(story.because, [
    'budget 25 ("The board approved ninety thousand")',
    'timeline 0 (nothing said)',
  ]);
  const text = storyText(story, 2);
  assert.match(text, /^2\. The hottest newcomer: somebody unnamed \(LEAD-1\)/);
  assert.match(
    text.replace(/\s+/g, ' '),
    /59 of 100, cold: .* Held back: The company is doubtful: names differ\./,
  );
  assert.equal(text.match(/doubtful/g)?.length, 1, 'what holds the score down is told once');
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
});

test('a call begins with something they did not say themselves', () => {
  const lead = aLead({ description: 'the dock is full' });
  const own = { text: 'Begin with “the dock is full”', quote: 'the dock is full', source: 'email body' };
  const enrichment = { ...report, talking_points: [own, ...report.talking_points.slice(0, 1)] };
  assert.equal(
    storyOf(chosen, aRecord({ lead_data: lead, enrichment }), now, 'UTC').say,
    'They grew by 10 % a year, from 33.5 million euros in 2024 to 36.9 million euros in 2025.',
  );
});

test('what waits says why and what is asked, with the one command that answers', () => {
  const task = aTask({ ask: 'Is it a lead? Answer `lead` if so.', answers: ['lead', 'not-a-lead'] });
  const standing = aStanding({ caseId: 'LEAD-1', status: 'in-review', tasks: [task] });
  const capture = {
    disposition: 'unclear' as const,
    reason: 'x',
    explanation: 'No address.',
    into_case: null,
  };
  const story = storyOf(chosen, aRecord({ standing, capture }), now, 'UTC');
  assert.equal(story.doubt, 'No address.');
  assert.equal(story.next, 'Is it a lead? `npx baton resolve 7 --answer lead|not-a-lead`');
});

test('a nurtured lead says which sequence it is in and what comes when', () => {
  const nurturing: NurturingState = {
    status: 'going-on',
    stop_reason: null,
    sequence: 'cold',
    reason: 'rated cold',
    touches: [{ id: 'hello', after_ms: 1, mail: 'cold-hello', task: null, task_for: 'marketing' }],
    next: 0,
    next_at: '2026-12-07T08:00:00Z',
    round: 0,
    entered_at: '2026-11-23T10:00:00Z',
    counted_from: '2026-11-23T10:00:00Z',
    engagement: 0,
    to_sales: false,
    mails: 0,
    tasks: 0,
    note: '',
  };
  const story = storyOf(chosen, aRecord({ nurturing }), now, 'UTC');
  assert.equal(
    story.next,
    'In the sequence cold, 1 touch. Next comes "hello" on Mon 7 Dec 2026, 08:00. An answer leads back to sales.',
  );
});
