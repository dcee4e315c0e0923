/** What every channel is: it takes one message and says what became of it. Which there are is `open-channels.ts`'s. */

/** A notice, or a digest of several, ready to leave. Its words may come from strangers. */
export interface OutgoingMessage {
  readonly team: string;
  /** A person's id or a group of team.yaml. */
  readonly to: string;
  /** What people call the recipient. */
  readonly toName: string;
  /** Where a channel needs one for each recipient (mail); null: none is known. */
  readonly address: string | null;
  /** Null: a digest of several cases. */
  readonly caseId: string | null;
  readonly subject: string;
  readonly text: string;
  readonly urgent: boolean;
  /** When the oldest cause of it was committed. */
  readonly at: Date;
}

export interface SendOptions {
  /** The same for every attempt at the same message. */
  readonly idempotencyKey: string;
  /** Aborted when the attempt has taken too long or the worker stops. */
  readonly signal: AbortSignal;
}

/**
 * What became of one attempt. `refused`: for good, another attempt would end alike; `byRecipient` where it is the address
 * that is not accepted. `later`: try again, not before `retryAfterMs`; `uncertain` where the message had been handed over
 * whole and nothing was answered, so that it may have arrived.
 */
export type Delivery =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'refused'; readonly reason: string; readonly byRecipient?: boolean }
  | {
      readonly kind: 'later';
      readonly reason: string;
      readonly retryAfterMs?: number;
      readonly uncertain?: boolean;
    };

/** A way out. `send` never rejects and ends soon after `signal` is aborted. */
export interface Channel {
  /** How many messages it may be sending at once. */
  readonly atOnce: number;
  send(message: OutgoingMessage, options: SendOptions): Promise<Delivery>;
}

const LONGEST_REASON = 500;

/** One printable line: what a server answered is a stranger's text. */
export function oneLine(text: string, length = LONGEST_REASON): string {
  const line = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > length ? `${line.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : line;
}

/** What was thrown, with its cause, as the reason to try again. */
export function failed(what: string, thrown: unknown): Delivery & { readonly kind: 'later' } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return { kind: 'later', reason: oneLine(`${what}: ${error.message}${cause}`) };
}
