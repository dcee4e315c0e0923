/** What enrichment found about a lead, in the few words a story or a first screen has room for. Pure. */
import type { Evidence, Fact } from 'baton';
import type { EnrichmentReport } from '../../lead.ts';
import { listed, plain } from '../text/layout.ts';
import { dayWords } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import { growthWords } from './company-text.ts';
import { moneyWords } from './fields.ts';

type Company = EnrichmentReport['company'];

/** "website", "company register": where evidence stands, short. */
function place({ source }: Evidence): string {
  if (source.startsWith('company register')) return 'company register';
  return /^https?:/.test(source) ? 'website' : plain(source.split(/[,(]/, 1)[0] ?? source, 30);
}

interface Part {
  readonly words: string;
  readonly from: string;
}

function part<Value>(fact: Fact<Value> | null, words: (value: Value) => string): Part[] {
  const [first] = fact?.evidence ?? [];
  if (fact === null || first === undefined) return [];
  return [{ words: plain(words(fact.value), 120).replace(/\.$/, ''), from: place(first) }];
}

const million = (amount: number): string => `${Math.round(amount / 100_000) / 10} million`;

/** "41 million EUR". */
function roundMoney({ amount, currency }: { amount: number; currency: string }): string {
  return amount < 1_000_000 ? moneyWords({ amount, currency }) : `${million(amount)} ${currency}`;
}

/** A figure and its growth: together where one place says both, else each with its own. */
function grown<Value>(
  fact: Fact<Value> | null,
  growth: Fact<number> | null,
  words: (value: Value) => string,
  name: string,
): Part[] {
  const figure = part(fact, words);
  const [rate] = part(growth, (percent) => growthWords(percent));
  const [first] = figure;
  if (rate === undefined) return figure;
  if (first?.from !== rate.from) return [...figure, { ...rate, words: `${name} ${rate.words}` }];
  return [{ ...first, words: `${first.words}, ${rate.words}` }];
}

function partsOf(company: Company): Part[] {
  const status = company.status !== null && company.status.value !== 'active' ? company.status : null;
  const [latest] = company.news;
  const when = latest?.date == null ? '' : `${dayWords(latest.date)}: `;
  const [used] = company.technologies;
  const uses = listed(company.technologies.slice(0, 3).map(({ name }) => plain(name, 30)));
  const { employees, employee_growth, revenue, revenue_growth } = company;
  return [
    ...part(company.description ?? company.industry, (words) => plain(words, 60)),
    ...grown(employees, employee_growth, (count) => `${count.toLocaleString('en')} employees`, 'staff'),
    ...grown(revenue, revenue_growth, (sum) => `revenue ${roundMoney(sum)}`, 'revenue'),
    ...part(status, (value) => undashed(value).toUpperCase()),
    ...part(used?.evidence ?? null, () => `uses ${uses}`),
    ...part(latest?.headline ?? null, (headline) => `news ${when}"${plain(headline, 60)}"`),
  ];
}

/** Found facts as sentence parts, one for each place they were found in. */
export function foundWords(report: EnrichmentReport | null): string[] {
  if (report === null) return [];
  const bySource = Map.groupBy(partsOf(report.company), ({ from }) => from);
  const silent = report.sources.filter(({ status }) => ['failed', 'timed-out', 'refused'].includes(status));
  return [
    ...[...bySource].map(([from, parts]) => `${parts.map(({ words }) => words).join(', ')} (${from})`),
    ...silent.map(
      ({ name, status }) =>
        `no answer from the ${undashed(name)} (${status === 'timed-out' ? 'too slow' : status})`,
    ),
  ];
}
