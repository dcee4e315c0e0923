/** One person, or everybody at a domain, hears no more from us: recorded, queued mail taken back, sequences stopped. */
import type { RunningTeam, Transaction } from 'baton';
import type { DeskServices } from '../services.ts';
import { recordActivity } from '../store/activities.ts';
import { withdrawConsents } from '../store/consents.ts';
import { nurturedCasesOf } from '../store/nurtured-leads.ts';
import { withdrawQueued } from '../store/outgoing-mails.ts';
import { signingKey } from '../store/signing-keys.ts';
import { insertSuppressions } from '../store/suppressions.ts';
import { readUnsubscribe } from './unsubscribe-token.ts';

export interface Refusal {
  /** An address, or a domain. */
  readonly value: string;
  /** Such as `unsubscribed`, `do-not-contact`, `hard-bounce`, `complaint`. */
  readonly reason: string;
  /** Where it was said, such as `one-click`, `reply`, a file's name. */
  readonly source: string;
}

export interface RefusalOutcome {
  /** False where it had been recorded before. */
  readonly isNew: boolean;
  /** Queued mails that were taken back. */
  readonly withdrawn: number;
  /** Leads whose sequence was told to stop. */
  readonly stopped: readonly string[];
}

/** Records that somebody must not be written to, in the caller's transaction. A second time changes nothing. */
export async function suppress(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  { value, reason, source }: Refusal,
  now: Date,
): Promise<RefusalOutcome> {
  const small = value.toLowerCase();
  const scope = small.includes('@') ? 'address' : 'domain';
  const added = await insertSuppressions(tx, [{ value: small, scope, reason, source, at: now }]);
  if (scope === 'address') await withdrawConsents(tx, small, now);
  const withdrawn = await withdrawQueued(tx, small);
  const stopped: string[] = [];
  for (const caseId of await nurturedCasesOf(tx, small)) {
    const detail = { value: small, reason, source };
    if (added > 0) await recordActivity(tx, { case_id: caseId, kind: 'suppressed', at: now, detail });
    if (reason !== 'unsubscribed') continue;
    if (await team.signal(tx, caseId, 'unsubscribed', { value: small, source }, 'Unsubscription')) {
      stopped.push(caseId);
    }
  }
  return { isNew: added > 0, withdrawn, stopped };
}

export type UnsubscribeOutcome =
  | (RefusalOutcome & { readonly kind: 'unsubscribed'; readonly address: string })
  /** The token is none of ours. */
  | { readonly kind: 'unknown-token' };

/**
 * Takes the token of a mail's List-Unsubscribe address. By RFC 8058 a mail program posts to it, and one such
 * post is enough: whoever serves the address calls this for POST, never for GET (scanners follow links).
 */
export async function unsubscribe(
  team: RunningTeam<DeskServices>,
  token: string,
  source = 'one-click',
): Promise<UnsubscribeOutcome> {
  const now = await team.now();
  return team.database.transaction(async (tx) => {
    const claims = readUnsubscribe(token, await signingKey(tx, 'unsubscribe'));
    if (claims === null) return { kind: 'unknown-token' };
    const { address } = claims;
    const outcome = await suppress(team, tx, { value: address, reason: 'unsubscribed', source }, now);
    return { kind: 'unsubscribed', address, ...outcome };
  });
}
