/** The desk's answer to `baton doctor`: how the business goes, and inquiries, leads and assignments without a home. */
import type { HealthFinding, HealthTrend, RunningTeam, RunStart, TeamHealth } from 'baton';
import type { Inquiry } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import {
  assignmentsWithoutLead,
  type DayCount,
  dayCounts,
  inquiriesWithoutLead,
  leadsWithoutOwner,
  type RecentInquiry,
} from '../store/health.ts';

type Desk = RunningTeam<DeskServices>;

/** Fewer leads than this in a week say nothing about an average day. */
const ENOUGH = 20;
const DAYS = 7;
/** Asked of the engine at once. */
const CHUNK = 1_000;
/** More than this of one kind are not listed: they have one cause, and are found again. */
const MOST = 1_000;

export async function deskHealth(team: Desk): Promise<TeamHealth> {
  const [{ day, weekBefore }, unread, unowned, adrift] = await Promise.all([
    dayCounts(team.database),
    inquiriesWithoutRun(team),
    leadsLeftAlone(team),
    assignmentsWithoutLead(team.database, MOST),
  ]);
  return {
    trends: trendsOf(day, weekBefore),
    findings: [...unreadFinding(unread), ...unownedFinding(unowned), ...adriftFinding(adrift)],
  };
}

/** The figures of the last day against the week before. Pure. */
export function trendsOf(day: DayCount, weekBefore: DayCount): HealthTrend[] {
  const says = weekBefore.leads >= ENOUGH;
  const daily = (sum: number): number | null => (says ? sum / DAYS : null);
  return [
    { name: 'Leads', value: day.leads, unit: 'leads', before: daily(weekBefore.leads), bad: 'less' },
    {
      name: 'Hot among those scored',
      value: share(day),
      unit: '%',
      before: weekBefore.rated >= ENOUGH && day.rated >= ENOUGH ? share(weekBefore) : null,
      bad: 'less',
    },
    {
      name: 'Time to owner, half within',
      value: day.median_minutes_to_owner,
      unit: 'minutes',
      before: says ? weekBefore.median_minutes_to_owner : null,
      bad: 'more',
    },
    {
      name: 'Minutes without an owner, all leads together',
      value: day.unowned_minutes,
      unit: 'minutes',
      before: daily(weekBefore.unowned_minutes),
      bad: 'more',
    },
  ];
}

function share({ hot, rated }: DayCount): number | null {
  return rated === 0 ? null : (100 * hot) / rated;
}

async function inquiriesWithoutRun(team: Desk): Promise<RecentInquiry[]> {
  const found: RecentInquiry[] = [];
  for (let after = ''; found.length < MOST; ) {
    const chunk = await inquiriesWithoutLead(team.database, after, CHUNK);
    const standings = await team.standingsOf(chunk.map(({ case_id }) => case_id));
    found.push(...chunk.filter(({ case_id }) => !standings.has(case_id)));
    after = chunk.at(-1)?.case_id ?? after;
    if (chunk.length < CHUNK) break;
  }
  return found;
}

/** Leads without an owner whose run has ended, or which have none. */
async function leadsLeftAlone(team: Desk): Promise<string[]> {
  const found: string[] = [];
  for (let after = ''; found.length < MOST; ) {
    const chunk = await leadsWithoutOwner(team.database, after, CHUNK);
    const standings = await team.standingsOf(chunk);
    found.push(...chunk.filter((caseId) => (standings.get(caseId)?.status ?? 'done') === 'done'));
    after = chunk.at(-1) ?? after;
    if (chunk.length < CHUNK) break;
  }
  return found;
}

function unreadFinding(inquiries: readonly RecentInquiry[]): HealthFinding[] {
  if (inquiries.length === 0) return [];
  return [
    {
      code: 'inquiry-without-run',
      what: `${counted(inquiries.length, 'inquiry', 'inquiries')} arrived and nobody has begun on ${inquiries.length === 1 ? 'it' : 'them'}.`,
      advice: 'Set them to work as if they came now: `baton doctor --repair`.',
      cases: inquiries.map(({ case_id }) => case_id),
      starts: inquiries.map(startOf),
    },
  ];
}

function startOf(row: RecentInquiry): RunStart {
  const inquiry: Inquiry = {
    inquiry_id: row.inquiry_id,
    source: row.source,
    media_type: row.media_type,
    origin: row.origin,
    received_at: row.received_at.toISOString(),
  };
  return {
    caseId: row.case_id,
    event: 'inquiry-received',
    // Intake's own key: whichever of the two comes first, it is begun once.
    key: row.content_hash,
    data: { inquiry },
    from: 'Health check',
    notes: 'Had arrived, and nobody had begun on it.',
  };
}

function unownedFinding(cases: readonly string[]): HealthFinding[] {
  if (cases.length === 0) return [];
  return [
    {
      code: 'lead-without-owner',
      what: `${counted(cases.length, 'lead')} ${cases.length === 1 ? 'has' : 'have'} no owner, and nobody is working on ${cases.length === 1 ? 'it' : 'them'}.`,
      advice: 'Put them before the sales manager: `baton doctor --repair`.',
      cases,
      starts: cases.map((caseId) =>
        stranded(caseId, 'lead-without-owner', 'It has no owner, and its case was over.'),
      ),
    },
  ];
}

function adriftFinding(cases: readonly string[]): HealthFinding[] {
  if (cases.length === 0) return [];
  return [
    {
      code: 'assignment-without-lead',
      what: `${counted(cases.length, 'lead')} ${cases.length === 1 ? 'is' : 'are'} somebody's to answer though there is no such lead any more, or it is over.`,
      advice: 'Put them before the sales manager, whose answer ends them: `baton doctor --repair`.',
      cases,
      starts: cases.map((caseId) =>
        stranded(
          caseId,
          'assignment-without-lead',
          'Somebody is to answer it, and the lead is over or gone.',
        ),
      ),
    },
  ];
}

function stranded(caseId: string, code: string, notes: string): RunStart {
  return {
    caseId,
    event: 'hand',
    workflow: 'stranded',
    key: `stranded:${code}:${caseId}`,
    data: {},
    from: 'Health check',
    notes,
  };
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
