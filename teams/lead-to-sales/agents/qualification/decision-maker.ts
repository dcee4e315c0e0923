/** Whether the person decides, and who does: the person, or somebody the company's own pages name. */
import type { EnrichmentReport, LeadData, QualificationReport } from '../../lead.ts';
import { oneLine } from '../../text/one-line.ts';
import { type KnownFacts, shortQuote } from './facts.ts';
import { type CountedMoods, type Ground, holds } from './holds.ts';
import type { QualificationRules } from './rules.ts';

type Named = NonNullable<QualificationReport['decided_by']>;
type Person = EnrichmentReport['people'][number];

function fullName({ first_name, last_name }: LeadData['contact_info']): string {
  return [first_name?.value, last_name?.value].filter(Boolean).join(' ');
}

const LONGEST = 120;

function themselves({ contact_info: contact }: LeadData, { quote, source }: Ground): Named {
  const title = contact.title === null ? null : oneLine(contact.title.value, LONGEST);
  return { name: oneLine(fullName(contact), LONGEST), title, is_the_person: true, quote, source };
}

/** Whom the person reports to, else a decision maker of their own function, else any. */
function somebodyElse({ contact_info: contact }: LeadData, people: readonly Person[]): Named | null {
  const own = fullName(contact).toLowerCase();
  const deciders = people.filter(
    ({ name, is_decision_maker }) => is_decision_maker && name && name.value.toLowerCase() !== own,
  );
  const self = people.find(({ name }) => name?.value.toLowerCase() === own);
  const chosen =
    deciders.find(({ name }) => name?.value === self?.reports_to?.value) ??
    deciders.find(
      ({ job_function }) => job_function !== null && job_function === contact.job_function?.value,
    ) ??
    deciders[0];
  const [evidence] = chosen?.title?.evidence ?? chosen?.name?.evidence ?? [];
  if (!chosen?.name || !evidence) return null;
  const title = chosen.title === null ? null : oneLine(chosen.title.value, LONGEST);
  const { quote, source } = evidence;
  return {
    name: oneLine(chosen.name.value, LONGEST),
    title,
    is_the_person: false,
    quote: shortQuote(quote),
    source,
  };
}

/** The first line of the rules that holds answers; where none does, nobody knows. */
export function decisionMaker(
  lead: LeadData,
  enrichment: EnrichmentReport | null,
  facts: KnownFacts,
  { decision_maker: lines }: QualificationRules,
  counted: CountedMoods,
): Pick<QualificationReport, 'decision_maker' | 'decided_by'> {
  for (const line of lines) {
    const ground = holds(line, facts, counted);
    if (!ground) continue;
    if (line.answer === 'yes') return { decision_maker: 'yes', decided_by: themselves(lead, ground) };
    return { decision_maker: 'no', decided_by: somebodyElse(lead, enrichment?.people ?? []) };
  }
  return { decision_maker: 'unknown', decided_by: somebodyElse(lead, enrichment?.people ?? []) };
}
