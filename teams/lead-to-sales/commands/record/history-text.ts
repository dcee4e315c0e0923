/** The sections of a record on what happened: messages, tasks and answers, activities, notices. Pure. */
import type { CaseNotice, CaseTask } from 'baton';
import { bold, columns, counted, dim, plain, quoted, section, sentence } from '../text/layout.ts';
import { clockTime, dayAndTime } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import { activityWords, type Names, named } from './activity-words.ts';
import type { CaseRecord } from './case-record.ts';
import type { ShownEnvelope } from './handed-on.ts';
import { noteOf } from './standing-data.ts';

interface Entry {
  readonly at: Date;
  readonly text: string;
}

/** Entries under their days, each with its clock time. */
function dated(entries: readonly Entry[], timezone: string): string[] {
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

function wentWrong({ error }: CaseTask): string {
  return error === null ? '' : ` What went wrong: ${sentence(plain(error.message, 300))}`;
}

function openTaskLine(task: CaseTask, timezone: string): string {
  const due = task.deadline === null ? '' : ` Due ${dayAndTime(task.deadline, timezone)}.`;
  const how = `Answer with \`baton resolve ${task.taskId} --answer ${task.answers.join('|')}\`.`;
  const words = `${plain(task.ask, 500)}${wentWrong(task)} Since ${dayAndTime(task.openedAt, timezone)}.${due} ${how}`;
  return columns([bold(undashed(task.queue)), words], [16, 78]);
}

/** What people are asked about it now, and how to answer. */
export function tasksSection({ standing }: CaseRecord, timezone: string): string[] {
  const open = standing?.tasks.filter(({ status }) => status === 'open') ?? [];
  return section(
    'What waits for a person',
    open.map((task) => openTaskLine(task, timezone)),
  );
}

/** How a closed task ended: who said what and why, or what the workflow did by itself. */
function answerWords(task: CaseTask, record: CaseRecord): string {
  const { closedBy, answer, status, queue } = task;
  const asked = `the question to ${undashed(queue)}`;
  if (status === 'withdrawn') {
    return `${asked} was withdrawn: ${plain(answer ?? 'the case went on without it', 300)}`;
  }
  if (closedBy === null) return `the workflow answered ${quoted(answer ?? '', 60)} by itself to ${asked}`;
  const note = noteOf(task, record.messages);
  const why = note === null ? '' : `: ${plain(note, 500)}`;
  return `${bold(named(closedBy, record.owner_names))} answered ${quoted(answer ?? '', 60)} to ${asked}${why}`;
}

/** Each task when it was opened, and when somebody answered. */
function taskEntries(record: CaseRecord): Entry[] {
  return (record.standing?.tasks ?? []).flatMap((task) => {
    const asked = `${undashed(task.queue)} was asked: ${sentence(plain(task.ask, 200))}${wentWrong(task)}`;
    return [
      { at: task.openedAt, text: asked },
      ...(task.closedAt === null ? [] : [{ at: task.closedAt, text: answerWords(task, record) }]),
    ];
  });
}

/** What was done about it, by the desk and by people, in order. */
export function activitiesSection(record: CaseRecord, timezone: string): string[] {
  const done = record.activities.map((one) => ({
    at: one.at,
    text: activityWords(one, record.owner_names),
  }));
  const entries = [...done, ...taskEntries(record)].sort((a, b) => a.at.getTime() - b.at.getTime());
  return section('What was done', dated(entries, timezone));
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
