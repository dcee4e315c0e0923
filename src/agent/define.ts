/** How a team's developer declares an agent: its schemas, its rules file and its one function. */
import type { z } from 'zod';
import { BatonError } from '../core/error.ts';
import type { Priority } from '../core/priority.ts';
import type { ReadRules, RulesSource, RulesValue } from './rules.ts';

/** What an agent knows besides its input. */
export interface AgentContext<Rules, Services> {
  /** The database's clock when the work was fetched. Never read `Date.now()` for a decision. */
  readonly now: Date;
  /** Aborted when the step's timeout passes or the worker stops; hand it to every fetch. */
  readonly signal: AbortSignal;
  readonly runId: string;
  /** The business id of the case, such as LEAD-10042. */
  readonly caseId: string;
  readonly step: string;
  /** `handoff` for the first request of a step; otherwise the name in the step's `schedule` or `escalation`, such as `remind`. */
  readonly occasion: string;
  /** Marks earlier steps left on the run, such as `limited-data`. */
  readonly flags: readonly string[];
  /** The agent's own rules, as they stand in the run's own release. */
  readonly rules: Rules;
  /** Those of the agent's `dependencies` that are down and are not to be asked now. Left out: none. */
  readonly down?: readonly string[];
  /** Gives other rules that `team.ts` registers, such as the working time, as they stand in the run's own release. */
  readonly read: ReadRules;
  /** What the team's `services` function made: its way to its tables, caches and connectors. */
  readonly services: Services;
}

/** A change to the team's own tables, as data; it is applied inside the settle transaction. */
export interface Write {
  /** A name in the team's `writes`. */
  readonly kind: string;
  readonly data: unknown;
}

/** A message to a person or a group; it leaves by the outbox once the step has committed. */
export interface Notice {
  /** A person's id or a group of `team.yaml`, such as `marketing`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface AgentResult<Output> {
  /** Merged key by key into the run's data, and so part of every later message. */
  readonly output: Output;
  /** One sentence on what was done: `processing_notes` of the message that leaves. */
  readonly notes?: string;
  /** Urgency of what follows. Default: as it came in. */
  readonly priority?: Priority;
  readonly writes?: readonly Write[];
  readonly notices?: readonly Notice[];
  /** Marks that travel with the run, such as `limited-data`. */
  readonly flags?: readonly string[];
  /** What of its declared dependencies it has found up or down. */
  readonly dependencies?: readonly DependencyReport[];
}

/** What an agent has learned of something outside. */
export interface DependencyReport {
  /** A name of the agent's `dependencies`. */
  readonly name: string;
  readonly isUp: boolean;
  /** Why it counts as failed, in a sentence a technician reads. */
  readonly message?: string | undefined;
}

/**
 * What an agent throws when it cannot work without `dependency`, one of its `dependencies`: the step waits where its
 * recovery policy says so, and is tried again; otherwise this is a failure as any.
 */
export function dependencyDown(dependency: string, message: string): BatonError {
  return new BatonError(DEPENDENCY_DOWN, message, { retryable: true, details: { dependency } });
}

export const DEPENDENCY_DOWN = 'dependency-down';

/** What is known where a person gives a step's output in place of its agent. */
export interface HandContext {
  readonly caseId: string;
  readonly now: Date;
  /** The run's data. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AgentDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Rules extends RulesSource = RulesSource,
  Services = unknown,
> {
  /** Checked before the agent is asked; unknown keys of the run's data are left out. */
  readonly input: Input;
  /** Checked after: an answer that does not fit is the failure `output-invalid`. */
  readonly output: Output;
  /** The schema of `agents/<name>/rules.yaml`, or rules in several files; leave out where the agent has none. */
  readonly rules?: Rules;
  /**
   * What it may be asked with besides `handoff`: the names in a step's `schedule`, `on` and `escalation`.
   * Given, `baton check` holds workflows against it.
   */
  readonly occasions?: readonly string[];
  /** The kinds of write it may return. What their `facts` add counts as the agent's output. */
  readonly writes?: readonly string[];
  /**
   * What outside it asks, by name. `needed`: while it is down the step waits, and the agent is not asked. `wanted`:
   * the agent is asked all the same, and finds the name in `context.down`.
   */
  readonly dependencies?: Readonly<Record<string, 'needed' | 'wanted'>>;
  /**
   * What becomes of an output that a person gives when the agent was too slow: the writes that go with it. An agent
   * with `writes` and without this cannot be finished by hand.
   */
  byHand?(
    output: z.output<Output>,
    context: HandContext,
  ): Pick<AgentResult<z.input<Output>>, 'output' | 'writes' | 'notes'>;
  run(
    input: z.output<Input>,
    context: AgentContext<RulesValue<Rules>, Services>,
  ): AgentResult<z.input<Output>> | Promise<AgentResult<z.input<Output>>>;
}

/** Declares an agent. Returns its argument, typed; the team's `team.ts` registers it under its folder's name. */
export function defineAgent<
  Input extends z.ZodType,
  Output extends z.ZodType,
  Rules extends RulesSource = z.ZodUndefined,
  Services = unknown,
>(
  definition: AgentDefinition<Input, Output, Rules, Services>,
): AgentDefinition<Input, Output, Rules, Services> {
  return definition;
}
