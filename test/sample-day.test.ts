// The sample day as a new user sees it, with one command; counted from outside, and held against its answers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type BatonHome, type Finished, openBatonHome, sample } from './support/baton.ts';
import { checkDay } from './support/day-checks.ts';

const summary = z.object({
  received: z.number(),
  by_source: z.object({ form: z.number(), email: z.number(), chat: z.number(), event: z.number() }),
  not_leads: z.number(),
  joined: z.number(),
  unclear: z.number(),
  leads: z.number(),
  qualified: z.object({ hot: z.number(), warm: z.number(), cold: z.number(), unqualified: z.number() }),
  owned: z.number(),
  in_review: z.number(),
  lost: z.number(),
  seconds_to_owner: z.object({ p50: z.number(), p95: z.number() }),
});
const answers = z
  .array(
    z.object({
      inquiry: z.string(),
      is_lead: z.enum(['yes', 'no', 'joined']),
      why_not: z.string(),
      note: z.string(),
    }),
  )
  .parse(parse(await readFile(join(sample, 'answers.csv')), { columns: true }));

const NEVER_A_LEAD: readonly string[] = [
  'auto-reply',
  'bounce',
  'newsletter',
  'spam',
  'unsubscribe',
  'empty',
];

let home: BatonHome;
let first: Finished;
let firstMs: number;
before(async () => {
  home = await openBatonHome({ keep: true });
  const startedAt = performance.now();
  first = await home.run('demo', '--exit', '--json', join(home.folder, 'day.json'));
  firstMs = performance.now() - startedAt;
});
after(() => home.close());

async function summaryOf(name: string): Promise<z.output<typeof summary>> {
  return summary.parse(JSON.parse(await readFile(join(home.folder, name), 'utf8')));
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

test('its numbers add up, and nothing is lost', async (t) => {
  assert.equal(first.code, 0, first.stderr);
  assert.equal(first.stderr, '');
  const day = await summaryOf('day.json');
  t.diagnostic(
    `${day.received} received, ${day.leads} leads, ${day.owned} owned in ${(firstMs / 1000).toFixed(1)} s`,
  );
  assert.ok(day.received >= 120);
  for (const [source, count] of Object.entries(day.by_source)) assert.ok(count > 0, source);
  assert.equal(sum(day.by_source), day.received);
  assert.equal(day.not_leads + day.joined + day.unclear + day.leads, day.received);
  assert.equal(sum(day.qualified), day.leads);
  assert.equal(day.lost, 0);
  assert.ok(day.owned > 0 && day.seconds_to_owner.p50 <= day.seconds_to_owner.p95);
});

test('what it tells is what is in the tables', async () => {
  const day = await summaryOf('day.json');
  const [counted] = await home.query<Record<string, number>>(`SELECT
    (SELECT count(*)::int FROM lead_to_sales.inquiries) AS received,
    (SELECT count(*)::int FROM baton.runs WHERE end_name = 'not-a-lead') AS not_leads,
    (SELECT count(*)::int FROM baton.runs WHERE end_name = 'joined')
      + (SELECT count(*)::int FROM lead_to_sales.leads WHERE merged_into IS NOT NULL) AS joined,
    (SELECT count(*)::int FROM lead_to_sales.assignments WHERE ended_at IS NULL) AS owned,
    (SELECT count(DISTINCT case_id)::int FROM baton.tasks WHERE status = 'open') AS in_review`);
  const { received, not_leads, joined, owned, in_review } = day;
  assert.deepEqual(counted, { received, not_leads, joined, owned, in_review });
  await checkDay(home);
});

test('no real lead was put away, and no spam, newsletter or automatic reply became one', async (t) => {
  const rows = await home.query<{ origin: string; end_name: string | null; is_lead: boolean }>(
    `SELECT i.origin, r.end_name, l.case_id IS NOT NULL AND r.status <> 'in-review' AS is_lead
       FROM lead_to_sales.inquiries i JOIN baton.runs r USING (case_id)
       LEFT JOIN lead_to_sales.leads l USING (case_id)`,
  );
  const found = new Map(rows.map((row) => [row.origin.slice(sample.length + 1), row]));
  const missing = answers.filter(({ inquiry }) => !found.has(inquiry)).map(({ inquiry }) => inquiry);
  assert.ok(missing.length <= 1, `one mail lies there twice; not taken in: ${missing.join(', ')}`);
  const putAway = answers.filter(
    ({ inquiry, is_lead }) => is_lead !== 'no' && found.get(inquiry)?.end_name === 'not-a-lead',
  );
  assert.deepEqual(putAway, []);
  const letThrough = answers.filter(
    ({ inquiry, is_lead }) => is_lead === 'no' && found.get(inquiry)?.is_lead,
  );
  t.diagnostic(
    `no leads, yet taken for some: ${letThrough.map(({ inquiry }) => inquiry).join(', ') || 'none'}`,
  );
  assert.deepEqual(
    letThrough.filter(({ why_not }) => NEVER_A_LEAD.includes(why_not)),
    [],
  );
});

test('a second run starts nothing new and doubles nothing', async (t) => {
  const before = await home.query('SELECT count(*) FROM baton.messages');
  const startedAt = performance.now();
  const second = await home.run('demo', '--exit', '--json', join(home.folder, 'again.json'));
  t.diagnostic(`it took ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stdout, /^0 inquiries taken in, \d+ known already/m);
  assert.deepEqual(await home.query('SELECT count(*) FROM baton.messages'), before);
  const { received, leads, owned, qualified, lost } = await summaryOf('day.json');
  const again = await summaryOf('again.json');
  assert.deepEqual(
    { received, leads, owned, qualified, lost },
    {
      received: again.received,
      leads: again.leads,
      owned: again.owned,
      qualified: again.qualified,
      lost: again.lost,
    },
  );
});
