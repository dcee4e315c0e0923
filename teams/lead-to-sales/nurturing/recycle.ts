/** A salesperson gives a lead back: it enters the sequence that the reason asks for, now or after a pause. */
import { BatonError, type RunningTeam, z } from 'baton';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { leadData, qualificationReport, type RecycleOrder } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import { recordActivity } from '../store/activities.ts';
import { endAssignment, lockOpenAssignment } from '../store/assignments.ts';
import { findLead } from '../store/leads.ts';

export interface RecycleWish {
  readonly caseId: string;
  /** A key of the rules' `recycle_reasons`. */
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
}

const kept = z.object({ qualification: qualificationReport });

/**
 * Starts the lead's sequence. Throws `reason-unknown` (said which there are), `lead-unknown`,
 * `lead-merged`, and `lead-in-work` where a run of the lead is still open: that one has to come to its end first.
 */
export async function recycleLead(
  team: RunningTeam<DeskServices>,
  { caseId, reason, note, by }: RecycleWish,
): Promise<RecycleOrder> {
  const { recycle_reasons: reasons } = team.read(nurturingRulesFile);
  const now = await team.now();
  const plan = Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  if (plan === undefined) {
    const allowed = Object.keys(reasons);
    const message = `"${reason}" is no reason to recycle a lead. There are: ${allowed.join(', ')}.`;
    throw new BatonError('reason-unknown', message, { details: { allowed } });
  }
  const not_before = plan.pause === undefined ? null : new Date(now.getTime() + plan.pause).toISOString();
  const order: RecycleOrder = { reason, note, by, not_before, sequence: plan.sequence };
  const standing = (await team.standingsOf([caseId])).get(caseId);
  if (standing !== undefined && standing.status !== 'done') throw inWork(caseId, standing.step);
  await team.database.transaction(async (tx) => {
    const lead = await findLead(tx, caseId);
    const data = leadData.safeParse(lead?.data);
    if (lead === null || !data.success) {
      throw new BatonError(
        'lead-unknown',
        `There is no lead ${caseId}. \`baton leads\` lists those there are.`,
      );
    }
    if (lead.merged_into !== null) {
      const message = `${caseId} was merged into ${lead.merged_into}; recycle that one.`;
      throw new BatonError('lead-merged', message, { details: { merged_into: lead.merged_into } });
    }
    const open = await lockOpenAssignment(tx, caseId);
    if (open !== null) await endAssignment(tx, open.assignment_id, now);
    await recordActivity(tx, { case_id: caseId, kind: 'recycled', at: now, detail: { ...order } });
    const { success, data: more } = kept.safeParse(lead.data);
    await team.startRuns(tx, [
      {
        caseId,
        event: 'lead-recycled',
        // By the run that is over: two who give it back at once start one sequence.
        key: `recycle:${caseId}:${standing?.updatedAt.toISOString() ?? 'imported'}`,
        data: {
          lead_data: data.data,
          recycle: order,
          ...(success ? { qualification: more.qualification } : {}),
        },
        from: by,
        notes: `Recycled: ${reason}.`,
      },
    ]);
  });
  return order;
}

function inWork(caseId: string, step: string | null): BatonError {
  const how =
    step === 'nurturing'
      ? 'It is in a sequence already.'
      : `Record the response first (\`baton respond ${caseId}\`), or answer its task (\`baton inbox\`).`;
  return new BatonError('lead-in-work', `${caseId} is in work at the step ${step ?? 'unknown'}. ${how}`);
}
