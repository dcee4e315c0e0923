import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { importedActivitiesOf } from '../store/imported-activities.ts';
import { activityTime, dayOrderOf } from './activity-time.ts';
import { type ImportOptions, importActivities, readActivities, readPeople } from './import-activities.ts';

let desk: TestDatabase;
before(async () => {
  desk = await openTestDatabase({ team: 'lead-to-sales' });
});
after(() => desk.close());

const options: ImportOptions = { system: null, timezone: 'Europe/Berlin', people: new Map() };

const dataLoader = `"Id","WhoId","WhatId","Subject","ActivityDate","Status","Priority","OwnerId","Description","IsClosed","CreatedDate","TaskSubtype"
"00T5g00000AbCdEEAV","00Q5g00000ZyXwVEAV","","Call","2026-10-14","Completed","Normal","0055g000001","Asked for a price, ""soon""","1","2026-10-13T08:15:00.000+0000","Call"
"00T5g00000AbCdFEAV","0035g00000QqQqQEAV","","Email: Offer","2026-10-15","Completed","Normal","0055g000001","Sent
on two lines","1","2026-10-15T08:15:00.000+0000","Email"
"00T5g00000AbCdGEAV","","","Broken","soon","Open","Normal","0055g000001","","0","","Task"
`;
const people = `"Id","LastName","Email"
"00Q5g00000ZyXwV","Schmidt","Anna@Acme.example"
"0035g00000QqQqQEAV","Lee","ben@acme.example"
"0035g00000Nobody1","None",""
`;

test('Salesforce’s tasks come in as exported, their people by id', async () => {
  const known = readPeople(people);
  const { system, rows, problems } = readActivities('Task.csv', dataLoader, { ...options, people: known });
  assert.equal(system, 'salesforce');
  assert.deepEqual(
    rows.map(({ external_id, kind, at, subject, address }) => [
      external_id,
      kind,
      at.toISOString(),
      subject,
      address,
    ]),
    [
      ['00T5g00000AbCdE', 'call', '2026-10-14T10:00:00.000Z', 'Call', 'anna@acme.example'],
      ['00T5g00000AbCdF', 'email', '2026-10-15T10:00:00.000Z', 'Email: Offer', 'ben@acme.example'],
    ],
  );
  assert.equal(rows[0]?.body, 'Asked for a price, "soon"');
  assert.deepEqual(
    problems.map(({ line, message }) => [line, message]),
    [[5, 'the time is "soon"']],
  );
});

test('Salesforce’s activity report and its events come in, with American days where the column tells', () => {
  const report = `Subject,Date,Assigned,Status,Company / Account,Contact,Email,Task Subtype
Intro,10/14/2026,Mia Berg,Completed,Acme,Anna Schmidt,anna@acme.example,Task
Again,11/05/2026,Mia Berg,Completed,Acme,Anna Schmidt,anna@acme.example,Task
`;
  const found = readActivities('report.csv', report, options);
  assert.deepEqual(
    found.rows.map(({ at, kind, owner, company }) => [at.toISOString().slice(0, 10), kind, owner, company]),
    [
      ['2026-10-14', 'task', 'Mia Berg', 'Acme'],
      ['2026-11-05', 'task', 'Mia Berg', 'Acme'],
    ],
  );
  const events = `Id,WhoId,Subject,StartDateTime,EndDateTime,OwnerId,Location
00U1,003x,Demo,2026-11-02T13:30:00.000Z,2026-11-02T14:30:00.000Z,005,Berlin
`;
  const [event] = readActivities('Event.csv', events, options).rows;
  assert.deepEqual([event?.kind, event?.at.toISOString()], ['event', '2026-11-02T13:30:00.000Z']);
});

test('HubSpot’s calls, mails, meetings and notes come in as exported', () => {
  const calls = `Record ID,Call Title,Call notes,Activity date,Activity assigned to,Call outcome,Associated Contact,Associated Contact IDs
901,Call with Anna,"Wants a demo",2026-10-14 09:30,Mia Berg (mia@desk.example),Connected,Anna Schmidt (anna@acme.example),51
`;
  const mails = `Record ID,Email subject,Email body,Activity date,Activity assigned to,Email direction,Email from address,Email to address
902,Offer,Here it is,2026-10-15 11:00,Mia Berg,EMAIL,mia@desk.example,ben@acme.example
903,Re: Offer,Thanks,2026-10-16 11:00,Mia Berg,INCOMING_EMAIL,ben@acme.example,mia@desk.example
`;
  const notes = `Record ID,Note body,Activity date,Activity assigned to,Associated Contact IDs
904,Met at the fair,2026-10-17 11:00,Mia Berg,52;53
`;
  const read = (text: string) =>
    readActivities('export.csv', text, {
      ...options,
      people: new Map([['53', 'eva@acme.example']]),
    }).rows.map(({ system, kind, at, address, person }) => [system, kind, at.toISOString(), address, person]);
  assert.deepEqual(read(calls), [
    ['hubspot', 'call', '2026-10-14T07:30:00.000Z', 'anna@acme.example', 'Anna Schmidt'],
  ]);
  assert.deepEqual(read(mails), [
    ['hubspot', 'email', '2026-10-15T09:00:00.000Z', 'ben@acme.example', null],
    ['hubspot', 'email', '2026-10-16T09:00:00.000Z', 'ben@acme.example', null],
  ]);
  assert.deepEqual(read(notes), [['hubspot', 'note', '2026-10-17T09:00:00.000Z', 'eva@acme.example', null]]);
});

test('the same export twice is kept once, and one that knows more brings it up to date', async () => {
  const first = await importActivities(desk.database, 'Task.csv', dataLoader, options);
  assert.deepEqual([first.added, first.updated, first.without_address], [2, 0, 2]);
  const withPeople = { ...options, people: readPeople(people) };
  const again = await importActivities(desk.database, 'Task.csv', dataLoader, withPeople);
  assert.deepEqual([again.added, again.updated, again.without_address], [0, 2, 0]);
  const [row] = await importedActivitiesOf(desk.database, 'Anna@acme.example', 10);
  assert.deepEqual([row?.kind, row?.subject], ['call', 'Call']);
});

test('a list of unknown make says what is expected, and nonsense breaks nothing', () => {
  assert.match(
    readActivities('a.csv', 'Name,Email\nA,a@b.example\n', options).problems[0]?.message ?? '',
    /which system/,
  );
  assert.match(readActivities('a.csv', '', options).problems[0]?.message ?? '', /empty/);
  const noTime = 'WhoId,TaskSubtype,Subject\n003,Call,x\n';
  assert.match(readActivities('a.csv', noTime, options).problems[0]?.message ?? '', /when/);
  const hostile = `WhoId,TaskSubtype,Subject,Date\n003,Call,"${'\0\u202e'.repeat(5000)}",2026-01-01\n"unclosed,1,2`;
  const { rows, problems } = readActivities('a.csv', hostile, options);
  assert.equal(rows.length, 1);
  assert.doesNotMatch(rows[0]?.subject ?? '', /\0/);
  assert.equal(problems.length, 1);
});

test('a day that could be two is none; what the rest of the column says settles it', () => {
  const iso = (text: string, order: 'day-month' | 'month-day' | null = null) =>
    activityTime(text, order, 'Europe/Berlin')?.toISOString() ?? null;
  assert.equal(iso('03/04/2026'), null);
  assert.equal(iso('03/04/2026', 'month-day'), '2026-03-04T11:00:00.000Z');
  assert.equal(iso('03.04.2026 14:05'), '2026-04-03T12:05:00.000Z');
  assert.equal(iso('14/10/2026'), '2026-10-14T10:00:00.000Z');
  assert.equal(iso('10/14/2026, 2:05 PM'), '2026-10-14T12:05:00.000Z');
  assert.equal(iso('2026-10-14T08:15:00.000+0000'), '2026-10-14T08:15:00.000Z');
  assert.equal(iso('1760429700000'), '2025-10-14T08:15:00.000Z');
  for (const none of ['31/02/2026', '2026-02-30', 'soon', '', '99']) assert.equal(iso(none), null, none);
  assert.equal(dayOrderOf(['03/04/2026', '14/04/2026']), 'day-month');
  assert.equal(dayOrderOf(['03/04/2026', '04/14/2026']), 'month-day');
  assert.equal(dayOrderOf(['14/04/2026', '04/14/2026']), null);
});

test('days that a spreadsheet has made its own are read, and a year of two digits is of this century', () => {
  const at = (text: string) => activityTime(text, null, 'UTC')?.toISOString() ?? null;
  assert.equal(at('45000'), '2023-03-15T12:00:00.000Z');
  assert.equal(at('45000.25'), '2023-03-15T06:00:00.000Z');
  assert.equal(at('2024/1/2'), '2024-01-02T12:00:00.000Z');
  assert.equal(at('2024-01-02, 3:04 p.m.'), '2024-01-02T15:04:00.000Z');
  assert.equal(at('2024-01-02 10:11 UTC'), '2024-01-02T10:11:00.000Z');
  assert.equal(at('2024-01-02T10:11:12+0100'), '2024-01-02T09:11:12.000Z');
  assert.equal(at('13.1.24'), '2024-01-13T12:00:00.000Z');
  assert.equal(at('2024-02-30'), null);
  assert.equal(at('120'), null);
});
