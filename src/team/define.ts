/**
 * How a team's developer puts a team together: `team.ts` beside `team.yaml` exports
 * `defineTeam({...})` as its default. Data (YAML, Markdown) is discovered; code is registered here.
 */
import type { z } from 'zod';
import type { AgentDefinition } from '../agent/define.ts';
import type { ReadRules, RulesDefinition } from '../agent/rules.ts';
import type { ErrorFacts } from '../core/error.ts';
import type { Mailer } from '../notify/smtp.ts';
import type { Database, Queryable, Transaction } from '../store/database.ts';
import type { TeamHealth } from './health.ts';
import type { Inbox } from './inbox.ts';

export interface WriteContext {
  readonly now: Date;
  readonly runId: string;
  readonly caseId: string;
  readonly step: string;
  /** Gives rules that `team.ts` registers, as they stand in the run's own release. */
  readonly read: ReadRules;
}

/**
 * A change to the team's tables. It runs inside the settle transaction, where caps and uniqueness are
 * checked again under lock. What it returns completes the agent's output, key by key. Throw a
 * `BatonError` to refuse: nothing of that item is written and the step fails with the error's code.
 */
export interface WriteDefinition<Input extends z.ZodType = z.ZodType, Facts extends z.ZodType = z.ZodType> {
  readonly input: Input;
  /** The schema of what `apply` returns; leave out where it returns nothing. */
  readonly facts?: Facts;
  /** What was done, once it is known, in a sentence: takes the place of the agent's own `notes`. */
  notes?(facts: z.output<Facts>): string;
  apply(tx: Transaction, data: z.output<Input>, context: WriteContext): Promise<z.output<Facts> | undefined>;
}

/** Declares a write. Returns its argument, typed. */
export function defineWrite<Input extends z.ZodType, Facts extends z.ZodType = z.ZodUndefined>(
  definition: WriteDefinition<Input, Facts>,
): WriteDefinition<Input, Facts> {
  return definition;
}

export interface ServicesContext {
  readonly database: Database;
  /** The team's folder, absolute. */
  readonly folder: string;
}

/** What a running team hands to its own commands, intake and demo. */
export interface RunningTeam<Services = unknown> {
  readonly database: Database;
  readonly services: Services;
  readonly folder: string;
  /** Gives rules that `team.ts` registers, as they stood when this process was opened: no run is asked here. */
  readonly read: ReadRules;
  /** The database's clock. */
  now(): Promise<Date>;
  /** The next numbers of the team's cases, such as LEAD-10042; a number may be left out, never given twice. */
  newCaseIds(tx: Transaction, count: number): Promise<string[]>;
  /**
   * Starts runs inside the caller's transaction, so that what started them is kept with them or not
   * at all. A start whose `key` was seen before starts nothing and gives the earlier case.
   */
  startRuns(tx: Transaction, starts: readonly RunStart[]): Promise<StartedRun[]>;
  /**
   * Sends an event from outside to the open run of a case, inside the caller's transaction. False where
   * no such run is open.
   */
  signal(
    tx: Transaction,
    caseId: string,
    event: string,
    payload: Readonly<Record<string, unknown>>,
    from: string,
  ): Promise<boolean>;
  /** A case's messages in order, as envelopes. */
  messagesOf(caseId: string): Promise<unknown[]>;
  /** Where cases stand, by case. A case that has no run is left out. */
  standingsOf(caseIds: readonly string[]): Promise<ReadonlyMap<string, CaseStanding>>;
  /** People's tasks: what waits, and what may be done with it. */
  readonly inbox: Inbox;
  /** A case's notices, oldest first. */
  noticesOf(caseId: string): Promise<CaseNotice[]>;
  /** The mail server for the team's own mail to people outside; null: team.yaml names none. */
  readonly mailer: Mailer | null;
}

/** How the team can reach somebody who is no group of team.yaml. */
export interface Person {
  readonly name: string;
  readonly email: string | null;
  /** IANA; null: not known. */
  readonly timeZone: string | null;
}

/** A case's newest run, branches apart, and the people's tasks of all its runs. */
export interface CaseStanding {
  readonly caseId: string;
  readonly workflow: string;
  /**
   * `running`: an agent has work to do. `joining`: its branches have. `waiting`: for a time or an event.
   * `in-review`: for a person. `done`: over.
   */
  readonly status: 'running' | 'joining' | 'waiting' | 'in-review' | 'done';
  /** How it ended; null while it is not over. */
  readonly end: string | null;
  /** The step it stands in; null once it is over. */
  readonly step: string | null;
  readonly flags: readonly string[];
  readonly startedAt: Date;
  readonly updatedAt: Date;
  /** Oldest first, closed ones too. */
  readonly tasks: readonly CaseTask[];
}

export interface CaseTask {
  readonly taskId: number;
  readonly step: string;
  readonly queue: string;
  readonly ask: string;
  readonly answers: readonly string[];
  readonly status: 'open' | 'resolved' | 'withdrawn';
  /** Why it was opened, where something failed. */
  readonly error: ErrorFacts | null;
  readonly openedAt: Date;
  readonly deadline: Date | null;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly answer: string | null;
}

export interface CaseNotice {
  /** A person's id or a group of `team.yaml`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly createdAt: Date;
  /** `new`, `waiting`, `sending`: not delivered yet. `dead`: given up. `duplicate`: said already, and not sent. */
  readonly status: 'new' | 'waiting' | 'sending' | 'sent' | 'dead' | 'duplicate';
  /** Null: not delivered. */
  readonly sentAt: Date | null;
}

/** How a case ended. */
export interface CaseEnd {
  readonly caseId: string;
  /** The name of the end, such as `responded`. */
  readonly end: string;
  readonly now: Date;
  /** Who acted last: an agent's id, or a person. */
  readonly by: string;
}

export interface RunStart {
  /** The business id, such as LEAD-10042. */
  readonly caseId: string;
  /** Must equal the trigger of the workflow in force, or the event of one beside it, which it then starts. */
  readonly event: string;
  /** The workflow it must start; left out: the one the event says. */
  readonly workflow?: string | undefined;
  /** Starting twice with one key starts once. */
  readonly key: string;
  /** The run's first data, by key. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Who sends the first message, such as "Intake". */
  readonly from: string;
  readonly notes: string;
}

export interface StartedRun {
  readonly caseId: string;
  readonly runId: string;
  /** False where the key was known already. */
  readonly isNew: boolean;
}

/** What could not be taken in, said so that its sender can mend it. */
export interface IntakeProblem {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
  readonly expected: string;
}

export interface IntakeReceipt {
  readonly file: string;
  readonly line: number | null;
  readonly source: string;
  readonly caseId: string;
  /** False where the very same inquiry had been taken in before. */
  readonly isNew: boolean;
}

export interface IntakeResult {
  readonly receipts: readonly IntakeReceipt[];
  readonly problems: readonly IntakeProblem[];
  /** Sentences a person should read once, such as how the columns of a list were understood. */
  readonly remarks?: readonly string[];
}

/** A file as it was handed to `baton intake`. `name` is the path as the user gave it. */
export interface IntakeFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the columns of a list are, as `--columns` was given: "Firma=company,Mail=email". */
  readonly columns?: string;
}

export interface CommandOutcome {
  /** Printed by `--json`. */
  readonly data: unknown;
  /** Printed otherwise. */
  readonly text: string;
  /** Default 0. 1: it did not work; 2: called wrongly; 3: not found; 4: some of it worked. */
  readonly exitCode?: number;
}

/** A command of the team's own, such as `baton leads`. */
export interface TeamCommand<Services = unknown> {
  /** Name and arguments as commander writes them, such as `lead <id>`. */
  readonly usage: string;
  readonly summary: string;
  /** What each argument of `usage` is, by its name; shown by --help. */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly options?: readonly { readonly flags: string; readonly summary: string }[];
  run(
    team: RunningTeam<Services>,
    args: readonly string[],
    options: Readonly<Record<string, unknown>>,
  ): Promise<CommandOutcome>;
}

/** What `baton demo` needs of a team. */
export interface TeamDemo<Services = unknown> {
  /** Sets up the sample world (servers on loopback, owners, accounts); `stop` takes it down again. */
  prepare(
    team: RunningTeam<Services>,
  ): Promise<{ readonly intake: readonly string[]; stop(): Promise<void> }>;
  /** The day in words and as data; `intake` is what was handed in from outside, to count against. */
  summarise(
    team: RunningTeam<Services>,
    intake: IntakeResult,
  ): Promise<{ readonly text: string; readonly data: unknown }>;
}

/** A kind of thing that a team keeps for a while only. */
export interface RetentionKind {
  /** In plain words, such as "answers to mails". */
  readonly what: string;
  /** In milliseconds, where team.yaml does not say; null: for good. */
  readonly defaultMs: number | null;
  /** Erases some that are older than that, at most about `limit`, and gives how many; 0: there are no more. */
  erase(tx: Transaction, batch: { readonly before: Date; readonly limit: number }): Promise<number>;
}

export interface TeamCode<Services = unknown> {
  /** By folder name under `agents/`. */
  // biome-ignore lint/suspicious/noExplicitAny: a registry of agents with schemas of their own
  readonly agents: Readonly<Record<string, AgentDefinition<any, any, any, any>>>;
  // biome-ignore lint/suspicious/noExplicitAny: a registry of writes with schemas of their own
  readonly writes?: Readonly<Record<string, WriteDefinition<any, any>>>;
  /** Rules that people may change and that are not one agent's own, for `context.read` and `team.read`. */
  // biome-ignore lint/suspicious/noExplicitAny: a registry of rules with files of their own
  readonly rules?: readonly RulesDefinition<any, any>[];
  /** The events that intake, commands and `tell` send. Given, `baton check` holds workflows against it. */
  readonly events?: readonly string[];
  /** Made once per process, after the team's migrations; handed to every agent. */
  services(context: ServicesContext): Promise<{ readonly services: Services; close(): Promise<void> }>;
  /** Takes in one file: many good inquiries and many problems, in any mixture. */
  intake?(team: RunningTeam<Services>, file: IntakeFile): Promise<IntakeResult>;
  /** Told in the settle transaction that a case has ended, so that the team's own tables say so too. */
  onEnd?(tx: Transaction, ended: CaseEnd): Promise<void>;
  /** Asked by `baton doctor`, besides what the engine can see: how the business goes, and what has no home. */
  health?(team: RunningTeam<Services>): Promise<TeamHealth>;
  /**
   * Told in the transaction that has erased the engine's record of ended cases, so that what the team's own tables
   * keep only for that record goes with it.
   */
  onErased?(tx: Transaction, caseIds: readonly string[]): Promise<void>;
  /** What else the team keeps for a while only, by the name it has under `retention` in team.yaml. */
  readonly retention?: Readonly<Record<string, RetentionKind>>;
  /** What the team's tables know of these recipients of notices, by id. Those it does not know are left out. */
  people?(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  /**
   * Delivers mail of the team's own to people outside, as much as is due. Called by every worker every few seconds where
   * `team.mailer` is one; `signal` is aborted when the worker stops.
   */
  deliverMail?(team: RunningTeam<Services>, mailer: Mailer, signal: AbortSignal): Promise<void>;
  readonly commands?: readonly TeamCommand<Services>[];
  readonly demo?: TeamDemo<Services>;
}

/** Declares a team's code. Returns its argument, typed. */
export function defineTeam<Services>(code: TeamCode<Services>): TeamCode<Services> {
  return code;
}
