/**
 * What must hold when all has come to rest, asked of the tables from outside: plain SQL, one query for each
 * promise, giving the rows that break it. `outside.accepted` and `outside.received` are what the world knows:
 * the cases that intake has answered for, and the keys on which the receiver of notices has acted.
 */
import type { Database } from '../../src/store/database.ts';

/** What a broken promise means: something is gone, something was done twice, the log and the state disagree, a cap was passed. */
export type Breach = 'lost' | 'doubled' | 'disagreeing' | 'over_cap';

export interface Check {
  readonly name: string;
  readonly breach: Breach;
  readonly broken: string;
}

/** Open tasks of a run; of one that joins branches, those of its branches too: whoever does them all, moves it on. */
const HELD = `(SELECT run_id, count(*)::int AS open FROM baton.tasks WHERE status = 'open' GROUP BY 1
  UNION ALL SELECT b.parent_run_id, 1 FROM baton.runs b JOIN baton.runs r ON r.run_id = b.parent_run_id
   WHERE r.status = 'joining' AND b.status = 'in-review' GROUP BY 1)`;
const STANDS = `(r.status = 'done' AND r.end_name IS NOT NULL)::int
           + (r.status IN ('in-review', 'joining') AND coalesce(t.open, 0) = 1)::int`;

/** The runs of accepted cases themselves: neither branches nor what follows a case. */
const CASES = `(SELECT r.* FROM baton.runs r
   WHERE r.parent_run_id IS NULL AND r.workflow IN ('chaos', 'lead-to-sales'))`;

export const checks: readonly Check[] = [
  {
    name: 'every accepted inquiry has its run',
    breach: 'lost',
    broken: `SELECT a.team, a.case_id FROM outside.accepted a LEFT JOIN ${CASES} r USING (team, case_id)
       WHERE r.run_id IS NULL`,
  },
  {
    name: 'every inquiry kept has its run',
    breach: 'lost',
    broken: `SELECT i.case_id FROM lead_to_sales.inquiries i LEFT JOIN ${CASES} r USING (case_id)
       WHERE r.run_id IS NULL`,
  },
  {
    name: 'every accepted inquiry is in one end state or one person’s task',
    breach: 'lost',
    broken: `SELECT r.case_id, r.status, r.step, r.end_name FROM ${CASES} r
        LEFT JOIN ${HELD} t USING (run_id) WHERE ${STANDS} <> 1`,
  },
  {
    name: 'every branch and every run that follows a case is at its end, in one person’s task, or has its timer',
    breach: 'lost',
    broken: `SELECT r.case_id, r.workflow, r.path, r.status, r.step FROM baton.runs r
        LEFT JOIN ${HELD} t USING (run_id)
       WHERE ${STANDS} + (r.status = 'waiting' AND EXISTS (
               SELECT 1 FROM pgboss.job j WHERE j.name = 'baton.conductor.' || r.team AND j.state = 'created'
                  AND j.start_after > baton.now() AND j.data->>'run_id' = r.run_id::text))::int <> 1`,
  },
  {
    name: 'no job is active or due, and what was delivered in vain to the last was put before a person',
    breach: 'lost',
    broken: `SELECT j.name, j.state, j.data FROM pgboss.job j
       WHERE j.state = 'active' OR j.state IN ('created', 'retry') AND j.start_after <= baton.now()
          OR j.state = 'failed' AND NOT EXISTS (
               SELECT 1 FROM pgboss.job d
                WHERE d.name LIKE 'baton.dead-letter.%' AND d.data = j.data AND d.state = 'completed')`,
  },
  {
    name: 'every notice has reached its receiver',
    breach: 'lost',
    broken: `SELECT n.idempotency_key, n.status FROM baton.notices n
        LEFT JOIN outside.received o ON o.key = n.idempotency_key WHERE n.status <> 'duplicate' AND (o.key IS NULL OR n.status <> 'sent')`,
  },
  {
    name: 'a case that was confirmed, or never was, has its owner',
    breach: 'lost',
    broken: `SELECT r.case_id FROM ${CASES} r LEFT JOIN chaos.assignments a USING (case_id)
       WHERE r.end_name IN ('confirmed', 'never-confirmed') AND a.case_id IS NULL`,
  },
  {
    name: 'a lead that was answered has an owner who answered it',
    breach: 'lost',
    broken: `SELECT r.case_id FROM ${CASES} r
       WHERE r.end_name = 'responded' AND r.team = 'lead-to-sales' AND NOT EXISTS (
         SELECT 1 FROM lead_to_sales.assignments a WHERE a.case_id = r.case_id AND a.responded_at IS NOT NULL)`,
  },
  {
    name: 'no inquiry has two runs, and no run is of an inquiry that nobody accepted',
    breach: 'doubled',
    broken: `SELECT r.team, r.case_id, count(*) FROM ${CASES} r LEFT JOIN outside.accepted a USING (team, case_id)
       GROUP BY 1, 2 HAVING count(*) > 1 OR count(a.case_id) = 0`,
  },
  {
    name: 'no lead has two owners',
    breach: 'doubled',
    broken: `SELECT case_id, count(*) FROM lead_to_sales.assignments WHERE ended_at IS NULL GROUP BY 1 HAVING count(*) > 1
      UNION ALL SELECT case_id, count(*) FROM chaos.assignments GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    name: 'no lead was given away twice where nobody asked for that',
    breach: 'doubled',
    broken: `SELECT case_id, count(*) FROM lead_to_sales.assignments a
       WHERE NOT EXISTS (SELECT 1 FROM baton.tasks t WHERE t.case_id = a.case_id AND t.status = 'resolved')
       GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    name: 'an inquiry makes one lead at most',
    breach: 'doubled',
    broken: 'SELECT inquiry_id, count(*) FROM lead_to_sales.leads GROUP BY 1 HAVING count(*) > 1',
  },
  {
    name: 'what an agent did was written once',
    breach: 'doubled',
    broken: 'SELECT case_id, step, count(*) FROM chaos.done GROUP BY 1, 2 HAVING count(*) > 1',
  },
  {
    name: 'capture comes to one result for each inquiry',
    breach: 'doubled',
    broken: `SELECT case_id, array_agg(kind) FROM lead_to_sales.activities
       WHERE kind IN ('lead-created', 'lead-read-again', 'joined', 'not-a-lead') GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    name: 'no agent is asked the same thing twice',
    breach: 'doubled',
    broken: `SELECT run_id, turn, occasion, retry_count, count(*) FROM baton.messages
       WHERE message_type IN ('handoff', 'request') GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  },
  {
    name: 'no person has two tasks of one run open',
    breach: 'doubled',
    broken: `SELECT run_id, count(*) FROM baton.tasks WHERE status = 'open' GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    name: 'no two notices say the same of the same run',
    breach: 'doubled',
    broken: `SELECT n.run_id, n.recipient, n.subject, count(*) FROM baton.notices n
       WHERE n.team = 'lead-to-sales' OR n.subject LIKE '% was looked at'
       GROUP BY 1, 2, 3, n.text HAVING count(*) > 1`,
  },
  {
    name: 'nobody was told what was never committed',
    breach: 'doubled',
    broken: `SELECT o.key FROM outside.received o LEFT JOIN baton.notices n ON n.idempotency_key = o.key
       WHERE n.notice_id IS NULL`,
  },
  {
    name: 'a run that is done said so once, and no other did',
    breach: 'disagreeing',
    broken: `SELECT r.case_id, r.status, count(m.*) FROM baton.runs r
        LEFT JOIN baton.messages m ON m.run_id = r.run_id AND m.processing_notes LIKE 'Ended: %'
       GROUP BY r.run_id HAVING count(m.*) <> (r.status = 'done')::int`,
  },
  {
    name: 'the columns of a run say what its state says',
    breach: 'disagreeing',
    broken: `SELECT case_id, status, state FROM baton.runs
       WHERE status <> state->>'status' OR end_name IS DISTINCT FROM state->>'end'
          OR step IS DISTINCT FROM state->'active'->>'step'`,
  },
  {
    name: 'no message is of a later turn than its run has reached',
    breach: 'disagreeing',
    broken: `SELECT m.message_id FROM baton.messages m JOIN baton.runs r USING (run_id)
       WHERE m.turn > (r.state->>'turn')::int`,
  },
  {
    name: 'every message belongs to a run, and every run began with one',
    breach: 'disagreeing',
    broken: `SELECT m.message_id, r.run_id FROM baton.messages m FULL JOIN baton.runs r USING (run_id)
       WHERE r.run_id IS NULL OR m.message_id IS NULL`,
  },
  {
    name: 'every body that a message or a run points at is there',
    breach: 'disagreeing',
    broken: `SELECT m.message_id FROM baton.messages m LEFT JOIN baton.messages b ON b.message_id = m.body_of
       WHERE (m.body IS NULL) = (b.body IS NULL)
      UNION ALL SELECT r.run_id FROM baton.runs r LEFT JOIN baton.messages m ON m.message_id = r.data_message
       WHERE m.body IS NULL`,
  },
  {
    name: 'a task that is open is that of the turn its run stands in, and was told in the log',
    breach: 'disagreeing',
    broken: `SELECT t.task_id, t.status, r.status FROM baton.tasks t JOIN baton.runs r USING (run_id)
        LEFT JOIN baton.messages m ON m.message_id = t.message_id
       WHERE m.message_id IS NULL
          OR t.status = 'open' AND (r.status <> 'in-review' OR t.turn <> (r.state->>'turn')::int)`,
  },
  {
    name: 'who is done waits for nothing',
    breach: 'disagreeing',
    broken: `SELECT r.case_id, b.path FROM baton.runs r JOIN baton.runs b ON b.parent_run_id = r.run_id
       WHERE r.status = 'done' AND r.team = 'chaos' AND b.status <> 'done'`,
  },
  {
    name: 'a lead’s own row says how its case ended',
    breach: 'disagreeing',
    broken: `SELECT l.case_id, l.lead_status, r.end_name FROM lead_to_sales.leads l JOIN ${CASES} r USING (case_id)
       WHERE r.end_name = 'responded' AND l.lead_status IN ('new', 'working')`,
  },
];

/** Asked again and again while the storm goes on, and at the end. */
export const caps: readonly Check[] = [
  {
    name: 'nobody has more cases than they may',
    breach: 'over_cap',
    broken: `SELECT o.owner_id, o.cap, count(*) FROM chaos.owners o JOIN chaos.assignments a USING (owner_id)
       GROUP BY 1, 2 HAVING count(*) > o.cap`,
  },
  {
    name: 'nobody has more leads waiting for a first answer than they may',
    breach: 'over_cap',
    broken: `SELECT o.owner_id, o.open_cap, count(*)
        FROM lead_to_sales.owners o JOIN lead_to_sales.assignments a USING (owner_id)
       WHERE a.ended_at IS NULL AND a.responded_at IS NULL
       GROUP BY 1, 2 HAVING count(*) > o.open_cap`,
  },
  {
    name: 'nobody was given more leads on a day than they may',
    breach: 'over_cap',
    broken: `SELECT o.owner_id, o.daily_cap, (a.assigned_at AT TIME ZONE o.timezone)::date, count(*)
        FROM lead_to_sales.owners o JOIN lead_to_sales.assignments a USING (owner_id)
       GROUP BY 1, 2, 3 HAVING count(*) > o.daily_cap`,
  },
];

export interface Broken {
  readonly name: string;
  readonly breach: Breach;
  readonly count: number;
  /** Some of the rows that break it, as JSON. */
  readonly examples: string;
}

/** Asks each; gives those that are broken. */
export async function broken(database: Database, asked: readonly Check[]): Promise<Broken[]> {
  const found: Broken[] = [];
  for (const { name, breach, broken: sql } of asked) {
    const rows = await database.query(sql);
    if (rows.length > 0) {
      found.push({ name, breach, count: rows.length, examples: JSON.stringify(rows.slice(0, 3)) });
    }
  }
  return found;
}

/** Writes down what the world knows, for the checks to compare with. */
export async function tellWorld(
  database: Database,
  world: {
    readonly accepted: readonly { readonly team: string; readonly case_id: string }[];
    readonly received: readonly string[];
  },
): Promise<void> {
  await database.query('DROP SCHEMA IF EXISTS outside CASCADE');
  await database.query('CREATE SCHEMA outside');
  await database.query(
    'CREATE TABLE outside.accepted (team text, case_id text, PRIMARY KEY (team, case_id))',
  );
  await database.query('CREATE TABLE outside.received (key text PRIMARY KEY)');
  await database.query(
    `INSERT INTO outside.accepted SELECT * FROM json_to_recordset($1::json) AS a (team text, case_id text)`,
    [JSON.stringify(world.accepted)],
  );
  await database.query('INSERT INTO outside.received SELECT unnest($1::text[])', [world.received]);
}
