/** The log of a team at work: trouble and notices, one JSON line each, kept out of the way of what is shown. */
import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs';
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
const FULL_BYTES = 10 * 1024 * 1024;
const OLDER_FILES = 4;

function write(connection: Connection, entry: Readonly<Record<string, unknown>>): void {
  const line = `${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`;
  const path = logPath(connection);
  if (path) appendTo(path, line);
  else process.stderr.write(line);
}

/** Appends to a log that is begun anew when it is full; the older ones are `path.1` (the newest) to `path.4`. */
export function appendTo(path: string, line: string, fullBytes = FULL_BYTES): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 0 && size + Buffer.byteLength(line) > fullBytes) makeRoom(path);
  appendFileSync(path, line, { mode: MODE });
}

function makeRoom(path: string): void {
  for (let number = OLDER_FILES; number >= 1; number -= 1) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    try {
      if (existsSync(from)) renameSync(from, `${path}.${number}`);
    } catch (thrown) {
      // Another worker that writes the same log may have been faster.
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
    }
  }
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
