/** A day of few inquiries on the real engine: what its record and its summary say of it. */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import type { IntakeResult } from 'baton';
import { leadCommand } from '../commands/lead.ts';
import { leadsCommand } from '../commands/leads.ts';
import { gatherRecord } from '../commands/record/case-record.ts';
import { allOwners } from '../store/owners.ts';
import { openWorkingDesk, type WorkingDesk } from '../testing/working-desk.ts';
import { prepare } from './prepare.ts';
import { summarise } from './summarise.ts';

const RAMAN = 'mail/raman-contract-ending.eml';
const VOGT = 'mail/hallenerweiterung-vogt.eml';
const VOGT_AGAIN = 'forms/web-1331-vogt.json';
const files = [
  RAMAN,
  'mail/raman-contract-ending-2.eml',
  VOGT,
  'chat/1714-dave-phone.json',
  'chat/1540-student-thesis.json',
  'mail/absence-du-bureau.eml',
  'mail/empty.eml',
];
let desk: WorkingDesk;
let intake: IntakeResult;

before(async () => {
  desk = await openWorkingDesk();
  const first = await desk.takeIn(...files);
  // Which of two inquiries of one person comes first is otherwise a matter of chance.
  const then = await desk.takeIn(VOGT_AGAIN);
  intake = { receipts: [...first.receipts, ...then.receipts], problems: [] };
});
after(() => desk.close());

function caseOf(file: string): string {
  const receipt = intake.receipts.find((one) => one.file === file);
  assert.ok(receipt, file);
  return receipt.caseId;
}

async function lead(id: string): Promise<string> {
  return (await leadCommand.run(desk.team, [id], { all: true })).text;
}

test('every inquiry with a receipt is accounted for, the same mail twice once', async () => {
  const { data, text } = await summarise(desk.team, intake);
  assert.equal(data.received, 7);
  assert.equal(data.repeated, 1);
  assert.deepEqual(data.by_source, { form: 1, email: 4, chat: 2, event: 0 });
  assert.equal(data.received, data.not_leads + data.joined + data.leads + data.unclear);
  assert.equal(data.joined, 1);
  assert.deepEqual(data.not_leads_by_reason, { 'auto-reply': 1, empty: 1, student: 1 });
  assert.equal(data.lost, 0);
  const { hot, warm, cold, unqualified } = data.qualified;
  assert.equal(hot + warm + cold + unqualified + data.not_scored, data.leads);
  assert.equal(
    data.owners.reduce((sum, { assigned }) => sum + assigned, 0),
    data.owned,
  );
  assert.ok(data.seconds_to_owner.p50 !== null && data.seconds_to_owner.p50 > 0);
  assert.match(text, /7 received = \d leads? \+ 1 joined to a lead of the same person \+ 3 no leads/);
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
});

test('leads are told: the account owner’s, one that was joined, one that waits for a person', async () => {
  const { data, text } = await summarise(desk.team, intake);
  assert.deepEqual(
    data.told.map(({ case: id, kind }) => [id, kind]),
    [
      [caseOf(RAMAN), 'account'],
      [caseOf(VOGT), 'joined'],
      [caseOf('chat/1714-dave-phone.json'), 'waits'],
    ],
  );
  const [account, joined, waits] = data.told;
  assert.match(account?.wrote[0]?.words ?? '', /six cold stores between Tacoma and Fresno/);
  assert.match(account?.found.join() ?? '', /480 employees, \+10\.2 % a year.*company register/);
  assert.equal(account?.owner, 'Kevin Tran');
  assert.match(account?.say ?? '', /They raised money/);
  assert.deepEqual(
    joined?.wrote.map(({ source }) => source),
    ['email', 'form'],
  );
  assert.match(waits?.next ?? '', /npx baton resolve \d+ --answer/);
  assert.match(text, /npx baton lead LEAD-\d+ /);
});

test('handed in again, the day has the same figures and says that nothing was doubled', async () => {
  const first = await summarise(desk.team, intake);
  const again = await summarise(desk.team, await desk.takeIn(...files, VOGT_AGAIN));
  const { known, ...figures } = again.data;
  assert.equal(known, 7);
  const { known: knownBefore, ...before } = first.data;
  assert.equal(knownBefore, 0);
  assert.deepEqual(figures, before);
  assert.match(again.text, /All\s+7 had been taken in before; nothing was\s+doubled/);
});

test('a receipt whose run is gone, or never was, counts as lost and is named', async () => {
  const stray = { file: 'x.eml', line: null, source: 'email', caseId: 'LEAD-777', isNew: true };
  const { data, text } = await summarise(desk.team, { ...intake, receipts: [...intake.receipts, stray] });
  assert.equal(data.lost, 1);
  assert.deepEqual(data.lost_cases, ['LEAD-777']);
  assert.equal(data.received, data.not_leads + data.joined + data.leads + data.unclear + data.lost);
  assert.match(text, /LOST: 1, .*LEAD-777/);
});

test('the sample world is set up twice without doubling, and taken down once stopped', async (context) => {
  const owners = await allOwners(desk.team.database);
  const sites = new Map(desk.team.services.loopbackSites);
  const world = await prepare(desk.team);
  context.after(() => world.stop());
  assert.equal(world.intake.length, 4);
  assert.deepEqual(await allOwners(desk.team.database), owners);
  const origin = desk.team.services.loopbackSites.get('cascade-cold.example') ?? '';
  assert.equal(await statusOf(origin), 200);
  await world.stop();
  assert.equal(desk.team.services.loopbackSites.size, 0);
  await assert.rejects(statusOf(origin), { code: 'ECONNREFUSED' });
  for (const [domain, there] of sites) desk.team.services.loopbackSites.set(domain, there);
});

function statusOf(origin: string): Promise<number | undefined> {
  return new Promise((answered, failed) => {
    const options = { headers: { host: 'cascade-cold.example' }, agent: false };
    get(`${origin}/`, options, (response) => {
      response.resume();
      answered(response.statusCode);
    }).once('error', failed);
  });
}

test('the record of a lead tells all: words, fields, sources, score, choice, messages, notices', async () => {
  const text = await lead(caseOf(RAMAN));
  const wanted = [
    /Priya Raman, Chief Operating Officer, Cascade Cold Chain Inc\.\n/,
    /Owned by Kevin Tran since .*\. No answer yet, due by /s,
    /What arrived\n {2}E-mail, sent .*\| Hi Harbourline team,/s,
    /What they said\n.*Budget +90,000 USD a year +"The board approved/s,
    /Unknown +/,
    /For the first call\n {2}• {2}Begin with their own words/,
    /What was found out about the company\n {2}Legal name +Cascade Cold Chain Inc\..*Employees +480, \+10\.2 % a year/s,
    /Years +2023: 395 people, .*2025:\s+480\s+people/s,
    /Who is there, and who may decide\n.*Walt Jorgensen, Chief Executive +may decide/s,
    /How far it can be trusted\n {2}Verified +e-mail unknown, telephone \w+, company confirmed/,
    /Data quality +\d+ % of what is wanted is known\n +contact +\d of 5 /,
    /Who was asked: \d sources, free of charge\n {2}website +answered +\d/,
    /Not asked +\d+: .*\(no key\)/s,
    /Score: \d+ of 100, hot\n.*Budget +25 of 25 +Clear budget available\n +\+\d+ /s,
    /Owner +Kevin Tran.*\n +Why +Owns the account/,
    /– +Rainer Weiß +is not active/,
    /Intake → LeadCapture Pro .*LeadRouting Coordinator → FollowUp Guardian/s,
    /What was done\n.*scored \d+ of 100, hot.*given to Kevin Tran/s,
    /Who was told\n.*Kevin Tran.*: Hot lead for you/s,
  ];
  for (const pattern of wanted) assert.match(text, pattern);
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
});

function camelKeys(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => camelKeys(one, `${path}[]`));
  if (typeof value !== 'object' || value === null || value instanceof Date) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...(/[a-z][A-Z]/.test(key) ? [`${path}.${key}`] : []),
    ...camelKeys(one, `${path}.${key}`),
  ]);
}

test('as data every key is in snake_case, in the record and in the day', async () => {
  const { data: record } = await leadCommand.run(desk.team, [caseOf('chat/1714-dave-phone.json')], {});
  assert.deepEqual(camelKeys(record), []);
  const { data: day } = await summarise(desk.team, intake);
  assert.deepEqual(camelKeys(day), []);
  assert.deepEqual(Object.keys(day.fairness), ['days', 'leads', 'jain_index', 'owners']);
});

test('its data holds the envelopes whole', async () => {
  const record = await gatherRecord(desk.team, caseOf(RAMAN));
  assert.deepEqual(record.messages, await desk.team.messagesOf(record.case_id));
  assert.ok(record.messages.length >= 6);
  assert.equal(record.qualification?.outcome, 'hot');
  assert.equal(record.assignments[0]?.owner_name, 'Kevin Tran');
  assert.ok(record.assignment?.candidates.length === 11);
  assert.equal(record.notices.length, 1);
});

test('a joined inquiry points at the lead, and the lead shows its words', async () => {
  const into = caseOf(VOGT);
  const from = caseOf(VOGT_AGAIN);
  assert.match(await lead(from), new RegExp(`Joined to ${into}: this person has a lead already`));
  assert.match(await lead(into), new RegExp(`Joined to it: ${from}\\. Web form.*die Halle\\s`, 's'));
});

test('what is no lead says why, and what waits for a person says how to answer', async () => {
  assert.match(await lead(caseOf('mail/absence-du-bureau.eml')), /No lead: auto reply\. /);
  const waits = await lead(caseOf('chat/1714-dave-phone.json'));
  assert.match(waits, /Waits for a person \(manual review\)/);
  assert.match(
    waits,
    /What waits for a person\n {2}manual review +Is this a lead\?.*baton resolve \d+ --answer/s,
  );
});

test('a number alone is enough, and an unknown case says how to find one', async () => {
  const id = caseOf(RAMAN);
  assert.equal(await lead(id.replace('LEAD-', '')), await lead(id.toLowerCase()));
  await assert.rejects(lead('LEAD-1'), { code: 'lead-unknown', message: /LEAD-1\. .*baton leads/ });
  assert.equal((await leadCommand.run(desk.team, [], {})).exitCode, 2);
});

test('an erased inquiry says so and the rest of its record stands', async () => {
  const id = caseOf('chat/1540-student-thesis.json');
  await desk.team.database.query('UPDATE lead_to_sales.inquiries SET raw = NULL WHERE case_id = $1', [id]);
  assert.match(await lead(id), /Its content has been erased\./);
});

test('the list agrees with the summary', async () => {
  const { data } = await summarise(desk.team, intake);
  const listed = await leadsCommand.run(desk.team, [], { json: true });
  assert.ok(Array.isArray(listed.data));
  assert.equal(listed.data.length, data.leads + data.unclear);
  const owned = listed.data.filter(({ owner }: { owner: unknown }) => owner !== null);
  assert.equal(owned.length, data.owned);
});
