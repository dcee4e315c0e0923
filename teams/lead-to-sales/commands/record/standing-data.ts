/** A case's standing, tasks and notices as `--json` shows them: in snake_case, with what people said. Pure. */
import type { CaseNotice, CaseStanding, CaseTask, ErrorFacts } from 'baton';
import type { ShownEnvelope } from './handed-on.ts';

export interface ShownTask {
  readonly task_id: number;
  readonly step: string;
  readonly queue: string;
  readonly ask: string;
  readonly answers: readonly string[];
  readonly status: CaseTask['status'];
  /** Why it was opened, where something failed. */
  readonly error: ErrorFacts | null;
  readonly opened_at: Date;
  readonly deadline: Date | null;
  readonly closed_at: Date | null;
  /** Who answered; null: nobody yet, or the workflow by itself. */
  readonly closed_by: string | null;
  readonly answer: string | null;
  /** What the person wrote beside the answer; null: nothing. */
  readonly note: string | null;
}

export interface ShownStanding {
  readonly case_id: string;
  readonly workflow: string;
  readonly status: CaseStanding['status'];
  readonly end: string | null;
  readonly step: string | null;
  readonly flags: readonly string[];
  readonly started_at: Date;
  readonly updated_at: Date;
  readonly tasks: readonly ShownTask[];
}

export interface ShownNotice {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

/** An answer and the closing of its task are one commit: their times differ by the time between two statements. */
const SAME_MOMENT_MS = 5_000;

/**
 * What the person wrote who answered a task: the nearest reply of theirs on the same step. Null where they wrote
 * nothing, the workflow answered by itself, or the words were erased.
 */
export function noteOf(task: CaseTask, messages: readonly ShownEnvelope[]): string | null {
  const { closedBy, closedAt, answer, step } = task;
  if (task.status !== 'resolved' || closedBy === null || closedAt === null) return null;
  const distance = ({ metadata }: ShownEnvelope): number =>
    Math.abs(Date.parse(metadata.timestamp) - closedAt.getTime());
  const [nearest] = messages
    .filter(
      (one) => one.message_type === 'reply' && one.from_agent === closedBy && one.metadata.step === step,
    )
    .sort((a, b) => distance(a) - distance(b));
  if (nearest === undefined || distance(nearest) > SAME_MOMENT_MS) return null;
  const words = nearest.payload.processing_notes.trim();
  // Without a note the engine writes the answer there.
  return words === '' || words === answer ? null : words;
}

function shownTask(task: CaseTask, messages: readonly ShownEnvelope[]): ShownTask {
  return {
    task_id: task.taskId,
    step: task.step,
    queue: task.queue,
    ask: task.ask,
    answers: task.answers,
    status: task.status,
    error: task.error,
    opened_at: task.openedAt,
    deadline: task.deadline,
    closed_at: task.closedAt,
    closed_by: task.closedBy,
    answer: task.answer,
    note: noteOf(task, messages),
  };
}

/** Where a case stands, as data. */
export function shownStanding(standing: CaseStanding, messages: readonly ShownEnvelope[]): ShownStanding {
  return {
    case_id: standing.caseId,
    workflow: standing.workflow,
    status: standing.status,
    end: standing.end,
    step: standing.step,
    flags: standing.flags,
    started_at: standing.startedAt,
    updated_at: standing.updatedAt,
    tasks: standing.tasks.map((task) => shownTask(task, messages)),
  };
}

export function shownNotice({ to, subject, text, createdAt, sentAt }: CaseNotice): ShownNotice {
  return { to, subject, text, created_at: createdAt, sent_at: sentAt };
}
