/** What the conductor wants done, as data. The engine carries all of an event's effects out in one transaction. */

import type { ErrorFacts } from '../core/error.ts';
import type { Priority } from '../core/priority.ts';
import type { TaskKind } from './run.ts';

export type Effect =
  /** Ask an agent. */
  | {
      readonly kind: 'send';
      readonly agent: string;
      readonly step: string;
      readonly turn: number;
      readonly occasion: string;
      readonly attempt: number;
      /** Time until it may be fetched; 0: at once. */
      readonly delayMs: number;
      /** From being fetched to being done. */
      readonly timeoutMs: number;
      readonly startWithinMs: number | null;
      readonly priority: Priority;
      /** What it was put off for, where something outside is down. */
      readonly parkedFor: string | null;
    }
  /** Keep an answer that no message carries on. */
  | { readonly kind: 'record-answer'; readonly step: string; readonly turn: number }
  | {
      readonly kind: 'open-task';
      readonly step: string;
      readonly turn: number;
      readonly taskKind: TaskKind;
      readonly queue: string;
      readonly ask: string;
      readonly answers: readonly string[];
      readonly deadlineMs: number | null;
      readonly safeDefault: { readonly answer: string; readonly afterMs: number } | null;
      readonly error: ErrorFacts | null;
      readonly priority: Priority;
    }
  /** Answered by a person (or its safe default), or withdrawn because the run went on without one. */
  | {
      readonly kind: 'close-task';
      readonly turn: number;
      readonly outcome: 'resolved' | 'withdrawn';
      /** The answer, or why it was withdrawn. */
      readonly reason: string;
      readonly by: string | null;
    }
  /** The clock's word on an open task: late, or before another queue because nobody has acted. */
  | {
      readonly kind: 'move-task';
      readonly turn: number;
      readonly act: 'overdue' | 'escalated';
      /** Where it goes; null: it stays. */
      readonly queue: string | null;
    }
  | {
      readonly kind: 'notify';
      readonly to: string;
      readonly subject: string;
      readonly text: string;
      /** The queue whose task it tells of. */
      readonly queue?: string;
    }
  | {
      readonly kind: 'set-timer';
      readonly step: string;
      readonly turn: number;
      readonly timer: string;
      readonly afterMs: number;
    }
  | {
      readonly kind: 'start-branch';
      readonly step: string;
      readonly turn: number;
      readonly branch: string;
      /** What its first message says; null: nothing. */
      readonly notes: string | null;
    }
  | { readonly kind: 'cancel-branches'; readonly step: string; readonly turn: number }
  /** An event for another case's run. */
  | { readonly kind: 'tell'; readonly caseId: string; readonly event: string }
  | { readonly kind: 'finish'; readonly end: string };
