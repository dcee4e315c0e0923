/** People Data Labs: company and person enrichment (API v5; a match is charged, a 404 is not). */
import { z } from 'baton';
import { countryCode } from '../../../standards/country.ts';
import { sumOf, wholeNumber, yearOf } from '../list-values.ts';
import type { CompanyYear } from '../report/growth.ts';
import type { Subject } from '../source.ts';
import type { ApiQuestion } from './api-client.ts';
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
import type { ProviderDefinition } from './provider-source.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const MIN_LIKELIHOOD = '6';
const TITLE = 'People Data Labs';

const company = z.object({
  likelihood: number,
  name: text,
  display_name: text,
  website: text,
  size: text,
  employee_count: number,
  founded: number,
  industry: text,
  summary: text,
  linkedin_url: text,
  facebook_url: text,
  twitter_url: text,
  location: z.object({ country: text, locality: text }).nullish(),
  inferred_revenue: text,
  total_funding_raised: number,
  latest_funding_stage: text,
  last_funding_date: text,
  employee_growth_rate: z.record(z.string(), z.number().nullable()).nullish(),
  employee_count_by_month: z.record(z.string(), z.number().nullable()).nullish(),
});

/** The last month of each year, oldest first. */
function yearsOf(byMonth: Readonly<Record<string, number | null>>, fact: FactReader): CompanyYear[] {
  const months = Object.keys(byMonth)
    .filter((month) => /^\d{4}-\d{2}$/.test(month))
    .sort()
    .slice(-240);
  const lastOfYear = new Map(months.map((month) => [month.slice(0, 4), month]));
  return [...lastOfYear.values()].flatMap((month) => {
    const employees = fact(`employee_count_by_month ${month}`, byMonth[month], wholeNumber);
    return employees === null ? [] : [{ year: Number(month.slice(0, 4)), employees, revenue: null }];
  });
}

/** `series_b` as people write it. */
function stageWords(stage: string): string {
  return stage
    .split('_')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join(' ');
}

export const peopleDataLabs: ProviderDefinition<typeof company> = {
  name: 'people-data-labs',
  title: TITLE,
  needs: 'the domain or the name of a company',
  tells: [
    'description',
    'industry',
    'founded',
    'employees',
    'revenue',
    'funding_total',
    'country',
    'history',
    'employee_growth',
  ],
  key: { header: 'x-api-key' },
  schema: company,
  question({ domain, name }): ApiQuestion | null {
    const query = { ...(domain === null ? {} : { website: domain }), ...(name === null ? {} : { name }) };
    return Object.keys(query).length === 0
      ? null
      : {
          method: 'GET',
          path: '/v5/company/enrich',
          query: { ...query, min_likelihood: MIN_LIKELIHOOD, titlecase: 'true' },
        };
  },
  read(body, { subject, fact, now }) {
    const name = body.display_name ?? body.name;
    if (!isAbout(subject, body.website, name)) {
      return `${TITLE} answered with another company (${name?.slice(0, 80) ?? 'without a name'}).`;
    }
    const funding = fact('latest_funding_stage', body.latest_funding_stage, stageWords);
    const growth = body.employee_growth_rate?.['12_month'];
    const day = z.iso.date().safeParse(body.last_funding_date?.slice(0, 10));
    return {
      detail: `Found as "${name?.slice(0, 100)}", likelihood ${body.likelihood ?? 'unknown'} of 10.`,
      findings: {
        description: fact('summary', body.summary, asText),
        industry: fact('industry', body.industry, asText),
        founded: fact('founded', body.founded, (year) => yearOf(year, now)),
        employees:
          fact('employee_count', body.employee_count, wholeNumber) ?? fact('size', body.size, wholeNumber),
        revenue: fact('inferred_revenue', body.inferred_revenue, (sum) => sumOf(sum, null)),
        funding_total: fact('total_funding_raised', body.total_funding_raised, (sum) => sumOf(sum, 'USD')),
        country: fact('location.country', body.location?.country, countryCode),
        region: fact('location.locality', body.location?.locality, asText),
        employee_growth: fact(
          'employee_growth_rate 12_month',
          growth,
          (rate) => Math.round(Number(rate) * 1_000) / 10,
        ),
        history: yearsOf(body.employee_count_by_month ?? {}, fact),
        social_profiles: socialProfiles([body.linkedin_url, body.facebook_url, body.twitter_url]),
        news:
          funding === null
            ? []
            : [{ kind: 'funding', headline: funding, date: day.data ?? null, amount: null }],
      },
    };
  },
};

const person = z.object({
  likelihood: number,
  data: z.object({
    full_name: text,
    job_title: text,
    job_title_role: text,
    job_title_levels: z.array(z.string()).nullish(),
    job_company_name: text,
    job_company_website: text,
    linkedin_url: text,
  }),
});

/** An address is enough; a name wants its company. */
export function personQuery({ person: who, domain, name }: Subject): Readonly<Record<string, string>> | null {
  const workplace = domain ?? name;
  const query = {
    ...(who?.email ? { email: who.email } : {}),
    ...(who?.name && workplace !== null ? { name: who.name, company: workplace } : {}),
  };
  return Object.keys(query).length === 0 ? null : query;
}

export const peopleDataLabsPerson: ProviderDefinition<typeof person> = {
  name: 'people-data-labs-person',
  title: TITLE,
  needs: 'the address of a person, or name and company',
  tells: ['contact'],
  key: { header: 'x-api-key' },
  schema: person,
  question(subject) {
    const query = personQuery(subject);
    return query === null
      ? null
      : {
          method: 'GET',
          path: '/v5/person/enrich',
          query: { ...query, min_likelihood: MIN_LIKELIHOOD, titlecase: 'true' },
        };
  },
  read({ data, likelihood }, { subject, fact }) {
    const elsewhere = worksElsewhere(subject, TITLE, data.job_company_website, data.job_company_name);
    if (elsewhere !== null) {
      return elsewhere;
    }
    const name = fact('full_name', data.full_name, asText);
    if (name === null) {
      return `${TITLE} knows the address, but no name.`;
    }
    return {
      detail: `Found ${name.value.slice(0, 100)}, likelihood ${likelihood ?? 'unknown'} of 10.`,
      findings: {
        people: [
          foundPerson({
            name,
            title: fact('job_title', data.job_title, asText),
            seniority: seniorityOf(data.job_title_levels ?? []),
            job_function: jobFunctionOf([data.job_title_role]),
            profile_url: profileUrl(data.linkedin_url),
          }),
        ],
      },
    };
  },
};
