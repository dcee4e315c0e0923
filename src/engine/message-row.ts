/** A message as it is to be written: who says what to whom, and where its data is found. Pure. */
import type { Notice } from '../agent/define.ts';
import type { Advance } from '../conductor/draft.ts';
import type { Effect } from '../conductor/effect.ts';
import { FIRST_OCCASION, type Run } from '../conductor/run.ts';
import type { Priority } from '../core/priority.ts';
import { type MessageType, traceparentOf } from '../message/envelope.ts';
import type { MessageRow } from '../message/log.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { uuidv7 } from './ids.ts';
import type { RunRow } from './tables/runs.ts';

/** Who sends and receives what the engine itself decides. */
export const CONDUCTOR_NAME = 'Conductor';

export interface Carrying {
  /** The row as it was locked, or as a new run begins. */
  readonly row: RunRow;
  readonly team: TeamDefinition;
  readonly before: Run;
  readonly advance: Advance;
  /** `processing_notes` of what leaves; null: said by the engine. */
  readonly notes: string | null;
  /** The agent's own notices. */
  readonly notices: readonly Notice[];
  readonly now: Date;
  /** The message that holds `before.data`; null at the very start. */
  readonly holder: string | null;
}

export interface Sent {
  readonly type: MessageType;
  readonly to: string;
  readonly step?: string;
  readonly occasion?: string;
  readonly retryCount?: number;
  readonly deadline?: Date;
  readonly priority?: Priority;
  readonly notes?: string | undefined;
}

/** `body` is the data itself, or `bodyOf` names the message that holds it. */
export function messageRow(
  carrying: Carrying,
  sent: Sent,
  body: MessageRow['body'],
  bodyOf: string | null,
): MessageRow {
  const { row, team, now, notes, advance: advanced } = carrying;
  const { state } = advanced.run;
  const messageId = uuidv7();
  const nameOf = (actor: string): string => team.agents[actor]?.name ?? actor;
  return {
    message_id: messageId,
    run_id: row.run_id,
    from_agent: nameOf(state.lastActor),
    to_agent: sent.to,
    workflow_id: row.case_id,
    message_type: sent.type,
    processing_notes: sent.notes ?? notes ?? '',
    priority: sent.priority ?? state.priority,
    deadline: sent.deadline ?? null,
    sent_at: now,
    retry_count: sent.retryCount ?? 0,
    previous_agent: state.previousActor === null ? null : nameOf(state.previousActor),
    step: sent.step ?? null,
    team_version: row.release_id,
    traceparent: traceparentOf(row.run_id, messageId),
    turn: state.turn,
    occasion: sent.occasion ?? null,
    body,
    body_of: bodyOf,
  };
}

/** Why an agent is asked, where it is not the step's first question; undefined: as who acted before says. */
export function whyAsked({
  parkedFor,
  delayMs,
  attempt,
  occasion,
}: Extract<Effect, { kind: 'send' }>): string | undefined {
  if (parkedFor !== null) {
    return `Parked: ${parkedFor} is down. Asked again in ${Math.ceil(delayMs / 1000)} s, or when it is back.`;
  }
  if (attempt > 0) return `Asked again, time ${attempt + 1}.`;
  return occasion === FIRST_OCCASION ? undefined : occasion;
}
