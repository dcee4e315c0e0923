/** A case that ends tells its team, in the transaction that ends it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatonError } from '../src/core/error.ts';
import type { CaseEnd } from '../src/team/define.ts';
import { openDesk, pass, runOf, start, tinyTeam, until, untilRun } from './support/tiny-team.ts';

const BRANCHES = `
- id: both
  parallel:
    join: all
    branches:
      left: [{ id: a, agent: one }]
      right: [{ id: b, agent: one }]
  success: { end: agreed }
`;

test('a case tells its end once, with who acted last; its branches tell nothing', async (context) => {
  const desk = await openDesk(context);
  const ends: CaseEnd[] = [];
  const tiny = tinyTeam({ steps: BRANCHES, agents: { one: pass } });
  const code = {
    ...tiny.code,
    onEnd: async (_tx: unknown, ended: CaseEnd) => {
      ends.push(ended);
    },
  };
  const engine = await desk.open({ ...tiny, code });
  await start(engine, 'CASE-1');
  await untilRun(desk.database, 'CASE-1', 'done');
  assert.deepEqual(
    ends.map(({ caseId, end }) => [caseId, end]),
    [['CASE-1', 'agreed']],
  );
});

test('where the team refuses, the case does not end, and what the team wrote is not kept', async (context) => {
  const desk = await openDesk(context);
  await desk.database.query('CREATE TABLE told (case_id text)');
  const tiny = tinyTeam({ steps: '- { id: a, agent: one }', agents: { one: pass } });
  let refused = 0;
  const code: typeof tiny.code = {
    ...tiny.code,
    async onEnd(tx, { caseId }) {
      await tx.query('INSERT INTO told VALUES ($1)', [caseId]);
      refused += 1;
      throw new BatonError('not-now', 'The books are closed.');
    },
  };
  const engine = await desk.open({ ...tiny, code });
  await start(engine, 'CASE-2');
  await until('the team was asked', async () => (refused > 0 ? true : null));
  await untilRun(desk.database, 'CASE-2', 'in-review');
  assert.equal((await runOf(desk.database, 'CASE-2')).end_name, null);
  assert.deepEqual(await desk.database.query('SELECT * FROM told'), []);
});
