import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner } from '../../store/owners.ts';
import { aLead, anOwner, type LeadGiven, said, shippedRoutingRules } from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { deskCalendars } from '../../working-calendar.ts';
import { judgeOwners } from './judge-owners.ts';
import { leadNeeds } from './lead-needs.ts';
import { routingRules } from './rules.ts';

const rules = shippedRoutingRules();
const monday = new Date('2026-11-23T10:00:00Z');
const calendarOf = await readShipped(deskCalendars);
const terms = { rules, calendarOf, now: monday };
const noWishes = { requestedOwner: null, silentOwnerIds: [] };

function reasonFor(owner: Partial<Owner>, lead: LeadGiven = {}, wishes = {}, now = monday): string {
  const needs = leadNeeds(aLead(lead), null, rules, { ...noWishes, ...wishes });
  const judged = judgeOwners([anOwner({ owner_id: 'mia', ...owner })], needs, { ...terms, now });
  return judged.ruledOut[0]?.reason ?? `may: ${judged.eligible[0]?.merits}`;
}

test('an absence counts by the day in the owner’s own time zone, both ends included', () => {
  const away = { absent_from: '2026-11-23', absent_until: '2026-11-23' };
  assert.equal(reasonFor(away), 'is absent until 2026-11-23');
  // Half past eleven at night in Greenwich: already tomorrow in Berlin, still today in New York.
  const lateMonday = new Date('2026-11-23T23:30:00Z');
  assert.match(reasonFor(away, {}, {}, lateMonday), /^may/);
  assert.match(reasonFor({ ...away, timezone: 'America/New_York' }, {}, {}, lateMonday), /^is absent/);
});

test('an absence without an end lasts, and one without a beginning is over on its last day', () => {
  assert.equal(reasonFor({ absent_from: '2026-11-01' }), 'is absent');
  assert.match(reasonFor({ absent_from: '2026-11-24' }), /^may/);
  assert.match(reasonFor({ absent_until: '2026-11-22' }), /^may/);
});

test('a territory is a country, a name from the rules, or everywhere, in any case', () => {
  assert.match(reasonFor({ territories: ['de'] }), /^may: covers DE/);
  assert.match(reasonFor({ territories: ['dach'] }), /^may: covers DACH/);
  assert.match(reasonFor({ territories: ['*'] }), /^may: covers everywhere/);
  assert.equal(
    reasonFor({ territories: ['FR', 'Iberia'] }),
    'covers FR, Iberia; the lead is in DE, DACH, EMEA',
  );
  assert.equal(reasonFor({ territories: [] }), 'covers no territory; the lead is in DE, DACH, EMEA');
});

test('a territory with regions takes the regions it names, by state, by code, or with the city before it', () => {
  const owner = { territories: ['US West'] };
  const us = said('US');
  for (const region of ['California', 'ca', 'Portland, OR', 'Los Angeles, California, 90001']) {
    assert.match(
      reasonFor(owner, { company: { country: us, region: said(region) } }),
      /^may: covers US West/,
    );
  }
  assert.equal(
    reasonFor(owner, { company: { country: us, region: said('Boston, MA') } }),
    'covers US West; the lead is in US, US East, North America (Boston, MA)',
  );
  assert.match(
    reasonFor(owner, { company: { country: us, region: said('Springfield') } }),
    /the lead is in US, North/,
  );
  assert.match(reasonFor(owner, { company: { country: said('CA'), region: said('OR') } }), /^covers US West/);
  assert.match(
    reasonFor(owner, { company: { country: null, region: said('California') } }),
    /^may: covers US West/,
  );
});

test('a known country without a region leaves its regional territories to the rule for the unknown', () => {
  const lead = aLead({ company: { country: said('US') } });
  const of = (when_territory_unknown: 'anyone' | 'nobody') =>
    leadNeeds(lead, null, { ...rules, when_territory_unknown }, noWishes).territories;
  assert.deepEqual(of('anyone'), ['US', 'US East', 'US West', 'North America']);
  assert.deepEqual(of('nobody'), ['US', 'North America']);
});

test('a region’s short code without a country says nothing', () => {
  const lead = leadNeeds(aLead({ company: { country: null, region: said('CA') } }), null, rules, noWishes);
  assert.deepEqual(lead.territories, []);
});

test('where the place is unknown the rules decide who may take the lead', () => {
  const needs = leadNeeds(aLead({ company: { country: null } }), null, rules, noWishes);
  const owner = anOwner({ owner_id: 'mia', territories: ['FR'] });
  assert.equal(judgeOwners([owner], needs, terms).eligible.length, 1);
  const strict = { ...rules, when_territory_unknown: 'nobody' as const };
  const judged = judgeOwners([owner], needs, { ...terms, rules: strict });
  assert.equal(judged.ruledOut[0]?.reason, 'covers FR; where the lead is, nobody has said');
});

test('language weighs more than specialty, and specialty more than the hour', () => {
  const lead = aLead({ language: 'de', company: { industry: said('Industrial Machinery Manufacturing') } });
  const needs = leadNeeds(lead, null, rules, noWishes);
  const owners = [
    anOwner({ owner_id: 'hour' }),
    anOwner({ owner_id: 'specialty', specialties: ['Manufacturing'], timezone: 'Asia/Tokyo' }),
    anOwner({ owner_id: 'language', languages: ['DE'], timezone: 'Asia/Tokyo' }),
    anOwner({ owner_id: 'all', languages: ['de'], specialties: ['manufacturing'] }),
  ];
  const { eligible } = judgeOwners(owners, needs, terms);
  assert.deepEqual(
    eligible.map(({ owner_id }) => owner_id),
    ['all', 'language', 'specialty', 'hour'],
  );
  assert.equal(eligible[0]?.merits, 'covers DE, speaks German, knows manufacturing, is at work now');
});

test('an industry asks for a specialty by whole words', () => {
  const of = (industry: string) =>
    leadNeeds(aLead({ company: { industry: said(industry) } }), null, rules, noWishes).specialties;
  assert.ok(of('Banking & Insurance').includes('finance'));
  assert.ok(!of('Embankment works').includes('finance'));
  assert.ok(of('Underwater basket weaving').includes('underwater basket weaving'));
});

test('industry words that are hostile text come through harmless', () => {
  const { specialties } = leadNeeds(
    aLead({ company: { industry: said(`Bank\u0000ing\u202e ${'x'.repeat(100_000)}`, 'x') } }),
    null,
    rules,
    noWishes,
  );
  assert.ok(specialties.every((name) => name.length <= 200 && !/\p{C}/u.test(name)));
});

test('who has had the lead and stayed silent is passed over, unless a manager asks for them', () => {
  assert.match(reasonFor({}, {}, { silentOwnerIds: ['mia'] }), /has not responded/);
  assert.match(
    reasonFor({}, {}, { silentOwnerIds: ['mia'], requestedOwner: 'mia' }),
    /^may: a manager asked/,
  );
});

test('whom a manager asks for may be of another territory, and must be there', () => {
  assert.match(reasonFor({ territories: ['FR'] }, {}, { requestedOwner: 'Mia@desk.example' }), /^may/);
  assert.match(reasonFor({ absent_from: '2026-11-01' }, {}, { requestedOwner: 'mia' }), /absent/);
  assert.equal(reasonFor({}, {}, { requestedOwner: 'ben' }), 'a manager asked for "ben"');
});

test('an owner with segments takes companies of those sizes, and those whose size nobody knows', () => {
  const owner = { segments: ['Enterprise'] };
  assert.match(reasonFor(owner, { company: { size: said(1000) } }), /^may/);
  assert.match(reasonFor(owner, { company: { size: null } }), /^may/);
  assert.equal(
    reasonFor(owner, { company: { size: said(999) } }),
    'takes Enterprise; the company is mid-market',
  );
});

test('a public holiday of the owner’s own country is no working day there', () => {
  const lead = aLead({ language: 'de' });
  // The day of German unity is a Friday in 2025.
  const unity = new Date('2025-10-03T10:00:00Z');
  const owners = [
    anOwner({ owner_id: 'ana' }),
    anOwner({ owner_id: 'ben', territories: ['DE'], timezone: 'Europe/Paris' }),
  ];
  const needs = leadNeeds(lead, null, rules, noWishes);
  const { eligible } = judgeOwners(owners, needs, { ...terms, now: unity });
  assert.deepEqual(
    eligible.map(({ owner_id, lacks }) => [owner_id, lacks.split(', ').at(-1)]),
    [
      ['ben', 'does not list German'],
      ['ana', 'has a holiday today'],
    ],
  );
});

test('those whom only their absence keeps from it are told apart', () => {
  const owners = [
    anOwner({ owner_id: 'ana', absent_from: '2026-11-20' }),
    anOwner({ owner_id: 'ben', absent_from: '2026-11-20', territories: ['FR'] }),
  ];
  const { eligible, absent, ruledOut } = judgeOwners(
    owners,
    leadNeeds(aLead(), null, rules, noWishes),
    terms,
  );
  assert.deepEqual([eligible.length, ruledOut.length], [0, 2]);
  assert.deepEqual(
    absent.map(({ owner_id }) => owner_id),
    ['ana'],
  );
});

test('managers, inactive owners and unknown time zones are ruled out in words', () => {
  assert.match(reasonFor({ role: 'manager' }), /is a manager/);
  assert.equal(reasonFor({ active: false }), 'is not active');
  assert.match(reasonFor({ timezone: 'Mars/Base' }), /"Mars\/Base", which is unknown/);
});

test('enrichment fills in what the person did not say, and never overrules it', () => {
  const report = { industry: said('Retail'), employees: said(40), country: said('fr'), region: null };
  const spoken = leadNeeds(aLead(), report, rules, noWishes);
  assert.equal(spoken.territories[0], 'DE');
  assert.ok(spoken.specialties.includes('retail'));
  const silent = leadNeeds(aLead({ company: { country: null } }), report, rules, noWishes);
  assert.equal(silent.territories[0], 'FR');
});

test('rules that make no sense are refused in words', () => {
  const given = { ...rules, response_time: { hot: '15', warm: '4 hours', otherwise: '-1 hours' } };
  const parsed = routingRules.safeParse(given);
  assert.deepEqual(
    parsed.error?.issues.map(({ path }) => path.join('.')),
    ['response_time.hot', 'response_time.otherwise'],
  );
  assert.match(parsed.error?.issues[0]?.message ?? '', /"15" is no duration: its unit is missing/);
});
