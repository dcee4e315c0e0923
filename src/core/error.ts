/** The one error class of Baton. Match on `code`: instances do not survive the database. */

export interface BatonErrorOptions {
  /** True when the same attempt may succeed later (a network that was down). Default false. */
  readonly retryable?: boolean;
  /** Facts a program may read: file, line, allowed values. Plain JSON. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A failure as plain data: what the database, a message and `--json` carry. */
export interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * What happened, where, what was given, what is allowed and what to do, in one sentence or two.
 * `code` is a string literal in kebab-case, such as `team-invalid` or `step-timeout`.
 */
export class BatonError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, options: BatonErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'BatonError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.details = options.details;
  }
}

/** Turns anything thrown into plain facts. An error without a code becomes `unexpected`. */
export function errorFacts(thrown: unknown): ErrorFacts {
  if (thrown instanceof BatonError) {
    return {
      code: thrown.code,
      message: thrown.message,
      retryable: thrown.retryable,
      ...(thrown.details ? { details: thrown.details } : {}),
    };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', message, retryable: false };
}

/** An error goes into a task, a notice and the log: as much of it as a person reads. */
const MAX_MESSAGE = 2_000;
const MAX_DETAILS = 10_000;

/** `errorFacts` that can be stored: a long message is cut, details that are long or no JSON are left out. */
export function storableFacts(thrown: unknown): ErrorFacts {
  const { code, message, retryable, details } = errorFacts(thrown);
  const short = message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)} …` : message;
  return { code, message: short, retryable, ...(details && isStorable(details) ? { details } : {}) };
}

function isStorable(details: Readonly<Record<string, unknown>>): boolean {
  try {
    return JSON.stringify(details).length <= MAX_DETAILS;
  } catch {
    return false;
  }
}
