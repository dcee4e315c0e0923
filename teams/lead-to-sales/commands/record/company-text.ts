/** The sections of a record on the company and who is there, as enrichment found them. Pure. */
import type { Fact } from 'baton';
import type { EnrichmentReport } from '../../lead.ts';
import { bold, columns, counted, dim, listed, plain, quoted, section } from '../text/layout.ts';
import { dayWords } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import { fieldLines, sourceOf, unknownLine } from './field-lines.ts';
import { countryWords, extra, field, moneyWords, type ShownField } from './fields.ts';

type Company = EnrichmentReport['company'];
type Person = EnrichmentReport['people'][number];

const MOST_NEWS = 6;
const MOST_PEOPLE = 8;

const beside = (label: string, text: string): string => columns([label, text], [14, 80]);

/** "+8.2 % a year". */
export function growthWords(percent: number): string {
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)} % a year`;
}

const statusWords: Readonly<Record<NonNullable<Company['status']>['value'], string>> = {
  active: 'active',
  'in-liquidation': 'IN LIQUIDATION',
  dissolved: 'DISSOLVED',
};

/** A figure with its growth beside it; the growth alone where the figure is not known. */
function grown<Value>(
  label: string,
  fact: Fact<Value> | null,
  growth: Fact<number> | null,
  words: (value: Value) => string,
): ShownField {
  if (fact === null) return field(label, growth, (percent) => growthWords(percent));
  const more = growth === null ? '' : `, ${growthWords(growth.value)}`;
  return field(label, fact, (value) => `${words(value)}${more}`);
}

function companyFacts(company: Company): ShownField[] {
  return [
    field('Legal name', company.legal_name),
    field('Status', company.status, (status) => statusWords[status]),
    field('Description', company.description),
    field('Industry', company.industry),
    extra('Founded', company.founded),
    grown('Employees', company.employees, company.employee_growth, (count) => count.toLocaleString('en')),
    grown('Revenue', company.revenue, company.revenue_growth, moneyWords),
    extra('Funding', company.funding_total, moneyWords),
    field('Country', company.country, countryWords),
    extra('Region', company.region),
    extra('Telephone', company.phone),
    extra('Mail provider', company.mail_provider),
  ];
}

function historyLine({ history }: Company): string[] {
  const years = history.slice(-5).map(({ year, employees, revenue }) => {
    const parts = [
      ...(employees === null ? [] : [`${employees.value.toLocaleString('en')} people`]),
      ...(revenue === null ? [] : [moneyWords(revenue.value)]),
    ];
    return `${year}: ${parts.join(', ')}`;
  });
  const source =
    history.at(-1)?.employees?.evidence[0]?.source ?? history.at(-1)?.revenue?.evidence[0]?.source;
  const from = source === undefined ? '' : dim(` (${sourceOf(source)} …)`);
  return years.length === 0 ? [] : [beside('Years', `${years.join('; ')}${from}`)];
}

function technologyLines({ company, technology_fit }: EnrichmentReport): string[] {
  if (company.technologies.length === 0) return [];
  const byCategory = Map.groupBy(company.technologies, ({ category }) => category);
  const used = [...byCategory].map(
    ([category, same]) => `${listed(same.map(({ name }) => plain(name, 40)))} (${undashed(category)})`,
  );
  return [
    beside('Uses', used.join(', ')),
    ...(technology_fit === null ? [] : [beside('', plain(technology_fit.summary, 400))]),
  ];
}

function newsLines({ news }: Company): string[] {
  const told = news.slice(0, MOST_NEWS).map(({ kind, headline, date, amount }, index) => {
    const when = date === null ? 'no date' : dayWords(date);
    const sum = amount === null ? '' : `, ${moneyWords(amount.value)}`;
    const source = headline?.evidence[0]?.source;
    const words = `${when}, ${bold(undashed(kind))}${sum}: ${quoted(headline?.value ?? '', 160)}`;
    return beside(
      index === 0 ? 'News' : '',
      `${words}${source === undefined ? '' : dim(` (${sourceOf(source)})`)}`,
    );
  });
  const more = news.length - MOST_NEWS;
  return more > 0 ? [...told, beside('', `and ${counted(more, 'older headline')}`)] : told;
}

function profileLine({ social_profiles }: Company): string[] {
  const profiles = social_profiles
    .slice(0, 8)
    .map(({ network, url }) => `${plain(network, 20)} ${plain(url, 120)}`);
  return profiles.length === 0 ? [] : [beside('Profiles', profiles.join(', '))];
}

/** What is known of the company, with what it rests on; growth, news and technologies folded. */
export function companySection(report: EnrichmentReport | null): string[] {
  if (report === null) return [];
  const { company } = report;
  const fields = companyFacts(company);
  return section('What was found out about the company', [
    ...fieldLines(fields),
    ...historyLine(company),
    ...technologyLines(report),
    ...newsLines(company),
    ...profileLine(company),
    ...unknownLine(fields),
  ]);
}

function personLine(person: Person): string {
  const { name, title, is_decision_maker, reports_to, seniority, job_function, profile_url } = person;
  const who = [name?.value ?? 'name unknown', ...(title === null ? [] : [title.value])].join(', ');
  const level = [seniority, job_function].filter((word) => word !== null && word !== 'other').join(', ');
  const known = [
    ...(reports_to === null ? [] : [`reports to ${plain(reports_to.value, 60)}`]),
    ...(level === '' ? [] : [level]),
    ...(profile_url === null ? [] : [plain(profile_url, 120)]),
    ...((title ?? name)?.evidence.slice(0, 1).map(({ source }) => dim(sourceOf(source))) ?? []),
  ];
  const decides = is_decision_maker ? bold('may decide') : '';
  return columns([plain(who, 120), decides, known.join('; ')], [38, 10, 46]);
}

/** Who is there, who may decide and who reports to whom; those who may decide first. */
export function peopleSection(report: EnrichmentReport | null): string[] {
  const people = report?.people ?? [];
  const order = people.toSorted((a, b) => Number(b.is_decision_maker) - Number(a.is_decision_maker));
  const more = people.length - MOST_PEOPLE;
  return section('Who is there, and who may decide', [
    ...order.slice(0, MOST_PEOPLE).map(personLine),
    ...(more > 0 ? [dim(`  and ${more} more (\`--json\` has all of them)`)] : []),
  ]);
}
