/**
 * Does anything grow without end? A sales desk at work for months: inquiries arrive every round, owners respond,
 * people answer their tasks, the clock is moved on, and retention erases what is older than it is kept. Prints rows,
 * sizes and memory over time; then rows are turned over in bulk; the last line is one line of JSON.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilAtRest } from '../src/cli/until-at-rest.ts';
import { type Engine, openEngine } from '../src/engine/engine.ts';
import { eraseOutdated } from '../src/engine/retention.ts';
import { openTasks } from '../src/engine/tables/tasks.ts';
import { moveClock } from '../src/store/clock.ts';
import { acquirePostgres } from '../src/store/embedded-postgres.ts';
import { openDatabase } from '../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../src/team/load.ts';
import { importAccounts } from '../teams/lead-to-sales/commands/import-accounts.ts';
import { importOwners } from '../teams/lead-to-sales/commands/import-owners.ts';
import { respondCommand } from '../teams/lead-to-sales/commands/respond.ts';
import { takeIn } from '../teams/lead-to-sales/intake/take-in.ts';
import { serveSites } from '../teams/lead-to-sales/sample/serve-sites.ts';
import type { DeskServices } from '../teams/lead-to-sales/services.ts';
import code from '../teams/lead-to-sales/team.ts';
import { postgresFolder } from '../test/support/postgres-folder.ts';
import { copiedSites, type InquiryFile, inquiryFiles } from './desk/inquiries.ts';
import { growthOf, type Measured, measure, measuredLine } from './soak/measure.ts';
import { turnOver } from './soak/turnover.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '900' },
    'step-days': { type: 'string', default: '10' },
    'per-step': { type: 'string', default: '8' },
    turnover: { type: 'string', default: '100000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(
    'Usage: npm run soak -- [--days 900] [--step-days 10] [--per-step 8 inquiries] [--turnover 100000 messages]\n',
  );
  process.exit(0);
}
const stepDays = Number(values['step-days']);
const steps = Math.ceil(Number(values.days) / stepDays);
const perStep = Number(values['per-step']);
const SAMPLE_FILES = 100;
const copies = Math.ceil((steps * perStep) / SAMPLE_FILES) + 1;
const DAY_MS = 24 * 3600_000;
const KEPT_DAYS = { ended_cases: 30, raw_inquiries: 30, engagements: 60 } as const;

const folder = join(import.meta.dirname, '../teams/lead-to-sales');
const sample = join(folder, 'sample');
let troubles = 0;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Owners respond to what waits for them, people give the first answer their tasks allow. */
async function peopleAct(engine: Engine<DeskServices>): Promise<void> {
  const waiting = await engine.database.query<{ case_id: string }>(
    'SELECT case_id FROM lead_to_sales.assignments WHERE ended_at IS NULL AND responded_at IS NULL',
  );
  for (const { case_id } of waiting) await respondCommand.run(engine.team, [case_id], {});
  for (const { task_id, answers } of await openTasks(engine.database, engine.release.team.id)) {
    // A task may be overtaken by what its neighbours' answers have set off.
    await engine
      .resolveTask({
        taskId: task_id,
        answer: answers[0] ?? '',
        by: 'Soak',
        note: 'as the first allows',
        data: {},
      })
      .catch(() => undefined);
  }
}

async function work(engine: Engine<DeskServices>, home: string): Promise<Measured[]> {
  const files: AsyncIterator<InquiryFile> = inquiryFiles(sample, copies, {
    people: 'a',
    newCompanies: true,
  })[Symbol.asyncIterator]();
  const measured: Measured[] = [];
  let arrived = 0;
  for (let step = 1; step <= steps; step += 1) {
    for (let count = 0; count < perStep; ) {
      const { value, done } = await files.next();
      if (done) break;
      count += (await takeIn(engine.team, value)).receipts.length;
      arrived += 1;
    }
    await untilAtRest(engine, async () => undefined);
    await peopleAct(engine);
    await moveClock(engine.database, stepDays * DAY_MS);
    await untilAtRest(engine, async () => undefined);
    await eraseOutdated({ database: engine.database, release: engine.release, code });
    if (step % Math.max(1, Math.round(steps / 12)) === 0) {
      const now = await measure(engine.database, { home, day: step * stepDays, arrived });
      measured.push(now);
      say(measuredLine(now));
    }
  }
  return measured;
}

const home = await postgresFolder();
const sites = await mkdtemp(join(tmpdir(), 'baton-sites-'));
const server = await acquirePostgres({ home });
const database = openDatabase(server.url, { maxConnections: 12 });
try {
  const release = makeRelease(await readTeamFiles(folder), 'lead-to-sales');
  const retention = Object.fromEntries(
    Object.entries(KEPT_DAYS).map(([kind, days]) => [kind, days * DAY_MS]),
  );
  const engine = await openEngine<DeskServices>({
    database,
    release: { ...release, team: { ...release.team, retention } },
    code,
    folder,
    supervise: true,
    onTrouble: (error) => {
      troubles += 1;
      say(`trouble: ${error.message}`);
    },
  });
  await importOwners(database, await readFile(join(sample, 'owners.csv'), 'utf8'), 'owners.csv');
  await importAccounts(database, await readFile(join(sample, 'accounts.csv'), 'utf8'), 'accounts.csv');
  await copiedSites(sample, sites, copies);
  const web = await serveSites(sites);
  for (const [domain, origin] of web.origins) engine.team.services.loopbackSites.set(domain, origin);
  await engine.startWorker({ onNotice: () => undefined });
  say(`${steps} rounds of ${stepDays} days, ${perStep} inquiries each; ended cases are kept for 30 days`);
  const begin = performance.now();
  const measured = await work(engine, home);
  const seconds = Math.round((performance.now() - begin) / 1000);
  const growth = growthOf(measured);
  say(
    `in the last third of the time grew: ${growth.growing.map(({ table, rows }) => `${table} (${rows.join(' → ')} rows)`).join(', ') || 'nothing'}`,
  );
  const turnover = await turnOver(engine, Number(values.turnover), say);
  await engine.close();
  await web.stop();
  const [last] = measured.slice(-1);
  say(
    JSON.stringify({
      bench: 'soak',
      days: steps * stepDays,
      seconds,
      arrived: last?.arrived ?? 0,
      troubles,
      ...growth,
      over_time: measured.map(
        ({ day, databaseMb, goingOn, engineRows, queueRows, logMb, diskMb, rssMb }) => ({
          day,
          database_mb: databaseMb,
          cases_going_on: goingOn,
          engine_rows: engineRows,
          queue_rows: queueRows,
          log_mb: logMb,
          disk_mb: diskMb,
          rss_mb: rssMb,
        }),
      ),
      turnover,
    }),
  );
} finally {
  await database.close();
  await server.release();
  await rm(home, { recursive: true, force: true });
  await rm(sites, { recursive: true, force: true });
}
process.exit(0);
