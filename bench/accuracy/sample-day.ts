/**
 * The whole sample day against answers that were written before any agent ran: what is a lead, why not,
 * how good, and who gets it. Runs the real engine on a database of its own; the last line is one line of JSON.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { openWorkingDesk } from '../../teams/lead-to-sales/testing/working-desk.ts';

const sample = join(import.meta.dirname, '../../teams/lead-to-sales/sample');
const OUTCOMES = ['unqualified', 'cold', 'warm', 'hot'] as const;

type Outcome = (typeof OUTCOMES)[number];

const expectation = z.object({
  inquiry: z.string(),
  is_lead: z.enum(['yes', 'no', 'joined']),
  why_not: z.string(),
  outcome_expected: z.union([z.enum(OUTCOMES), z.literal('')]),
  territory_owner_expected: z.string(),
});

interface Found {
  readonly origin: string;
  readonly rating: Outcome | null;
  readonly owner_id: string | null;
  readonly lead_status: string | null;
  readonly not_because: string | null;
  readonly joined: boolean;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Number((part / whole).toFixed(3));
}

async function playDay(expected: readonly z.infer<typeof expectation>[]): Promise<Map<string, Found>> {
  const working = await openWorkingDesk();
  try {
    // In the order of arrival: who comes first is the one that others are joined to.
    await working.takeIn(...new Set(expected.map(({ inquiry }) => inquiry.replace(/:\d+$/, ''))));
    const rows = await working.team.database.query<Found>(
      `SELECT i.origin, l.rating, a.owner_id, l.lead_status,
              (SELECT detail->>'reason' FROM lead_to_sales.activities t
                WHERE t.case_id = i.case_id AND t.kind = 'not-a-lead' LIMIT 1) AS not_because,
              EXISTS (SELECT 1 FROM lead_to_sales.activities t
                WHERE t.case_id = i.case_id AND t.kind = 'joined') OR l.merged_into IS NOT NULL AS joined
         FROM lead_to_sales.inquiries i
         LEFT JOIN lead_to_sales.leads l USING (case_id)
         LEFT JOIN lead_to_sales.assignments a ON a.case_id = i.case_id AND a.ended_at IS NULL`,
    );
    return new Map(rows.map((row) => [row.origin, row]));
  } finally {
    await working.close();
  }
}

const expected = z
  .array(expectation)
  .parse(parse(await readFile(join(sample, 'answers.csv'), 'utf8'), { columns: true, bom: true }));
const found = await playDay(expected);

const leads = expected.filter((row) => row.is_lead === 'yes');
const junk = expected.filter((row) => row.is_lead === 'no');
const joined = expected.filter((row) => row.is_lead === 'joined');
const foundFor = ({ inquiry }: { inquiry: string }): Found | undefined => found.get(inquiry);
const isKept = (row: { inquiry: string }): boolean => {
  const one = foundFor(row);
  return one !== undefined && one.not_because === null;
};

const lost = leads.filter((row) => !isKept(row));
const kept = junk.filter(isKept);
const rightReason = junk.filter((row) => foundFor(row)?.not_because === row.why_not);
const rightJoins = joined.filter((row) => foundFor(row)?.joined);
say(`leads: ${leads.length}; taken for junk: ${lost.length}`);
for (const { inquiry } of lost)
  say(`  lost: ${inquiry} (${foundFor({ inquiry })?.not_because ?? 'not found'})`);
say(
  `no leads: ${junk.length}; kept as leads or unclear: ${kept.length}; the reason as expected: ${rightReason.length}`,
);
for (const { inquiry, why_not } of kept) say(`  kept: ${inquiry} (${why_not})`);
say(`further inquiries of the same person: ${joined.length}; joined: ${rightJoins.length}`);

const rated = leads.filter((row) => row.outcome_expected !== '' && foundFor(row)?.rating);
const level = (outcome: Outcome | '' | null | undefined): number =>
  outcome ? OUTCOMES.indexOf(outcome) : -1;
const steps = rated.map((row) => level(foundFor(row)?.rating) - level(row.outcome_expected));
const exact = steps.filter((step) => step === 0).length;
const near = steps.filter((step) => Math.abs(step) <= 1).length;
const mean = steps.reduce((sum, step) => sum + step, 0) / Math.max(1, steps.length);
say(
  `outcome of ${rated.length} leads: ${exact} exact, ${near} within one band, ${mean.toFixed(2)} bands off on average (below 0: too low)`,
);
say(`  ${'expected'.padEnd(12)} ${OUTCOMES.map((name) => name.padStart(12)).join('')}`);
for (const row of OUTCOMES) {
  const counts = OUTCOMES.map(
    (column) =>
      rated.filter((one) => one.outcome_expected === row && foundFor(one)?.rating === column).length,
  );
  say(`  ${row.padEnd(12)} ${counts.map((count) => String(count).padStart(12)).join('')}`);
}

const placed = leads.filter((row) => row.territory_owner_expected !== '' && foundFor(row)?.owner_id);
const rightOwner = placed.filter((row) => foundFor(row)?.owner_id === row.territory_owner_expected);
const due = leads.filter((row) => row.territory_owner_expected !== '');
say(`owner expected for ${due.length}; owned ${placed.length}; by the one expected ${rightOwner.length}`);
say(
  JSON.stringify({
    bench: 'accuracy-sample-day',
    leads: leads.length,
    lost: lost.length,
    junk: junk.length,
    junk_kept: kept.length,
    reason_accuracy: share(rightReason.length, junk.length),
    joined_recall: share(rightJoins.length, joined.length),
    outcome_exact: share(exact, rated.length),
    outcome_within_one: share(near, rated.length),
    owner_accuracy: share(rightOwner.length, placed.length),
    owner_recall: share(placed.length, due.length),
  }),
);
