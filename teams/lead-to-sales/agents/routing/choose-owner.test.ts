import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { aLead, anOwner, said, shippedRoutingRules } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { deskCalendars } from '../../working-calendar.ts';
import { chooseOwner, type Load } from './choose-owner.ts';
import { judgeOwners, type Standing } from './judge-owners.ts';
import { type LeadNeeds, leadNeeds } from './lead-needs.ts';

const rules = shippedRoutingRules();
const monday = new Date('2026-11-23T10:00:00Z');
const terms = { tieBreaks: rules.fair_share.tie_breaks, earning: [] };
const calendarOf = await readShipped(deskCalendars);
const idle: Load = {
  weight: 1,
  daily_cap: 1000,
  open_cap: 1000,
  weekly_cap: null,
  today: 0,
  week: 0,
  open: 0,
  credit: 0,
  last_assigned_at: null,
};

function standings(...ids: string[]): Standing[] {
  return ids.map((owner_id) => ({
    owner_id,
    name: owner_id,
    rank: 1,
    merits: 'covers DE',
    lacks: '',
    territory: 'DE',
  }));
}

test('whoever is furthest behind their share gets the lead, and the record says so', () => {
  const loads = new Map([
    ['ana', { ...idle, credit: -1 }],
    ['ben', { ...idle, credit: 1 }],
  ]);
  const choice = chooseOwner(standings('ana', 'ben'), [], loads, terms);
  assert.equal(choice.chosen?.owner_id, 'ben');
  assert.deepEqual(
    choice.candidates.map(({ owner_id, chosen, reason }) => [owner_id, chosen, reason]),
    [
      ['ben', true, 'covers DE; comes next by fair share among 2 alike (owed 1.5 of a lead)'],
      ['ana', false, 'could take it; ben comes first by fair share (has had 0.5 of a lead beforehand)'],
    ],
  );
});

test('the caps are bounds that may be reached and not passed', () => {
  const loads = new Map([
    ['ana', { ...idle, daily_cap: 5, open_cap: 9, weekly_cap: 7, today: 4, open: 8, week: 6 }],
  ]);
  assert.equal(chooseOwner(standings('ana'), [], loads, terms).chosen?.owner_id, 'ana');
  for (const full of [{ today: 5 }, { open: 9 }, { week: 7 }]) {
    const atCap = new Map([['ana', { ...idle, daily_cap: 5, open_cap: 9, weekly_cap: 7, ...full }]]);
    const choice = chooseOwner(standings('ana'), [], atCap, terms);
    assert.equal(choice.chosen, null);
    assert.match(choice.reason, /1 at the (daily cap|weekly cap|cap of open leads)/);
    assert.match(choice.candidates[0]?.reason ?? '', /the cap is [579]/);
  }
});

test('the better fit waits in vain once it is at its cap: the next rank gets the lead', () => {
  const [first, second] = standings('ana', 'ben');
  assert.ok(first && second);
  const eligible = [first, { ...second, rank: 2 }];
  const loads = new Map([
    ['ana', { ...idle, daily_cap: 0 }],
    ['ben', { ...idle, credit: -3 }],
  ]);
  assert.equal(chooseOwner(eligible, [], loads, terms).chosen?.owner_id, 'ben');
});

test('level shares go to the one with fewest open leads, then to the one longest without', () => {
  const early = new Date('2026-11-20T10:00:00Z');
  const loads = new Map([
    ['ana', { ...idle, open: 2 }],
    ['ben', { ...idle, open: 1, last_assigned_at: monday }],
    ['cleo', { ...idle, open: 1, last_assigned_at: early }],
  ]);
  assert.equal(chooseOwner(standings('ana', 'ben', 'cleo'), [], loads, terms).chosen?.owner_id, 'cleo');
});

test('without owners the reason says how to get some', () => {
  assert.match(chooseOwner([], [], new Map(), terms).reason, /owners --import/);
});

const weight = fc.constantFrom(0.25, 0.5, 1, 1.5, 2, 3, 10);

test('over a long run nobody is ever a whole lead away from their weighted share', () => {
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 12 }), (weights) => {
      const total = weights.reduce((sum, one) => sum + one, 0);
      const loads = new Map(weights.map((one, index) => [`owner-${index}`, { ...idle, weight: one }]));
      const everybody = standings(...loads.keys());
      for (let given = 1; given <= 300; given += 1) {
        const { chosen, shares } = chooseOwner(everybody, [], loads, terms);
        assert.ok(chosen);
        const sum = shares.reduce((before, { entitled }) => before + entitled, 0);
        assert.ok(Math.abs(sum - 1) < 1e-9, 'a lead is shared out whole');
        for (const { owner_id, entitled } of shares) {
          const load = loads.get(owner_id);
          assert.ok(load && Math.abs(entitled - load.weight / total) < 1e-9);
          const credit = load.credit + entitled - (owner_id === chosen.owner_id ? 1 : 0);
          loads.set(owner_id, { ...load, credit });
          assert.ok(Math.abs(credit) < 1 + 1e-6, `${credit} leads away after ${given}`);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('who comes back from an absence is neither flooded nor passed over, in either mode', () => {
  const everybody = standings('ana', 'ben', 'cleo');
  const [, , cleo] = everybody;
  assert.ok(cleo);
  const most = rules.fair_share.most_owed;
  for (const mode of ['keeps', 'earns'] as const) {
    const loads = new Map(everybody.map(({ owner_id }) => [owner_id, idle]));
    const give = (eligible: Standing[], earning: { standing: Standing; weight: number }[]): string => {
      const { chosen, shares } = chooseOwner(eligible, [], loads, { ...terms, earning });
      for (const { owner_id, entitled } of shares) {
        const credit =
          (loads.get(owner_id)?.credit ?? 0) + entitled - (owner_id === chosen?.owner_id ? 1 : 0);
        loads.set(owner_id, { ...idle, credit: Math.max(-most, Math.min(most, credit)) });
      }
      return chosen?.owner_id ?? '';
    };
    for (let lead = 0; lead < 60; lead += 1) {
      const isEarning = mode === 'earns' && (loads.get('cleo')?.credit ?? 0) < most;
      const chosen = give(everybody.slice(0, 2), isEarning ? [{ standing: cleo, weight: 1 }] : []);
      assert.notEqual(chosen, 'cleo');
    }
    const after = Array.from({ length: 12 }, () => give(everybody, []));
    const got = after.filter((id) => id === 'cleo').length;
    // Of twelve leads four are the fair share; who earns while away catches up on no more than the bound.
    assert.ok(mode === 'keeps' ? got === 4 : got >= 5 && got <= 4 + most, `${mode}: ${got}`);
    assert.ok(!after.slice(0, most + 3).every((id) => id === 'cleo'), `${mode}: flooded`);
  }
});

const owner = fc
  .record({
    role: fc.constantFrom('salesperson' as const, 'salesperson' as const, 'manager' as const),
    territories: fc.subarray(['DE', 'DACH', 'FR', 'US West', '*']),
    languages: fc.subarray(['de', 'fr', 'en']),
    specialties: fc.subarray(['manufacturing', 'finance']),
    timezone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Nowhere/None'),
    active: fc.constantFrom(true, true, true, false),
    absence: fc.constantFrom(
      [null, null] as const,
      [null, null] as const,
      ['2026-11-20', '2026-11-23'] as const,
      ['2026-11-24', null] as const,
      [null, '2026-11-22'] as const,
      ['2026-11-23', null] as const,
    ),
    load: fc.record({
      weight,
      daily_cap: fc.nat(3),
      open_cap: fc.nat(3),
      today: fc.nat(3),
      open: fc.nat(3),
      weekly_cap: fc.option(fc.nat(3), { nil: null }),
      week: fc.nat(3),
      credit: fc.double({ min: -3, max: 3, noNaN: true }),
    }),
  })
  .map((made) => ({ ...made, absent_from: made.absence[0], absent_until: made.absence[1] }));

test('whatever the floor and the lead: caps, absences and territories hold, and every owner has a reason', () => {
  fc.assert(
    fc.property(
      fc.array(owner, { maxLength: 8 }),
      fc.option(fc.constantFrom('DE', 'FR', 'US', 'JP'), { nil: null }),
      fc.constantFrom(null, 'owner-0', 'owner-3', 'nobody'),
      fc.constantFrom(null, null, null, 'owner-1', 'OWNER-2@desk.example', 'nobody'),
      fc.subarray(['owner-0', 'owner-1']),
      (made, country, accountOwnerId, requestedOwner, silentOwnerIds) => {
        const owners = made.map((given, index) => anOwner({ ...given, owner_id: `owner-${index}` }));
        const loads = new Map(
          made.map(({ load }, index) => [`owner-${index}`, { ...load, last_assigned_at: null }]),
        );
        const lead: LeadNeeds = {
          ...leadNeeds(
            aLead({ company: { country: country === null ? null : said(country) }, language: 'de' }),
            null,
            rules,
            { requestedOwner, silentOwnerIds },
          ),
          knownOwner:
            accountOwnerId === null ? null : { owner_id: accountOwnerId, reason: 'owns the account' },
        };
        const { eligible, ruledOut } = judgeOwners(owners, lead, { rules, calendarOf, now: monday });
        const choice = chooseOwner(eligible, ruledOut, loads, terms);

        assert.deepEqual(
          choice.candidates.map(({ owner_id }) => owner_id).sort(),
          owners.map(({ owner_id }) => owner_id).sort(),
        );
        assert.ok(choice.candidates.every(({ reason }) => reason.length > 0));
        assert.equal(choice.candidates.filter(({ chosen }) => chosen).length, choice.chosen ? 1 : 0);
        if (choice.chosen === null) return;

        const winner = owners.find(({ owner_id }) => owner_id === choice.chosen?.owner_id);
        const load = loads.get(choice.chosen.owner_id);
        assert.ok(winner && load);
        assert.ok(load.today < load.daily_cap && load.open < load.open_cap, 'over a cap');
        assert.ok(load.weekly_cap === null || load.week < load.weekly_cap, 'over the cap of the week');
        assert.ok(winner.active);
        assert.notEqual(winner.timezone, 'Nowhere/None');
        // At that moment it is 23 November in all three of the time zones.
        const { absent_from: from, absent_until: until } = winner;
        const isAway =
          (from !== null || until !== null) && (from ?? '') <= '2026-11-23' && (until ?? '9') >= '2026-11-23';
        assert.ok(!isAway, 'absent');
        if (requestedOwner !== null) {
          assert.ok([winner.owner_id, winner.email].includes(requestedOwner.toLowerCase()));
          return;
        }
        assert.ok(!silentOwnerIds.includes(winner.owner_id));
        if (winner.owner_id === accountOwnerId) return;
        assert.equal(winner.role, 'salesperson');
        const covers: Record<string, string[]> = { DE: ['DE', 'DACH'], FR: ['FR'], US: ['US West'], JP: [] };
        const allowed = country === null ? null : [...(covers[country] ?? []), '*'];
        assert.ok(allowed === null || winner.territories.some((name) => allowed.includes(name)), 'territory');
      },
    ),
    { numRuns: 1500 },
  );
});

test('a free account owner is always the one', () => {
  const owners = [
    anOwner({ owner_id: 'ana' }),
    anOwner({ owner_id: 'ben', territories: ['JP'], role: 'manager' }),
  ];
  const lead = leadNeeds(
    aLead({
      company: {
        account: { account_id: 'a1', name: 'A', status: 'customer', owner_id: 'ben', match_reason: 'domain' },
      },
    }),
    null,
    rules,
    { requestedOwner: null, silentOwnerIds: [] },
  );
  const { eligible, ruledOut } = judgeOwners(owners, lead, { rules, calendarOf, now: monday });
  const choice = chooseOwner(
    eligible,
    ruledOut,
    new Map([
      ['ana', idle],
      ['ben', { ...idle, credit: -3 }],
    ]),
    terms,
  );
  assert.equal(choice.chosen?.owner_id, 'ben');
  assert.equal(choice.reason, 'Ben: owns the account.');
});
