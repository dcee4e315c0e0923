import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InboxTask, InboxTaskView } from '../team/inbox.ts';
import { taskText } from './task-text.ts';

const opened = new Date('2026-03-02T09:00:00Z');
const later = (minutes: number): Date => new Date(opened.getTime() + minutes * 60_000);

function view(task: Partial<InboxTask> = {}, more: Partial<InboxTaskView> = {}): InboxTaskView {
  return {
    task: {
      task_id: 4,
      case_id: 'LEAD-1',
      subject: 'Ada King, Acme',
      step: 'enrichment',
      kind: 'failure',
      queue: 'manual-review',
      ask: 'Look yourself.',
      answers: ['done', 'later'],
      error: null,
      priority: 'high',
      status: 'open',
      opened_at: opened,
      deadline: null,
      assignee: null,
      claimed_at: null,
      acted_at: opened,
      escalation_level: 0,
      safe_answer: null,
      safe_at: null,
      closed_at: null,
      closed_by: null,
      answer: null,
      ...task,
    },
    told: null,
    known: { company: 'Acme' },
    form: {
      answers: [
        { answer: 'done', data: 'whole' },
        { answer: 'later', data: 'fields' },
      ],
      agent: 'enrichment',
      schema: {
        properties: { score: { type: 'number', description: '0 to 100' }, hint: {} },
        required: ['score'],
      },
    },
    history: [{ at: opened, by: 'Conductor', act: 'opened', detail: { queue: 'manual-review' } }],
    ...more,
  };
}

const text = (given: InboxTaskView, isWhole = false): string => taskText(given, { now: later(120), isWhole });

test('a task tells whose it is, what is asked, how it is answered, what is known and what was done', () => {
  const said = text(view({ safe_answer: 'later', safe_at: later(240) }));
  assert.match(
    said,
    /^Task 4: LEAD-1, Ada King, Acme \(step enrichment\)\n {2}Waits {6}in manual-review for 2 h\n/,
  );
  assert.match(said, /nobody's: `baton claim 4`/);
  assert.match(said, /On silence "later" is taken at 2026-03-0/);
  assert.match(said, /What is asked\n {2}Look yourself\.\n/);
  assert.match(said, /--answer done --data FILE {4}\(what enrichment should have said\)/);
  assert.match(said, / {4}score\* number: 0 to 100\n {4}hint\n/);
  assert.match(said, / {2}company: Acme\n/);
  assert.match(said, /Conductor opened: queue manual-review$/);
});

test('a claimed task says whose it is and since when; a closed one who closed it', () => {
  assert.match(text(view({ assignee: 'ann', claimed_at: later(60) })), /Whose {6}ann's, for 1 h/);
  const closed = { status: 'resolved', closed_at: later(60), closed_by: 'ann', answer: 'later' } as const;
  assert.match(text(view(closed)), /Closed {5}2026-03-0.* by ann with "later"/);
});

test('what is known is cut where it is long, unless all of it is wanted', () => {
  const known = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`key_${index}`, index]));
  assert.match(text(view({}, { known })), /key_39: 39\n {2}… 60 more lines: `baton inbox show 4 --all`/);
  assert.match(text(view({}, { known }), true), /key_99: 99\n/);
  assert.match(text(view({}, { known: {} })), /Nothing yet\./);
});

test('text from outside can move no cursor and begin no line of its own', () => {
  const evil = 'x\u001b[2J\u0007\u009b1A';
  const history = [
    { at: opened, by: evil, act: 'commented', detail: { text: `${evil}\nTask 5: free` } },
  ] as const;
  const said = text(
    view({ subject: evil, assignee: evil }, { told: `${evil}\nTask 5`, known: { evil }, history }),
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  assert.doesNotMatch(said, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  assert.doesNotMatch(said, /^Task 5/m);
});
