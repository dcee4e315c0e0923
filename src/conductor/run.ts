/** A run as the conductor sees it: where it stands, and what it knows. Plain data, kept in the run row. */

import type { ErrorFacts } from '../core/error.ts';
import type { Priority } from '../core/priority.ts';
import type { QueueEscalation, Step, WorkflowDefinition } from '../team/definition.ts';

/**
 * - `running`: an agent has work to do.
 * - `joining`: its branches, runs of their own, have not all ended.
 * - `waiting`: for a time or an event; nobody has work to do.
 * - `in-review`: a person's task is open.
 * - `done`: over; `end` says how. Nothing moves it any more.
 */
export const runStatuses = ['running', 'joining', 'waiting', 'in-review', 'done'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Why an agent is asked when a step begins; a step's `schedule` and `escalation` name others. */
export const FIRST_OCCASION = 'handoff';

/** How many of the steps it has left a run remembers; its messages tell them all. */
export const LONGEST_PATH = 200;

/** The timers of a run, besides those of a step's `schedule`. */
export const TIMERS = {
  wait: 'wait',
  escalation: 'escalation',
  deadline: 'deadline',
  safeDefault: 'safe-default',
} as const;

/** The timer at whose end a question that is still parked is given up. */
export function giveUpTimer(occasion: string): string {
  return `give-up:${occasion}`;
}

/** The occasion of a `giveUpTimer`; null for any other timer. */
export function givenUpOccasion(timer: string): string | null {
  return timer.startsWith('give-up:') ? timer.slice('give-up:'.length) : null;
}

/** The branch of a step that stands beside the run where rules contradict each other. */
export const CONFLICT_BRANCH = 'rule-conflict';

/** The timer of an ask that a step's `schedule` names: no occasion can be taken for one of `TIMERS`. */
export function scheduleTimer(occasion: string): string {
  return `ask:${occasion}`;
}

/** The timer that looks whether anybody has acted on a task which follows that queue's `escalate`, so far along. */
export function unattendedTimer(queue: string, level: number): string {
  return `unattended:${queue}:${level}`;
}

/** The queue and the level of such a timer; null for any other. */
export function unattendedParts(timer: string): { readonly queue: string; readonly level: number } | null {
  const [kind, queue, level] = timer.split(':');
  return kind === 'unattended' && queue && level ? { queue, level: Number(level) } : null;
}

/** A timer that was set for a time the data gave: it counts only while the data still gives that time. */
export function datedTimer(timer: string, at: string): string {
  return `${timer}@${at}`;
}

/** The timer and the time of a dated timer; null for any other. */
export function datedParts(timer: string): { readonly timer: string; readonly at: string } | null {
  const sign = timer.lastIndexOf('@');
  return sign < 0 ? null : { timer: timer.slice(0, sign), at: timer.slice(sign + 1) };
}

/** The occasion of a question that may be asked several times: `written-again` of `written-again#3`. */
export function occasionOf(ask: string): string {
  return ask.split('#')[0] ?? ask;
}

/** One question to the step's agent. */
export interface Ask {
  /** How often it was asked again after failing. */
  readonly attempt: number;
  readonly state: 'asked' | 'answered' | 'failed';
  /** Put off because something outside is down; it stays so until the question is answered. */
  readonly parked?: Parking;
}

export interface Parking {
  /** What is down. */
  readonly dependency: string;
  /** When the question was first put off, as JSON writes it. */
  readonly since: string;
  /** How often it was put off: these do not count as tries. */
  readonly times: number;
}

/** A time that the run's data has given for a timer. */
export interface Clock {
  /** As JSON writes it. */
  readonly at: string;
  /** Whether its time has come and been taken: the same time given again is not a new one. */
  readonly struck: boolean;
}

/** The step a run stands in. */
export type ActiveStep =
  | {
      readonly kind: 'agent';
      readonly step: string;
      /** By occasion. */
      readonly asks: Readonly<Record<string, Ask>>;
      /** The escalation's task, once its time has come; it stands beside the watching step. */
      readonly escalated: boolean;
      /** The times that the run's data has given, by timer. Left out where none has been given. */
      readonly clocks?: Readonly<Record<string, Clock>>;
    }
  | { readonly kind: 'task'; readonly step: string; readonly task: OpenTask }
  | { readonly kind: 'wait'; readonly step: string }
  | { readonly kind: 'parallel'; readonly step: string };

/** Why a person's task is open. */
export type TaskKind = 'step' | 'decision' | 'failure' | 'escalation' | 'exhausted' | 'timeout';

/** Where the definition holds a task: it is found again there when the answer comes. */
export type TaskRoot =
  | { readonly from: 'route'; readonly list: 'success' | 'failure'; readonly index: number }
  | { readonly from: 'escalation' }
  | { readonly from: 'person' }
  /** The step's recovery from a timeout. */
  | { readonly from: 'timeout' }
  /** No route had foreseen it: try again, skip, close. `succeeded`: the step had, and only found no way on. */
  | { readonly from: 'undeclared'; readonly succeeded: boolean };

/** Whether a task came after its step had succeeded; what the step awaited has then happened. */
export function hasSucceeded(root: TaskRoot): boolean {
  return root.from === 'route' ? root.list === 'success' : root.from === 'undeclared' && root.succeeded;
}

/** Enough of an open task to take its answer. */
export interface OpenTask {
  readonly kind: TaskKind;
  readonly root: TaskRoot;
  /** For a task that another task's answer opened: the answers so far, in order. */
  readonly answered: readonly string[];
  readonly error: ErrorFacts | null;
}

export interface RunState {
  readonly status: RunStatus;
  readonly end: string | null;
  /**
   * Raised whenever the run moves. Messages, timers and tasks carry the turn they belong to; one of an
   * earlier turn changes nothing.
   */
  readonly turn: number;
  /** How many events have changed the run: part of the key of every effect. */
  readonly sequence: number;
  readonly active: ActiveStep | null;
  /** Steps left, in order; a step done again stands here again. The newest `LONGEST_PATH`: a watch may go on for years. */
  readonly path: readonly string[];
  readonly flags: readonly string[];
  readonly priority: Priority;
  /** Keys of `data` that this run has written: what a branch brings back to its parent. */
  readonly touched: readonly string[];
  /** Who acted last and before: `from_agent` and `previous_agent` of the next message. Agent ids, or names of people. */
  readonly lastActor: string;
  readonly previousActor: string | null;
  /** Moves since a person, the outside world or the clock last acted: a workflow that only turns in circles is stopped. */
  readonly moves: number;
  /** The turn whose task was last called overdue; 0: none. A task is called overdue once. */
  readonly overdueTurn: number;
}

export interface Run {
  readonly state: RunState;
  /** Everything the run knows, by key of the payload. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the conductor must know besides the run: the steps it follows and where tasks may go. */
export interface Score {
  readonly steps: readonly Step[];
  /** Queue → groups that are told of its tasks, and where a task goes that nobody acts on. */
  readonly queues: Readonly<
    Record<string, { readonly notify: readonly string[]; readonly escalate?: readonly QueueEscalation[] }>
  >;
  /** Where tasks go that no route declares. */
  readonly reviewQueue: string;
  readonly caseId: string;
}

/** A run before its first event. */
export function newRun(from: string): Run {
  return {
    state: {
      status: 'running',
      end: null,
      turn: 0,
      sequence: 0,
      active: null,
      path: [],
      flags: [],
      priority: 'normal',
      touched: [],
      lastActor: from,
      previousActor: null,
      moves: 0,
      overdueTurn: 0,
    },
    data: {},
  };
}

/** The step of that id in this very sequence. The loader has checked that it is there. */
export function stepOf(score: Score, id: string): Step {
  const step = score.steps.find((candidate) => candidate.id === id);
  const known = score.steps.map((candidate) => candidate.id).join(', ');
  if (!step) throw new Error(`no step ${id} among ${known || 'none: the definition cannot be read'}`);
  return step;
}

/**
 * The sequence a run follows: the workflow's own, or a branch's. `path` names parallel step and branch
 * by turns, such as `["research", "news"]`; empty for the workflow itself.
 */
export function stepsAt(workflow: WorkflowDefinition, path: readonly string[]): readonly Step[] {
  let steps = workflow.steps;
  for (let index = 0; index + 1 < path.length; index += 2) {
    const step = steps.find((candidate) => candidate.id === path[index]);
    const branch = step && branchOf(step, path[index + 1] ?? '');
    if (!branch) throw new Error(`workflow ${workflow.id} has no branch at ${path.join('/')}`);
    steps = branch;
  }
  return steps;
}

/** The steps of a step's branch: of a parallel step, or of the one beside a step whose rules contradict each other. */
function branchOf(step: Step, branch: string): readonly Step[] | undefined {
  if (step.kind === 'parallel') return step.branches[branch];
  return step.kind === 'agent' && branch === CONFLICT_BRANCH ? step.recovery.ruleConflict?.steps : undefined;
}
