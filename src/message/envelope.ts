/** The one message format: between agents, between conductor and agent, to and from people. */
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import { priorities } from '../core/priority.ts';

export const messageTypes = [
  /** Work passed on to a step's agent. */
  'handoff',
  /** The same agent asked again in a step that watches. */
  'request',
  /** An answer: of an agent that goes on watching, or of a person. */
  'reply',
  /** Something happened: outside, in another case, or the run ended. */
  'event',
  /** A person's task. */
  'escalation',
  /** A notice to a person or a group. */
  'notification',
] as const;
export type MessageType = (typeof messageTypes)[number];

/** The keys of a payload that are not data; data may not bear their names. */
export const PAYLOAD_KEYS = ['processing_notes', 'priority', 'deadline'] as const;

/**
 * The envelope. `payload` holds the run's data by key beside `processing_notes`, `priority` and
 * `deadline`; names are the wire's, in snake_case.
 */
export const envelope = z.object({
  message_id: z.string().regex(/^MSG-[0-9a-f-]{36}$/),
  from_agent: z.string().min(1),
  to_agent: z.string().min(1),
  /** The business id of the case, such as LEAD-10042. */
  workflow_id: z.string().min(1),
  message_type: z.enum(messageTypes),
  payload: z.looseObject({
    processing_notes: z.string(),
    priority: z.enum(priorities),
    deadline: z.iso.datetime().nullable(),
  }),
  metadata: z.object({
    timestamp: z.iso.datetime(),
    retry_count: z.number().int().nonnegative(),
    previous_agent: z.string().nullable(),
    run_id: z.uuid(),
    step: z.string().nullable(),
    /** The release the run stays on. */
    team_version: z.string().min(1),
    /** W3C Trace Context. */
    traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
  }),
});
export type Envelope = z.infer<typeof envelope>;

/** Checks an envelope at a door. Throws `envelope-invalid`, naming what does not fit. */
export function checkEnvelope(candidate: unknown): Envelope {
  const checked = envelope.safeParse(candidate);
  if (checked.success) return checked.data;
  throw new BatonError(
    'envelope-invalid',
    `A message does not fit the envelope: ${z.prettifyError(checked.error)}`,
    {
      details: { issues: checked.error.issues },
    },
  );
}

/** The data of a payload: everything but notes, priority and deadline. */
export function dataOf(payload: Envelope['payload']): Record<string, unknown> {
  const { processing_notes: _notes, priority: _priority, deadline: _deadline, ...data } = payload;
  return data;
}

/** One trace for each run, one span for each message, both made of their ids. */
export function traceparentOf(runId: string, messageId: string): string {
  const span = messageId.replaceAll('-', '').slice(-16);
  return `00-${runId.replaceAll('-', '')}-${span}-01`;
}
