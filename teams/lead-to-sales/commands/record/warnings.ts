/** What speaks against relying on a lead's data: the short form, for a head and a story. Pure. */
import { companyCheck } from '../../agents/enrichment/rules/judgement.ts';
import type { EnrichmentReport } from '../../lead.ts';
import { plain } from '../text/layout.ts';
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

/** Contradictions between sources as sentence parts: who is believed, and who is not. */
export function contradictions({ conflicts }: Pick<EnrichmentReport, 'conflicts'>): string[] {
  return conflicts.map(({ field, believed, others: [other] }) => {
    const name = field.replaceAll('_', ' ');
    const not = other === undefined ? '' : `, not ${plain(other.value, 40)} by the ${undashed(other.source)}`;
    return `${name}: ${plain(believed.value, 40)} by the ${undashed(believed.source)} is believed${not}`;
  });
}
