/** The first notes on a lead: a few plain sentences for whoever opens it. */
import type { LeadData } from '../../lead.ts';
import { allSaid, type Reading } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { intentsIn } from './standardise/intent.ts';
import { beginningOf } from './standardise/sentences.ts';

const OPENING = {
  form: 'Web form',
  email: 'E-mail',
  chat: 'Website chat',
  event: 'Event registration',
} as const;
const MAX_REMARKS = 12;

/** Writes the notes. `phoneAsWritten`: a number that could not be standardised. */
export function initialNotes(
  reading: Reading,
  data: Omit<LeadData, 'initial_notes'>,
  phoneAsWritten: string | null,
  rules: CaptureRules,
): string {
  const { need, company_info: company } = data;
  const notes = [`${OPENING[reading.source]} (${data.source_info.attribution}).`];
  const intents = intentsIn(`${reading.subject}\n${reading.message}`, rules);
  if (intents.length > 0) notes.push(`Wants: ${intents.join(', ')}.`);
  if (reading.source === 'chat' && reading.message !== '') {
    notes.push(`In the visitor's words: "${beginningOf(reading.message.replace(/\s+/gu, ' '), 300)}"`);
  }
  if (need.urgency !== null)
    notes.push(`Urgency ${need.urgency.value}: "${need.urgency.evidence[0]?.quote ?? ''}".`);
  if (need.timeline_months !== null)
    notes.push(`Wants it in about ${monthsInWords(need.timeline_months.value)}.`);
  if (need.budget !== null) notes.push(`Budget ${need.budget.value.amount} ${need.budget.value.currency}.`);
  if (company.account !== null)
    notes.push(`${company.account.match_reason} It is a ${company.account.status}.`);
  if (phoneAsWritten !== null) notes.push(`Telephone as written, country unknown: ${phoneAsWritten}.`);
  const addresses = [...new Set(allSaid(reading, 'email').map((said) => said.value.toLowerCase()))];
  if (addresses.length > 1) notes.push(`More than one address: ${addresses.slice(0, 4).join(', ')}.`);
  const files = reading.mail?.attachmentNames ?? [];
  if (files.length > 0) notes.push(`Attached: ${files.slice(0, 5).join(', ')}.`);
  const remarks = reading.remarks
    .slice(0, MAX_REMARKS)
    .map((remark) => (/[.!?"]$/.test(remark) ? remark : `${remark}.`));
  return [...notes, ...remarks].join(' ').slice(0, 3000);
}

function monthsInWords(months: number): string {
  return months === 1 ? '1 month' : `${months} months`;
}
