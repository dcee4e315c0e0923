/** The write `record-score`: what a lead's score makes of its rating, status and lifecycle stage. */
import { BatonError, defineWrite, z } from 'baton';
import { dimensionsInOrder, type QualificationReport, qualificationReport } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { joinedCount, type LeadStanding, saveScore } from '../store/lead-scores.ts';

const standings: Readonly<Record<QualificationReport['outcome'], LeadStanding>> = {
  hot: { leadStatus: 'working', lifecycleStage: 'sales-qualified' },
  warm: { leadStatus: 'working', lifecycleStage: 'sales-qualified' },
  cold: { leadStatus: 'nurturing', lifecycleStage: 'marketing-qualified' },
  unqualified: { leadStatus: 'unqualified', lifecycleStage: 'lead' },
};

/**
 * Keeps a score with its lead and notes it in the lead's history. Refuses with `lead-missing` where the case has
 * no lead, and with `inquiry-joined-meanwhile` where the score does not know of all that has joined it.
 */
export const recordScore = defineWrite({
  input: z.object({
    qualification: qualificationReport,
    /** How many joined inquiries the score knows of. */
    considered: z.number().int().nonnegative(),
  }),
  async apply(tx, { qualification, considered }, { caseId, now }) {
    const { score, outcome, framework } = qualification;
    if (!(await saveScore(tx, caseId, qualification, standings[outcome]))) {
      throw new BatonError(
        'lead-missing',
        `The score of ${caseId} cannot be kept: there is no such lead. Capture creates it before qualification runs.`,
        { details: { caseId } },
      );
    }
    const joined = await joinedCount(tx, caseId);
    if (joined > considered) {
      throw new BatonError(
        'inquiry-joined-meanwhile',
        `An inquiry joined ${caseId} while it was scored: it is scored again with what that says.`,
        { retryable: true, details: { caseId, joined, considered } },
      );
    }
    const points = dimensionsInOrder(qualification).map(([name, one]) => [name, one.points] as const);
    await recordActivity(tx, {
      case_id: caseId,
      kind: 'scored',
      at: now,
      detail: { ...Object.fromEntries(points), framework, score, outcome, considered },
    });
    return undefined;
  },
});
