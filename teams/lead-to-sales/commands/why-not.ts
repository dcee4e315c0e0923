/** `baton why-not <lead> <owner>`: why an owner did not get a lead, then and now. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { capReason } from '../agents/routing/choose-owner.ts';
import { judgeOwners } from '../agents/routing/judge-owners.ts';
import { leadNeeds } from '../agents/routing/lead-needs.ts';
import { routingRulesFile } from '../agents/routing/rules.ts';
import { isTimeZone, localDayStart, localWeekStart } from '../local-time.ts';
import type { DeskServices } from '../services.ts';
import { silentOwnersOf } from '../store/assignment-history.ts';
import { loadsOf } from '../store/assignments.ts';
import { allOwners, type Owner } from '../store/owners.ts';
import { deskCalendars } from '../working-calendar.ts';
import { caseIdFrom } from './lead.ts';
import { type CaseRecord, gatherRecord } from './record/case-record.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';

type Team = RunningTeam<DeskServices>;

const notAssigned = z.looseObject({ reason: z.string() });

function ownerNamed(owners: readonly Owner[], given: string): Owner | null {
  const wanted = given.trim().toLowerCase();
  const isNamed = ({ owner_id, email, name }: Owner): boolean =>
    [owner_id, email, name].some((one) => one.toLowerCase() === wanted);
  return owners.find(isNamed) ?? null;
}

interface Time {
  readonly at: Date;
  /** Null: nobody got it. */
  readonly given_to: string | null;
  readonly chosen: boolean;
  readonly reason: string;
}

/** Each time the lead was given to somebody, or to nobody: what was said of this owner. */
function earlier({ assignments, activities }: CaseRecord, owner: Owner): Time[] {
  const given = assignments.map(({ assigned_at, owner_name, candidates }): Time => {
    const found = candidates.find(({ owner_id }) => owner_id === owner.owner_id);
    const reason = found?.reason ?? 'was not among the owners then';
    return { at: assigned_at, given_to: owner_name, reason, chosen: found?.chosen ?? false };
  });
  const notGiven = activities.flatMap(({ kind, at, detail }): Time[] => {
    const said = notAssigned.safeParse(detail);
    return kind === 'not-assigned' && said.success
      ? [{ at, given_to: null, reason: said.data.reason, chosen: false }]
      : [];
  });
  return [...given, ...notGiven].sort((a, b) => a.at.getTime() - b.at.getTime());
}

async function atCap({ database }: Team, owner: Owner, now: Date): Promise<string | null> {
  const { owner_id, timezone } = owner;
  const zone = isTimeZone(timezone) ? timezone : 'UTC';
  const span = { owner_id, dayStart: localDayStart(now, zone), weekStart: localWeekStart(now, zone) };
  const [load] = await loadsOf(database, [span]);
  return load === undefined ? null : (capReason({ ...owner, ...load })?.reason ?? null);
}

/** How the owner would be judged at this moment, fair shares apart. */
async function atPresent(team: Team, record: CaseRecord, owner: Owner, now: Date): Promise<string | null> {
  if (record.lead_data === null) return null;
  const rules = team.read(routingRulesFile);
  const silentOwnerIds = await silentOwnersOf(team.database, record.case_id);
  const wishes = { requestedOwner: null, silentOwnerIds };
  const needs = leadNeeds(record.lead_data, record.enrichment?.company ?? null, rules, wishes);
  const terms = { rules, calendarOf: await team.read(deskCalendars), now };
  const { eligible, ruledOut } = judgeOwners([owner], needs, terms);
  const [standing] = eligible;
  const but = standing === undefined || standing.lacks === '' ? '' : `; but ${standing.lacks}`;
  return ruledOut[0]?.reason ?? (await atCap(team, owner, now)) ?? `could take it: ${standing?.merits}${but}`;
}

function line({ at, given_to, chosen, reason }: Time, owner: Owner): string {
  const when = dayAndTime(at, hereTimeZone());
  if (given_to === null) return `${when}: ${reason}`;
  return chosen
    ? `${when}: given to ${owner.name}: ${reason}.`
    : `${when}: given to ${given_to}. ${owner.name} ${reason}.`;
}

export const whyNotCommand: TeamCommand<DeskServices> = {
  usage: 'why-not <lead> <owner>',
  summary: 'say why an owner did not get a lead: each time it was given, and now',
  arguments: { lead: 'case number, such as LEAD-10042', owner: "the owner's id, name or e-mail address" },
  async run(team, [lead = '', given = '']): Promise<CommandOutcome> {
    const owner = ownerNamed(await allOwners(team.database), given);
    if (owner === null) {
      const text = `Nobody among the owners is "${given}". \`baton owners\` lists them.`;
      return { data: { error: 'owner-unknown', owner: given }, text, exitCode: 3 };
    }
    const record = await gatherRecord(team, caseIdFrom(lead));
    const times = earlier(record, owner);
    const present = await atPresent(team, record, owner, await team.now());
    const lines = times.map((time) => line(time, owner));
    if (times.length === 0) lines.push(`${record.case_id} has not come to routing so far.`);
    if (present !== null) lines.push(`Now: ${owner.name} ${present}.`);
    return {
      data: { case_id: record.case_id, owner_id: owner.owner_id, times, now: present },
      text: lines.join('\n'),
    };
  },
};
