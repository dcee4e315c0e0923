/** What speaks against relying on a lead's data: the short form, for a head and a story. Pure. */
import { companyCheck } from '../../agents/enrichment/rules/judgement.ts';
import type { EnrichmentReport } from '../../lead.ts';
import type { SuppressionRow } from '../../store/suppressions.ts';
import { plain } from '../text/layout.ts';
import { dayWords } from '../text/times.ts';
import { undashed } from '../text/words.ts';

const companyChecks: ReadonlySet<string> = new Set(companyCheck.options);

/** Sentence parts, such as "the e-mail address is undeliverable"; empty where nothing speaks against it. */
export function warnings(report: EnrichmentReport | null): string[] {
  if (report === null) return [];
  const { email, phone, company, checks } = report.verification;
  const failed = checks.find(({ check, passed }) => !passed && companyChecks.has(check));
  const why = failed === undefined ? '' : ` (${plain(failed.detail, 160).replace(/\.$/, '')})`;
  return [
    ...(email === 'risky' || email === 'undeliverable' ? [`the e-mail address is ${email}`] : []),
    ...(phone === 'invalid' ? ['the telephone number is invalid'] : []),
    ...(company === 'doubtful' ? [`the company is doubtful${why}`] : []),
  ];
}

/** "everybody at acme.example must not be written to (do not contact, 6 Oct 2026, inquiry LEAD-1)". */
export function forbidden([row]: readonly SuppressionRow[]): string[] {
  if (row === undefined) return [];
  const who = row.scope === 'domain' ? `everybody at ${row.value}` : row.value;
  const why = [undashed(row.reason), dayWords(row.at.toISOString().slice(0, 10)), row.source].join(', ');
  return [`${plain(who, 80)} must not be written to (${plain(why, 120)})`];
}

/** Contradictions between sources as sentence parts: who is believed, and who is not. */
export function contradictions({ conflicts }: Pick<EnrichmentReport, 'conflicts'>): string[] {
  return conflicts.map(({ field, believed, others: [other] }) => {
    const name = field.replaceAll('_', ' ');
    const not = other === undefined ? '' : `, not ${plain(other.value, 40)} by the ${undashed(other.source)}`;
    return `${name}: ${plain(believed.value, 40)} by the ${undashed(believed.source)} is believed${not}`;
  });
}
