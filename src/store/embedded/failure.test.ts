import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFailure } from './failure.ts';

const cases: readonly (readonly [string, RegExp])[] = [
  [
    'FATAL:  could not write lock file "postmaster.pid": No space left on device',
    /disk that holds \/home\/data is full: free some space/,
  ],
  [
    'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 16, which is not compatible with this version 18.4.',
    /made by Postgres 16 and this is Postgres 18/,
  ],
  [
    'FATAL:  pre-existing shared memory block (key 4711, ID 12) is still in use',
    /another Postgres still works on \/home\/data: stop it/,
  ],
  [
    'FATAL:  could not map anonymous shared memory: Cannot allocate memory\nHINT:  This error usually means that …',
    /too little memory \(could not map anonymous shared memory: Cannot allocate memory\): free about 300 MB/,
  ],
  ['FATAL:  could not create semaphores: No space left on device', /limit of semaphores/],
  ['FATAL:  data directory "/home/data" has wrong ownership', /chown -R postgres/],
  ['FATAL:  data directory "/home/data" has invalid permissions', /run chmod 700 on it/],
  [
    'initdb: error: could not access directory "/home/data-new": Permission denied',
    /the account postgres may not write \/home\/data-new/,
  ],
  ['FATAL:  could not open file "base/1/2": Read-only file system', /may not write base\/1\/2/],
  ['PANIC:  could not locate a valid checkpoint record at 0/14F2BD8', /damaged: restore a backup/],
  ['FATAL:  could not create any TCP/IP sockets', /no port on 127\.0\.0\.1/],
  [
    'FATAL:  something never seen before',
    /it says "something never seen before": read \/home\/postgres\.log, or set DATABASE_URL/,
  ],
  ['', /it says nothing: read \/home\/postgres\.log/],
];

for (const [output, expected] of cases) {
  test(`"${output.split('\n')[0]}" becomes a sentence that says what to do`, () => {
    const error = startFailure({
      output,
      data: '/home/data',
      logFile: '/home/postgres.log',
      account: 'postgres',
    });
    assert.equal(error.code, 'postgres-cannot-start');
    assert.match(error.message, /^The embedded Postgres cannot start: [^\n]+\.$/);
    assert.match(error.message, expected);
  });
}
