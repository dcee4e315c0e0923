import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enrichmentReport, type LeadData } from '../../lead.ts';
import type { SourceReport } from './ask-sources.ts';
import { composeReport } from './compose-report.ts';
import { leadOf, NOW, rulesWith, said } from './enrichment.fixture.ts';
import type { Findings } from './source.ts';

const rules = rulesWith();

function report(
  name: SourceReport['name'],
  findings: Findings,
  given: Partial<SourceReport> = {},
): SourceReport {
  const readAt = NOW.toISOString();
  return { name, status: 'ok', detail: 'Asked.', tookMs: 1, cost: 0, asOf: null, readAt, findings, ...given };
}

function compose(reports: readonly SourceReport[], lead: LeadData = leadOf('Nordwind', 'nordwind.example')) {
  const { name, domain } = lead.company_info;
  const subject = { name: name?.value ?? null, domain: domain?.value ?? null };
  return composeReport(reports, { lead, subject, rules, now: NOW });
}

test('sources that agree give one value with the evidence of both', () => {
  const { company, conflicts } = compose([
    report('website', { employees: said(240, 'site') }),
    report('company-register', { employees: said(250, 'csv') }),
  ]);
  assert.equal(company.employees?.value, 250);
  assert.deepEqual(
    company.employees?.evidence.map(({ source }) => source),
    ['csv', 'site'],
    '240 and 250 say the same by same_within',
  );
  assert.deepEqual(conflicts, []);
});

test('of sources that disagree the more trusted one is believed, and the other one’s word is kept', () => {
  const { company, conflicts } = compose([
    report('website', { employees: said(300, 'site'), phone: said('+491', 'site') }),
    report('company-register', { employees: said(240, 'csv'), phone: said('+492', 'csv') }),
  ]);
  assert.equal(company.employees?.value, 240);
  assert.equal(company.phone?.value, '+491', 'rules.yaml believes the website about telephone numbers');
  assert.deepEqual(conflicts, [
    {
      field: 'employees',
      believed: { source: 'company-register', value: '240' },
      others: [{ source: 'website', value: '300' }],
      reason: 'About employees, company-register is believed before website.',
    },
    {
      field: 'phone',
      believed: { source: 'website', value: '+491' },
      others: [{ source: 'company-register', value: '+492' }],
      reason: 'About phone, website is believed before company-register.',
    },
  ]);
});

test('a value much newer outweighs trust, and the reason says so', () => {
  const { company, conflicts } = compose([
    report('website', { employees: said(300, 'site') }),
    report('company-register', { employees: said(120, 'csv') }, { asOf: '2022-12-31' }),
  ]);
  assert.equal(company.employees?.value, 300);
  assert.match(
    conflicts[0]?.reason ?? '',
    /^website is newer by 1423 days \(2026-11-23 against 2022-12-31\), .* company-register is otherwise believed first about employees\.$/,
  );
});

test('what no source says is null, and the report still fits its schema', () => {
  const made = compose([report('website', {}, { status: 'nothing-found' })]);
  assert.deepEqual(enrichmentReport.parse(made), made);
  assert.equal(made.company.employees, null);
  assert.equal(made.company.employee_growth, null);
  assert.equal(made.technology_fit, null);
  assert.deepEqual([made.people, made.talking_points, made.conflicts], [[], [], []]);
  assert.equal(made.verification.company, 'unknown');
});

test('a report is limited by an essential source that did not speak, not by one that found nothing', () => {
  const limited = (name: SourceReport['name'], ...statuses: SourceReport['status'][]) =>
    compose(statuses.map((status) => report(name, {}, { status }))).limited;
  assert.equal(limited('website', 'ok', 'nothing-found', 'cached', 'skipped'), false);
  assert.equal(limited('website', 'ok', 'failed'), true);
  assert.equal(limited('website', 'ok', 'timed-out'), true);
  assert.equal(limited('dns', 'ok', 'refused'), true);
  assert.equal(limited('apollo', 'ok', 'refused'), false, 'a provider is no essential source');
  assert.equal(compose([], leadOf(null, null)).limited, true, 'there is nothing to ask about');
});

test('each field says whose it is, how old its data is, and its share of what was paid', () => {
  const evidence = said('x').evidence;
  const { fields } = compose([
    report(
      'apollo',
      {
        revenue: { value: { amount: 5, currency: 'EUR' }, evidence },
        phone: said('+491'),
        technologies: [{ name: 'SAP', category: 'erp', evidence: said('SAP') }],
        news: [],
      },
      { cost: 10, asOf: '2026-01-31' },
    ),
    report(
      'website',
      { phone: said('+492'), technologies: [{ name: 'nginx', category: 'server', evidence: said('nginx') }] },
      { status: 'cached', readAt: '2026-11-20T23:59:00.000Z' },
    ),
  ]);
  assert.deepEqual(fields, [
    { field: 'revenue', sources: ['apollo'], as_of: '2026-01-31', age_days: 296, cost: 5 },
    { field: 'phone', sources: ['website'], as_of: '2026-11-20', age_days: 3, cost: 0 },
    { field: 'technologies', sources: ['apollo', 'website'], as_of: '2026-01-31', age_days: 296, cost: 5 },
  ]);
});

test('growth that a source only states as a percentage is said without years, and rounded', () => {
  const { talking_points } = compose([report('linkedin', { employee_growth: said(12.4, 'export') })]);
  assert.deepEqual(
    talking_points.map(({ text }) => text),
    ['Their staff grew by 12 % a year. Ask what no longer keeps up.'],
  );
});

test('cost and the day of the data stand with each source', () => {
  const { sources } = compose([report('apollo', {}, { cost: 10, asOf: '2026-01-31' })]);
  assert.deepEqual(sources, [
    { name: 'apollo', status: 'ok', detail: 'Asked. Its data is of 2026-01-31.', took_ms: 1, cost: 10 },
  ]);
});

test('a history of years gives growth with the words of both years, and talking points follow', () => {
  const year = (number: number, employees: number) => ({
    year: number,
    employees: said(employees, `csv, ${number}`),
    revenue: null,
  });
  const { company, talking_points } = compose([
    report('company-register', { history: [year(2022, 90), year(2023, 100), year(2025, 144)] }),
    report('website', {
      news: [
        { kind: 'funding', headline: said('We raised 8 million.', 'site'), date: '2026-05-02', amount: null },
        { kind: 'expansion', headline: said('New hall opens', 'site'), date: '2019-05-02', amount: null },
      ],
    }),
  ]);
  assert.equal(company.employee_growth?.value, 17, '(144/90)^(1/3) − 1');
  assert.deepEqual(
    company.employee_growth?.evidence.map(({ source, quote }) => [source, quote]),
    [
      ['csv, 2022', '90'],
      ['csv, 2025', '144'],
    ],
  );
  assert.deepEqual(
    talking_points.map(({ text, quote }) => [text, quote]),
    [
      [
        'They raised money (2 May 2026): “We raised 8 million”. Ask what it is meant for.',
        'We raised 8 million.',
      ],
      [
        'Their staff grew by 17 % a year, from 90 people in 2022 to 144 in 2025. Ask what no longer keeps up.',
        '90',
      ],
    ],
    'old news is no occasion',
  );
});

test('another decision maker is named by words of the name, not by letters of it', () => {
  const person = (name: string) => ({
    name: said(name),
    title: said('CEO'),
    seniority: null,
    job_function: null,
    is_decision_maker: false,
    reports_to: null,
    profile_url: null,
  });
  const lead = leadOf('Nordwind Pumps', 'nordwind.example');
  const wang = { ...lead, contact_info: { ...lead.contact_info, last_name: said('Li') } };
  const pointsOn = (name: string) =>
    compose([report('website', { people: [person(name)] })], wang).talking_points.map(({ text }) => text);
  assert.deepEqual(pointsOn('Oliver Stone'), [
    'Oliver Stone, CEO, may have to agree. Ask how they are involved.',
  ]);
  assert.deepEqual(pointsOn('Dr. Wei LI'), []);
});

test('people are joined over sources, deciders first, with reporting lines where a title says so', () => {
  const person = (name: string, title: string | null, url: string | null = null) => ({
    name: said(name),
    title: title === null ? null : said(title),
    seniority: null,
    job_function: null,
    is_decision_maker: false,
    reports_to: null,
    profile_url: url,
  });
  const { people, quality } = compose([
    report('website', {
      people: [
        person('Paul Sommer', 'Buyer'),
        person('Dr. Jörg Müller', 'CEO'),
        person('Ann Kay', 'Assistant to the CEO'),
      ],
    }),
    report('linkedin', { people: [person('Jorg Muller', null, 'https://www.linkedin.com/in/jm')] }),
  ]);
  assert.deepEqual(
    people.map(({ name, is_decision_maker, reports_to, profile_url }) => [
      name?.value,
      is_decision_maker,
      reports_to?.value ?? null,
      profile_url,
    ]),
    [
      ['Dr. Jörg Müller', true, null, 'https://www.linkedin.com/in/jm'],
      ['Paul Sommer', false, null, null],
      ['Ann Kay', false, 'Dr. Jörg Müller', null],
    ],
  );
  assert.equal(quality.decision_makers.rating, 5);
});

test('fit is read from the technologies, and what clashes is said', () => {
  const technology = (name: string) => ({
    name,
    category: name === 'Shopify' ? 'e-commerce' : 'other',
    evidence: said(name),
  });
  const { technology_fit, quality } = compose([
    report('website', { technologies: ['SAP', 'Shopify', 'Blue Yonder', 'nginx'].map(technology) }),
  ]);
  assert.deepEqual(technology_fit?.fits, ['SAP', 'Shopify']);
  assert.deepEqual(technology_fit?.clashes, ['Blue Yonder']);
  assert.equal(quality.technology_fit.rating, 3);
  const plain = compose([report('website', { technologies: [technology('nginx')] })]);
  assert.equal(plain.quality.technology_fit.rating, 3);
  assert.match(plain.technology_fit?.summary ?? '', /speaks neither for nor against/);
});

test('a company is confirmed by checks that agree, and doubtful by one that must not fail', () => {
  const register = (status: 'active' | 'dissolved') =>
    report('company-register', { status: said(status), founded: said(1987) });
  const website = (name: string) => report('website', { legal_name: said(name) });
  const good = compose([website('Nordwind Pumps GmbH'), register('active')]);
  assert.equal(good.verification.company, 'confirmed');
  assert.deepEqual(
    good.verification.checks.map(({ check, passed }) => [check, passed]),
    [
      ['name-and-website', true],
      ['register-status', true],
      ['domain-alive', true],
      ['age', true],
      ['known-elsewhere', true],
    ],
  );
  assert.equal(
    compose([website('Nordwind Pumps GmbH'), register('dissolved')]).verification.company,
    'doubtful',
  );
  const other = compose([website('Casino Royale Ltd')], leadOf('Nordwind Pumps', 'cheap-pills.example'));
  assert.equal(other.verification.company, 'doubtful');
  assert.match(
    other.verification.checks[0]?.detail ?? '',
    /"Nordwind Pumps" does not agree with what cheap-pills/,
  );
});

test('the scores say what is missing', () => {
  const bare = compose([], leadOf('Nordwind', null)).quality;
  assert.deepEqual(
    [bare.contact_completeness, bare.company_intelligence, bare.decision_makers, bare.technology_fit].map(
      ({ rating }) => rating,
    ),
    [2, 1, 1, 1],
  );
  assert.match(bare.contact_completeness.reason, /^1 of 7 there; missing: first name, last name, email/);
  assert.ok(bare.completeness > 0 && bare.completeness < 0.1);
});
