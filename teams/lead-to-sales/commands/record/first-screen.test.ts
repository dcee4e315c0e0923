import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QualificationReport } from '../../lead.ts';
import { aStanding, aTask } from '../../testing/a-team.ts';
import { aLead } from '../../testing/sales-floor.ts';
import type { Arrival } from './arrival.ts';
import type { CaseRecord } from './case-record.ts';
import { firstScreen } from './first-screen.ts';
import { aRecord, HOSTILE, report } from './record.fixture.ts';
import { recordText } from './record-text.ts';

const now = new Date('2026-11-23T10:00:00Z');
const LINES_OF_A_SCREEN = 45;

function arrived(caseId: string, message: string): Arrival {
  return {
    case_id: caseId,
    inquiry_id: caseId,
    source: 'email',
    media_type: 'message/rfc822',
    origin: 'a.eml',
    received_at: now,
    accepted_at: now,
    subject: null,
    message,
    texts: [{ name: 'email body', text: message }],
    erased: false,
  };
}

const dimension = {
  title: '',
  position: 0,
  points: 22,
  maximum: 25,
  band: 'Clear budget',
  reasons: [
    { signal: 's', points: 22, explanation: 'They say so.', quote: 'approved', source: 'email body' },
  ],
  unknown: [],
  spoken_against: [],
};
const qualification: QualificationReport = {
  framework: 'BANT',
  inquiries: 1,
  score: 88,
  outcome: 'hot',
  dimensions: { budget: dimension, need: { ...dimension, position: 1 } },
  guards: [],
  decision_maker: 'no',
  decided_by: null,
  advice: ['Who signs?', 'By when?', 'What does it cost?'].map((ask, index) => ({
    ask,
    dimension: 'budget',
    would_add: 9 - index,
  })),
  summary: 'One. Two. Three.',
};
const owner: CaseRecord['assignments'][number] = {
  case_id: 'LEAD-1',
  timezone: 'UTC',
  owner_id: 'mia',
  owner_name: 'Mia Berg',
  owner_email: 'mia@desk.example',
  reason: 'Mia Berg: covers DE',
  candidates: [],
  assigned_at: now,
  responded_at: null,
  ended_at: null,
};

function full(): CaseRecord {
  return aRecord({
    arrived: arrived('LEAD-1', `${HOSTILE} ${'We need a dock planned. '.repeat(200)}`),
    joined: ['LEAD-2', 'LEAD-3', 'LEAD-4'].map((id) => arrived(id, `Again, from ${id}`)),
    standing: aStanding({ caseId: 'LEAD-1', tasks: [aTask({ ask: 'Who shall take it?' })] }),
    lead_data: aLead({}),
    enrichment: { ...report, talking_points: Array(9).fill(report.talking_points[0]) },
    qualification,
    assignments: [owner],
    assignment: {
      owner: { owner_id: 'mia', name: 'Mia Berg', email: 'mia@desk.example' },
      territory: 'DE',
      reason: owner.reason,
      candidates: Array.from({ length: 12 }, (_, index) => ({
        owner_id: `own-${index}`,
        name: `Other ${index}`,
        chosen: false,
        reason: 'covers FR',
      })),
      respond_by: '2026-11-23T12:00:00Z',
    },
    merges: [
      {
        merge_id: '7',
        kind: 'proposed',
        from_case: 'LEAD-1',
        into_case: 'LEAD-9',
        why: ['Same name.'],
        probability: 0.7,
        decided_by: 'capture',
        at: now,
        undone_at: null,
        undone_by: null,
        undone_why: null,
      },
    ],
  });
}

test('a lead of which all is known has one screen: who, what they want, score, owner, what to say', () => {
  const text = firstScreen(full(), now, 'UTC');
  const flat = text.replace(/\s+/g, ' ');
  const wanted = [
    /Owned by Mia Berg since .* One\. Two\. Three\. Careful: the e-mail address is undeliverable/,
    /What waits for a person sales manager Who shall take it\? .*baton resolve 7 --answer retry\|nurture/,
    /Wrote ".{0,5}ACME reversed We need a dock planned\./,
    /… and 1 more between these Then "Again, from LEAD-3" .* Then "Again, from LEAD-4"/,
    /Company Logistics, 480 employees/,
    /Score budget 22 of 25, need 22 of 25\. This person does not decide\./,
    /Ask Who signs\? \(up to \+9\) By when\? \(up to \+8\) Owner Mia Berg \(mia@desk\.example\): Covers DE\./i,
    /Perhaps the same person as LEAD-9: `baton merge LEAD-1 LEAD-9` or `baton unmerge 7` decides it\./,
    /For the first call • They grew by 10 % a year, from 33\.5 million euros in 2024/,
    /`baton lead LEAD-1 --all` tells everything/,
  ];
  for (const pattern of wanted) assert.match(flat, pattern);
  const lines = text.split('\n');
  assert.ok(lines.length <= LINES_OF_A_SCREEN, `${lines.length} lines`);
  for (const line of lines) assert.ok(line.length <= 100, line);
  assert.doesNotMatch(text.replaceAll('\n', ''), /\p{C}/u, 'what was received moves no terminal');
  assert.doesNotMatch(text, /Other 3|Who was asked|What was done/, 'what it rests on is left to --all');
  assert.match(recordText(full(), now, 'UTC'), /Other 3/);
});

test('who wants no more mail from us is said to before anybody writes', () => {
  const suppressed = {
    value: 'anna@muller.example',
    scope: 'address' as const,
    reason: 'unsubscribed',
    source: 'inquiry LEAD-9',
    at: now,
  };
  const flat = firstScreen(aRecord({ suppressed: [suppressed] }), now, 'UTC').replace(/\s+/g, ' ');
  assert.match(
    flat,
    /Careful: anna@muller\.example must not be written to \(unsubscribed, 23 Nov 2026, inquiry LEAD-9\)\./,
  );
});

test('of what nobody knows the screen says nothing, and what is no lead shows what spoke against it', () => {
  assert.deepEqual(firstScreen(aRecord(), now, 'UTC').split('\n').slice(0, 3), [
    'LEAD-1',
    'Not scored. No run is known for it.',
    '',
  ]);
  const wordless = { ...arrived('LEAD-1', ''), message: null, source: 'event' as const };
  assert.match(
    firstScreen(aRecord({ arrived: wordless }), now, 'UTC'),
    /Wrote +nothing in words \(event list/,
  );
  const capture = {
    disposition: 'unclear' as const,
    reason: 'perhaps-spam',
    explanation: 'Perhaps spam.',
    into_case: null,
    signs: [{ speaks_for: 'spam', points: 3, quote: 'free money', source: 'email body' }],
  };
  const text = firstScreen(
    aRecord({ capture, arrived: { ...arrived('LEAD-1', 'x'), erased: true } }),
    now,
    'UTC',
  );
  assert.match(text, /Perhaps spam\.\n.*Wrote +its content has been erased.*spam +\+3 +"free money"/s);
});
