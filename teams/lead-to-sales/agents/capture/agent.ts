/** LeadCapture Pro: reads what arrived, whatever its source, and makes one standard lead of it. */
import { BatonError, defineAgent, z } from 'baton';
import { type CaptureOutcome, captureOutcome, inquiry, type LeadData, leadData } from '../../lead.ts';
import type { DeskServices } from '../../services.ts';
import { findInquiry, type InquiryRow } from '../../store/inquiries.ts';
import { givenSender, withSender } from './given-sender.ts';
import { judge, type Verdict } from './judge/not-a-lead.ts';
import { leadFrom } from './lead-from.ts';
import { readChat } from './read/read-chat.ts';
import { readEmail } from './read/read-email.ts';
import { readEvent } from './read/read-event.ts';
import { readForm } from './read/read-form.ts';
import type { Reading } from './reading.ts';
import { type CaptureRules, captureRulesFile } from './rules.ts';
import { languageOfReading } from './standardise/language.ts';

const input = z.object({
  inquiry,
  /** What a person has found out of the sender: then it is a lead. */
  sender: givenSender.nullish(),
});
const output = z.object({ lead_data: leadData.nullable(), capture: captureOutcome });

/**
 * Input: a pointer to an inquiry. Output: the lead's data (null for what is no lead) and what became of
 * the inquiry. Throws `inquiry-missing` and `inquiry-erased`.
 */
export const capture = defineAgent<typeof input, typeof output, typeof captureRulesFile, DeskServices>({
  input,
  output,
  rules: captureRulesFile,
  writes: ['create-lead', 'record-not-a-lead'],
  byHand: (given, { data }) => ({
    output: given,
    writes:
      given.lead_data === null
        ? [{ kind: 'record-not-a-lead', data: { capture: given.capture } }]
        : [{ kind: 'create-lead', data: { inquiry_id: input.parse(data).inquiry.inquiry_id, ...given } }],
  }),
  async run({ inquiry: pointer, sender }, { now, rules, services }) {
    const row = await findInquiry(services.database, pointer.inquiry_id);
    const reading = await readInquiry(row, pointer.inquiry_id, rules);
    const judged = judge(reading, languageOfReading(reading), rules);
    const verdict: Verdict = sender ? { ...judged, disposition: 'lead' } : judged;
    if (verdict.disposition === 'not-a-lead') {
      const outcome = notALead(verdict);
      return {
        output: { lead_data: null, capture: outcome },
        notes: outcome.explanation,
        writes: [{ kind: 'record-not-a-lead', data: { capture: outcome } }],
      };
    }
    const found = await leadFrom(reading, rules, services.database, now);
    const lead = sender ? withSender(found, sender, now) : found;
    const outcome = outcomeOf(lead, verdict);
    return {
      output: { lead_data: lead, capture: outcome },
      notes: lead.initial_notes,
      ...(lead.need.urgency?.value === 'high' ? { priority: 'high' as const } : {}),
      writes: [
        {
          kind: 'create-lead',
          data: { inquiry_id: pointer.inquiry_id, lead_data: lead, capture: outcome },
        },
      ],
    };
  },
});

/** What a kept inquiry says, read by its source. Throws `inquiry-missing` and `inquiry-erased`. */
export async function readInquiry(
  row: InquiryRow | null,
  inquiryId: string,
  rules: CaptureRules,
): Promise<Reading> {
  if (row === null) throw new BatonError('inquiry-missing', `There is no inquiry ${inquiryId}.`);
  if (row.raw === null) {
    throw new BatonError(
      'inquiry-erased',
      `The content of inquiry ${inquiryId} has been erased; it cannot be read again.`,
    );
  }
  const at = row.received_at.toISOString();
  switch (row.source) {
    case 'form':
      return readForm(row.raw, row.media_type, at, rules);
    case 'email':
      return readEmail(row.raw, at, rules);
    case 'chat':
      return readChat(row.raw, at, rules);
    case 'event':
      return readEvent(row.raw, row.origin, at, rules);
  }
}

function notALead({ reason, explanation, signs }: Verdict): CaptureOutcome {
  return { disposition: 'not-a-lead', reason, explanation, into_case: null, signs: signsIn(signs) };
}

/** The strongest signs, as the record keeps them. */
function signsIn(signs: Verdict['signs']): NonNullable<CaptureOutcome['signs']> {
  return [...signs]
    .sort((a, b) => b.points - a.points)
    .slice(0, 12)
    .map(({ side, points, quote, source }) => ({ speaks_for: side, points, quote, source }));
}

function outcomeOf(lead: LeadData, verdict: Verdict): CaptureOutcome {
  const { email, phone } = lead.contact_info;
  const signs = signsIn(verdict.signs);
  if (email === null && phone === null) {
    return {
      disposition: 'unclear',
      reason: 'no-contact-details',
      explanation: 'Neither an e-mail address nor a telephone number that can be read.',
      into_case: null,
      signs,
    };
  }
  if (verdict.disposition === 'unclear') {
    const { reason, explanation } = verdict;
    return { disposition: 'unclear', reason, explanation, into_case: null, signs };
  }
  const who = [lead.contact_info.first_name?.value, lead.contact_info.last_name?.value].filter(
    (part) => part,
  );
  const company = lead.company_info.name?.value;
  return {
    disposition: 'lead',
    reason: 'new',
    explanation: `A new lead: ${who.join(' ') || (email?.value ?? phone?.value)}${company ? ` of ${company}` : ''}.`,
    into_case: null,
    signs,
  };
}
