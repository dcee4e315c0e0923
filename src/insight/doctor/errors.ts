/** Which errors put cases before people, and whether they come more often than they did. */
import type { Queryable } from '../../store/database.ts';
import { counted, type Finding } from './finding.ts';

const SHOWN_CASES = 20;

export interface ErrorPattern {
  readonly step: string;
  /** Such as `timeout`. */
  readonly code: string;
  /** Tasks it has led to in the last 24 hours. */
  readonly day: number;
  /** The same on an average day of the week before. */
  readonly before: number;
  /** What it says, once. */
  readonly message: string;
  /** The newest cases of the last 24 hours. */
  readonly cases: readonly string[];
}

/** Errors of the last 24 hours by step and code, most frequent first. */
export async function errorPatterns(db: Queryable, team: string): Promise<ErrorPattern[]> {
  return db.query(
    `SELECT step, error->>'code' AS code,
            count(*) FILTER (WHERE opened_at >= baton.now() - interval '24 hours')::int AS day,
            count(*) FILTER (WHERE opened_at < baton.now() - interval '24 hours') / 7.0::float8 AS before,
            left((array_agg(error->>'message' ORDER BY opened_at DESC))[1], 300) AS message,
            (array_agg(case_id ORDER BY opened_at DESC)
              FILTER (WHERE opened_at >= baton.now() - interval '24 hours'))[1:${SHOWN_CASES}] AS cases
       FROM baton.tasks
      WHERE team = $1 AND error IS NOT NULL AND opened_at >= baton.now() - interval '8 days'
      GROUP BY 1, 2
     HAVING count(*) FILTER (WHERE opened_at >= baton.now() - interval '24 hours') > 0
      ORDER BY 3 DESC, 1, 2`,
    [team],
  );
}

/** Errors that have become a pattern: as often as `errors` in a day, and more often than before. */
export function errorFindings(patterns: readonly ErrorPattern[], errors: number): Finding[] {
  return patterns
    .filter(({ day, before }) => day >= errors && day > before)
    .map(({ step, code, day, before, message, cases }) => ({
      code: 'error-pattern',
      what: `Step ${step} failed with ${code} in ${counted(day, 'case')} within a day (${before.toFixed(1)} a day in the week before): ${message}`,
      advice: 'Mend the cause, then answer the tasks with `retry` (`baton inbox`).',
      cases,
      repair: null,
    }));
}
