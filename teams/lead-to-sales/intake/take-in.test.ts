import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BatonError, type RunningTeam, type RunStart, type StartedRun } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import type { DeskServices } from '../services.ts';
import { noInbox } from '../testing/a-team.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { takeIn } from './take-in.ts';

describe('taking in', () => {
  let test: TestDatabase;
  let nextCase = 10_001;
  before(async () => {
    test = await openTestDatabase({ team: 'lead-to-sales' });
  });
  after(async () => test.close());

  /** A team whose runs are only listed; the engine's part is tested with the engine. */
  function team(started: RunStart[], refuse = false): RunningTeam<DeskServices> {
    return {
      database: test.database,
      services: { database: test.database, loopbackSites: new Map() },
      folder: '',
      read: readShipped,
      now: async () => new Date('2026-10-06T12:00:00Z'),
      async newCaseIds(_tx, count): Promise<string[]> {
        return Array.from({ length: count }, () => `LEAD-${nextCase++}`);
      },
      async startRuns(_tx, starts): Promise<StartedRun[]> {
        if (refuse) throw new BatonError('refused', 'No runs today.');
        started.push(...starts);
        return starts.map(({ caseId }) => ({ caseId, runId: caseId, isNew: true }));
      },
      signal: async () => false,
      messagesOf: async () => [],
      standingsOf: async () => new Map(),
      inbox: noInbox,
      noticesOf: async () => [],
      mailer: null,
    };
  }

  const list = (rows: number, tag: string): Buffer =>
    Buffer.from(
      `Name,Email\n${Array.from({ length: rows }, (_, row) => `P ${row},p${row}@${tag}.example`).join('\n')}`,
    );

  it('gives every row a case number and starts its run, over more than one chunk', async () => {
    const started: RunStart[] = [];
    const { receipts, problems } = await takeIn(team(started), { name: 'big.csv', bytes: list(1200, 'big') });
    assert.equal(problems.length, 0);
    assert.equal(new Set(receipts.map((receipt) => receipt.caseId)).size, 1200);
    assert.match(receipts[0]?.caseId ?? '', /^LEAD-\d+$/);
    assert.equal(started.length, 1200);
    assert.deepEqual(
      started.map((start) => start.caseId),
      receipts.map((receipt) => receipt.caseId),
    );
    assert.equal(started[0]?.event, 'inquiry-received');
    assert.equal(started[0]?.notes, 'Received by event list from big.csv:2');
  });

  it('answers the same content with its earlier case, also within one file', async () => {
    const started: RunStart[] = [];
    const once = await takeIn(team(started), {
      name: 'a.csv',
      bytes: Buffer.from('Name,Email\nAnn,a@x.example\nAnn,a@x.example'),
    });
    const again = await takeIn(team(started), {
      name: 'copy/a.csv',
      bytes: Buffer.from('Name,Email\nAnn,a@x.example'),
    });
    const [first, second] = once.receipts;
    assert.deepEqual([first?.isNew, second?.isNew], [true, false]);
    assert.equal(second?.caseId, first?.caseId);
    assert.deepEqual(
      again.receipts.map(({ caseId, isNew }) => ({ caseId, isNew })),
      [{ caseId: first?.caseId, isNew: false }],
    );
    assert.equal(started.length, 1);
  });

  it('takes the same person in the lists of two events as two inquiries, and of one event as one', async () => {
    const started: RunStart[] = [];
    const row = Buffer.from('Name,Email\nFay,fay@x.example');
    const named = Buffer.from('Name,Email,Webinar\nGus,gus@x.example,October briefing');
    for (const [name, bytes] of [
      ['october.csv', row],
      ['november.csv', row],
      ['downloads/november (1).csv', row],
      ['november - Kopie.csv', row],
      ['export-1.csv', named],
      ['export-2.csv', named],
    ] as const) {
      await takeIn(team(started), { name, bytes });
    }
    assert.deepEqual(
      started.map(({ notes }) => notes.replace('Received by event list from ', '')),
      ['october.csv:2', 'november.csv:2', 'export-1.csv:2'],
    );
  });

  it('keeps nothing where the runs could not be started', async () => {
    await assert.rejects(takeIn(team([], true), { name: 'b.csv', bytes: list(3, 'refused') }), {
      code: 'refused',
    });
    const rows = await test.database.query('SELECT 1 FROM lead_to_sales.inquiries WHERE origin LIKE $1', [
      'b.csv%',
    ]);
    assert.equal(rows.length, 0);
  });

  it('takes in what holds signs that no table can keep', async () => {
    const nul = '\0';
    const files: Record<string, Buffer | string> = {
      'nul.json': JSON.stringify({
        [`newsletter${nul}`]: 'yes',
        email: 'a@nul.example',
        message: `hi${nul}\ud800`,
      }),
      'nul.form': `newsletter=yes%00&newsletter%00=yes&email=b%40nul.example&message=hi%00`,
      'nul.csv': Buffer.from(`\ufeffName${nul},Email\nAnn${nul} Lee,c@nul.example\n`, 'utf16le'),
      'nul.eml': `From: "A${nul}" <d${nul}@nul.example>\nMessage-ID: <x${nul}y@nul.example>\nIn-Reply-To: <z${nul}@nul.example>\n\nhi${nul}`,
    };
    for (const [name, content] of Object.entries(files)) {
      const { receipts, problems } = await takeIn(team([]), { name, bytes: Buffer.from(content) });
      assert.deepEqual([receipts.length, problems], [1, []], name);
    }
  });

  it('starts one run for each inquiry when the same file comes ten times at once', async () => {
    const started: RunStart[] = [];
    const file = { name: 'race.csv', bytes: list(50, 'race') };
    const results = await Promise.all(Array.from({ length: 10 }, () => takeIn(team(started), file)));
    assert.equal(started.length, 50);
    const cases = new Set(results.flatMap((result) => result.receipts.map((receipt) => receipt.caseId)));
    assert.equal(cases.size, 50);
  });
});
