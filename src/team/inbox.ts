/**
 * The inbox as a team's code and a web face see it: people's tasks, what may be done with them, and what was.
 * Names are the tables' and the wire's, in snake_case. `engine/inbox/` carries it out.
 */
import type { ErrorFacts } from '../core/error.ts';

/** A person's task. */
export interface InboxTask {
  readonly task_id: number;
  readonly case_id: string;
  /** Who or what it is about, in one line; null: only the case's number says it. */
  readonly subject: string | null;
  readonly step: string;
  /** Why it is open: the step is a person's, an agent's answer leads here, a step failed, … */
  readonly kind: string;
  readonly queue: string;
  readonly ask: string;
  readonly answers: readonly string[];
  /** Why the step failed, where it did. */
  readonly error: ErrorFacts | null;
  readonly priority: string;
  /** `open`; `resolved` by a person or the safe default; `withdrawn`: the run went on without it. */
  readonly status: 'open' | 'resolved' | 'withdrawn';
  readonly opened_at: Date;
  readonly deadline: Date | null;
  /** Who has it; null: whoever looks after its queue. */
  readonly assignee: string | null;
  readonly claimed_at: Date | null;
  /** When a person last did something about it, or it was put before others. */
  readonly acted_at: Date;
  /** How often it was put before others because nobody had acted. */
  readonly escalation_level: number;
  /** The answer that is taken where nobody has answered by `safe_at`; null: it waits. */
  readonly safe_answer: string | null;
  readonly safe_at: Date | null;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
  readonly answer: string | null;
}

/**
 * - `opened`, `overdue`, `escalated`: by the workflow and the clock.
 * - `claimed`, `released`, `reassigned`, `commented`, `resolved`: by a person; `resolved` also by the safe default.
 * - `withdrawn`: the run went on without it.
 * - `overtaken`: it was resolved, and the run had gone on before the answer reached it.
 * - `reopened`: it was resolved, and no worker could bring the answer to its run.
 */
export type TaskActKind =
  | 'opened'
  | 'claimed'
  | 'released'
  | 'reassigned'
  | 'commented'
  | 'overdue'
  | 'escalated'
  | 'resolved'
  | 'withdrawn'
  | 'overtaken'
  | 'reopened';

/** One act of the audit log. */
export interface TaskAct {
  readonly at: Date;
  readonly by: string;
  readonly act: TaskActKind;
  /** What there is to say of it: answer, note, queues, the comment's text. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What an answer asks for. */
export interface AnswerForm {
  readonly answer: string;
  /**
   * - `whole`: its data stand in for what the agent should have said: all of `TaskForm.schema`.
   * - `fields`: any data; what bears the name of something that the agent says or reads must be such as it says or reads.
   */
  readonly data: 'whole' | 'fields';
}

/** What may be answered, and with which data. */
export interface TaskForm {
  readonly answers: readonly AnswerForm[];
  /** The agent whose step the task stands in for; null: a person's own step, whose data are free. */
  readonly agent: string | null;
  /** JSON Schema of what that agent says; null where `agent` is, or where its schema says nothing. */
  readonly schema: Readonly<Record<string, unknown>> | null;
}

/** One field that does not fit. */
export interface FieldError {
  /** Dotted, such as `assignment.owner.id`; empty: the data as a whole. */
  readonly field: string;
  readonly message: string;
}

/** A task with all that is known. */
export interface InboxTaskView {
  readonly task: InboxTask;
  /** What was said when it was opened: what is asked, and after it what the agent had to say. */
  readonly told: string | null;
  /** The run's data when the task was opened. */
  readonly known: Readonly<Record<string, unknown>>;
  readonly form: TaskForm;
  /** Oldest first. */
  readonly history: readonly TaskAct[];
}

export interface InboxFilter {
  readonly queue?: string | undefined;
  readonly assignee?: string | undefined;
  readonly caseId?: string | undefined;
}

/** Who does what to which task. */
export interface TaskDeed {
  readonly taskId: number;
  readonly by: string;
}

export interface TaskAnswer extends TaskDeed {
  readonly answer: string;
  /** Merged into the run's data, by key. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly note: string;
}

/** To a person, who then has it, or to another queue, where nobody has it yet. */
export type TaskReceiver = { readonly person: string } | { readonly queue: string };

/**
 * What people do with tasks. Each call is one transaction that writes one act into the audit log.
 *
 * Errors, all of them `BatonError`: `task-unknown`; `task-closed` and `task-taken`, whose details say `by` whom and
 * since `at` when; `answer-unknown` (details `allowed`); `answer-invalid` (details `errors`: a `FieldError` each);
 * `queue-unknown`; `door-invalid` for a name or a text that is empty, endless or no text.
 */
export interface Inbox {
  /** Open tasks, most urgent first, then oldest. */
  list(filter?: InboxFilter): Promise<InboxTask[]>;
  /** One task, closed or open. */
  show(taskId: number): Promise<InboxTaskView>;
  /** Takes a task for oneself. Having it already changes nothing and is no act. */
  claim(deed: TaskDeed): Promise<InboxTask>;
  /** Gives one's task back to its queue. What nobody has stays as it is, and is no act. */
  release(deed: TaskDeed & { readonly note?: string | undefined }): Promise<InboxTask>;
  /** Gives a task to somebody, whoever has it now. */
  reassign(
    deed: TaskDeed & { readonly to: TaskReceiver; readonly note?: string | undefined },
  ): Promise<InboxTask>;
  /** Says something for the record, whoever has the task. */
  comment(deed: TaskDeed & { readonly text: string }): Promise<InboxTask>;
  /** Answers a task that nobody else has; the run goes on by the answer's route. */
  resolve(answer: TaskAnswer): Promise<InboxTask>;
}
