/** Turns what Postgres says when it cannot start into one sentence that says what to do. */
import { BatonError } from '../../core/error.ts';

export interface FailureFacts {
  /** What initdb or the server wrote, newest last. */
  readonly output: string;
  readonly data: string;
  readonly logFile: string;
  /** The account that runs Postgres when it is not this user. */
  readonly account?: string | undefined;
}

type Advice = (facts: FailureFacts, match: RegExpExecArray) => string;

const external = 'or set DATABASE_URL to a Postgres of yours';

const causes: readonly (readonly [RegExp, Advice])[] = [
  [
    /initialized by PostgreSQL version (\d+)[^\n]*not compatible with this version (\d+)/,
    ({ data }, [, old, own]) =>
      `${data} was made by Postgres ${old} and this is Postgres ${own}: move the folder aside to begin afresh, or set BATON_HOME to another one`,
  ],
  [
    /pre-existing shared memory block|lock file "[^"]*postmaster\.pid" already exists/,
    ({ data }) => `another Postgres still works on ${data}: stop it, then start again`,
  ],
  [
    /could not (?:create|resize|map|open) [^\n]*shared memory[^\n]*|Cannot allocate memory/,
    (_, [line]) =>
      `the machine gives it too little memory (${line.trim()}): free about 300 MB (in a container, raise its memory and --shm-size), ${external}`,
  ],
  [
    /could not create semaphores[^\n]*/,
    () =>
      `the system's limit of semaphores is reached: stop other Postgres servers or raise kernel.sem, ${external}`,
  ],
  [
    /No space left on device|Disk quota exceeded|Check free disk space/,
    ({ data }) => `the disk that holds ${data} is full: free some space and start again`,
  ],
  [
    /data directory "[^"]*" has wrong ownership/,
    ({ data, account }) =>
      `${data} belongs to another account: give it back (chown -R ${account ?? 'to yourself'}), or set BATON_HOME to another folder`,
  ],
  [
    /data directory "[^"]*" has invalid permissions/,
    ({ data }) => `others may read ${data}, which Postgres refuses: run chmod 700 on it`,
  ],
  [
    /could not (?:open|create|access|write|change)[^\n]*"([^"\n]+)"[^\n]*(?:Permission denied|Read-only file system)/,
    ({ account }, [, path]) =>
      `${account ? `the account ${account}` : 'it'} may not write ${path}: correct the permissions, or set BATON_HOME to another folder`,
  ],
  [
    /error while loading shared libraries: (\S+):[^\n]*/,
    (_, [, library]) => `the library ${library} is missing: run npm ci again, ${external}`,
  ],
  [
    /could not (?:locate|find) [^\n]*checkpoint record|invalid (?:primary )?checkpoint|(?:control file|pg_control)[^\n]*/,
    ({ data }) =>
      `its data in ${data} is damaged: restore a backup, or move the folder aside to begin afresh`,
  ],
  [
    /could not (?:bind|create any TCP\/IP sockets?)[^\n]*/,
    (_, [line]) => `it gets no port on 127.0.0.1 (${line.trim()}): free a port, ${external}`,
  ],
];

/** The error for a server or an initdb that gave up. Its message names the log, its details the last lines. */
export function startFailure(facts: FailureFacts): BatonError {
  const tail = facts.output.slice(-4_000);
  const lastLines = tail.trim().split('\n').slice(-12);
  for (const [pattern, advice] of causes) {
    const match = pattern.exec(tail);
    if (match) return cannotStart(`${advice(facts, match)}.`, { log: facts.logFile, lastLines });
  }
  const said = /(?:FATAL|PANIC|initdb: error): {1,2}([^\n]+)/.exec(tail)?.[1] ?? lastLines.at(-1);
  return cannotStart(
    `${said ? `it says "${said.trim()}"` : 'it says nothing'}: read ${facts.logFile}, ${external}.`,
    { log: facts.logFile, lastLines },
  );
}

/** A BatonError `postgres-cannot-start` whose one sentence begins "The embedded Postgres cannot start: …". */
export function cannotStart(
  sentence: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): BatonError {
  return new BatonError('postgres-cannot-start', `The embedded Postgres cannot start: ${sentence}`, {
    details,
    cause,
  });
}
