/** The channel that is always there: a line in the log of the worker. */
import { type Channel, failed } from './channel.ts';

export interface LoggedNotice {
  readonly idempotency_key: string;
  /** Null: a digest of several cases. */
  readonly case_id: string | null;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
}

/** Where the log is. What throws is offered again. */
export type LogWriter = (notice: LoggedNotice) => void | Promise<void>;

export function logChannel(write: LogWriter): Channel {
  return {
    atOnce: 100,
    send: async ({ caseId, to, subject, text }, { idempotencyKey, signal }) => {
      try {
        signal.throwIfAborted();
        await Promise.race([
          write({ idempotency_key: idempotencyKey, case_id: caseId, recipient: to, subject, text }),
          new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
        ]);
        return { kind: 'delivered' };
      } catch (thrown) {
        return failed('The log did not take it', thrown);
      }
    },
  };
}
