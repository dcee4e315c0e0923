/** A salesperson has responded to a lead: the response and the event that stops the clock, both or neither. For commands, mail and an API. */
import type { RunningTeam, Transaction } from 'baton';
import type { DeskServices } from './services.ts';
import { type ResponseOutcome, recordResponse } from './writes/record-response.ts';

export interface Response {
  readonly caseId: string;
  /** Who responded: an owner's id; null: the lead's own owner. */
  readonly by: string | null;
  /** What came of it, in a few words. */
  readonly note: string | null;
}

export interface Responded {
  readonly outcome: ResponseOutcome;
  /** Whether a clock was running and has stopped. */
  readonly isHeard: boolean;
}

/** What the run is told, and programs are. */
export function responsePayload(
  { assignment, by }: Extract<ResponseOutcome, { assignment: unknown }>,
  note: string | null,
  now: Date,
): {
  readonly owner_id: string;
  readonly by: string;
  readonly note: string | null;
  readonly responded_at: string;
} {
  const responded_at = (assignment.responded_at ?? now).toISOString();
  return { owner_id: assignment.owner_id, by, note, responded_at };
}

/** In the caller's transaction. A second response changes nothing. */
export async function respondInside(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  { caseId, by, note }: Response,
  now: Date,
): Promise<Responded> {
  const outcome = await recordResponse(tx, { caseId, by, note, now });
  if (outcome.kind !== 'recorded') return { outcome, isHeard: false };
  const payload = responsePayload(outcome, note, now);
  const { owner_name } = outcome.assignment;
  const isHeard = await team.signal(tx, caseId, 'salesperson-responded', payload, owner_name);
  return { outcome, isHeard };
}

/** In a transaction of its own. */
export async function respondToLead(
  team: RunningTeam<DeskServices>,
  response: Response,
): Promise<Responded & { readonly now: Date }> {
  const now = await team.now();
  const done = await team.database.transaction((tx) => respondInside(team, tx, response, now));
  return { ...done, now };
}
