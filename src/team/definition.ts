/**
 * A team after loading: plain data, checked, durations in milliseconds, names resolved.
 * `load` makes it from a folder's files, the conductor reads it, a release stores the files it came from.
 */

import type { ErrorFacts } from '../core/error.ts';
import type { Priority } from '../core/priority.ts';
import type { ChannelConfig, NoticeRules, Preference } from '../notify/config.ts';

/** A condition in CEL, compiled once. `source` is what the file says. */
export interface Condition {
  readonly source: string;
  /** True when the condition holds. Throws a `BatonError` `condition-failed` where it cannot be decided. */
  holds(facts: ConditionFacts): boolean;
}

/** An expression in CEL that gives a text, such as the number of another case. */
export interface TextExpression {
  readonly source: string;
  valueOf(facts: ConditionFacts): string;
}

/** An expression in CEL that gives a time. */
export interface TimeExpression {
  readonly source: string;
  /** Null where the expression gives nothing. Throws a `BatonError` `condition-failed` for what is no time. */
  valueOf(facts: ConditionFacts): Date | null;
}

/** What a condition may speak of. */
export interface ConditionFacts {
  /** What the step just gave: the agent's output, a person's answer, the branches' data. */
  readonly output: Readonly<Record<string, unknown>>;
  /** Everything the run knows, by key, `output` included. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Why the step failed; null in a `success` route. */
  readonly error: ErrorFacts | null;
  readonly run: { readonly case_id: string; readonly flags: readonly string[] };
}

export interface RouteNotice {
  /** A group of `team.yaml`. */
  readonly to: string;
  readonly subject: string;
}

/** A person's task that a route or a step opens. */
export interface TaskSpec {
  /** A queue of `team.yaml`. */
  readonly queue: string;
  /** What is asked of the person, one or two sentences. */
  readonly ask: string;
  /** What may be answered, and where the run goes then. */
  readonly answers: Readonly<Record<string, Route>>;
  readonly deadlineMs: number | null;
  /** The answer that is taken when nobody has answered `afterMs` after opening; null: it waits. */
  readonly safeDefault: { readonly answer: string; readonly afterMs: number } | null;
}

/** Where a run goes. The first route whose `when` holds is taken; one without `when` always holds. */
export interface Route {
  readonly when: Condition | null;
  readonly destination: Destination;
  /** Marks to leave on the run. */
  readonly flags: readonly string[];
  readonly notify: readonly RouteNotice[];
  /** Sends this run's data as an event to another case's run. */
  readonly tell: { readonly caseId: TextExpression; readonly event: string } | null;
  readonly priority: Priority | null;
}

export type Destination =
  /** On to the named step of the same sequence. */
  | { readonly kind: 'step'; readonly step: string }
  /** On to the next step of the list, or to the end `done` after the last. */
  | { readonly kind: 'next' }
  /** The run is over; `end` names how. */
  | { readonly kind: 'end'; readonly end: string }
  /** A person decides. */
  | { readonly kind: 'task'; readonly task: TaskSpec };

export interface RetryPolicy {
  /** How often a failed step is asked again, beyond the first time. 0: never. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** Each wait is this many times the one before. */
  readonly factor: number;
  readonly maxBackoffMs: number;
  /** 0–1: the share of each wait that is drawn by chance. */
  readonly jitter: number;
}

/**
 * Ask the step's agent again for as long as it watches: a while after the step began, or at the time that
 * the run's data gives after each of its answers.
 */
export type ScheduledAsk = {
  /** The `occasion` the agent is asked with, such as `remind`. */
  readonly occasion: string;
} & ({ readonly afterMs: number } | { readonly at: TimeExpression });

export interface Escalation {
  /** After the step began; null: only `at` says when. */
  readonly afterMs: number | null;
  /** The time that the run's data gives after each of the agent's answers; null: only `afterMs` says when. */
  readonly at: TimeExpression | null;
  /** The `occasion` the agent is asked with at that time; null: it is not asked. */
  readonly occasion: string | null;
  readonly task: TaskSpec;
  readonly notify: readonly RouteNotice[];
}

/** Checked against each answer of the step's agent. One that does not hold flags the run; the run goes on. */
export interface Validator {
  /** The field it speaks of, for people; null: the answer as a whole. */
  readonly field: string | null;
  /** Holds for an answer that is right. */
  readonly check: Condition;
  readonly flag: string;
  readonly message: string;
  readonly notify: readonly RouteNotice[];
}

/** The answer of a timeout's task that gives the step's output by hand. */
export const FINISH_BY_HAND = 'done';

/** An agent is too slow: a person has the step. Answers: `done` (where it can be done by hand), `retry`, `close`, the step's own. */
export interface TimeoutPolicy {
  readonly task: TaskSpec;
  readonly notify: readonly RouteNotice[];
}

/** How a step waits for something outside that is down. */
export interface ParkPolicy {
  readonly backoffMs: number;
  readonly factor: number;
  readonly maxBackoffMs: number;
  /** 0–1: the share of each wait that is drawn by chance. */
  readonly jitter: number;
  /** Parked for so long, the step fails and its failure routes are taken. */
  readonly giveUpAfterMs: number;
}

/** When something outside counts as down, over all workers, and who is told, once. */
export interface BreakerPolicy extends Omit<ParkPolicy, 'giveUpAfterMs'> {
  /** So many failures one after another open the circuit. */
  readonly failures: number;
  readonly notify: readonly string[];
}

/** Rules contradict each other: their owner gets a task beside the run, a branch of one person's step. */
export interface ConflictPolicy {
  readonly steps: readonly Step[];
  readonly notify: readonly RouteNotice[];
}

/** What happens when a step goes wrong in one of the ways that have a policy; null: its failure routes say. */
export interface StepRecovery {
  readonly timeout: TimeoutPolicy | null;
  readonly apiFailure: ParkPolicy | null;
  readonly ruleConflict: ConflictPolicy | null;
}

export interface AgentStep {
  readonly kind: 'agent';
  readonly id: string;
  /** The agent's folder name. */
  readonly agent: string;
  /** Start to finish. */
  readonly timeoutMs: number;
  /** From being sent to being started; null: a backlog may take its time. */
  readonly startWithinMs: number | null;
  readonly retry: RetryPolicy;
  /**
   * The event that ends the step. Null, and `doneWhen` too: the step ends with the agent's first answer.
   * Otherwise the step watches on after that answer, asks again by `schedule`, and escalates by `escalation`.
   */
  readonly until: string | null;
  /** Holds for the answer that ends a watching step; null: none does. */
  readonly doneWhen: Condition | null;
  readonly schedule: readonly ScheduledAsk[];
  /** Events that do not end the watch: the agent is asked with the occasion named. By event. */
  readonly on: Readonly<Record<string, string>>;
  readonly escalation: Escalation | null;
  readonly validate: readonly Validator[];
  readonly recovery: StepRecovery;
  readonly success: readonly Route[];
  readonly failure: readonly Route[];
}

/** A step that a person does. */
export interface PersonStep {
  readonly kind: 'person';
  readonly id: string;
  readonly task: TaskSpec;
  readonly notify: readonly RouteNotice[];
}

/** A step that only waits: for an event, for a time, or for whichever comes first. */
export interface WaitStep {
  readonly kind: 'wait';
  readonly id: string;
  readonly until: string | null;
  readonly forMs: number | null;
  /** Taken when the event came; where `until` is null, when the time is over. */
  readonly success: readonly Route[];
  /** Taken when the time was over before the event. */
  readonly failure: readonly Route[];
}

/** Branches that run side by side, each a run of its own, and a join. */
export interface ParallelStep {
  readonly kind: 'parallel';
  readonly id: string;
  readonly branches: Readonly<Record<string, readonly Step[]>>;
  /**
   * `all`: when every branch has ended. `any`: with the first branch that ended well. `none`: the run goes on at
   * once, and takes nothing from its branches.
   */
  readonly join: 'all' | 'any' | 'none';
  readonly success: readonly Route[];
  readonly failure: readonly Route[];
}

export type Step = AgentStep | PersonStep | WaitStep | ParallelStep;

export type Trigger =
  | { readonly kind: 'event'; readonly event: string }
  /** Follows other workflows' cases: begins where a case of one of them has ended so, with its data. */
  | {
      readonly kind: 'after';
      readonly ended: readonly { readonly workflow: string; readonly ends: readonly string[] }[];
      /** It may also be started by this event. */
      readonly event: string | null;
    }
  | { readonly kind: 'schedule'; readonly cron: string; readonly timezone: string }
  | { readonly kind: 'hand' };

export interface WorkflowDefinition {
  /** The file's name without `.yaml`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly trigger: Trigger;
  readonly steps: readonly Step[];
}

/** `agents/<name>/agent.md`: what the front matter states, and the instructions below it. */
export interface AgentProfile {
  /** The folder's name; also its queue's. */
  readonly id: string;
  /** The declared name, such as "LeadCapture Pro". */
  readonly name: string;
  readonly role: string;
  readonly triggers: readonly string[];
  readonly dataSources: readonly string[];
  readonly framework: string | null;
  readonly scoring: string | null;
  readonly mind: 'rules';
  readonly limits: {
    /** At once, in one worker process. */
    readonly concurrency: number;
    /** Over all workers; null: as fast as it goes. */
    readonly rate: { readonly count: number; readonly perMs: number } | null;
    /** Operations are warned once when this many messages wait; null: never. */
    readonly warnAt: number | null;
  };
  readonly versionNotes: string;
  /** The Markdown below the front matter. */
  readonly instructions: string;
}

/** Where a task goes that nobody has acted on for so long. */
export interface QueueEscalation {
  /** Since it was opened, somebody acted, or the level before was carried out. */
  readonly afterMs: number;
  /** A queue of `team.yaml`. */
  readonly to: string;
  /** Groups that are told besides those of that queue. */
  readonly notify: readonly string[];
}

export interface QueueDefinition {
  readonly title: string;
  /** Groups that are told of its tasks. */
  readonly notify: readonly string[];
  /** Levels, in order; empty: a task waits there for as long as it takes. */
  readonly escalate: readonly QueueEscalation[];
  /** How they are told, where the queue has it otherwise than the group. */
  readonly notices?: Preference | undefined;
}

export interface TeamDefinition {
  /** The folder's name. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What case numbers begin with, such as LEAD. */
  readonly casePrefix: string;
  /** The workflow in force. */
  readonly workflow: string;
  /** Workflows in force beside it: those that follow others' cases, and those that the clock starts. */
  readonly beside: readonly string[];
  readonly workflows: Readonly<Record<string, WorkflowDefinition>>;
  readonly agents: Readonly<Record<string, AgentProfile>>;
  /** Who or what a case is about, part by part. */
  readonly subject: readonly TextExpression[];
  /** Where people's tasks wait. */
  readonly queues: Readonly<Record<string, QueueDefinition>>;
  /** When something outside counts as down; null: the team keeps no count. */
  readonly breaker: BreakerPolicy | null;
  /** Who is told of things. */
  readonly groups: Readonly<Record<string, Preference & { readonly title: string }>>;
  /** How notices leave, beside the log. */
  readonly channels: Readonly<Record<string, ChannelConfig>>;
  /** How people want to be told, by id; `everybody` for all others. */
  readonly people: Readonly<Record<string, Preference>>;
  readonly noticeRules: NoticeRules;
  readonly health: HealthLimits;
  /** How long what is kept, in milliseconds, where team.yaml says so; null: for good. */
  readonly retention: Readonly<Record<string, number | null>>;
}

/** From when on a health check calls something wrong. */
export interface HealthLimits {
  /** How long a message may wait for an agent. */
  readonly waitsMs: number;
  /** How many times as long an agent's slow answers may take as in the week before. */
  readonly slower: number;
  /** How often the same error may come at one step in a day. */
  readonly errors: number;
  /** How long a notice may go undelivered. */
  readonly noticesMs: number;
  /** How many times better or worse a figure of the business may be than before. */
  readonly trend: number;
}

/**
 * A folder's data files as text, by path relative to the folder with forward slashes. One of them is made, not read:
 * `words.sha256`, a digest for each of the word lists that belong to the code.
 */
export type TeamFiles = Readonly<Record<string, string>>;

export interface Release {
  /** The first 16 hex digits of the SHA-256 over the files. */
  readonly id: string;
  readonly files: TeamFiles;
  readonly team: TeamDefinition;
}
