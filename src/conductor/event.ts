/** What can happen to a run. Every event carries the time and a random number: the conductor has neither. */

import type { ErrorFacts } from '../core/error.ts';
import type { Priority } from '../core/priority.ts';

/** Which question an answer, a failure or a timer belongs to. */
export interface Address {
  readonly step: string;
  readonly turn: number;
}

export interface AskAddress extends Address {
  readonly occasion: string;
  readonly attempt: number;
}

type Data = Readonly<Record<string, unknown>>;

export type Happening =
  /** The run begins. */
  | { readonly kind: 'started'; readonly data: Data }
  /** The agent answered. */
  | {
      readonly kind: 'step-succeeded';
      readonly ask: AskAddress;
      readonly output: Data;
      readonly flags: readonly string[];
      readonly priority: Priority | null;
    }
  /** The agent failed, timed out, or gave an answer that does not fit its schema. */
  | { readonly kind: 'step-failed'; readonly ask: AskAddress; readonly error: ErrorFacts }
  /** Something outside that the agent cannot do without is down. `againInMs`: it may be tried then, by the breaker; null: it is back by now. */
  | {
      readonly kind: 'dependency-down';
      readonly ask: AskAddress;
      readonly dependency: string;
      readonly error: ErrorFacts;
      readonly againInMs: number | null;
    }
  /** Nobody has begun within `start_within`. */
  | { readonly kind: 'start-overdue'; readonly ask: AskAddress }
  /** Delivered again and again, and the worker died each time. */
  | { readonly kind: 'delivery-exhausted'; readonly ask: AskAddress }
  /** A wake-up call that could never be taken; `at` null: whatever the run stands at. `error`: why, where that is known. */
  | { readonly kind: 'wake-exhausted'; readonly at: Address | null; readonly error?: ErrorFacts }
  | { readonly kind: 'timer-fired'; readonly at: Address; readonly timer: string }
  /** It was time to look whether anybody has acted on the open task. Read under lock. */
  | {
      readonly kind: 'task-unattended';
      readonly at: Address;
      /** The queue whose `escalate` the task follows, and how many levels of it are behind it. */
      readonly queue: string;
      readonly level: number;
      /** When somebody last did something about it. */
      readonly actedAt: Date;
      /** Where it waits now. */
      readonly waitsIn: string;
    }
  /** A person answered a task. */
  | {
      readonly kind: 'task-resolved';
      readonly at: Address;
      readonly answer: string;
      readonly data: Data;
      readonly by: string;
    }
  /** Something happened outside, such as `salesperson-responded`. */
  | { readonly kind: 'signal'; readonly name: string; readonly data: Data; readonly from: string }
  /** A branch of a parallel step has ended; `branches` is what all of them have come to, read under lock. */
  | { readonly kind: 'branch-ended'; readonly at: Address; readonly branches: readonly BranchResult[] }
  /** The run is no longer wanted: its parent went on without it. */
  | { readonly kind: 'cancelled'; readonly reason: string };

export interface BranchResult {
  readonly branch: string;
  /** Null while it has not ended. */
  readonly end: string | null;
  /** The keys of data it wrote. */
  readonly outputs: Data;
  readonly flags: readonly string[];
}

export type RunEvent = Happening & {
  /** The database's clock. */
  readonly now: Date;
  /** 0 ≤ random < 1. */
  readonly random: number;
};
