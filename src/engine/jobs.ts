/** What jobs carry: ids, never documents. Checked when they are fetched, like every door. */
import { z } from 'zod';
import { BatonError } from '../core/error.ts';

/** Work for an agent. The job's id is the message's. */
export const agentJob = z.object({
  run_id: z.uuid(),
  message_id: z.uuid(),
  /** What is down and was put off for. */
  parked_for: z.string().optional(),
});
export type AgentJob = z.infer<typeof agentJob>;

const address = { run_id: z.uuid(), step: z.string(), turn: z.number().int() };

/** What wakes a run without an agent. */
export const conductorJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('timer'), ...address, timer: z.string() }),
  /** Has anybody begun? `queue` is where the message waits. */
  z.object({ kind: z.literal('start-check'), run_id: z.uuid(), message_id: z.uuid(), queue: z.string() }),
  /** The event's data is the message's body. */
  z.object({ kind: z.literal('signal'), run_id: z.uuid(), name: z.string(), message_id: z.uuid() }),
  /** The answer's data is the message's body. */
  z.object({
    kind: z.literal('task-resolved'),
    ...address,
    answer: z.string(),
    by: z.string(),
    message_id: z.uuid(),
  }),
  z.object({ kind: z.literal('branch-ended'), ...address }),
  z.object({ kind: z.literal('cancel'), run_id: z.uuid(), reason: z.string() }),
]);
export type ConductorJob = z.infer<typeof conductorJob>;

/** A job of another make than this version's: left for a worker that knows it, and for a person after that. */
export function unreadable(
  job: { readonly queue: string; readonly id: string },
  error: z.ZodError,
): BatonError {
  return new BatonError(
    'job-unreadable',
    `Job ${job.id} of queue ${job.queue} cannot be read by this version: ${z.prettifyError(error)}`,
    { details: { queue: job.queue, job: job.id } },
  );
}
