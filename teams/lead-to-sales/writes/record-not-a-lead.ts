/** The write `record-not-a-lead`: why an inquiry made no lead. */
import { defineWrite, z } from 'baton';
import { captureOutcome } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';

/** Notes the reason in the case's history. */
export const recordNotALead = defineWrite({
  input: z.object({ capture: captureOutcome }),
  async apply(tx, { capture }, { caseId, now }) {
    await recordActivity(tx, { case_id: caseId, kind: 'not-a-lead', at: now, detail: { ...capture } });
    return undefined;
  },
});
