import type { TestContext } from 'node:test';
import { type ContractCase, keepsTheContract } from '../source-contract.fixture.ts';
import {
  type ApiAnswer,
  type Asked,
  contextAt,
  KNOWN,
  sends,
  serveApi,
  sourceOf,
  UNKNOWN,
} from './api-server.fixture.ts';
import type { ProviderName } from './provider-source.ts';
import * as replies from './replies.fixture.ts';

/** Whether a question is about the company or person that the replies know. */
function isKnown({ query, path }: Asked): boolean {
  return /nordwind/i.test(`${JSON.stringify(query)}${path}`);
}

interface Case {
  readonly name: ProviderName;
  readonly found: (asked: Asked) => unknown;
  readonly nothing: ApiAnswer;
}

const cases: readonly Case[] = [
  { name: 'people-data-labs', found: () => replies.pdlCompany, nothing: sends({ status: 404 }, 404) },
  { name: 'people-data-labs-person', found: () => replies.pdlPerson, nothing: sends({ status: 404 }, 404) },
  { name: 'apollo', found: () => replies.apolloOrganisation, nothing: sends({}) },
  { name: 'apollo-person', found: () => replies.apolloPerson, nothing: sends({ person: null }) },
  { name: 'hunter', found: () => replies.hunterSearch, nothing: sends({ errors: [] }, 404) },
  {
    name: 'hunter-verifier',
    found: () => replies.hunterVerification,
    nothing: sends({ data: { status: 'unknown' } }),
  },
  {
    name: 'opencorporates',
    found: ({ path }) =>
      path.endsWith('/search') ? replies.openCorporatesSearch : replies.openCorporatesCompany,
    nothing: sends({ results: { companies: [] } }),
  },
  { name: 'gdelt', found: () => replies.gdeltArticles, nothing: sends({}) },
];

const LONG = 'Nordwind Pumps '.repeat(20_000);
const many = <Item>(item: Item): Item[] => Array.from({ length: 5_000 }, () => item);

/** Deep, huge, or of odd types; the right shape with far too much in it. */
const HOSTILE: readonly string[] = [
  `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  'null',
  '{"__proto__":{"polluted":true},"data":null,"results":[],"articles":{},"organization":7,"person":[]}',
  JSON.stringify({
    ...replies.pdlCompany,
    summary: LONG,
    display_name: LONG,
    industry: LONG,
    employee_count: 1e300,
    founded: -5,
    employee_count_by_month: Object.fromEntries(many(0).map((_, at) => [`${1000 + at}-01`, at])),
    linkedin_url: 'javascript:alert(1)',
    likelihood: 1e9,
  }),
  JSON.stringify({
    organization: {
      ...replies.apolloOrganisation.organization,
      short_description: LONG,
      current_technologies: many({ name: LONG.slice(0, 2_000), category: LONG.slice(0, 2_000) }).slice(
        0,
        500,
      ),
      funding_events: many({
        date: 'never',
        type: LONG.slice(0, 2_000),
        amount: '9'.repeat(400),
        currency: '¤',
      }),
    },
    person: {
      ...replies.apolloPerson.person,
      name: LONG,
      title: LONG,
      linkedin_url: 'https://evil.example/in/x',
    },
  }),
  JSON.stringify({
    data: {
      ...replies.hunterSearch.data,
      ...replies.pdlPerson.data,
      organization: LONG,
      status: LONG,
      emails: many({ first_name: 'A', last_name: LONG.slice(0, 300), position: 'Director' }),
    },
    likelihood: 9,
  }),
  JSON.stringify({
    results: {
      companies: [
        {
          company: {
            ...replies.openCorporatesCompany.results.company,
            officers: many({ officer: { name: LONG.slice(0, 300) } }),
          },
        },
      ],
      company: { ...replies.openCorporatesCompany.results.company, current_status: LONG },
    },
    articles: Array.from({ length: 5_000 }, (_, at) => ({
      url: 'x',
      title: `${LONG.slice(0, 900)}${at}`,
      seendate: 'never',
    })),
  }),
];

async function contractCase(t: TestContext, { name, found, nothing }: Case): Promise<ContractCase> {
  const server = await serveApi(t, (asked, response) =>
    (isKnown(asked) ? sends(found(asked)) : nothing)(asked, response),
  );
  const broken = await serveApi(t, sends('<html>down</html>', 500));
  const silent = await serveApi(t, () => undefined);
  const hostile = await Promise.all(HOSTILE.map((body) => serveApi(t, sends(body))));
  const world = Object.values(replies)
    .map((reply) => JSON.stringify(reply))
    .join('\n');
  return {
    source: sourceOf(name),
    known: KNOWN,
    unknown: UNKNOWN,
    world,
    context: contextAt(name, { base_url: server.baseUrl }),
    broken: { source: sourceOf(name), context: contextAt(name, { base_url: broken.baseUrl }) },
    slow: { source: sourceOf(name), context: contextAt(name, { base_url: silent.baseUrl }) },
    hostile: hostile.map(({ baseUrl }) => ({
      source: sourceOf(name),
      context: contextAt(name, { base_url: baseUrl }),
    })),
  };
}

for (const one of cases) keepsTheContract(one.name, (t) => contractCase(t, one), ['slow', 'hostile']);
