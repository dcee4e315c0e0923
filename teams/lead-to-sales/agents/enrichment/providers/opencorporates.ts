/** OpenCorporates: what official registers hold of a company (API v0.4: search by name, then the company itself). */
import { z } from 'baton';
import { companyNameKey } from '../../../standards/company-name.ts';
import { companyStatus, dayOf, yearOf } from '../list-values.ts';
import type { Findings, Subject } from '../source.ts';
import { asText, type FactReader, foundPerson } from './facts.ts';
import type { ProviderDefinition } from './provider-source.ts';

const text = z.string().nullish();
const TITLE = 'OpenCorporates';
const MAX_OFFICERS = 20;

const officer = z.object({ name: text, position: text, end_date: text, inactive: z.boolean().nullish() });
const company = z.object({
  name: z.string(),
  company_number: z.string(),
  jurisdiction_code: z.string(),
  incorporation_date: text,
  dissolution_date: text,
  current_status: text,
  retrieved_at: text,
  updated_at: text,
  industry_codes: z.array(z.object({ industry_code: z.object({ description: text }) })).nullish(),
  officers: z.array(z.object({ officer })).nullish(),
});
type Company = z.output<typeof company>;

const search = z.object({ results: z.object({ companies: z.array(z.object({ company })) }) });
const single = z.object({ results: z.object({ company }) });

/** `us_de` is Delaware: the country stands before the line. */
function countryOf(jurisdiction: string): string {
  return (jurisdiction.split('_')[0] ?? '').toUpperCase();
}

/** The one company of this name, in the lead's country where that is known; of several the only one not dissolved. */
function choose(found: readonly Company[], subject: Subject): Company | string {
  const key = companyNameKey(subject.name ?? '');
  const named = found.filter(
    (one) =>
      companyNameKey(one.name) === key &&
      (!subject.country || countryOf(one.jurisdiction_code) === subject.country),
  );
  const alive = named.filter(({ dissolution_date }) => !dissolution_date);
  const [only, another] = alive.length > 0 ? alive : named;
  if (only === undefined) {
    return `${TITLE} knows no company of exactly this name${subject.country ? ` in ${subject.country}` : ''}.`;
  }
  return another === undefined
    ? only
    : `${TITLE} knows several companies of this name; which one is not known.`;
}

function peopleOf(officers: Company['officers'], fact: FactReader): NonNullable<Findings['people']> {
  return (officers ?? []).slice(0, MAX_OFFICERS).flatMap(({ officer: one }) => {
    const name = one.end_date || one.inactive ? null : fact('officers.name', one.name, asText);
    return name === null
      ? []
      : [foundPerson({ name, title: fact('officers.position', one.position, asText) })];
  });
}

export const openCorporates: ProviderDefinition<typeof search> = {
  name: 'opencorporates',
  title: TITLE,
  needs: 'the name of a company',
  tells: ['legal_name', 'status', 'founded', 'country', 'industry', 'decision_makers'],
  key: { queryName: 'api_token' },
  schema: search,
  question: ({ name, country }) =>
    name === null
      ? null
      : {
          method: 'GET',
          path: '/v0.4/companies/search',
          query: {
            q: name,
            order: 'score',
            per_page: '20',
            ...(country ? { country_code: country.toLowerCase() } : {}),
          },
        },
  async read({ results }, { subject, fact, rules, now, askMore }) {
    const chosen = choose(
      results.companies.map((one) => one.company),
      subject,
    );
    if (typeof chosen === 'string') {
      return chosen;
    }
    const path = `/v0.4/companies/${encodeURIComponent(chosen.jurisdiction_code)}/${encodeURIComponent(chosen.company_number)}`;
    const whole = await askMore({ method: 'GET', path, query: {} }, single);
    const known = whole?.results.company ?? chosen;
    const status =
      fact('current_status', known.current_status, (words) => companyStatus(words, rules.register_status)) ??
      fact('dissolution_date', known.dissolution_date, () => 'dissolved' as const);
    return {
      detail: `Found as "${known.name.slice(0, 100)}", number ${known.company_number.slice(0, 40)} in ${known.jurisdiction_code.slice(0, 10)}.`,
      asOf: dayOf(known.retrieved_at ?? known.updated_at ?? ''),
      findings: {
        legal_name: fact('name', known.name, asText),
        founded: fact('incorporation_date', known.incorporation_date, (date) => yearOf(date, now)),
        status,
        country: fact('jurisdiction_code', known.jurisdiction_code, (code) =>
          /^[A-Z]{2}$/.test(countryOf(code)) ? countryOf(code) : null,
        ),
        industry: fact(
          'industry_codes.description',
          known.industry_codes?.[0]?.industry_code.description,
          asText,
        ),
        people: peopleOf(known.officers, fact),
      },
    };
  },
};
