import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { contextWith, rulesWith } from '../enrichment.fixture.ts';
import type { SourceContext, Subject } from '../source.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createLinkedinSource } from './linkedin-source.ts';

const LEADS = `First Name,Last Name,Title,Company,Company Domain,LinkedIn URL,Reports To,Company Employee Count,Company Headquarters,Date Exported
Katrin,Meyer-Lund,Chief Executive Officer,Nordwind Pumps GmbH,nordwind.example,https://www.linkedin.com/in/katrin-ml/,,240,"Bremen, Germany",2026-10-01
Jan,de Vries,"Head of Production, Plant 2",Nordwind Pumps GmbH,nordwind.example,https://www.linkedin.com/in/jandv,Katrin Meyer-Lund,240,"Bremen, Germany",2026-10-01
Sam,Other,CEO,Nordwind,other.example,https://evil.example/in/sam,,5,"Paris, France",2026-10-01
`;
const ACCOUNTS = `Account Name\tWebsite\tIndustry\tCompany size\tHeadcount growth (1 year)\tFounded\tCompany LinkedIn URL
Nordwind Pumps GmbH\thttps://www.nordwind.example\tIndustrial Machinery\t201-500\t12%\t1987\thttps://www.linkedin.com/company/nordwind-pumps
`;

/** Thousands of people with cells far too long, formulas, and marks that are never closed. */
const HOSTILE = `First Name,Last Name,Title,Company,Company Domain,LinkedIn URL\n${Array.from(
  { length: 5_000 },
  (_, at) =>
    `=cmd|' /C calc'!A${at},${'x'.repeat(5_000)},"CEO ""of"" ${'y'.repeat(2_000)}",Nordwind,nordwind.example,javascript:x`,
).join('\n')}\n"never closed`;

async function contextOf(t: TestContext, files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'linkedin-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const rules = rulesWith();
  const linkedin = { ...rules.sources.linkedin, files: Object.keys(files) };
  const context: SourceContext = contextWith({
    rules: { ...rules, sources: { ...rules.sources, linkedin } },
  });
  return { source: createLinkedinSource(folder), context };
}

async function askOnce(t: TestContext, subject: Partial<Subject>, files: Readonly<Record<string, string>>) {
  const { source, context } = await contextOf(t, files);
  return source.ask({ domain: null, name: null, ...subject }, context);
}

keepsTheContract(
  'linkedin',
  async (t) => ({
    ...(await contextOf(t, { 'leads.csv': LEADS, 'accounts.csv': ACCOUNTS })),
    known: { domain: 'nordwind.example', name: null },
    unknown: { domain: 'nowhere.example', name: 'Nowhere' },
    world: `${LEADS}${ACCOUNTS}`,
    broken: await contextOf(t, { 'leads.csv': 'nothing,of,this\n1,2,3\n' }),
    hostile: [
      await contextOf(t, { 'leads.csv': HOSTILE }),
      await contextOf(t, { 'leads.csv': '"'.repeat(100_000) }),
    ],
  }),
  ['hostile'],
);

test('people come with title, profile and the reporting line that the export states', async (t) => {
  const { findings, as_of } = await askOnce(t, { domain: 'nordwind.example' }, { 'leads.csv': LEADS });
  assert.equal(as_of, '2026-10-01');
  assert.deepEqual(
    findings.people?.map(({ name, title, reports_to, profile_url }) => [
      name?.value,
      title?.value,
      reports_to?.value ?? null,
      profile_url,
    ]),
    [
      ['Katrin Meyer-Lund', 'Chief Executive Officer', null, 'https://www.linkedin.com/in/katrin-ml'],
      [
        'Jan de Vries',
        'Head of Production, Plant 2',
        'Katrin Meyer-Lund',
        'https://www.linkedin.com/in/jandv',
      ],
    ],
  );
  assert.equal(findings.employees?.value, 240);
  assert.equal(findings.country?.value, 'DE');
});

test('a list of accounts adds the company’s figures; the earlier list’s words stay', async (t) => {
  const files = { 'leads.csv': LEADS, 'accounts.csv': ACCOUNTS };
  const { findings, detail } = await askOnce(t, { domain: 'nordwind.example' }, files);
  assert.equal(detail, 'Found in leads.csv by domain (2 rows), accounts.csv by domain (1 row).');
  assert.equal(findings.employees?.value, 240);
  assert.equal(findings.employee_growth?.value, 12);
  assert.equal(findings.founded?.value, 1987);
  assert.equal(findings.people?.length, 2);
  assert.deepEqual(findings.social_profiles, [
    { network: 'linkedin', url: 'https://www.linkedin.com/company/nordwind-pumps' },
  ]);
});

test('a namesake with another domain is another company, and a profile elsewhere is none', async (t) => {
  const namesake = await askOnce(t, { domain: 'third.example', name: 'Nordwind' }, { 'leads.csv': LEADS });
  assert.equal(namesake.status, 'nothing-found');
  const other = await askOnce(t, { domain: 'other.example' }, { 'leads.csv': LEADS });
  assert.equal(other.findings.people?.[0]?.profile_url, null);
});

test('without an export it says what to do', () => {
  assert.match(createLinkedinSource('/').unready?.(rulesWith()) ?? '', /sources\.linkedin\.files/);
});
