/**
 * Hunter: domain search and e-mail verifier (API v2). A 403 means "too fast" here and a 429 "the plan is used
 * up"; the verifier answers 202 while it is still busy. Nothing found is not charged.
 */
import { z } from 'baton';
import { countryCode } from '../../../standards/country.ts';
import { wholeNumber } from '../list-values.ts';
import type { ContactCheck, Findings } from '../source.ts';
import {
  asText,
  type FactReader,
  foundPerson,
  isAbout,
  jobFunctionOf,
  profileUrl,
  socialProfiles,
} from './facts.ts';
import type { ProviderDefinition } from './provider-source.ts';

const text = z.string().nullish();
const TITLE = 'Hunter';
const meaning = { slowDown: [403], noCredits: [402, 429] };

const address = z.object({
  value: text,
  first_name: text,
  last_name: text,
  position: text,
  department: text,
  linkedin: text,
});

const domainSearch = z.object({
  data: z.object({
    domain: text,
    organization: text,
    description: text,
    industry: text,
    headcount: text,
    country: text,
    city: text,
    linkedin: text,
    twitter: text,
    facebook: text,
    emails: z.array(address),
  }),
});

function peopleOf(
  addresses: readonly z.output<typeof address>[],
  fact: FactReader,
): NonNullable<Findings['people']> {
  return addresses.slice(0, 50).flatMap((one) => {
    const first = fact('emails.first_name', one.first_name, asText);
    const last = fact('emails.last_name', one.last_name, asText);
    const name =
      first === null || last === null
        ? null
        : { value: `${first.value} ${last.value}`, evidence: [...first.evidence, ...last.evidence] };
    const title = fact('emails.position', one.position, asText);
    return name === null || title === null
      ? []
      : [
          // Their seniority has three steps only, and a head of something is "senior": the title tells more.
          foundPerson({
            name,
            title,
            job_function: jobFunctionOf([one.department]),
            profile_url: profileUrl(one.linkedin),
          }),
        ];
  });
}

export const hunter: ProviderDefinition<typeof domainSearch> = {
  name: 'hunter',
  title: TITLE,
  needs: 'the domain of a company',
  tells: ['decision_makers', 'industry', 'employees', 'country'],
  key: { header: 'x-api-key' },
  meaning,
  schema: domainSearch,
  question: ({ domain }) =>
    domain === null
      ? null
      : {
          method: 'GET',
          path: '/v2/domain-search',
          query: { domain, type: 'personal', seniority: 'senior,executive', limit: '10' },
        },
  read({ data }, { subject, fact }) {
    if (!isAbout(subject, data.domain, data.organization)) {
      return `${TITLE} answered with another company (${data.domain?.slice(0, 80) ?? 'without a domain'}).`;
    }
    const people = peopleOf(data.emails, fact);
    return {
      detail: `Found ${data.emails.length} addresses, ${people.length} of them with name and position.`,
      findings: {
        description: fact('description', data.description, asText),
        industry: fact('industry', data.industry, asText),
        employees: fact('headcount', data.headcount, wholeNumber),
        country: fact('country', data.country, countryCode),
        region: fact('city', data.city, asText),
        social_profiles: socialProfiles([data.linkedin, data.twitter, data.facebook]),
        people,
      },
    };
  },
};

const verifier = z.object({
  data: z.object({ status: z.string(), score: z.number().nullish(), email: text }),
});

/** Hunter's words → ours. `unknown` and words we do not know say nothing. */
const EMAIL: Readonly<Record<string, ContactCheck['email']>> = {
  valid: 'deliverable',
  invalid: 'undeliverable',
  accept_all: 'risky',
  disposable: 'risky',
};

export const hunterVerifier: ProviderDefinition<typeof verifier> = {
  name: 'hunter-verifier',
  title: TITLE,
  needs: 'the address of a person',
  tells: ['email_check'],
  key: { header: 'x-api-key' },
  meaning,
  schema: verifier,
  question: ({ person }) =>
    person?.email ? { method: 'GET', path: '/v2/email-verifier', query: { email: person.email } } : null,
  read({ data }) {
    const email = EMAIL[data.status];
    const status = data.status.slice(0, 40);
    if (email === undefined) {
      return `${TITLE} cannot tell whether mail arrives there ("${status}").`;
    }
    const detail = `${TITLE} says "${status}" of the address, score ${data.score ?? 'unknown'} of 100.`;
    return {
      detail,
      findings: {
        contact_check: {
          email,
          phone: 'unknown',
          checks: [{ check: 'mailbox', passed: email === 'deliverable', detail }],
        },
      },
    };
  },
};
