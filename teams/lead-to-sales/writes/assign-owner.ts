/**
 * Gives a lead to one owner, inside the settle transaction: counts again under lock, chooses, and
 * writes the assignment. Who may take it at all was judged before, by the routing agent.
 */
import {
  BatonError,
  defineWrite,
  type ReadRules,
  type RuleConflict,
  ruleConflicts,
  type Transaction,
  type WriteContext,
  z,
} from 'baton';
import { type Choice, capReason, chooseOwner, type Load } from '../agents/routing/choose-owner.ts';
import { hindrance, type RuledOut, type Standing } from '../agents/routing/judge-owners.ts';
import { tieBreak } from '../agents/routing/rules.ts';
import { type Assignment, assignment } from '../lead.ts';
import { localDayStart, localWeekStart } from '../local-time.ts';
import { unavailability } from '../owner-presence.ts';
import { recordActivity } from '../store/activities.ts';
import {
  endAssignment,
  insertAssignment,
  loadsOf,
  lockAssignments,
  lockOpenAssignment,
  type OpenAssignment,
} from '../store/assignments.ts';
import { creditsOf, recordShares } from '../store/fair-shares.ts';
import { markWorking } from '../store/lead-status.ts';
import { type Owner, ownersByIds } from '../store/owners.ts';
import { deskCalendars } from '../working-calendar.ts';
import { addWorkingTime } from '../working-time.ts';

const person = { owner_id: z.string(), name: z.string() };

const standing = z.object({
  ...person,
  rank: z.number().int(),
  merits: z.string(),
  lacks: z.string().default(''),
  territory: z.string().nullable(),
});

export const assignOwnerData = z.object({
  eligible: z.array(standing),
  /** Those away who earn their fair share all the same. */
  earning: z.array(standing),
  ruled_out: z.array(z.object({ ...person, hindrance, reason: z.string() })),
  /** The open assignment that was seen when judging, and that this one replaces. */
  replaces: z.string().nullable(),
  tie_breaks: z.array(tieBreak),
  most_owed: z.number().positive(),
  respond_within_ms: z.number().int().positive(),
  response_time_ms: assignment.shape.response_time_ms,
  /** Rules that contradicted each other when the owners were judged. */
  conflicts: ruleConflicts.optional(),
  /** Whose it is already, and why. */
  known_owner: z.object({ owner_id: z.string(), reason: z.string() }).nullish(),
  when_owner_is_full: z.enum(['next-owner', 'ask-manager']).optional(),
});
export type AssignOwnerData = z.output<typeof assignOwnerData>;

interface Present {
  readonly owners: ReadonlyMap<string, Owner>;
  readonly eligible: readonly Standing[];
  readonly ruledOut: readonly RuledOut[];
}

/** Which of the eligible are still there: one may have left, or gone away, since they were judged. */
async function stillThere(tx: Transaction, data: AssignOwnerData, now: Date): Promise<Present> {
  const ids = data.eligible.map(({ owner_id }) => owner_id);
  const rows = await ownersByIds(tx, ids);
  const away = new Map(rows.map((owner) => [owner.owner_id, unavailability(owner, now)]));
  const gone = data.eligible.flatMap(({ owner_id, name }): RuledOut[] => {
    const found = away.get(owner_id);
    return found ? [{ owner_id, name, ...found }] : [];
  });
  return {
    owners: new Map(
      rows.flatMap((owner) => (away.get(owner.owner_id) === null ? [[owner.owner_id, owner]] : [])),
    ),
    eligible: data.eligible.filter(({ owner_id }) => !away.get(owner_id)),
    ruledOut: [...gone, ...data.ruled_out],
  };
}

/** Counts what each has had. Only right while the lock is held. */
async function countLoads(
  tx: Transaction,
  owners: ReadonlyMap<string, Owner>,
  now: Date,
): Promise<Map<string, Load>> {
  const spans = [...owners.values()].map(({ owner_id, timezone }) => ({
    owner_id,
    dayStart: localDayStart(now, timezone),
    weekStart: localWeekStart(now, timezone),
  }));
  const counted = await loadsOf(tx, spans);
  const credits = await creditsOf(tx, [...owners.keys()]);
  return new Map(
    counted.flatMap((load): [string, Load][] => {
      const owner = owners.get(load.owner_id);
      return owner ? [[load.owner_id, { ...owner, ...load, credit: credits.get(load.owner_id) ?? 0 }]] : [];
    }),
  );
}

/** The lead was assigned since this was judged (the same message worked on twice): that stands. */
async function alreadyAssigned(
  open: OpenAssignment,
  data: AssignOwnerData,
  { read }: WriteContext,
): Promise<Assignment> {
  const standing = data.eligible.find(({ owner_id }) => owner_id === open.owner_id);
  return {
    owner: { owner_id: open.owner_id, name: open.owner_name, email: open.owner_email },
    territory: standing?.territory ?? null,
    reason: open.reason,
    candidates: [...open.candidates],
    respond_by: (await respondBy(data, open.assigned_at, open.timezone, read)).toISOString(),
    response_time_ms: data.response_time_ms ?? null,
  };
}

async function respondBy(
  data: AssignOwnerData,
  from: Date,
  timezone: string,
  read: ReadRules,
): Promise<Date> {
  const { hours, holidays } = (await read(deskCalendars))(timezone);
  return addWorkingTime(from, data.respond_within_ms, hours, timezone, holidays);
}

/** Those away who earn, with their weights. Who is owed the most there may be earns no more. */
async function earningOf(
  tx: Transaction,
  { earning, most_owed }: AssignOwnerData,
): Promise<{ standing: Standing; weight: number }[]> {
  if (earning.length === 0) return [];
  const ids = earning.map(({ owner_id }) => owner_id);
  const rows = await ownersByIds(tx, ids);
  const credits = await creditsOf(tx, ids);
  const weights = new Map(rows.map(({ owner_id, weight }) => [owner_id, weight]));
  return earning.flatMap((standing) => {
    const weight = weights.get(standing.owner_id);
    const isFull = (credits.get(standing.owner_id) ?? 0) >= most_owed;
    return weight === undefined || isFull ? [] : [{ standing, weight }];
  });
}

async function leaveUnassigned(tx: Transaction, choice: Choice, context: WriteContext): Promise<Assignment> {
  await recordActivity(tx, {
    case_id: context.caseId,
    kind: 'not-assigned',
    at: context.now,
    detail: { reason: choice.reason },
  });
  return {
    owner: null,
    territory: null,
    reason: choice.reason,
    candidates: [...choice.candidates],
    respond_by: null,
  };
}

async function assign(
  tx: Transaction,
  owner: Owner,
  choice: Choice,
  data: AssignOwnerData,
  replaced: OpenAssignment | null,
  context: WriteContext,
): Promise<Assignment> {
  const { caseId: case_id, now, read } = context;
  const { owner_id, name, email } = owner;
  const due = await respondBy(data, now, owner.timezone, read);
  if (!(await markWorking(tx, case_id, due, now))) {
    throw new BatonError(
      'lead-unknown',
      `There is no lead ${case_id} to give to ${name}. Capture writes the lead before routing is asked.`,
    );
  }
  if (replaced !== null) await endAssignment(tx, replaced.assignment_id, now);
  const { reason } = choice;
  const candidates = [...choice.candidates];
  const assignmentId = await insertAssignment(tx, {
    case_id,
    owner_id,
    assigned_at: now,
    reason,
    candidates,
  });
  // A lead that only one could take says nothing of fairness.
  if (choice.shares.length > 1) {
    const entries = choice.shares.map((share) => ({ ...share, received: share.owner_id === owner_id }));
    await recordShares(tx, assignmentId, entries, data.most_owed, now);
  }
  await recordActivity(tx, {
    case_id,
    kind: 'assigned',
    at: now,
    detail: { owner_id, reason, respond_by: due.toISOString(), instead_of: replaced?.owner_id ?? null },
  });
  const territory = choice.chosen?.territory ?? null;
  return {
    owner: { owner_id, name, email },
    territory,
    reason,
    candidates,
    respond_by: due.toISOString(),
    response_time_ms: data.response_time_ms ?? null,
  };
}

/** Whose it is already is at a cap: the choice by the safest action, and the conflict; null where there is none. */
function settleCapacity(
  choice: Choice,
  { known_owner, when_owner_is_full = 'next-owner', eligible }: AssignOwnerData,
  loads: ReadonlyMap<string, Load>,
): { readonly choice: Choice; readonly conflict: RuleConflict | null } {
  const known = eligible.find(({ owner_id }) => owner_id === known_owner?.owner_id);
  const load = known && loads.get(known.owner_id);
  const full = load ? capReason(load) : null;
  if (!known || !full) return { choice, conflict: null };
  const message = `${known.name} ${known_owner?.reason}, and ${full.reason}.`;
  const isHeld = when_owner_is_full === 'ask-manager' || choice.chosen === null;
  const safest_action = isHeld
    ? 'A sales manager is asked who takes it.'
    : `${choice.chosen?.name}, the next who fits, has it.`;
  const candidates = choice.candidates.map((one) => ({ ...one, chosen: false }));
  const held = { chosen: null, reason: `A sales manager decides: ${message}`, candidates, shares: [] };
  return {
    choice: when_owner_is_full === 'ask-manager' ? held : choice,
    conflict: { rule: 'owner-at-capacity', message, safest_action },
  };
}

/** The write `assign-owner`. Its facts are the key `assignment`, with every owner among the candidates. */
export const assignOwner = defineWrite({
  input: assignOwnerData,
  facts: z.object({ assignment, rule_conflicts: ruleConflicts.optional() }),
  notes: ({ assignment: { reason } }) => reason,
  async apply(tx, data, context) {
    const { owners, eligible, ruledOut } = await stillThere(tx, data, context.now);
    await lockAssignments(tx);
    const open = await lockOpenAssignment(tx, context.caseId);
    if (open !== null && open.assignment_id !== data.replaces) {
      return { assignment: await alreadyAssigned(open, data, context) };
    }
    const loads = await countLoads(tx, owners, context.now);
    const terms = { tieBreaks: data.tie_breaks, earning: await earningOf(tx, data) };
    const chosen = chooseOwner(eligible, ruledOut, loads, terms);
    const { choice, conflict } = settleCapacity(chosen, data, loads);
    const conflicts = [...(data.conflicts ?? []), ...(conflict === null ? [] : [conflict])];
    const told = conflicts.length === 0 ? {} : { rule_conflicts: conflicts };
    const owner = choice.chosen === null ? undefined : owners.get(choice.chosen.owner_id);
    if (owner === undefined) return { assignment: await leaveUnassigned(tx, choice, context), ...told };
    return { assignment: await assign(tx, owner, choice, data, open, context), ...told };
  },
});
