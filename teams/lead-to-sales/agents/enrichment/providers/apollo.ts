/** Apollo: organization enrichment and people match (API v1; every call that finds something takes credits). */
import { z } from 'baton';
import { countryCode } from '../../../standards/country.ts';
import { phoneNumber } from '../../capture/standardise/phone.ts';
import { sumOf, wholeNumber, yearOf } from '../list-values.ts';
import type { Findings } from '../source.ts';
import {
  asText,
  type FactReader,
  foundPerson,
  isAbout,
  jobFunctionOf,
  profileUrl,
  seniorityOf,
  socialProfiles,
  worksElsewhere,
} from './facts.ts';
import { personQuery } from './people-data-labs.ts';
import type { ProviderDefinition } from './provider-source.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const TITLE = 'Apollo';
const MAX_EVENTS = 5;
const MAX_TECHNOLOGIES = 100;

const fundingEvent = z.object({
  date: text,
  type: text,
  amount: z.union([z.string(), z.number()]).nullish(),
  currency: text,
});

const organisation = z.object({
  organization: z
    .object({
      name: text,
      website_url: text,
      primary_domain: text,
      linkedin_url: text,
      twitter_url: text,
      facebook_url: text,
      phone: text,
      founded_year: number,
      estimated_num_employees: number,
      industry: text,
      short_description: text,
      annual_revenue: number,
      total_funding: number,
      country: text,
      city: text,
      funding_events: z.array(fundingEvent).nullish(),
      current_technologies: z.array(z.object({ name: z.string(), category: text })).nullish(),
    })
    .nullish(),
});
type FundingEvent = z.output<typeof fundingEvent>;

/** A round as news: its kind is its headline ("Series B"). */
function fundingNews(events: readonly FundingEvent[], fact: FactReader): NonNullable<Findings['news']> {
  return events.slice(0, MAX_EVENTS).flatMap(({ date, type, amount, currency }) => {
    const headline = fact('funding_events.type', type, asText);
    const day = z.iso.date().safeParse(date?.slice(0, 10));
    const unit = { $: 'USD', '€': 'EUR', '£': 'GBP' }[currency ?? ''] ?? currency ?? null;
    const sum = fact('funding_events.amount', amount, (words) => sumOf(words, unit));
    return headline === null
      ? []
      : [{ kind: 'funding' as const, headline, date: day.data ?? null, amount: sum }];
  });
}

export const apollo: ProviderDefinition<typeof organisation> = {
  name: 'apollo',
  title: TITLE,
  needs: 'the domain of a company',
  tells: [
    'description',
    'industry',
    'founded',
    'employees',
    'revenue',
    'funding_total',
    'country',
    'phone',
    'technologies',
  ],
  key: { header: 'x-api-key' },
  schema: organisation,
  question: ({ domain }) =>
    domain === null ? null : { method: 'GET', path: '/api/v1/organizations/enrich', query: { domain } },
  read({ organization }, { subject, fact, now }) {
    if (!organization) {
      return `${TITLE} does not know this company.`;
    }
    const { name, primary_domain, website_url } = organization;
    if (!isAbout(subject, primary_domain ?? website_url, name)) {
      return `${TITLE} answered with another company (${name?.slice(0, 80) ?? 'without a name'}).`;
    }
    const country = fact('country', organization.country, countryCode);
    return {
      detail: `Found as "${name?.slice(0, 100)}".`,
      findings: {
        description: fact('short_description', organization.short_description, asText),
        industry: fact('industry', organization.industry, asText),
        founded: fact('founded_year', organization.founded_year, (year) => yearOf(year, now)),
        employees: fact('estimated_num_employees', organization.estimated_num_employees, wholeNumber),
        revenue: fact('annual_revenue', organization.annual_revenue, (sum) => sumOf(sum, 'USD')),
        funding_total: fact('total_funding', organization.total_funding, (sum) => sumOf(sum, 'USD')),
        country,
        region: fact('city', organization.city, asText),
        phone: fact(
          'phone',
          organization.phone,
          (words) => phoneNumber(words, country?.value ?? null)?.e164 ?? null,
        ),
        social_profiles: socialProfiles([
          organization.linkedin_url,
          organization.twitter_url,
          organization.facebook_url,
        ]),
        technologies: (organization.current_technologies ?? []).slice(0, MAX_TECHNOLOGIES).map((one) => ({
          name: one.name.slice(0, 100),
          category: one.category?.slice(0, 60) ?? 'other',
          evidence: fact('current_technologies.name', one.name, asText),
        })),
        news: fundingNews(organization.funding_events ?? [], fact),
      },
    };
  },
};

const match = z.object({
  person: z
    .object({
      name: text,
      title: text,
      email: text,
      email_status: text,
      linkedin_url: text,
      seniority: text,
      departments: z.array(z.string()).nullish(),
      organization: z.object({ name: text, primary_domain: text, website_url: text }).nullish(),
    })
    .nullish(),
});

export const apolloPerson: ProviderDefinition<typeof match> = {
  name: 'apollo-person',
  title: TITLE,
  needs: 'the address of a person, or name and company',
  tells: ['contact', 'email_check'],
  key: { header: 'x-api-key' },
  schema: match,
  question(subject) {
    const query = personQuery(subject);
    if (query === null) {
      return null;
    }
    const { company, ...rest } = query;
    const workplace =
      company === undefined
        ? {}
        : subject.domain === null
          ? { organization_name: company }
          : { domain: company };
    return {
      method: 'POST',
      path: '/api/v1/people/match',
      query: { ...rest, ...workplace, reveal_personal_emails: 'false', reveal_phone_number: 'false' },
    };
  },
  read({ person }, { subject, fact }) {
    const name = fact('person.name', person?.name, asText);
    if (!person || name === null) {
      return `${TITLE} does not know this person.`;
    }
    const { organization } = person;
    const domain = organization?.primary_domain ?? organization?.website_url;
    const elsewhere = worksElsewhere(subject, TITLE, domain, organization?.name);
    if (elsewhere !== null) {
      return elsewhere;
    }
    const isVerified =
      person.email_status === 'verified' &&
      person.email?.toLowerCase() === subject.person?.email?.toLowerCase();
    return {
      detail: `Found ${name.value.slice(0, 100)}.`,
      findings: {
        people: [
          foundPerson({
            name,
            title: fact('person.title', person.title, asText),
            seniority: seniorityOf([person.seniority]),
            job_function: jobFunctionOf(person.departments ?? []),
            profile_url: profileUrl(person.linkedin_url),
          }),
        ],
        ...(isVerified
          ? {
              contact_check: {
                email: 'deliverable' as const,
                phone: 'unknown' as const,
                checks: [
                  { check: 'mailbox', passed: true, detail: `${TITLE} says "verified" of the address.` },
                ],
              },
            }
          : {}),
      },
    };
  },
};
