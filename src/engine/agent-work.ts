/** Work for an agent: from a fetched job to the settlement of what the agent said. */
import type { Job } from 'pg-boss';
import { invokeAgent } from '../agent/invoke.ts';
import type { AskAddress, Happening } from '../conductor/event.ts';
import { FIRST_OCCASION, occasionOf, stepsAt } from '../conductor/run.ts';
import { BatonError, type ErrorFacts, errorFacts } from '../core/error.ts';
import { dataOf, PAYLOAD_KEYS } from '../message/envelope.ts';
import { type Delivery, envelopeOf, loadDeliveries } from '../message/log.ts';
import type { Queryable } from '../store/database.ts';
import type { TeamCode } from '../team/define.ts';
import type { AgentStep, Release } from '../team/definition.ts';
import { rulesIn, rulesOfAgent, rulesReader } from '../team/read-rules.ts';
import {
  type Declared,
  heldBack,
  newsOf,
  othersOf,
  outageIn,
  type Standing,
  standingsFor,
} from './dependencies.ts';
import { agentJob, unreadable } from './jobs.ts';
import type { Prepared } from './mailbox.ts';
import type { Releases } from './releases.ts';
import { workflowOf } from './score.ts';
import type { Claim, Settlement } from './settle.ts';

export interface AgentWorkContext {
  readonly db: Queryable;
  readonly releases: Releases;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
  readonly services: unknown;
}

/** Loads what a batch of an agent's jobs is about, in one query. Cancelled work, and a job that cannot be read, reject. */
export async function prepareAgentWork(
  context: AgentWorkContext,
  agentId: string,
  queue: string,
  jobs: readonly Job<unknown>[],
): Promise<Prepared[]> {
  const work = jobs.map((job) => ({
    claim: { queue, id: job.id, retryCount: job.retryCount },
    read: agentJob.safeParse(job.data),
  }));
  const deliveries = await loadDeliveries(
    context.db,
    work.flatMap(({ read }) => (read.success ? [read.data.message_id] : [])),
  );
  const { team } = context.releases.own;
  const declared = context.code.agents[agentId]?.dependencies ?? {};
  const standings = await standingsFor(context.db, team, Object.keys(declared));
  const afterFirst = othersOf(standings);
  return work.map(({ claim, read }, index) => ({
    claim,
    work: async (cancelled) => {
      if (!read.success) throw unreadable(claim, read.error);
      const delivery = deliveries.get(read.data.message_id);
      if (!delivery) return nothing(claim, read.data.run_id);
      const known = index === 0 ? standings : afterFirst;
      return doWork(context, agentId, { claim, delivery, cancelled, standings: known });
    },
  }));
}

interface Assignment {
  readonly claim: Claim;
  readonly delivery: Delivery;
  readonly cancelled: AbortSignal;
  readonly standings: ReadonlyMap<string, Standing>;
}

function nothing(claim: Claim, runId: string): Settlement {
  return { claim, runId, happening: null, writes: [], notices: [], notes: null, data: null };
}

async function doWork(
  context: AgentWorkContext,
  agentId: string,
  { claim, delivery, cancelled, standings }: Assignment,
): Promise<Settlement> {
  const { row, body, holder } = delivery;
  const blank = { ...nothing(claim, row.run_id), data: { holder, body } };
  // The run has moved on since: the job is only completed.
  if (delivery.runTurn !== row.turn) return blank;
  const ask: AskAddress = {
    step: row.step ?? '',
    turn: row.turn,
    occasion: row.occasion ?? FIRST_OCCASION,
    attempt: row.retry_count,
  };
  const { code } = context;
  const failed = (error: ErrorFacts): Settlement => ({
    ...blank,
    happening: { kind: 'step-failed', ask, error },
  });
  try {
    const release = await context.releases.get(delivery.releaseId);
    const agent = code.agents[agentId];
    if (!agent) return failed(errorFacts(unknownAgent(agentId)));
    const step = agentStepAt(release, delivery, ask.step);
    const declared = agent.dependencies ?? {};
    const held = heldBack(declared, standings);
    if (held) return { ...blank, happening: { kind: 'dependency-down', ask, ...held } };
    const answer = await invokeAgent({
      agent,
      data: dataOf(envelopeOf(row, body).payload),
      context: {
        now: delivery.now,
        runId: row.run_id,
        caseId: row.workflow_id,
        step: ask.step,
        occasion: occasionOf(ask.occasion),
        flags: delivery.flags,
        down: [...standings].flatMap(([name, { isDown }]) => (isDown ? [name] : [])),
        rules: ownRules(release, code, agentId),
        read: rulesReader(release, code),
        services: context.services,
      },
      timeoutMs: step.timeoutMs,
      cancelled,
    });
    if (!answer.ok) return withOutage(failed(answer.error), ask, answer.error, declared);
    const { result } = answer;
    const reports = result.dependencies ?? [];
    const unknown = reports.find(({ name }) => !Object.hasOwn(declared, name));
    if (unknown) return failed(errorFacts(undeclaredDependency(agentId, unknown.name, declared)));
    const taken = PAYLOAD_KEYS.find((key) => Object.hasOwn(result.output, key));
    if (taken) return failed(errorFacts(takenKey(agentId, taken)));
    const undeclared = result.writes?.find((write) => !agent.writes?.includes(write.kind));
    if (undeclared) return failed(errorFacts(undeclaredWrite(agentId, undeclared.kind, agent.writes ?? [])));
    const happening: Happening = {
      kind: 'step-succeeded',
      ask,
      output: result.output,
      flags: result.flags ?? [],
      priority: result.priority ?? null,
    };
    return {
      ...blank,
      happening,
      writes: result.writes ?? [],
      notices: result.notices ?? [],
      notes: result.notes ?? null,
      dependencies: newsOf(reports, declared, standings),
    };
  } catch (thrown) {
    if (cancelled.aborted) throw thrown;
    return failed(errorFacts(thrown));
  }
}

/** A failure because something outside is down counts there, and parks the step where its policy says so. */
function withOutage(failure: Settlement, ask: AskAddress, error: ErrorFacts, declared: Declared): Settlement {
  const dependency = outageIn(error, declared);
  if (dependency === null) return failure;
  return {
    ...failure,
    happening: { kind: 'dependency-down', ask, dependency, error, againInMs: 0 },
    dependencies: [{ name: dependency, isUp: false, message: error.message }],
  };
}

function agentStepAt(release: Release, delivery: Delivery, id: string): AgentStep {
  const steps = stepsAt(workflowOf(release.team, delivery.workflow), delivery.path);
  const step = steps.find((candidate) => candidate.id === id);
  if (step?.kind === 'agent') return step;
  throw new BatonError('step-unknown', `Release ${release.id} has no agent's step ${id} at this place.`);
}

function ownRules(release: Release, code: TeamCode, agentId: string): unknown {
  const definition = rulesOfAgent(code, agentId);
  return definition ? rulesIn(release, definition) : undefined;
}

function unknownAgent(agentId: string): BatonError {
  return new BatonError('agent-unknown', `team.ts registers no agent "${agentId}".`, {
    details: { agentId },
  });
}

function takenKey(agentId: string, key: string): BatonError {
  return new BatonError(
    'output-invalid',
    `Agent ${agentId} gave the output "${key}", which is a part of every payload of its own: name it otherwise.`,
    { details: { agentId, key, taken: PAYLOAD_KEYS } },
  );
}

function undeclaredWrite(agentId: string, kind: string, declared: readonly string[]): BatonError {
  return new BatonError(
    'write-undeclared',
    `Agent ${agentId} returned the write "${kind}" but declares only: ${declared.join(', ') || 'none'}.`,
    { details: { agentId, kind, declared } },
  );
}

function undeclaredDependency(agentId: string, name: string, declared: Declared): BatonError {
  const known = Object.keys(declared);
  return new BatonError(
    'dependency-undeclared',
    `Agent ${agentId} reported on "${name}" but declares only: ${known.join(', ') || 'none'}.`,
    { details: { agentId, name, declared: known } },
  );
}
