/** One task in words: what is asked, how it may be answered, what is known, and what was done with it. Pure. */
import { stringify } from 'yaml';
import { z } from 'zod';
import type { InboxTask, InboxTaskView, TaskAct, TaskForm } from '../team/inbox.ts';
import { printable, printableLines } from './printable.ts';
import { roughDuration } from './rough-duration.ts';

/** What is known is cut after so many lines; a case may have hundreds. */
const KNOWN_LINES = 40;

export interface TaskTextOptions {
  readonly now: Date;
  /** All that is known, however long. */
  readonly isWhole: boolean;
}

export function taskText(view: InboxTaskView, { now, isWhole }: TaskTextOptions): string {
  const { task, told, form, history } = view;
  const error = task.error ? [`  It failed: ${printable(task.error.message)}`] : [];
  return [
    `Task ${task.task_id}: ${task.case_id}${task.subject ? `, ${printable(task.subject)}` : ''} (step ${task.step})`,
    ...standing(task, now).map(([name, value]) => `  ${name.padEnd(11)}${value}`),
    '',
    'What is asked',
    `  ${printable(told ?? task.ask)}`,
    ...error,
    '',
    'Answers',
    ...answersText(task, form),
    '',
    'What is known, as it was when the task was opened',
    ...knownText(view, isWhole),
    '',
    'What was done',
    ...history.map(actText),
  ].join('\n');
}

function standing(task: InboxTask, now: Date): [string, string][] {
  const lines: [string, string][] = [
    ['Waits', `in ${task.queue} for ${roughDuration(now.getTime() - task.opened_at.getTime())}`],
    ['Whose', whose(task, now)],
    ['Priority', task.priority],
  ];
  if (task.status !== 'open') lines[0] = ['Closed', closing(task)];
  if (task.deadline) lines.push(['Deadline', at(task.deadline)]);
  if (task.status === 'open' && task.safe_answer && task.safe_at) {
    lines.push(['On silence', `"${task.safe_answer}" is taken at ${at(task.safe_at)}`]);
  }
  if (task.escalation_level > 0)
    lines.push(['Escalated', `${task.escalation_level} times, nobody had acted`]);
  return lines;
}

function whose({ task_id, assignee, claimed_at, status }: InboxTask, now: Date): string {
  if (assignee === null) return status === 'open' ? `nobody's: \`baton claim ${task_id}\`` : "nobody's";
  const since = claimed_at ? `, for ${roughDuration(now.getTime() - claimed_at.getTime())}` : '';
  return `${printable(assignee)}'s${since}`;
}

function closing({ status, closed_by, closed_at, answer }: InboxTask): string {
  const when = closed_at ? at(closed_at) : '';
  if (status === 'withdrawn') return `${when}, withdrawn: ${printable(answer ?? '')}`;
  return `${when} by ${printable(closed_by ?? 'the workflow')} with "${answer}"`;
}

function answersText({ task_id }: InboxTask, form: TaskForm): string[] {
  const lines = form.answers.map(({ answer, data }) =>
    data === 'whole'
      ? `  baton resolve ${task_id} --answer ${answer} --data FILE    (what ${form.agent} should have said)`
      : `  baton resolve ${task_id} --answer ${answer}`,
  );
  if (!form.answers.some(({ data }) => data === 'whole')) return lines;
  return [
    ...lines,
    `  ${form.agent} says (* must be there; --json has the whole schema):`,
    ...fieldsText(form),
  ];
}

const objectSchema = z.object({
  properties: z.record(
    z.string(),
    z.object({ type: z.unknown().optional(), description: z.string().optional() }),
  ),
  required: z.array(z.string()).optional(),
});

function fieldsText({ schema }: TaskForm): string[] {
  const read = objectSchema.safeParse(schema);
  if (!read.success) return [];
  const { properties, required = [] } = read.data;
  return Object.entries(properties).map(([name, { type, description }]) => {
    const kind = typeof type === 'string' ? ` ${type}` : '';
    return `    ${name}${required.includes(name) ? '*' : ''}${kind}${description ? `: ${description}` : ''}`;
  });
}

function knownText({ task, known }: InboxTaskView, isWhole: boolean): string[] {
  if (Object.keys(known).length === 0) return ['  Nothing yet.'];
  const lines = printableLines(
    stringify(known, { lineWidth: 96, aliasDuplicateObjects: false }).trimEnd(),
  ).split('\n');
  const shown = isWhole ? lines : lines.slice(0, KNOWN_LINES);
  const more = lines.length - shown.length;
  const rest = more > 0 ? [`  … ${more} more lines: \`baton inbox show ${task.task_id} --all\``] : [];
  return [...shown.map((line) => `  ${line}`), ...rest];
}

/** In the order they are read; the database keeps none. The message's number is for `--json`. */
const DETAILS = [
  'answer',
  'reason',
  'text',
  'queue',
  'from',
  'to',
  'from_queue',
  'to_queue',
  'had_by',
  'note',
  'data',
];

function actText({ at: when, by, act, detail }: TaskAct): string {
  const said = DETAILS.flatMap((name) => {
    const value = detail[name];
    const text = Array.isArray(value) ? value.join(' ') : (value ?? '');
    return text === '' ? [] : [`${name.replaceAll('_', ' ')} ${text}`];
  });
  return `  ${at(when)}  ${printable(by)} ${act}${said.length > 0 ? `: ${printable(said.join(', '))}` : ''}`;
}

/** In the zone of whoever looks. */
function at(when: Date): string {
  return when.toLocaleString('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
}
