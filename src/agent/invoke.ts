/** Asking an agent once: input checked, time limited, output checked. A failure is an answer too. */
import { z } from 'zod';
import { BatonError, type ErrorFacts, storableFacts } from '../core/error.ts';
import { priorities } from '../core/priority.ts';
import type { AgentContext, AgentDefinition, AgentResult } from './define.ts';

export type Answer =
  | { readonly ok: true; readonly result: AgentResult<Record<string, unknown>> }
  | { readonly ok: false; readonly error: ErrorFacts };

export interface Invocation {
  // biome-ignore lint/suspicious/noExplicitAny: the registry's agents have schemas of their own
  readonly agent: AgentDefinition<any, any, any, any>;
  /** The run's data; the agent's `input` schema picks what it reads. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly context: Omit<AgentContext<unknown, unknown>, 'signal'>;
  /** Beyond 24 days it is 24 days: no process works longer on one question. */
  readonly timeoutMs: number;
  /** Aborted when the worker stops. */
  readonly cancelled: AbortSignal;
}

/** What timers hold; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const MAX_ISSUES = 10;

const outputObject = z.record(z.string(), z.unknown());

/** An agent may be written without types: what it gives is checked like everything that comes in. */
const agentResult = z.object({
  output: z.unknown(),
  notes: z.string().optional(),
  priority: z.enum(priorities).optional(),
  writes: z.array(z.object({ kind: z.string(), data: z.unknown() })).optional(),
  notices: z.array(z.object({ to: z.string().min(1), subject: z.string(), text: z.string() })).optional(),
  flags: z.array(z.string().min(1)).optional(),
  dependencies: z
    .array(z.object({ name: z.string().min(1), isUp: z.boolean(), message: z.string().optional() }))
    .optional(),
});

/**
 * Failures: `input-invalid` (the data does not fit the agent's input), `step-timeout`, `output-invalid`,
 * whatever `BatonError` the agent throws, or `unexpected`. A late answer of an agent that ignores its
 * signal is dropped here. Rejects with `work-cancelled` alone, when `cancelled` is aborted: nothing has
 * come of the question then, and it may be asked elsewhere.
 */
export async function invokeAgent(invocation: Invocation): Promise<Answer> {
  const { agent, data, context } = invocation;
  const limit = limitOf(invocation);
  try {
    const input = agent.input.safeParse(data);
    if (!input.success) return invalid('input-invalid', context.step, 'was given data', input.error);
    const running = Promise.resolve(agent.run(input.data, { ...context, signal: limit.signal }));
    const given = agentResult.safeParse(await Promise.race([running, limit.reached]));
    if (!given.success) return invalid('output-invalid', context.step, 'gave a result', given.error);
    const output = agent.output.safeParse(given.data.output);
    if (!output.success) return invalid('output-invalid', context.step, 'answered with data', output.error);
    return { ok: true, result: resultOf(given.data, outputObject.parse(output.data)) };
  } catch (thrown) {
    if (invocation.cancelled.aborted) throw cancelled(context.step);
    return { ok: false, error: storableFacts(thrown) };
  } finally {
    limit.forget();
  }
}

interface Limit {
  readonly signal: AbortSignal;
  /** Rejects when the time is over or the work is cancelled. */
  readonly reached: Promise<never>;
  /** Leaves no timer and no listener behind: `cancelled` lives as long as the worker. */
  forget(): void;
}

function limitOf({ context, timeoutMs, cancelled: from }: Invocation): Limit {
  const controller = new AbortController();
  const { promise, reject } = Promise.withResolvers<never>();
  // Whoever awaits it hears of it; where the agent was never asked, nobody does.
  promise.catch(() => undefined);
  const stop = (error: BatonError): void => {
    // First this one: an agent that rejects as soon as it is aborted must not answer before the limit.
    reject(error);
    controller.abort(error);
  };
  const timer = setTimeout(
    () => stop(timedOut(context.step, timeoutMs)),
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  );
  const onCancel = (): void => stop(cancelled(context.step));
  if (from.aborted) onCancel();
  else from.addEventListener('abort', onCancel, { once: true });
  return {
    signal: controller.signal,
    reached: promise,
    forget() {
      clearTimeout(timer);
      from.removeEventListener('abort', onCancel);
    },
  };
}

function resultOf(
  given: z.output<typeof agentResult>,
  output: Record<string, unknown>,
): AgentResult<Record<string, unknown>> {
  const { notes, priority, writes, notices, flags, dependencies } = given;
  return {
    output,
    ...(notes === undefined ? {} : { notes }),
    ...(priority === undefined ? {} : { priority }),
    ...(writes === undefined ? {} : { writes }),
    ...(notices === undefined ? {} : { notices }),
    ...(flags === undefined ? {} : { flags }),
    ...(dependencies === undefined ? {} : { dependencies }),
  };
}

function timedOut(step: string, timeoutMs: number): BatonError {
  return new BatonError('step-timeout', `Step ${step} did not finish within ${timeoutMs / 1000} s.`, {
    retryable: true,
    details: { timeoutMs },
  });
}

function cancelled(step: string): BatonError {
  return new BatonError('work-cancelled', `The worker stopped while step ${step} was being worked on.`, {
    retryable: true,
  });
}

function invalid(code: string, step: string, what: string, error: z.ZodError): Answer {
  const issues = error.issues.slice(0, MAX_ISSUES);
  const more = error.issues.length - issues.length;
  const told = z.prettifyError(new z.ZodError(issues)) + (more > 0 ? `\n… and ${more} more` : '');
  const message = `The agent of step ${step} ${what} that does not fit its schema: ${told}`;
  const retryable = code === 'output-invalid';
  return {
    ok: false,
    error: storableFacts(new BatonError(code, message, { retryable, details: { issues } })),
  };
}
