import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NurturingState } from '../../lead.ts';
import type { Merge } from '../../store/merges.ts';
import { beforeSection, engagementSection, nurturingSection } from './later-text.ts';
import { mergesSection } from './merges-text.ts';
import { aRecord, HOSTILE } from './record.fixture.ts';
import { signsSection } from './signs-text.ts';

const at = new Date('2026-11-23T10:00:00Z');
const touch = { after_ms: 1, task_for: 'owner' as const };
const state: NurturingState = {
  status: 'going-on',
  stop_reason: null,
  sequence: 'warm',
  reason: 'rated warm',
  touches: [
    { ...touch, id: 'first-thought', mail: 'warm-first', task: 'task-call' },
    { ...touch, id: 'example', mail: 'warm-example', task: null },
    { ...touch, id: 'call', mail: null, task: 'task-call' },
  ],
  next: 1,
  next_at: '2026-11-30T08:00:00Z',
  round: 0,
  entered_at: '2026-11-20T08:00:00Z',
  counted_from: '2026-11-20T08:00:00Z',
  engagement: 0,
  to_sales: false,
  mails: 1,
  tasks: 0,
  note: `The mail has gone. ${HOSTILE}`,
};

test('a sequence says which touches are done, which is next and when, and the mails with their legal basis', () => {
  const mail = {
    mail_id: 1,
    sequence: 'warm',
    touch: 'first-thought',
    to_address: 'anna@acme.example',
    subject: 'A thought',
    basis: 'consent of 12 Oct 2026',
    status: 'sent' as const,
    created_at: at,
    sent_at: at,
  };
  const text = nurturingSection(aRecord({ nurturing: state, mails: [mail] }), 'UTC').join('\n');
  assert.match(text, /Sequence +warm: goes on\. Rated warm/);
  assert.match(
    text.replace(/\s+/g, ' '),
    /✓ first thought \(mail, else task\), → example \(mail\) Mon 30 Nov 2026, 08:00, call \(task\)/,
  );
  assert.match(text, /Mails +Mon 23 Nov 2026, 10:00, sent: "A thought" \(consent of 12 Oct 2026\)/);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202E]/u);
});

test('a sequence that stopped says why and marks nothing as next', () => {
  const stopped = {
    ...state,
    status: 'stopped' as const,
    stop_reason: 'unsubscribed' as const,
    next_at: null,
  };
  const text = nurturingSection(aRecord({ nurturing: stopped }), 'UTC').join('\n');
  assert.match(text, /warm: stopped \(unsubscribed\)\./);
  assert.ok(!text.includes('→'));
  assert.deepEqual(nurturingSection(aRecord(), 'UTC'), []);
});

test('engagement says what counts, what machines did, and from when the lead is judged again', () => {
  const event = { engagement_id: 1, case_id: 'LEAD-1', kind: 'click', at, is_machine: false, detail: {} };
  const engagement = {
    score: 12,
    by_kind: [{ kind: 'click', events: 1, points: 12 }],
    machine: 1,
    judged_again_from: 40,
    events: [event, { ...event, kind: 'open', is_machine: true }],
  };
  const text = engagementSection(aRecord({ engagement }), 'UTC').join('\n');
  assert.match(
    text.replace(/\s+/g, ' '),
    /12 points \(click ×1: 12\); .* judged again from 40\. 1 event of machines/,
  );
  assert.match(text, /open \(a machine\)/);
});

test('what was done before the desk stands newest first, five at most', () => {
  const before = Array.from({ length: 7 }, (_, index) => ({
    system: 'hubspot' as const,
    external_id: String(index),
    kind: 'call' as const,
    at,
    subject: index === 0 ? null : `Call ${index}`,
    body: null,
    owner: 'Mia Berg',
    address: null,
    person: null,
    company: null,
    status: null,
  }));
  const lines = beforeSection(aRecord({ before_the_desk: before }), 'UTC');
  assert.match(lines[2] ?? '', /Mon 23 Nov 2026, 10:00 +call +without a subject, Mia Berg \(hubspot\)/);
  assert.match(lines.at(-1) ?? '', /and 2 more/);
});

test('merges say which case went where, who decided, how sure, and what was undone', () => {
  const merge: Merge = {
    merge_id: '4',
    kind: 'joined',
    from_case: 'LEAD-9',
    into_case: 'LEAD-1',
    why: ['The e-mail addresses are the same.'],
    probability: 0.993,
    decided_by: 'capture',
    at,
    undone_at: null,
    undone_by: null,
    undone_why: null,
  };
  const undone = {
    ...merge,
    merge_id: '5',
    kind: 'by-hand' as const,
    from_case: 'LEAD-1',
    into_case: 'LEAD-3',
    probability: null,
    decided_by: 'ann',
    undone_at: at,
    undone_by: 'ben',
    undone_why: 'two people',
  };
  const text = mergesSection(aRecord({ merges: [merge, undone] }), 'UTC')
    .join('\n')
    .replace(/\s+/g, ' ');
  assert.match(
    text,
    /No\. 4 LEAD-9 was joined to this one \(capture, Mon 23 Nov 2026, 10:00, 99 % sure\)\. The e-mail/,
  );
  assert.match(text, /No\. 5 LEAD-1 was merged into LEAD-3 \(ann, .*\)\. .* Undone by ben, .*: two people\./);
  assert.match(text, /`baton unmerge NUMBER`/);
  assert.ok(
    !mergesSection(aRecord({ merges: [undone] }), 'UTC')
      .join('\n')
      .includes('baton unmerge'),
  );
});

test('signs say what they speak for, their weight and their words', () => {
  const signs = [
    { speaks_for: 'vendor-pitch', points: 3, quote: 'we offer SEO', source: 'email body' },
    { speaks_for: 'buyer', points: 1.25, quote: 'send a price', source: 'email body' },
  ];
  const capture = { disposition: 'unclear' as const, reason: 'x', explanation: 'y', into_case: null, signs };
  const text = signsSection(capture).join('\n');
  assert.match(text, /vendor pitch +\+3 +"we offer SEO" \(email body\)\n +a buyer +\+1\.3 +"send a price"/);
  assert.deepEqual(signsSection(null), []);
});
