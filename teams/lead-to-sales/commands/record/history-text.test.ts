import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aStanding, aTask } from '../../testing/a-team.ts';
import { activityWords } from './activity-words.ts';
import { activitiesSection, tasksSection } from './history-text.ts';
import { aMessage, aRecord, HOSTILE } from './record.fixture.ts';
import { recordData } from './record-data.ts';
import { noteOf } from './standing-data.ts';

const closedAt = new Date('2026-11-23T10:00:00.020Z');
const answered = aTask({
  step: 'capture',
  queue: 'manual-review',
  ask: 'Is it a lead? Answer `lead` if so.',
  status: 'resolved',
  answer: 'lead',
  closedBy: 'ann',
  closedAt,
});
const reply = aMessage({ from: 'ann', at: '2026-11-23T10:00:00.012Z', notes: 'I know her' });

test('an answer is told with the person and the note they gave', () => {
  const record = aRecord({
    standing: aStanding({ caseId: 'LEAD-1', tasks: [answered] }),
    messages: [reply],
    activities: [
      {
        activity_id: 1,
        case_id: 'LEAD-1',
        kind: 'lead-created',
        at: new Date('2026-11-23T09:00:00Z'),
        detail: {},
      },
    ],
  });
  const text = activitiesSection(record, 'UTC').join('\n').replace(/ +/g, ' ');
  assert.match(
    text,
    /09:00:00 the lead was made\n 09:30:00 manual review was asked: Is it a lead\?.*\n 10:00:00 ann answered "lead" to the question to manual review: I know her/s,
  );
  assert.equal(recordData(record).standing?.tasks[0]?.note, 'I know her');
  assert.deepEqual(tasksSection(record, 'UTC'), [], 'what is answered waits for nobody');
});

test('a note is the reply of that person, on that step, at that moment, and not the answer itself', () => {
  const other = aMessage({ from: 'ben', at: '2026-11-23T10:00:00Z', notes: 'no' });
  const earlier = aMessage({ from: 'ann', at: '2026-11-23T09:00:00Z', notes: 'about something else' });
  const bare = aMessage({ from: 'ann', at: '2026-11-23T10:00:00Z', notes: 'lead' });
  assert.equal(noteOf(answered, [other, earlier]), null);
  assert.equal(noteOf(answered, [bare]), null);
  assert.equal(noteOf(answered, [earlier, reply, other]), 'I know her');
  assert.equal(noteOf({ ...answered, step: 'routing' }, [reply]), null);
  assert.equal(noteOf({ ...answered, closedBy: null }, [reply]), null);
});

test('what the workflow answered by itself, and what it withdrew, says so', () => {
  const at = { closedAt, closedBy: null };
  const tasks = [
    aTask({ ...at, taskId: 1, status: 'resolved', answer: 'reassign' }),
    aTask({ ...at, taskId: 2, status: 'withdrawn', answer: 'the salesperson responded' }),
  ];
  const record = aRecord({ standing: aStanding({ caseId: 'LEAD-1', tasks }) });
  const text = activitiesSection(record, 'UTC').join('\n');
  assert.match(text, /the workflow answered "reassign" by itself to the question to sales manager/);
  assert.match(text, /the question to sales manager was withdrawn: the salesperson responded/);
});

test('an open task says since when, what went wrong and how to answer', () => {
  const error = { code: 'x', message: `down ${HOSTILE}`, retryable: true };
  const record = aRecord({ standing: aStanding({ caseId: 'LEAD-1', tasks: [aTask({ error })] }) });
  const text = tasksSection(record, 'UTC').join('\n').replace(/\s+/g, ' ');
  assert.match(text, /sales manager No salesperson can take this lead now\..* What went wrong: down .*ACME/);
  assert.match(
    text,
    /Since Mon 23 Nov 2026, 09:30\. Answer with `baton resolve 7 --answer retry\|nurture`\./,
  );
  assert.doesNotMatch(text, /[\p{Cc}\u202E]/u);
});

test('activities are told in words with owners by name; one without words yet by its kind', () => {
  const words = (kind: string, detail: Record<string, unknown>) =>
    activityWords({ activity_id: 1, case_id: 'LEAD-1', kind, at: closedAt, detail }, { mia: 'Mia Berg' });
  assert.equal(words('assigned', { owner_id: 'mia' }), 'given to Mia Berg');
  assert.equal(
    words('lead-merged', { into_case: 'LEAD-2', why: ['The e-mail addresses are the same.', 7] }),
    'merged into LEAD-2. The e-mail addresses are the same.',
  );
  assert.equal(
    words('unmerged', { other_case: 'LEAD-2', by: 'ann', why: null }),
    'taken apart from LEAD-2 by ann',
  );
  assert.equal(words('never-seen-before', {}), 'never seen before');
  assert.equal(words('constructor', {}), 'constructor');
});
