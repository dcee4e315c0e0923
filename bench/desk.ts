/**
 * How fast is the whole desk? Inquiries of the sample's mix through all five agents in one worker: once
 * with every company new, so that enrichment reads websites over loopback HTTP, once with all of them in
 * the cache. Prints rates, time to owner, memory and where the time goes; the last line is one line of JSON.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { RunningTeam } from 'baton';
import { openEngine } from '../src/engine/engine.ts';
import { acquirePostgres } from '../src/store/embedded-postgres.ts';
import { openDatabase, type PostgresDatabase } from '../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../src/team/load.ts';
import { importAccounts } from '../teams/lead-to-sales/commands/import-accounts.ts';
import { importOwners } from '../teams/lead-to-sales/commands/import-owners.ts';
import { takeIn } from '../teams/lead-to-sales/intake/take-in.ts';
import { serveSites } from '../teams/lead-to-sales/sample/serve-sites.ts';
import type { DeskServices } from '../teams/lead-to-sales/services.ts';
import code from '../teams/lead-to-sales/team.ts';
import { postgresFolder } from '../test/support/postgres-folder.ts';
import { copiedSites, inquiryFiles } from './desk/inquiries.ts';
import type { WorkerReport } from './desk/worker.ts';

const { values } = parseArgs({
  options: {
    inquiries: { type: 'string', default: '5000' },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write('Usage: npm run bench:desk -- [--inquiries 5000] [--profile]\n');
  process.exit(0);
}

const folder = join(import.meta.dirname, '../teams/lead-to-sales');
const sample = join(folder, 'sample');
const SAMPLE_SIZE = 167;
const copies = Math.max(1, Math.round(Number(values.inquiries) / SAMPLE_SIZE));

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function open(database: PostgresDatabase): Promise<RunningTeam<DeskServices>> {
  const engine = await openEngine<DeskServices>({
    database,
    release: makeRelease(await readTeamFiles(folder), 'lead-to-sales'),
    code,
    folder,
    onTrouble: (error) => say(`trouble: ${error.message}`),
  });
  await importOwners(database, await readFile(join(sample, 'owners.csv'), 'utf8'), 'owners.csv');
  await importAccounts(database, await readFile(join(sample, 'accounts.csv'), 'utf8'), 'accounts.csv');
  // As many more salespeople's hours as there are more inquiries than on the sample day.
  await database.query(
    'UPDATE lead_to_sales.owners SET daily_cap = daily_cap * $1, open_cap = open_cap * $1, weekly_cap = NULL',
    [copies * 3],
  );
  return engine.team;
}

/** Kilobytes at the highest, as Linux counts them; null elsewhere. */
async function peakMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  return found ? Math.round(Number(found) / 1024) : null;
}

/** All processes of the server, by their common parent; processor seconds so far. */
async function postgresUse(database: PostgresDatabase): Promise<{ seconds: number; peakMb: number | null }> {
  const [row] = await database.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const stat = async (pid: string): Promise<string[]> =>
    (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')).replace(/^.*\) /, '').split(' ');
  const parent = (await stat(String(row?.pid ?? 0)))[1];
  if (!parent) return { seconds: 0, peakMb: null };
  let ticks = 0;
  let peakMb = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const fields = await stat(pid);
    if (fields[1] !== parent && pid !== parent) continue;
    ticks += Number(fields[11]) + Number(fields[12]);
    // What each holds alone: shared buffers would be counted once for each process otherwise.
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    peakMb += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
  }
  return { seconds: ticks / 100, peakMb: Math.round(peakMb) };
}

async function ask<T>(worker: ChildProcess, message: string | object): Promise<T> {
  const answer = once(worker, 'message');
  worker.send(message);
  return (await answer)[0];
}

interface Round {
  readonly inquiries: number;
  readonly per_second: number;
  readonly to_owner_p50: number;
  readonly to_owner_p95: number;
  readonly owned: number;
  readonly worker_ms: number;
  readonly postgres_ms: number;
}

async function round(
  name: string,
  team: RunningTeam<DeskServices>,
  database: PostgresDatabase,
  worker: ChildProcess,
  options: { people: string; newCompanies: boolean },
): Promise<Round> {
  const before = await postgresUse(database);
  const begin = performance.now();
  const ids: string[] = [];
  for await (const file of inquiryFiles(sample, copies, options)) {
    const { receipts } = await takeIn(team, file);
    for (const receipt of receipts) if (receipt.isNew) ids.push(receipt.caseId);
  }
  const takenIn = (performance.now() - begin) / 1000;
  for (;;) {
    const [row] = await database.query<{ moving: number }>(
      `SELECT count(*)::int AS moving FROM baton.runs WHERE status IN ('running', 'joining') AND case_id = ANY($1)`,
      [ids],
    );
    if (row?.moving === 0) break;
    await sleep(100);
  }
  const seconds = (performance.now() - begin) / 1000;
  const report = await ask<WorkerReport>(worker, 'report');
  const after = await postgresUse(database);
  const [owned] = await database.query<{ count: number; p50: number; p95: number }>(
    `SELECT count(*)::int AS count,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY s) AS p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY s) AS p95
       FROM (SELECT extract(epoch FROM min(a.assigned_at) - min(i.accepted_at))::float8 AS s
               FROM lead_to_sales.assignments a JOIN lead_to_sales.inquiries i USING (case_id)
              WHERE case_id = ANY($1) GROUP BY case_id) AS waits`,
    [ids],
  );
  const ends = await database.query<{ what: string; count: number }>(
    `SELECT coalesce(end_name, step || ' ' || status) AS what, count(*)::int FROM baton.runs
      WHERE case_id = ANY($1) GROUP BY 1 ORDER BY 2 DESC`,
    [ids],
  );
  say(`  ${ends.map(({ what, count }) => `${what} ${count}`).join(', ')}`);
  const perInquiry = (spent: number): number => Number(((spent * 1000) / ids.length).toFixed(2));
  const result = {
    inquiries: ids.length,
    per_second: Number((ids.length / seconds).toFixed(1)),
    to_owner_p50: Number((owned?.p50 ?? 0).toFixed(2)),
    to_owner_p95: Number((owned?.p95 ?? 0).toFixed(2)),
    owned: owned?.count ?? 0,
    worker_ms: perInquiry(report.cpuSeconds),
    postgres_ms: perInquiry(after.seconds - before.seconds),
  };
  say(
    `${name}: ${result.inquiries} inquiries in ${seconds.toFixed(1)} s, ${result.per_second} a second (taken in after ${takenIn.toFixed(1)} s)`,
  );
  say(
    `  to owner: p50 ${result.to_owner_p50} s, p95 ${result.to_owner_p95} s, ${result.owned} owned, counted from when each was taken in`,
  );
  say(`  processor time for each inquiry: worker ${result.worker_ms} ms, Postgres ${result.postgres_ms} ms`);
  const shares = report.shares.slice(0, 12).map(({ part, share }) => `${part} ${(share * 100).toFixed(0)} %`);
  if (shares.length > 0) say(`  the worker's: ${shares.join(', ')}`);
  if (report.troubles > 0) say(`  ${report.troubles} troubles`);
  return result;
}

const home = await postgresFolder();
const sites = await mkdtemp(join(tmpdir(), 'baton-sites-'));
const server = process.env.DATABASE_URL
  ? { url: process.env.DATABASE_URL, release: async () => undefined }
  : await acquirePostgres({ home });
const database = openDatabase(server.url, { maxConnections: 6 });
const worker = fork(join(import.meta.dirname, 'desk/worker.ts'), {
  stdio: 'inherit',
  // As bin/baton.js is started.
  execArgv: ['--max-semi-space-size=8', '--heap-growing-percent=50'],
});
try {
  const team = await open(database);
  await copiedSites(sample, sites, copies);
  const web = await serveSites(sites);
  await ask(worker, {
    url: server.url,
    folder,
    sites: Object.fromEntries(web.origins),
    profile: values.profile,
  });
  const fresh = await round('every company new', team, database, worker, { people: 'a', newCompanies: true });
  const cached = await round('from the cache', team, database, worker, { people: 'b', newCompanies: true });
  const memory = {
    worker: await peakMegabytes(worker.pid ?? 0),
    intake_and_websites: await peakMegabytes(process.pid),
    postgres: (await postgresUse(database)).peakMb,
  };
  say(
    `memory at its peak: worker ${memory.worker} MB, intake and websites ${memory.intake_and_websites} MB; Postgres at the end ${memory.postgres} MB`,
  );
  worker.send('stop');
  await once(worker, 'exit');
  await web.stop();
  say(JSON.stringify({ bench: 'desk', fresh, cached, memory_mb: memory }));
} finally {
  worker.kill();
  await database.close();
  await server.release();
  await rm(home, { recursive: true, force: true });
  await rm(sites, { recursive: true, force: true });
}
process.exit(0);
