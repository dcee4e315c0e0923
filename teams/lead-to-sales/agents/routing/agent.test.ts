import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { z } from 'baton';
import { openTestDatabase, type TestDatabase } from '../../../../test/support/database.ts';
import type { Assignment } from '../../lead.ts';
import { allOwners } from '../../store/owners.ts';
import {
  aLead,
  anOwner,
  said,
  saveLead,
  saveOwners,
  shippedRoutingRules,
} from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { assignOwner } from '../../writes/assign-owner.ts';
import { routing } from './agent.ts';

let desk: TestDatabase;
const rules = shippedRoutingRules();
const monday = new Date('2026-11-23T10:00:00Z');

before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());
beforeEach(async () => {
  await desk.database.query(
    'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
  );
  await saveOwners(desk.database, [
    anOwner({ owner_id: 'mia', territories: ['DACH'], languages: ['de', 'en'] }),
    anOwner({ owner_id: 'noa', territories: ['DACH'], languages: ['en'] }),
    anOwner({ owner_id: 'paul', territories: ['France'] }),
    anOwner({ owner_id: 'vera', role: 'manager', territories: ['*'] }),
  ]);
  await saveLead(desk.database, 'LEAD-1');
});

type Input = z.input<typeof routing.input>;

const hot = {
  framework: 'BANT',
  score: 86,
  outcome: 'hot',
  dimensions: {
    budget: { points: 20, band: 'clear', reasons: [], unknown: [] },
    authority: { points: 22, band: 'primary', reasons: [], unknown: [] },
    need: { points: 22, band: 'critical', reasons: [], unknown: [] },
    timeline: { points: 22, band: 'now', reasons: [], unknown: [] },
  },
  decision_maker: 'yes',
  summary: 'Ready to buy.',
} as const satisfies Input['qualification'];

/** Asks the agent and applies its write, as the engine does when a step settles. */
async function route(
  given: Partial<Input> = {},
): Promise<{ assignment: Assignment; priority: string | undefined }> {
  const input = routing.input.parse({ lead_data: aLead({ language: 'de' }), qualification: hot, ...given });
  const result = await routing.run(input, {
    now: monday,
    signal: new AbortController().signal,
    runId: 'run-1',
    caseId: 'LEAD-1',
    step: 'routing',
    occasion: 'handoff',
    flags: [],
    read: readShipped,
    rules,
    services: { database: desk.database, loopbackSites: new Map() },
  });
  routing.output.parse(result.output);
  assert.equal(result.output.assignment.owner, null);
  assert.deepEqual(
    result.output.assignment.candidates.map(({ owner_id }) => owner_id).sort(),
    (await allOwners(desk.database)).map(({ owner_id }) => owner_id),
  );
  const [write] = result.writes ?? [];
  assert.equal(write?.kind, 'assign-owner');
  const data = assignOwner.input.parse(JSON.parse(JSON.stringify(write?.data)));
  const context = { now: monday, runId: 'run-1', caseId: 'LEAD-1', step: 'routing', read: readShipped };
  const facts = await desk.database.transaction((tx) => assignOwner.apply(tx, data, context));
  assert.ok(facts);
  assert.ok(assignOwner.facts?.parse(facts));
  return { assignment: facts.assignment, priority: result.priority };
}

test('a German lead goes to the owner of the territory who speaks German, urgently when it is hot', async () => {
  const { assignment, priority } = await route();
  assert.equal(assignment.owner?.owner_id, 'mia');
  assert.equal(assignment.territory, 'DACH');
  assert.equal(assignment.respond_by, '2026-11-23T10:15:00.000Z');
  assert.equal(priority, 'urgent');
  assert.deepEqual(
    assignment.candidates.map(({ owner_id, reason }) => [owner_id, reason]),
    [
      ['mia', 'covers DACH, speaks German, is at work now'],
      ['noa', 'could take it, but does not list German; Mia fits better'],
      ['paul', 'covers France; the lead is in DE, DACH, EMEA'],
      ['vera', 'is a manager, who takes a lead only when asked for'],
    ],
  );
});

test('an owner is told what speaks for them, not what they lack; where nobody free fits better, it says so', async () => {
  const { assignment } = await route({
    lead_data: aLead({ language: 'it', company: { country: said('FR') } }),
  });
  assert.equal(assignment.reason, 'Paul: covers France, is at work now; nobody free fits better.');
});

test('a lead that was not scored has the time that the rules give otherwise', async () => {
  const { assignment, priority } = await route({ qualification: null });
  assert.equal(assignment.respond_by, '2026-11-24T09:30:00.000Z');
  assert.equal(priority, undefined);
});

test('a lead that a manager reassigns does not go back to the owner who stayed silent', async () => {
  assert.equal((await route()).assignment.owner?.owner_id, 'mia');
  const again = await route();
  assert.equal(again.assignment.owner?.owner_id, 'noa');
  assert.equal(
    again.assignment.candidates.find(({ owner_id }) => owner_id === 'mia')?.reason,
    'has had this lead and has not responded',
  );
});

test('nobody who has stayed silent is asked again, however many rounds a lead goes', async () => {
  await route();
  await route();
  const third = await route();
  assert.equal(third.assignment.owner, null);
  for (const id of ['mia', 'noa']) {
    const reason = third.assignment.candidates.find(({ owner_id }) => owner_id === id)?.reason;
    assert.equal(reason, 'has had this lead and has not responded', id);
  }
  const wished = await route({ requested_owner: 'mia' });
  assert.equal(wished.assignment.owner?.owner_id, 'mia', 'unless a manager asks for them');
});

test('who answered a lead once, got it again and stayed silent is not asked a third time', async () => {
  assert.equal((await route()).assignment.owner?.owner_id, 'mia');
  await desk.database.query(
    `UPDATE lead_to_sales.assignments SET responded_at = assigned_at, ended_at = assigned_at`,
  );
  const known_owner = { owner_id: 'mia', by: 'same-lead', reason: 'Mia has had this lead before.' } as const;
  const given = { lead_data: { ...aLead({ language: 'de' }), known_owner } };
  assert.equal((await route(given)).assignment.reason, 'Mia: had this lead before.');
  assert.equal((await route(given)).assignment.owner?.owner_id, 'noa');
});

test('a manager’s wish is followed once, by id or by address', async () => {
  const { assignment } = await route({ requested_owner: 'Paul@desk.example' });
  assert.equal(assignment.owner?.owner_id, 'paul');
  assert.equal(assignment.reason, 'Paul: a manager asked for them.');
  assert.match(assignment.candidates[1]?.reason ?? '', /a manager asked for "Paul@desk.example"/);
});

test('a wish for somebody unknown reaches nobody, and says so', async () => {
  const { assignment } = await route({ requested_owner: 'ze\u0000d' });
  assert.equal(assignment.owner, null);
  assert.equal(
    assignment.reason,
    'Nobody can take this lead: a manager asked for "zed", who is none of the 4 owners.',
  );
});

test('a known account goes to its own owner, in whatever territory', async () => {
  const account = {
    account_id: 'a-1',
    name: 'Müller',
    status: 'customer',
    owner_id: 'paul',
    match_reason: 'The domain.',
  } as const;
  const { assignment } = await route({ lead_data: aLead({ company: { account, country: said('DE') } }) });
  assert.equal(assignment.reason, 'Paul: owns the account.');
});

test('a lead of a country that nobody covers waits for a person, with every reason', async () => {
  const { assignment } = await route({ lead_data: aLead({ company: { country: said('BR') } }) });
  assert.equal(assignment.owner, null);
  assert.equal(assignment.reason, 'Nobody can take this lead now: 3 of another territory, 1 a manager.');
  assert.equal(assignment.candidates.length, 4);
});
