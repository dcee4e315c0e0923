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
  return work.map(({ claim, read }) => ({
    claim,
    work: async (cancelled) => {
      if (!read.success) throw unreadable(claim, read.error);
      const delivery = deliveries.get(read.data.message_id);
      if (!delivery) return nothing(claim, read.data.run_id);
      return doWork(context, agentId, { claim, delivery, cancelled });
    },
  }));
}

interface Assignment {
  readonly claim: Claim;
  readonly delivery: Delivery;
  readonly cancelled: AbortSignal;
}

function nothing(claim: Claim, runId: string): Settlement {
  return { claim, runId, happening: null, writes: [], notices: [], notes: null, data: null };
}

async function doWork(
  context: AgentWorkContext,
  agentId: string,
  { claim, delivery, cancelled }: Assignment,
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
        rules: ownRules(release, code, agentId),
        read: rulesReader(release, code),
        services: context.services,
      },
      timeoutMs: step.timeoutMs,
      cancelled,
    });
    if (!answer.ok) return failed(answer.error);
    const { result } = answer;
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
    };
  } catch (thrown) {
    if (cancelled.aborted) throw thrown;
    return failed(errorFacts(thrown));
  }
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
