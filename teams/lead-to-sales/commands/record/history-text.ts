/** The sections of a record on what happened: messages, tasks, activities, notices. Pure. */
import type { CaseNotice, CaseTask } from 'baton';
import type { Activity } from '../../store/activities.ts';
import { columns, counted, dim, plain, section } from '../text/layout.ts';
import { clockTime, dayAndTime } from '../text/times.ts';
import { endWords, sourceWords, undashed } from '../text/words.ts';
import type { CaseRecord } from './case-record.ts';
import type { ShownEnvelope } from './handed-on.ts';

type Names = CaseRecord['owner_names'];

/** An owner's name in place of their id. */
function named(id: string, names: Names): string {
  return plain(names[id] ?? id, 60);
}

/** Entries under their days, each with its clock time. */
function dated(entries: readonly { readonly at: Date; readonly text: string }[], timezone: string): string[] {
  let before = '';
  return entries.flatMap(({ at, text: words }) => {
    const [day = ''] = dayAndTime(at, timezone).split(', ');
    const head = day === before ? [] : [dim(`  ${day}`)];
    before = day;
    return [...head, columns([clockTime(at, timezone), words], [8, 88])];
  });
}

function envelopeWords(
  { from_agent, to_agent, message_type, payload, metadata }: ShownEnvelope,
  names: Names,
): string {
  const facts = [
    message_type,
    ...(metadata.step === null ? [] : [`step ${undashed(metadata.step)}`]),
    ...(payload.priority === 'normal' ? [] : [`${payload.priority} priority`]),
    ...(metadata.retry_count > 0 ? [`try ${metadata.retry_count + 1}`] : []),
  ];
  const route = `${named(from_agent, names)} → ${named(to_agent, names)}`;
  return `${route}  ${dim(`(${facts.join(', ')})`)}\n${plain(payload.processing_notes, 500)}`;
}

/** Each message handed on, in order. */
export function messagesSection({ messages, owner_names }: CaseRecord, timezone: string): string[] {
  return section(
    `Handed on: ${counted(messages.length, 'message')}`,
    dated(
      messages.map((message) => ({
        at: new Date(message.metadata.timestamp),
        text: envelopeWords(message, owner_names),
      })),
      timezone,
    ),
  );
}

function taskWords(task: CaseTask, timezone: string): string {
  const error = task.error === null ? '' : ` What went wrong: ${plain(task.error.message, 300)}`;
  const deadline = task.deadline === null ? '' : ` Due ${dayAndTime(task.deadline, timezone)}.`;
  const outcome =
    task.status === 'open'
      ? `Answer with \`baton resolve ${task.taskId} --answer ${task.answers.join('|')}\`.`
      : `Answered "${task.answer ?? ''}" by ${task.closedBy ?? 'the workflow'}${task.closedAt === null ? '' : `, ${dayAndTime(task.closedAt, timezone)}`}.`;
  const withdrawn = `Withdrawn: ${task.answer ?? 'the case went on without it'}.`;
  return `${plain(task.ask, 500)}${error}${deadline} ${task.status === 'withdrawn' ? withdrawn : outcome}`;
}

/** What people were asked about it, open tasks first. */
export function tasksSection({ standing }: CaseRecord, timezone: string): string[] {
  const tasks = standing?.tasks ?? [];
  const order = [
    ...tasks.filter(({ status }) => status === 'open'),
    ...tasks.filter(({ status }) => status !== 'open'),
  ];
  return section(
    order[0]?.status === 'open' ? 'What waits for a person' : 'What people were asked',
    order.map((task) =>
      columns(
        [
          task.status === 'open' ? 'open' : 'closed',
          undashed(task.queue),
          `${dayAndTime(task.openedAt, timezone)}. ${taskWords(task, timezone)}`,
        ],
        [6, 16, 70],
      ),
    ),
  );
}

const text = (value: unknown): string => (typeof value === 'string' ? plain(value, 400) : '');

const activityWords: Readonly<Record<string, (detail: Activity['detail'], names: Names) => string>> = {
  'lead-created': () => 'the lead was made',
  'lead-read-again': () => 'capture read the inquiry again',
  'inquiry-joined': ({ from_case, source }) => {
    const way = Object.entries(sourceWords).find(([name]) => name === source)?.[1] ?? text(source);
    return `another inquiry of the same person was joined: ${text(from_case)}, ${way}`;
  },
  joined: ({ into_case, explanation }) => `joined to ${text(into_case)}. ${text(explanation)}`,
  'not-a-lead': ({ reason, explanation }) => `no lead (${undashed(text(reason))}). ${text(explanation)}`,
  scored: ({ score, outcome }) => `scored ${String(score)} of 100, ${text(outcome)}`,
  assigned: ({ owner_id }, names) => `given to ${named(text(owner_id), names)}`,
  'not-assigned': ({ reason }) => `given to nobody. ${text(reason)}`,
  'owner-told': ({ owner_id }, names) => `${named(text(owner_id), names)} was told`,
  'inquiry-told': ({ owner_id }, names) => `${named(text(owner_id), names)} was told of the further inquiry`,
  reminded: ({ owner_id, reminders }, names) =>
    `${named(text(owner_id), names)} was reminded (${String(reminders)})`,
  escalated: ({ owner_id }, names) => `escalated: no response from ${named(text(owner_id), names)}`,
  responded: ({ owner_id, by, note }, names) => {
    const instead = by === owner_id ? '' : ` for ${named(text(owner_id), names)}`;
    return `${named(text(by), names)} responded${instead}${text(note) === '' ? '' : `: ${text(note)}`}`;
  },
  'case-ended': ({ end }) => `the case is over: ${endWords(text(end))}`,
};

/** What was done about it. */
export function activitiesSection({ activities, owner_names }: CaseRecord, timezone: string): string[] {
  return section(
    'What was done',
    dated(
      activities.map(({ at, kind, detail }) => ({
        at,
        text: activityWords[kind]?.(detail, owner_names) ?? undashed(kind),
      })),
      timezone,
    ),
  );
}

/** Who was told what. */
export function noticesSection({ notices, owner_names }: CaseRecord, timezone: string): string[] {
  const line = ({ to, subject, sentAt }: CaseNotice): string =>
    `${named(to, owner_names)}${sentAt === null ? ' (not sent yet)' : ''}: ${plain(subject, 300)}`;
  return section(
    'Who was told',
    dated(
      notices.map((notice) => ({ at: notice.createdAt, text: line(notice) })),
      timezone,
    ),
  );
}
