/**
 * The named places at which a worker is killed: before and after each write of a transaction, around its
 * commit, and in the middle of a send. The engine knows nothing of them: it is given a database whose
 * transactions stop where the plan says so, statement by statement.
 */
import type { Database, Transaction } from '../../src/store/database.ts';
import type { PostgresDatabase } from '../../src/store/postgres-database.ts';

/** Writes of the settle transaction, of the outbox, and of the teams inside the settle transaction. */
export const writes = [
  'update pgboss.job',
  'insert baton.runs',
  'update baton.runs',
  'insert baton.messages',
  'update baton.tasks',
  'insert baton.tasks',
  'insert baton.notices',
  'insert pgboss.job',
  'update baton.notices',
  'insert chaos.done',
  'insert chaos.assignments',
  'insert lead_to_sales.leads',
  'insert lead_to_sales.assignments',
  'insert lead_to_sales.activities',
] as const;

/** `during commit`: it has been sent, its answer has not been heard. `during send`: likewise of a notice. */
export const boundaries: readonly string[] = [
  ...writes.flatMap((write) => [`before ${write}`, `after ${write}`]),
  'before commit',
  'during commit',
  'after commit',
  'before send',
  'during send',
  'after send',
];

/** What a statement writes, as its boundary is called: `insert baton.messages`; null where it only reads. */
export function writeOf(text: string): string | null {
  const found = /\b(insert into|update|delete from)\s+"?([a-z_]+)"?\."?([a-z_]+)/i.exec(text);
  if (!found) return null;
  const verb = found[1]?.toLowerCase().split(' ')[0];
  // pg-boss keeps jobs in tables by queue.
  const table = found[3]?.replace(/^job_.*/, 'job');
  return `${verb} ${found[2]}.${table}`;
}

/** Called at each boundary while `isArmed`; what it throws, or that it never returns, is the fault. */
export interface Trap {
  readonly isArmed: () => boolean;
  reach(boundary: string): void;
}

/** The same database, with a trap at every write of every transaction. */
export function trapped(database: PostgresDatabase, trap: Trap): PostgresDatabase {
  return {
    ...database,
    async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
      if (!trap.isArmed()) return database.transaction(work);
      let writesSomething = false;
      const result = await database.transaction(async (tx) => {
        const given = await work({
          inTransaction: true,
          query: oneByOne(tx, (boundary) => {
            writesSomething = true;
            trap.reach(boundary);
          }),
        });
        if (writesSomething) {
          trap.reach('before commit');
          // The COMMIT is on its way when this is called.
          setImmediate(() => trap.reach('during commit'));
        }
        return given;
      });
      if (writesSomething) trap.reach('after commit');
      return result;
    },
  };
}

/** Statements that are sent together would all have run: here each waits for the one before it. */
function oneByOne(tx: Transaction, reach: (boundary: string) => void): Database['query'] {
  let last: Promise<unknown> = Promise.resolve();
  return <Row>(text: string, values?: readonly unknown[]): Promise<Row[]> => {
    const write = writeOf(text);
    const next = last.then(async () => {
      if (write) reach(`before ${write}`);
      const rows = await tx.query<Row>(text, values);
      if (write) reach(`after ${write}`);
      return rows;
    });
    last = next.catch(() => undefined);
    return next;
  };
}
