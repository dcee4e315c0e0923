/** Each finding of the desk, by breaking a real database; and what `--repair` makes of it. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type Engine, openEngine } from '../../../src/engine/engine.ts';
import { openTasks } from '../../../src/engine/tables/tasks.ts';
import { examine } from '../../../src/insight/doctor/examine.ts';
import type { Finding } from '../../../src/insight/doctor/finding.ts';
import { repairFindings } from '../../../src/insight/doctor/repair.ts';
import { moveClock } from '../../../src/store/clock.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { DeskServices } from '../services.ts';
import type { DayCount } from '../store/health.ts';
import code from '../team.ts';
import { anOwner, saveLead, saveOwners } from '../testing/sales-floor.ts';
import { shippedRelease } from '../testing/shipped-rules.ts';
import { trendsOf } from './health.ts';

let desk: TestDatabase;
let engine: Engine<DeskServices>;
async function found(findingCode: string): Promise<Finding | undefined> {
  return (await examine(engine)).findings.find((finding) => finding.code === findingCode);
}

async function assign(caseId: string): Promise<void> {
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, reason, candidates) VALUES ($1, 'nora', 'test', '[]')`,
    [caseId],
  );
}

async function repair(findingCode: string): Promise<number> {
  const finding = await found(findingCode);
  assert.ok(finding);
  const [done] = await repairFindings(engine, [finding]);
  return done?.count ?? 0;
}

describe('the desk in a health check', () => {
  beforeEach(async () => {
    desk = await openTestDatabase({ maxConnections: 8 });
    engine = await openEngine<DeskServices>({
      database: desk.database,
      release: shippedRelease,
      code,
      folder: join(import.meta.dirname, '..'),
      onTrouble: (error) => {
        throw error;
      },
    });
  });
  afterEach(async () => {
    await engine.close();
    await desk.close();
  });

  it('finds nothing where nothing has happened', async () => {
    const { findings, trends } = await examine(engine);
    assert.deepEqual(findings, []);
    assert.deepEqual(
      trends.map(({ name, value }) => [name, value]),
      [
        ['Leads', 0],
        ['Hot among those scored', null],
        ['Time to owner, half within', null],
        ['Minutes without an owner, all leads together', 0],
      ],
    );
  });

  it('finds an inquiry without a run, and sets it to work once', async () => {
    await desk.database.query(
      `INSERT INTO lead_to_sales.inquiries (inquiry_id, case_id, source, media_type, origin, content_hash, received_at)
       VALUES ($1, 'LEAD-77', 'form', 'application/json', 'test', 'hash-77', baton.now())`,
      [randomUUID()],
    );
    const finding = await found('inquiry-without-run');
    assert.deepEqual(finding?.cases, ['LEAD-77']);
    assert.equal(await repair('inquiry-without-run'), 1);
    assert.equal(await found('inquiry-without-run'), undefined);
    assert.equal((await repairFindings(engine, [finding]))[0]?.count, 0);
    const standing = (await engine.team.standingsOf(['LEAD-77'])).get('LEAD-77');
    assert.deepEqual(
      [standing?.workflow, standing?.step, standing?.status],
      ['lead-to-sales', 'capture', 'running'],
    );
  });

  it('finds a lead without an owner on which nobody works, and asks the sales manager', async () => {
    await saveLead(desk.database, 'LEAD-78');
    assert.deepEqual((await found('lead-without-owner'))?.cases, ['LEAD-78']);
    assert.equal(await repair('lead-without-owner'), 1);
    assert.equal(await found('lead-without-owner'), undefined);
    const [task] = await openTasks(desk.database, 'lead-to-sales', { caseId: 'LEAD-78' });
    assert.equal(task?.queue, 'sales-manager');
    assert.match(task?.told ?? '', /It has no owner, and its case was over\./);
  });

  it('leaves a lead alone that somebody owns, or that is with marketing', async () => {
    await saveOwners(desk.database, [anOwner({ owner_id: 'nora' })]);
    await saveLead(desk.database, 'LEAD-79');
    await assign('LEAD-79');
    await saveLead(desk.database, 'LEAD-80');
    await desk.database.query(
      "UPDATE lead_to_sales.leads SET lead_status = 'nurturing' WHERE case_id = 'LEAD-80'",
    );
    assert.deepEqual((await examine(engine)).findings, []);
  });

  it('finds an assignment whose lead is over, or gone', async () => {
    await saveOwners(desk.database, [anOwner({ owner_id: 'nora' })]);
    await saveLead(desk.database, 'LEAD-81');
    await assign('LEAD-81');
    await desk.database.query(
      "UPDATE lead_to_sales.leads SET lead_status = 'closed' WHERE case_id = 'LEAD-81'",
    );
    await desk.database.query(
      'ALTER TABLE lead_to_sales.assignments DROP CONSTRAINT assignments_case_id_fkey',
    );
    await assign('LEAD-82');
    assert.deepEqual((await found('assignment-without-lead'))?.cases, ['LEAD-81', 'LEAD-82']);
    assert.equal(await repair('assignment-without-lead'), 2);
    const tasks = await openTasks(desk.database, 'lead-to-sales');
    assert.deepEqual(tasks.map(({ case_id }) => case_id).sort(), ['LEAD-81', 'LEAD-82']);
  });

  it('counts minutes without an owner until somebody has the lead', async () => {
    await saveOwners(desk.database, [anOwner({ owner_id: 'nora' })]);
    await saveLead(desk.database, 'LEAD-83');
    await saveLead(desk.database, 'LEAD-84');
    await moveClock(desk.database, 30 * 60_000);
    await assign('LEAD-83');
    await moveClock(desk.database, 30 * 60_000);
    const { trends } = await examine(engine);
    const minutes = trends.map(({ value }) => (value === null ? null : Math.round(value)));
    assert.deepEqual(minutes, [2, null, 30, 90]);
  });
});

describe('the desk’s trends', () => {
  const counts: DayCount = {
    leads: 70,
    hot: 14,
    rated: 70,
    median_minutes_to_owner: 2,
    unowned_minutes: 140,
  };

  it('compare a day with an average day of the week before', () => {
    const trends = trendsOf({ ...counts, leads: 10 }, counts);
    assert.deepEqual(
      trends.map(({ value, before }) => [value, before]),
      [
        [10, 10],
        [20, 20],
        [2, 2],
        [140, 20],
      ],
    );
  });

  it('compare with nothing where the week before says too little', () => {
    const trends = trendsOf(counts, { ...counts, leads: 19, rated: 19 });
    assert.deepEqual(
      trends.map(({ before }) => before),
      [null, null, null, null],
    );
  });
});
