/** Asking an agent once: input checked, time limited, output checked. Never throws: a failure is an answer too. */
import { z } from 'zod';
import { BatonError, type ErrorFacts, errorFacts } from '../core/error.ts';
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
  readonly timeoutMs: number;
  /** Aborted when the claim on the work is lost or the worker stops. */
  readonly cancelled: AbortSignal;
}

const outputObject = z.record(z.string(), z.unknown());

/**
 * Failures: `input-invalid` (the data does not fit the agent's input), `step-timeout`, `output-invalid`,
 * whatever `BatonError` the agent throws, or `unexpected`. A late answer of an agent that ignores its
 * signal is dropped here.
 */
export async function invokeAgent(invocation: Invocation): Promise<Answer> {
  const { agent, data, context, timeoutMs } = invocation;
  const input = agent.input.safeParse(data);
  if (!input.success) return invalid('input-invalid', context.step, 'was given data', input.error);
  const timeout = new AbortController();
  const signal = AbortSignal.any([timeout.signal, invocation.cancelled]);
  let timer: NodeJS.Timeout | undefined;
  try {
    const running = Promise.resolve(agent.run(input.data, { ...context, signal }));
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = timedOut(context.step, timeoutMs);
        timeout.abort(error);
        reject(error);
      }, timeoutMs);
      invocation.cancelled.addEventListener('abort', () => reject(invocation.cancelled.reason), {
        once: true,
      });
    });
    const result = await Promise.race([running, limit]);
    const output = agent.output.safeParse(result.output);
    if (!output.success) return invalid('output-invalid', context.step, 'answered with data', output.error);
    return { ok: true, result: { ...result, output: outputObject.parse(output.data) } };
  } catch (thrown) {
    return { ok: false, error: errorFacts(thrown) };
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(step: string, timeoutMs: number): BatonError {
  return new BatonError('step-timeout', `Step ${step} did not finish within ${timeoutMs / 1000} s.`, {
    retryable: true,
    details: { timeoutMs },
  });
}

function invalid(code: string, step: string, what: string, error: z.ZodError): Answer {
  const message = `The agent of step ${step} ${what} that does not fit its schema: ${z.prettifyError(error)}`;
  return {
    ok: false,
    error: { code, message, retryable: code === 'output-invalid', details: { issues: error.issues } },
  };
}
