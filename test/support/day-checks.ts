/** What must hold of a day's work when it is over, asked of the tables from outside: one query for each promise. */
import assert from 'node:assert/strict';
import type { BatonHome } from './baton.ts';

interface Check {
  readonly promise: string;
  /** Gives the rows that break it. */
  readonly broken: string;
}

const TIMERS_OF_WATCHED = `SELECT 1 FROM pgboss.job j
   WHERE j.name LIKE 'baton.conductor.%' AND j.state = 'created' AND j.start_after > baton.now()
     AND j.data->>'run_id' = r.run_id::text`;

const PROMISES: readonly Check[] = [
  {
    promise: 'every accepted inquiry has one run, and every run its inquiry',
    broken: `SELECT i.case_id, r.case_id AS run_case, count(*) FROM lead_to_sales.inquiries i
        FULL JOIN (SELECT * FROM baton.runs WHERE workflow = 'lead-to-sales' AND parent_run_id IS NULL) r
          ON r.case_id = i.case_id
       GROUP BY 1, 2 HAVING i.case_id IS NULL OR r.case_id IS NULL OR count(*) <> 1`,
  },
  {
    promise: 'every case is at an end, in one person’s task, or watched by a timer: in exactly one of them',
    broken: `SELECT r.case_id, r.status, r.step, r.end_name FROM baton.runs r
        LEFT JOIN (SELECT run_id, count(*)::int AS n FROM baton.tasks WHERE status = 'open' GROUP BY 1) t
          USING (run_id)
       WHERE (r.status = 'done')::int + (coalesce(t.n, 0) = 1)::int
             + (r.status = 'waiting' AND EXISTS (${TIMERS_OF_WATCHED}))::int <> 1
          OR (r.status = 'in-review') <> (coalesce(t.n, 0) = 1)
          OR (r.status = 'done') <> (r.end_name IS NOT NULL)`,
  },
  {
    promise: 'a lead that is watched has one owner, told once',
    broken: `SELECT r.case_id FROM baton.runs r
       WHERE r.status = 'waiting' AND r.step = 'follow-up'
         AND (SELECT count(*) FROM lead_to_sales.assignments a WHERE a.case_id = r.case_id AND ended_at IS NULL) <> 1
          OR r.status = 'waiting' AND r.step = 'follow-up'
         AND (SELECT count(*) FROM lead_to_sales.activities a WHERE a.case_id = r.case_id AND kind = 'owner-told') <> 1`,
  },
  {
    promise: 'nothing is assigned twice',
    broken: `SELECT case_id, count(*) FROM lead_to_sales.assignments GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    promise: 'an inquiry makes one lead at most',
    broken: `SELECT inquiry_id, count(*) FROM lead_to_sales.leads GROUP BY 1 HAVING count(*) > 1`,
  },
  {
    promise: 'capture comes to one result for each case: a lead, joined to one, or none',
    broken: `SELECT case_id, array_agg(kind) FROM lead_to_sales.activities
       WHERE kind IN ('lead-created', 'lead-read-again', 'joined', 'not-a-lead') GROUP BY 1 HAVING count(*) > 1
      UNION ALL SELECT case_id, NULL FROM lead_to_sales.leads l WHERE NOT EXISTS (
        SELECT 1 FROM lead_to_sales.activities a WHERE a.case_id = l.case_id AND kind = 'lead-created')`,
  },
  {
    promise: 'nothing is done twice for a case',
    broken: `SELECT case_id, kind, count(*) FROM lead_to_sales.activities
       GROUP BY case_id, kind, detail->>'from_case', detail->'inquiries', detail->'considered' HAVING count(*) > 1`,
  },
  {
    promise: 'an owner hears of each further inquiry once',
    broken: `SELECT case_id, inquiry, count(*)
        FROM lead_to_sales.activities, jsonb_array_elements_text(detail->'inquiries') AS inquiry
       WHERE kind = 'inquiry-told' GROUP BY 1, 2 HAVING count(*) > 1`,
  },
  {
    promise: 'an inquiry that joined a lead was told to that lead’s run once',
    broken: `SELECT r.case_id, count(m.*) FROM baton.runs r
        LEFT JOIN baton.messages m ON m.processing_notes = 'inquiry-joined from ' || r.case_id
       WHERE r.end_name = 'joined' GROUP BY 1 HAVING count(m.*) <> 1`,
  },
  {
    promise: 'a run that is done said so once, and no other did',
    broken: `SELECT r.case_id, r.status, count(m.*) FROM baton.runs r
        LEFT JOIN baton.messages m ON m.run_id = r.run_id AND m.processing_notes LIKE 'Ended: %'
       GROUP BY r.run_id HAVING count(m.*) <> (r.status = 'done')::int`,
  },
  {
    promise: 'no message is of a later turn than its run has reached',
    broken: `SELECT m.message_id FROM baton.messages m JOIN baton.runs r USING (run_id)
       WHERE m.turn > (r.state->>'turn')::int`,
  },
  {
    promise: 'no agent is asked the same thing twice',
    broken: `SELECT run_id, turn, occasion, retry_count, count(*) FROM baton.messages
       WHERE message_type IN ('handoff', 'request') GROUP BY 1, 2, 3, 4 HAVING count(*) > 1`,
  },
  {
    promise: 'every body a message points at is there',
    broken: `SELECT m.message_id FROM baton.messages m LEFT JOIN baton.messages b ON b.message_id = m.body_of
       WHERE (m.body IS NULL) = (b.body IS NULL)`,
  },
  {
    promise: 'no person is asked twice',
    broken: `SELECT run_id, step, count(*) FROM baton.tasks GROUP BY 1, 2 HAVING count(*) > 1`,
  },
  {
    promise: 'nobody is told the same thing twice, and no notice is left unsent',
    broken: `SELECT run_id::text, recipient, subject, count(*) FROM baton.notices
       GROUP BY run_id, recipient, subject, text HAVING count(*) > 1
      UNION ALL SELECT idempotency_key, recipient, subject, 0 FROM baton.notices WHERE status NOT IN ('sent', 'duplicate')`,
  },
  {
    promise: 'no job is left active, due, failed or dead, and none waits for a run that is done',
    broken: `SELECT j.name, j.state, j.data FROM pgboss.job j
       WHERE j.state IN ('active', 'failed', 'retry') OR j.name LIKE 'baton.dead-letter.%'
          OR j.state = 'created' AND j.start_after <= baton.now()
          OR j.state = 'created' AND EXISTS (
               SELECT 1 FROM baton.runs r WHERE r.run_id::text = j.data->>'run_id' AND r.status = 'done')`,
  },
];

/** Checks every promise, and says all that are broken with an example each. */
export async function checkDay(home: BatonHome): Promise<void> {
  const failures: string[] = [];
  for (const { promise, broken } of PROMISES) {
    const rows = await home.query(broken);
    if (rows.length > 0)
      failures.push(`${promise}: broken by ${rows.length}: ${JSON.stringify(rows.slice(0, 3))}`);
  }
  assert.deepEqual(failures, []);
}
