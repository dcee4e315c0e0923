/**
 * Which column of an export says what. Salesforce (Task and Event by data export, by Data Loader, or as an
 * activity report) and HubSpot (activity exports of calls, e-mails, meetings, notes and tasks) name them so.
 * Names are compared without letter case, spaces and signs.
 */
import type { ImportSystem } from '../store/imported-activities.ts';

export const activityFields = [
  'id',
  'kind',
  'subject',
  'body',
  'at',
  'created',
  'owner',
  'email',
  'person',
  'person_id',
  'company',
  'status',
  'from',
  'to',
  'direction',
] as const;
export type ActivityField = (typeof activityFields)[number];

type Names = Readonly<Partial<Record<ActivityField, readonly string[]>>>;

const salesforce: Names = {
  id: ['id', 'activity id', 'task id', 'event id', 'activityid'],
  kind: [
    'task subtype',
    'tasksubtype',
    'event subtype',
    'eventsubtype',
    'type',
    'activity type',
    'task/event type',
    'call type',
  ],
  subject: ['subject'],
  body: ['description', 'full description/comments', 'full comments', 'comments', 'full description'],
  at: [
    'completed date time',
    'completeddatetime',
    'startdatetime',
    'start date time',
    'start',
    'activitydatetime',
    'activity date time',
    'activitydate',
    'activity date',
    'date',
    'due date',
    'due date only',
    'duedate',
  ],
  created: ['createddate', 'created date'],
  owner: ['assigned', 'assigned to', 'owner', 'owner name', 'owner full name', 'ownerid'],
  email: ['email', 'contact email', 'lead email', 'who email', 'email address'],
  person: ['contact', 'lead', 'name', 'full name', 'contact name', 'who name'],
  person_id: ['whoid', 'who id', 'contact id', 'lead id', 'contactid', 'leadid'],
  company: ['company / account', 'company/account', 'account name', 'account', 'company'],
  status: ['status', 'task status'],
};

const hubspot: Names = {
  id: ['record id', 'activity id', 'engagement id', 'hs object id', 'object id'],
  kind: ['activity type', 'engagement type', 'type', 'record type'],
  subject: [
    'email subject',
    'call title',
    'meeting name',
    'meeting title',
    'task title',
    'note title',
    'title',
    'subject',
    'activity name',
  ],
  body: [
    'note body',
    'email body',
    'email text body',
    'call notes',
    'call body',
    'meeting description',
    'internal meeting notes',
    'task notes',
    'activity notes',
    'body',
    'body preview',
  ],
  at: [
    'activity date',
    'timestamp',
    'email send date',
    'meeting start time',
    'start time',
    'completed at',
    'completion date',
    'due date',
    'activity time',
    'last modified date',
  ],
  created: ['create date', 'created date', 'created at', 'createdate'],
  owner: ['activity assigned to', 'assigned to', 'owner', 'hubspot owner', 'activity owner', 'contact owner'],
  email: [
    'email',
    'contact email',
    'associated contact email',
    'associated contact emails',
    'attendee email',
  ],
  person: ['associated contact', 'associated contacts', 'contact', 'contact name'],
  person_id: ['associated contact ids', 'associated contact id', 'contact id', 'contact ids'],
  company: ['associated company', 'associated companies', 'company name', 'company'],
  status: ['email send status', 'call outcome', 'call status', 'meeting outcome', 'task status', 'status'],
  from: ['email from address', 'from email', 'from address'],
  to: ['email to address', 'to email', 'to address', 'email to'],
  direction: ['email direction', 'call direction', 'direction'],
};

const bySystem: Readonly<Record<ImportSystem, Names>> = { salesforce, hubspot };

/** A column's name as it is compared. */
export function foldedColumn(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export type ColumnMap = Readonly<Partial<Record<ActivityField, readonly number[]>>>;

/** For each field the columns that say it, the one that says it best first. */
export function columnMap(system: ImportSystem, header: readonly string[]): ColumnMap {
  const folded = header.map(foldedColumn);
  return Object.fromEntries(
    Object.entries(bySystem[system]).map(([field, names]) => [
      field,
      names.flatMap((name) => {
        const at = folded.indexOf(foldedColumn(name));
        return at < 0 ? [] : [at];
      }),
    ]),
  );
}

/** Columns that only one of the two systems has. */
const marks: Readonly<Record<ImportSystem, readonly string[]>> = {
  salesforce: [
    'whoid',
    'whatid',
    'tasksubtype',
    'task subtype',
    'activitydate',
    'assigned',
    'isclosed',
    'event subtype',
    'systemmodstamp',
    'company account',
    'ownerid',
  ],
  hubspot: [
    'activity assigned to',
    'record id',
    'associated contact',
    'associated contact ids',
    'note body',
    'call notes',
    'email send status',
    'engagement type',
    'associated contacts',
    'hs object id',
    'email subject',
    'call title',
    'meeting name',
    'task title',
  ],
};

/** Which system an export comes from, by its columns; null where they do not say. */
export function systemOf(header: readonly string[]): ImportSystem | null {
  const folded = new Set(header.map(foldedColumn));
  const count = (system: ImportSystem): number => marks[system].filter((mark) => folded.has(mark)).length;
  const [ours, theirs] = [count('salesforce'), count('hubspot')];
  if (ours === theirs) return null;
  return ours > theirs ? 'salesforce' : 'hubspot';
}
