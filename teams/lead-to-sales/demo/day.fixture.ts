/** For tests: a day's cases as they come to stand, by kind. */
import type { LeadLine } from '../store/lead-lines.ts';
import { aStanding, aTask } from '../testing/a-team.ts';
import { anOwner } from '../testing/sales-floor.ts';
import type { Day, DayCase } from './day.ts';

export const now = new Date('2026-11-23T12:00:00Z');

export function aLine(caseId: string, given: Partial<LeadLine> = {}): LeadLine {
  return {
    case_id: caseId,
    first_name: 'Anna',
    last_name: 'Schmidt',
    email: null,
    phone: null,
    title: null,
    company: 'Müller GmbH',
    lead_source: 'form',
    lead_status: 'working',
    lifecycle_stage: 'lead',
    lead_score: null,
    rating: null,
    next_action_at: now,
    created_at: now,
    merged_into: null,
    owner_id: null,
    owner_name: null,
    assigned_at: null,
    responded_at: null,
    assigned_because: null,
    respond_by: null,
    ...given,
  };
}

export function aCase(caseId: string, given: Partial<DayCase> = {}): DayCase {
  return {
    case_id: caseId,
    source: 'form',
    standing: null,
    lead: null,
    accepted_at: new Date('2026-11-23T10:00:00Z'),
    first_assigned_at: null,
    not_a_lead_because: null,
    joined_to: null,
    ...given,
  };
}

const owners = [
  anOwner({ owner_id: 'mia', name: 'Mia Berg' }),
  anOwner({ owner_id: 'noa', name: 'Noa Lind', absent_until: '2026-12-01' }),
];

export function dayOf(cases: readonly DayCase[]): Day {
  return { cases, repeated: 0, known: 0, problems: [], owners, now };
}

function ended(caseId: string, end: string): DayCase['standing'] {
  return aStanding({ caseId, status: 'done', end, step: null });
}

/** Cases as they come to stand, by kind. */
export const kinds = {
  owned: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id }),
      lead: aLine(id, {
        owner_id: 'mia',
        owner_name: 'Mia Berg',
        rating: 'hot',
        lead_score: 90,
        assigned_because: 'Mia Berg: covers DE, speaks de.',
      }),
      first_assigned_at: new Date('2026-11-23T10:00:04Z'),
    }),
  escalated: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', tasks: [aTask()] }),
      lead: aLine(id, {
        owner_id: 'mia',
        rating: 'warm',
        lead_score: 65,
        assigned_because: 'Mia Berg: owns the account.',
      }),
      first_assigned_at: new Date('2026-11-23T10:00:02Z'),
    }),
  unowned: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', step: 'routing', tasks: [aTask()] }),
      lead: aLine(id, { rating: 'warm', lead_score: 61 }),
    }),
  nurturing: (id: string) =>
    aCase(id, {
      standing: ended(id, 'long-term-nurturing'),
      lead: aLine(id, { rating: 'cold', lead_score: 45 }),
    }),
  nurtured: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, workflow: 'nurturing', step: 'nurturing' }),
      lead: aLine(id, { rating: 'cold', lead_score: 47 }),
    }),
  marketing: (id: string) =>
    aCase(id, {
      standing: ended(id, 'marketing'),
      lead: aLine(id, { rating: 'unqualified', lead_score: 12 }),
    }),
  'not-scored': (id: string) => aCase(id, { standing: ended(id, 'marketing'), lead: aLine(id) }),
  spam: (id: string) => aCase(id, { standing: ended(id, 'not-a-lead'), not_a_lead_because: 'spam' }),
  refused: (id: string) => aCase(id, { standing: ended(id, 'not-a-lead'), lead: aLine(id) }),
  joined: (id: string) => aCase(id, { source: 'chat', standing: ended(id, 'joined'), joined_to: 'LEAD-1' }),
  unclear: (id: string) =>
    aCase(id, {
      standing: aStanding({
        caseId: id,
        status: 'in-review',
        step: 'capture',
        tasks: [aTask({ step: 'capture' })],
      }),
      lead: aLine(id, { lead_status: 'new' }),
    }),
  unreadable: (id: string) =>
    aCase(id, {
      standing: aStanding({ caseId: id, status: 'in-review', step: 'capture', tasks: [aTask()] }),
    }),
  'no-run': (id: string) => aCase(id, { lead: aLine(id) }),
  'nobody-waits': (id: string) => aCase(id, { standing: aStanding({ caseId: id }), lead: aLine(id) }),
  stuck: (id: string) =>
    aCase(id, { standing: aStanding({ caseId: id, status: 'running', step: 'capture' }) }),
} as const;
export type Kind = keyof typeof kinds;
export const kindNames: readonly Kind[] = [
  'owned',
  'escalated',
  'unowned',
  'nurturing',
  'marketing',
  'not-scored',
  'spam',
  'refused',
  'joined',
  'unclear',
  'unreadable',
  'no-run',
  'nobody-waits',
  'stuck',
  'nurtured',
];
export const lostKinds: readonly Kind[] = ['no-run', 'nobody-waits', 'stuck'];

export function casesOf(names: readonly Kind[]): DayCase[] {
  return names.map((name, index) => kinds[name](`LEAD-${index + 1}`));
}
