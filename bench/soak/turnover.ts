/** Very many messages in and out again, several times: does the one table of messages stay as large as once? */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from 'baton';
import type { Engine } from '../../src/engine/engine.ts';
import { eraseOutdated } from '../../src/engine/retention.ts';

const ROUNDS = 4;
const VACUUMED_WITHIN_MS = 90_000;
const PER_CASE = 10;

export interface Turnover {
  readonly messages: number;
  readonly table_mb: readonly number[];
  readonly written_per_second: readonly number[];
  readonly erased_per_second: readonly number[];
}

/** Writes and erases that many messages of ended cases in each round, and gives the size of the table after each. */
export async function turnOver<Services>(
  engine: Engine<Services>,
  messages: number,
  say: (line: string) => void,
): Promise<Turnover> {
  const { database, release, code } = engine;
  const team = release.team.id;
  const cases = Math.ceil(messages / PER_CASE);
  const tableMb: number[] = [];
  const written: number[] = [];
  const erased: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const begin = performance.now();
    await database.query(
      `INSERT INTO baton.runs (run_id, team, workflow, release_id, case_id, status, end_name, state, data_message, ended_at)
       SELECT gen_random_uuid(), $1, 'lead-to-sales', $2, 'SOAK-' || $3::text || '-' || n, 'done', 'closed', '{}',
              gen_random_uuid(), baton.now() - interval '400 days' FROM generate_series(1, $4::int) n`,
      [team, release.id, round, cases],
    );
    await database.query(
      `INSERT INTO baton.messages (message_id, run_id, from_agent, to_agent, workflow_id, message_type, processing_notes,
                                   priority, sent_at, retry_count, team_version, traceparent, turn, body)
       SELECT gen_random_uuid(), run_id, 'one', 'two', case_id, 'handoff', 'soak', 'normal', baton.now(), 0, $1, '', 1,
              jsonb_build_object('text', repeat(md5(random()::text), 30))
         FROM baton.runs, generate_series(1, ${PER_CASE}) WHERE case_id LIKE 'SOAK-%'`,
      [release.id],
    );
    const between = performance.now();
    await eraseOutdated({ database, release, code });
    const end = performance.now();
    await untilVacuumed(database);
    const [row] = await database.query<{ bytes: string }>(
      "SELECT pg_total_relation_size('baton.messages') AS bytes",
    );
    tableMb.push(Math.round(Number(row?.bytes ?? 0) / 1e6));
    written.push(Math.round((messages / (between - begin)) * 1000));
    erased.push(Math.round((messages / (end - between)) * 1000));
    say(
      `turnover ${round}: ${messages} messages of 1 KB written (${written.at(-1)} a second) and erased (${erased.at(-1)} a second); the table has ${tableMb.at(-1)} MB`,
    );
  }
  return { messages, table_mb: tableMb, written_per_second: written, erased_per_second: erased };
}

/** Room is used again once autovacuum has come by, which it does every 15 seconds. */
async function untilVacuumed(db: Queryable): Promise<void> {
  for (const deadline = performance.now() + VACUUMED_WITHIN_MS; performance.now() < deadline; ) {
    const [row] = await db.query<{ dead: number }>(
      "SELECT n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE relid = 'baton.messages'::regclass",
    );
    if (row && row.dead < 1_000) return;
    await sleep(500);
  }
}
