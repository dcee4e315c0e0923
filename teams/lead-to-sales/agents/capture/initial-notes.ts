/** The first notes on a lead: a few plain sentences for whoever opens it. */
import { monthsAheadWords } from '../../commands/text/times.ts';
import type { Conversation, LeadData } from '../../lead.ts';
import { allSaid, type Reading } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { NO_CURRENCY } from './standardise/amount.ts';
import { intentsIn } from './standardise/intent.ts';

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
  if (data.conversation) notes.push(...conversationNotes(data.conversation));
  if (need.urgency !== null)
    notes.push(`Urgency ${need.urgency.value}: "${need.urgency.evidence[0]?.quote ?? ''}".`);
  if (need.timeline_months !== null) notes.push(`Wants it ${monthsAheadWords(need.timeline_months.value)}.`);
  if (need.budget !== null) notes.push(`Budget ${budgetInWords(need.budget.value)}.`);
  notes.push(...touchNotes(data.source_info));
  if (company.account !== null)
    notes.push(`${company.account.match_reason} It is a ${company.account.status}.`);
  for (const candidate of company.account_candidates ?? []) {
    notes.push(`Please say whether this is the ${candidate.status} ${candidate.name}: ${candidate.reason}`);
  }
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

/** What the visitor said, in their words, and what it shows. */
function conversationNotes({ summary, indicators }: Conversation): string[] {
  const shows = indicators.map(({ about, quote }) => `${about}: "${quote.slice(0, 120)}"`);
  return [
    ...(summary === '' ? [] : [`In the visitor's words: "${summary}"`]),
    ...(shows.length === 0 ? [] : [`Speaks of ${shows.join('; ')}.`]),
  ];
}

function budgetInWords(budget: NonNullable<LeadData['need']['budget']>['value']): string {
  const sum = budget.up_to === undefined ? `${budget.amount}` : `${budget.amount} to ${budget.up_to}`;
  const currency = budget.currency === NO_CURRENCY ? '(currency not said)' : budget.currency;
  return `${sum} ${currency}${budget.per === undefined ? '' : ` a ${budget.per}`}`;
}

/** First and last touch, where trackers told more than that somebody came. */
function touchNotes({ first_touch: first, last_touch: last }: LeadData['source_info']): string[] {
  if (!first && !last) return [];
  if (first && last && first.code !== last.code)
    return [`First came by ${first.code}, last by ${last.code}.`];
  return [`Came by ${(last ?? first)?.code}.`];
}
