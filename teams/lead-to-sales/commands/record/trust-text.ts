/** The section of a record on how far it can be trusted: verification, quality of the data, contradictions. Pure. */
import type { EnrichmentReport } from '../../lead.ts';
import { bold, columns, dim, listed, plain, section, sentence } from '../text/layout.ts';
import { dayWords } from '../text/times.ts';
import { undashed } from '../text/words.ts';

type Verification = EnrichmentReport['verification'];
type Check = Verification['checks'][number];

const beside = (label: string, text: string): string => columns([label, text], [14, 80]);

const verdicts: Readonly<Record<Verification['email' | 'phone' | 'company'], string>> = {
  deliverable: 'deliverable',
  risky: 'risky',
  undeliverable: 'UNDELIVERABLE',
  valid: 'valid',
  invalid: 'INVALID',
  confirmed: 'confirmed',
  doubtful: 'DOUBTFUL',
  unknown: 'unknown',
};

/** A check is named by a dashed word or by words as people write them. */
const checkName = (check: string): string => (/^[a-z-]+$/.test(check) ? undashed(check) : plain(check, 60));

const checkDetail = ({ check, detail }: Check): string =>
  sentence(plain(detail === '' ? checkName(check) : detail, 300));

/** What failed has a line each, what passed is one paragraph. */
function verificationLines({ email, phone, company, checks }: Verification): string[] {
  const failed = checks.filter(({ passed }) => !passed);
  const passed = checks.filter((one) => one.passed);
  return [
    beside(
      'Verified',
      `e-mail ${bold(verdicts[email])}, telephone ${bold(verdicts[phone])}, company ${bold(verdicts[company])}`,
    ),
    ...failed.map((one, index) =>
      beside(index === 0 ? 'Against it' : '', `${checkName(one.check)}: ${checkDetail(one)}`),
    ),
    ...(passed.length === 0 ? [] : [beside('For it', dim(passed.map(checkDetail).join(' ')))]),
  ];
}

function qualityLines({ completeness, ...ratings }: EnrichmentReport['quality']): string[] {
  const rows: readonly (readonly [string, { readonly rating: number; readonly reason: string }])[] = [
    ['contact', ratings.contact_completeness],
    ['company', ratings.company_intelligence],
    ['deciders', ratings.decision_makers],
    ['technology fit', ratings.technology_fit],
  ];
  return [
    beside('Data quality', `${Math.round(completeness * 100)} % of what is wanted is known`),
    ...rows.map(([name, { rating, reason }]) =>
      columns(['', name, bold(`${rating} of 5`), plain(reason, 300)], [14, 14, 6, 56]),
    ),
  ];
}

/** From this age on a field's data is worth a word. */
const OLD_DAYS = 180;

type FieldUse = EnrichmentReport['fields'][number];

const sourcesOf = ({ sources }: FieldUse): string => listed(sources.map((one) => undashed(one)));
const fieldNames = (uses: readonly FieldUse[]): string =>
  listed(uses.map(({ field }) => undashed(field.replaceAll('_', ' '))));

/** Fields whose data is old, by day and source, the oldest first; and those that were paid for. */
function ageLines({ fields }: EnrichmentReport): string[] {
  const byAge = fields
    .filter(({ age_days }) => age_days >= OLD_DAYS)
    .toSorted((a, b) => b.age_days - a.age_days);
  const old = [...Map.groupBy(byAge, (use) => `of ${dayWords(use.as_of)} (${sourcesOf(use)})`)].map(
    ([from, same]) => `${fieldNames(same)} ${from}`,
  );
  const paid = fields
    .filter(({ cost }) => cost > 0)
    .map((use) => `${fieldNames([use])} ${use.cost} (${sourcesOf(use)})`);
  return [
    ...(old.length === 0 ? [] : [beside('Old data', `${old.join('; ')}.`)]),
    ...(paid.length === 0 ? [] : [beside('Paid for', `${listed(paid)}.`)]),
  ];
}

function conflictLine(
  { field, believed, others, reason }: EnrichmentReport['conflicts'][number],
  index: number,
): string {
  const said = listed(others.map(({ source, value }) => `${undashed(source)} says ${plain(value, 80)}`));
  const words = `${undashed(field.replaceAll('_', ' '))}: ${bold(plain(believed.value, 80))} is believed (${undashed(believed.source)}); ${said}.`;
  return beside(index === 0 ? 'Contradictions' : '', `${words} ${dim(plain(reason, 300))}`);
}

/** How far the record can be trusted; empty where enrichment has not spoken. */
export function trustSection(report: EnrichmentReport | null): string[] {
  if (report === null) return [];
  return section('How far it can be trusted', [
    ...verificationLines(report.verification),
    ...qualityLines(report.quality),
    ...report.conflicts.map(conflictLine),
    ...ageLines(report),
    ...(report.limited
      ? [beside('Limited', 'A source that should have spoken did not: what is known here is limited.')]
      : []),
  ]);
}
