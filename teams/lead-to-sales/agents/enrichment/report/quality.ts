/** The four scores of data quality, 1 to 5, each with its reason, and the share of what is wanted that is known. Pure. */
import type { EnrichmentReport, LeadData } from '../../../lead.ts';
import type { WantedField } from '../rules/fields.ts';
import type { ContactField } from '../rules/judgement.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Subject } from '../source.ts';
import { confidenceOf } from './known.ts';
import { personKey } from './people.ts';
import type { TechnologyMatches } from './technology-fit.ts';

type Quality = EnrichmentReport['quality'];
type Rating = Quality['contact_completeness'];
type Verification = Pick<EnrichmentReport['verification'], 'email' | 'phone'>;

/** 0 to 1 as 1 to 5. */
function rated(share: number, reason: string): Rating {
  return { rating: 1 + Math.round(Math.min(1, Math.max(0, share)) * 4), reason };
}

function named(fields: readonly string[]): string {
  return fields.map((field) => field.replaceAll('_', ' ')).join(', ');
}

function hasContact(field: ContactField, lead: LeadData, verified: Verification): boolean {
  const { contact_info: contact, company_info: company } = lead;
  switch (field) {
    case 'company':
      return company.name !== null || company.domain !== null;
    case 'reachable':
      return verified.email === 'deliverable' || verified.phone === 'valid';
    case 'email':
      return contact.email !== null && verified.email !== 'undeliverable';
    case 'phone':
      return contact.phone !== null && verified.phone !== 'invalid';
    default:
      return contact[field] !== null;
  }
}

interface Share {
  readonly known: number;
  readonly of: number;
  readonly reason: string;
}

function contactShare(lead: LeadData, verified: Verification, fields: readonly ContactField[]): Share {
  const missing = fields.filter((field) => !hasContact(field, lead, verified));
  const known = fields.length - missing.length;
  const reason =
    missing.length === 0
      ? 'Everything wanted of the contact is there.'
      : `${known} of ${fields.length} there; missing: ${named(missing)}.`;
  return { known, of: fields.length, reason };
}

function companyShare(company: EnrichmentReport['company'], subject: Subject, rules: EnrichmentRules): Share {
  const fields = rules.quality.company;
  const sureness = new Map<WantedField, number>(
    fields.map((field) => [field, confidenceOf(field, company, subject, rules.people)]),
  );
  const missing = fields.filter((field) => sureness.get(field) === 0);
  const unsure = fields.filter((field) => {
    const sure = sureness.get(field) ?? 0;
    return sure > 0 && sure < rules.waterfall.sure_from;
  });
  const reason = [
    `${fields.length - missing.length} of ${fields.length} known`,
    ...(unsure.length > 0 ? [`not sure: ${named(unsure)}`] : []),
    ...(missing.length > 0 ? [`unknown: ${named(missing)}`] : []),
  ].join('; ');
  return {
    known: fields.length - missing.length - unsure.length / 2,
    of: fields.length,
    reason: `${reason}.`,
  };
}

function decisionMakers(lead: LeadData, people: EnrichmentReport['people']): Rating {
  const deciders = people.filter(({ is_decision_maker }) => is_decision_maker);
  const own = personKey(
    [lead.contact_info.first_name?.value, lead.contact_info.last_name?.value].filter(Boolean).join(' '),
  );
  const isOwn = deciders.some(({ name }) => name !== null && own !== '' && personKey(name.value) === own);
  const names = deciders
    .slice(0, 3)
    .map(({ name, title }) => `${name?.value} (${title?.value ?? 'title unknown'})`);
  const first = deciders[0];
  if (isOwn) {
    return { rating: 5, reason: 'The person who wrote may decide.' };
  }
  if (first !== undefined) {
    const reachable = deciders.some(
      ({ profile_url, reports_to }) => profile_url !== null || reports_to !== null,
    );
    const many = deciders.length > 1 || reachable;
    return { rating: many ? 5 : 4, reason: `Named: ${names.join(', ')}.` };
  }
  if (people.length > 0) {
    return { rating: 3, reason: `${people.length} people are known, nobody of them who clearly decides.` };
  }
  return lead.contact_info.title === null
    ? { rating: 1, reason: 'Nobody there is known who could decide.' }
    : { rating: 2, reason: 'Only the title of the person who wrote is known.' };
}

function technologyFit(count: number, { fits, clashes }: TechnologyMatches): Rating {
  const names = (all: typeof fits) => all.map(({ technology }) => technology.name).join(', ');
  if (count === 0) {
    return { rating: 1, reason: 'Nothing is known of what they use.' };
  }
  if (fits.length === 0) {
    return clashes.length > 0
      ? { rating: 2, reason: `They use what clashes with ours: ${names(clashes)}.` }
      : { rating: 3, reason: `${count} known; none of them matters for what we sell.` };
  }
  const reason = `Fits: ${names(fits)}${clashes.length > 0 ? `; clashes: ${names(clashes)}` : ''}.`;
  return { rating: clashes.length > 0 ? 3 : fits.length > 1 ? 5 : 4, reason };
}

export function rateQuality(
  lead: LeadData,
  subject: Subject,
  report: Pick<EnrichmentReport, 'company' | 'people'>,
  verified: Verification,
  technologies: TechnologyMatches,
  rules: EnrichmentRules,
): Quality {
  const contact = contactShare(lead, verified, rules.quality.contact);
  const company = companyShare(report.company, subject, rules);
  return {
    contact_completeness: rated(contact.known / contact.of, contact.reason),
    company_intelligence: rated(company.known / company.of, company.reason),
    decision_makers: decisionMakers(lead, report.people),
    technology_fit: technologyFit(report.company.technologies.length, technologies),
    completeness: Math.round(((contact.known + company.known) / (contact.of + company.of)) * 100) / 100,
  };
}
