/** The write `record-nurturing`: what a sequence has done, in the settle transaction; a mail is queued here or not at all. */
import { defineWrite, type Transaction, z } from 'baton';
import { leadData, type NurturingState, nurturingState } from '../lead.ts';
import { recordActivity } from '../store/activities.ts';
import { endAssignment, lockOpenAssignment } from '../store/assignments.ts';
import { consentOf } from '../store/consents.ts';
import { updateLeadData } from '../store/leads.ts';
import { insertMailMessages } from '../store/mail-messages.ts';
import { setNurturing } from '../store/nurtured-leads.ts';
import { insertOutgoingMail, lastMailTo } from '../store/outgoing-mails.ts';
import { lockAddress, suppressionsOf } from '../store/suppressions.ts';

export const outgoingMail = z.object({
  idempotency_key: z.string(),
  message_id: z.string(),
  case_id: z.string(),
  sequence: z.string(),
  touch: z.string(),
  to_address: z.string(),
  from_address: z.string(),
  reply_to: z.string().nullable(),
  subject: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()),
  basis: z.string(),
});

export const recordNurturingData = z.object({
  kind: z.enum([
    'sequence-begun',
    'sequence-resumed',
    'mail-queued',
    'touch-as-task',
    'touch-left-out',
    'touch-put-off',
    'engagement-weighed',
    're-qualified',
    'sequence-ended',
  ]),
  state: nurturingState,
  touch: z.string().nullable(),
  mail: outgoingMail.nullable(),
  /** The state instead, where another mail went to the person less than `mail_gap_ms` ago. */
  put_off: nurturingState.nullable(),
  mail_gap_ms: z.number().int().nonnegative(),
  /** The lead with what its reply has added; null: as it was. */
  lead_data: leadData.nullable(),
  /** The lead's new status; null: as it was. */
  lead_status: z.enum(['nurturing']).nullable(),
});
export type RecordNurturingData = z.output<typeof recordNurturingData>;

/** Why no mail may go to the address any more, read under its lock; null: it may. */
async function refusalOf(
  tx: Transaction,
  address: string,
): Promise<'unsubscribed' | 'do-not-contact' | null> {
  await lockAddress(tx, address);
  const [suppression] = await suppressionsOf(tx, address);
  if (suppression) return suppression.reason === 'unsubscribed' ? 'unsubscribed' : 'do-not-contact';
  const consent = await consentOf(tx, address);
  return consent?.withdrawn_at === null ? null : 'unsubscribed';
}

/** Who has said no since the agent looked gets nothing, and the sequence stops. */
export const recordNurturing = defineWrite({
  input: recordNurturingData,
  facts: z.object({ nurturing: nurturingState }),
  async apply(tx, data, { caseId: case_id, now: at }) {
    const { mail, kind, touch } = data;
    const refusal = mail === null ? null : await refusalOf(tx, mail.to_address);
    if (refusal !== null) {
      const state: NurturingState = {
        ...data.state,
        status: 'stopped',
        stop_reason: refusal,
        next_at: null,
        note: `${mail?.to_address} must not be written to; the sequence stops.`,
      };
      await recordActivity(tx, { case_id, kind: 'sequence-ended', at, detail: { note: state.note, touch } });
      return { nurturing: state };
    }
    if (mail !== null && data.put_off !== null) {
      const last = await lastMailTo(tx, mail.to_address);
      // Another lead of the person was written to since the agent looked.
      if (last !== null && last.getTime() + data.mail_gap_ms > at.getTime()) {
        return {
          nurturing: await keepState(
            tx,
            case_id,
            { ...data, kind: 'touch-put-off', state: data.put_off },
            at,
          ),
        };
      }
    }
    if (mail !== null && (await insertOutgoingMail(tx, mail, at))) {
      const { message_id, from_address } = mail;
      await insertMailMessages(tx, [{ message_id, case_id, kind: 'sequence', from_address, at }]);
    }
    if (data.lead_data !== null) await updateLeadData(tx, case_id, data.lead_data);
    const isBack = kind === 'sequence-resumed' && data.lead_status === 'nurturing';
    if (kind === 're-qualified' || isBack) await releaseOwner(tx, case_id, at);
    await keepState(tx, case_id, data, at);
    return undefined;
  },
});

/** When something is next done about the lead, and what was done in its history. */
async function keepState(
  tx: Transaction,
  case_id: string,
  { kind, state, touch, lead_status: status }: RecordNurturingData,
  at: Date,
): Promise<NurturingState> {
  const { next_at, note, sequence, engagement } = state;
  const nextAt = next_at === null ? null : new Date(next_at);
  await setNurturing(tx, case_id, { nextAt, status, at });
  await recordActivity(tx, { case_id, kind, at, detail: { note, sequence, touch, engagement, next_at } });
  return state;
}

/** The lead is given out again, or nobody's for now: its owner's caps count it no more. */
async function releaseOwner(tx: Transaction, caseId: string, at: Date): Promise<void> {
  const open = await lockOpenAssignment(tx, caseId);
  if (open !== null) await endAssignment(tx, open.assignment_id, at);
}
