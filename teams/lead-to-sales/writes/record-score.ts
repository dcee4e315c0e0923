/** The write `record-score`: what a lead's score makes of its rating, status and lifecycle stage. */
import { BatonError, defineWrite, z } from 'baton';
import { dimensionsInOrder, type QualificationReport, qualificationReport } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { type LeadStanding, saveScore } from '../store/lead-scores.ts';

const standings: Readonly<Record<QualificationReport['outcome'], LeadStanding>> = {
  hot: { leadStatus: 'working', lifecycleStage: 'sales-qualified' },
  warm: { leadStatus: 'working', lifecycleStage: 'sales-qualified' },
  cold: { leadStatus: 'nurturing', lifecycleStage: 'marketing-qualified' },
  unqualified: { leadStatus: 'unqualified', lifecycleStage: 'lead' },
};

/** Keeps a score with its lead and notes it in the lead's history. Refuses with `lead-missing` where the case has no lead. */
export const recordScore = defineWrite({
  input: z.object({ qualification: qualificationReport }),
  async apply(tx, { qualification }, { caseId, now }) {
    const { score, outcome, framework } = qualification;
    if (!(await saveScore(tx, caseId, qualification, standings[outcome]))) {
      throw new BatonError(
        'lead-missing',
        `The score of ${caseId} cannot be kept: there is no such lead. Capture creates it before qualification runs.`,
        { details: { caseId } },
      );
    }
    const points = dimensionsInOrder(qualification).map(([name, one]) => [name, one.points] as const);
    await recordActivity(tx, {
      case_id: caseId,
      kind: 'scored',
      at: now,
      detail: { ...Object.fromEntries(points), framework, score, outcome },
    });
    return undefined;
  },
});
