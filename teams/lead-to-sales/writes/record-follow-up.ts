/** Records what follow-up has said about a lead, inside the settle transaction. */
import { defineWrite, z } from 'baton';
import { followUpState } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { setNextAction } from '../store/lead-status.ts';

export const recordFollowUpData = z.object({
  kind: z.enum(['owner-told', 'reminded', 'escalated', 'inquiry-told', 'rating-rose', 'owner-away']),
  owner_id: z.string(),
  state: followUpState,
  /** The further inquiries that the owner has been told of, by the case each came in as. */
  inquiries: z.array(z.string()),
});
export type RecordFollowUpData = z.output<typeof recordFollowUpData>;

/**
 * The write `record-follow-up`: one activity. The lead's next action stays the response that was
 * due: a reminder does not make it any later. Only a higher rating makes it earlier.
 */
export const recordFollowUp = defineWrite({
  input: recordFollowUpData,
  async apply(tx, { kind, owner_id, state, inquiries }, { caseId: case_id, now: at }) {
    const { respond_by, reminders, note } = state;
    if (kind === 'rating-rose') await setNextAction(tx, case_id, new Date(respond_by), at);
    await recordActivity(tx, {
      case_id,
      kind,
      at,
      detail: { owner_id, respond_by, reminders, note, inquiries },
    });
    return undefined;
  },
});
