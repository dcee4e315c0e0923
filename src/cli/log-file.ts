/** The log of a team at work: trouble and notices, one JSON line each, kept out of the way of what is shown. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorFacts } from '../core/error.ts';
import type { LoggedNotice } from '../notify/log-channel.ts';
import type { Connection } from '../store/embedded-postgres.ts';

/** Where the log is written; null: to standard error, for a server of yours there is no folder of ours. */
export function logPath(connection: Connection): string | null {
  return connection.home ? join(connection.home, 'baton.log') : null;
}

/** Notices speak of people: the log is for its owner's eyes. */
const MODE = 0o600;

function write(connection: Connection, entry: Readonly<Record<string, unknown>>): void {
  const line = `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`;
  const path = logPath(connection);
  if (path) appendFileSync(path, line, { mode: MODE });
  else process.stderr.write(line);
}

/** Never throws: a full disk must not end the work. */
export function logTrouble(connection: Connection, error: Error): void {
  const entry = { level: 'error', ...errorFacts(error) };
  try {
    write(connection, entry);
  } catch (thrown) {
    process.stderr.write(`${entry.message} (The log cannot be written: ${errorFacts(thrown).message})\n`);
  }
}

/** Throws where it cannot be written: the notice then stays unsent. */
export function logNotice(connection: Connection, notice: LoggedNotice): void {
  const { case_id, recipient, subject, text, idempotency_key } = notice;
  write(connection, { level: 'notice', case_id, to: recipient, subject, text, idempotency_key });
}
