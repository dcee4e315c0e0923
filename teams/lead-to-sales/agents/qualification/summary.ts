/** Puts a judgement into the sentences a salesperson reads. */
import type { DimensionName, LeadData, QualificationReport } from '../../lead.ts';
import { ownWords, shortQuote } from './facts.ts';
import type { QualificationRules } from './rules.ts';

type Judged = Omit<QualificationReport, 'summary'>;
const names = ['budget', 'authority', 'need', 'timeline'] as const;

/** One line of plain text, whatever the sender put into it. */
function line(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 120)
    .replace(/[\ud800-\udbff]$/u, '');
}

function who({ contact_info: { first_name, last_name, title }, company_info: company }: LeadData): string {
  const name = line([first_name?.value, last_name?.value].filter(Boolean).join(' ')) || 'Somebody unnamed';
  const role = title ? `, ${line(title.value)}` : '';
  const size = company.size ? ` (${company.size.value} employees)` : '';
  return `${name}${role}${company.name ? ` at ${line(company.name.value)}${size}` : ''}`;
}

/** The words that weigh most for the need, or else how they begin. */
function wants(lead: LeadData, judged: Judged): string {
  const weightiest = judged.dimensions.need.reasons.find(({ points }) => points > 0);
  const [first] = ownWords(lead);
  const words = weightiest?.quote ?? (first ? shortQuote(first.text.trim()) : undefined);
  return words === undefined
    ? 'does not say what they need'
    : `writes: "${words.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()}"`;
}

/** Whether nobody spoke of the dimension's main factor, and how that is said: "budget not mentioned". */
function unspoken(judged: Judged, rules: QualificationRules, name: DimensionName): string | null {
  const [main] = Object.values(rules.dimensions[name].factors);
  return main && judged.dimensions[name].unknown.includes(main.unknown) ? main.unknown : null;
}

/** "clear improvement opportunity (17), budget not mentioned (8)" */
function why(judged: Judged, rules: QualificationRules): string {
  return names
    .map((name) => ({ ...judged.dimensions[name], unspoken: unspoken(judged, rules, name) }))
    .map(({ points, band, unspoken: silence }) => `${silence ?? band.toLowerCase()} (${points})`)
    .join(', ');
}

/** What a first call should find out: the dimension with the fewest points of those nobody spoke of. */
function askFirst(judged: Judged, rules: QualificationRules): string {
  const [first] = names
    .filter((name) => unspoken(judged, rules, name) !== null)
    .sort((a, b) => judged.dimensions[a].points - judged.dimensions[b].points);
  return first === undefined ? 'All four have been spoken of.' : `Ask first: ${rules.dimensions[first].ask}`;
}

/** Three sentences: what they want, why the score and what is unknown, what to ask first. */
export function summarise(lead: LeadData, judged: Judged, rules: QualificationRules): string {
  const outcome = judged.outcome.replace(/^./u, (letter) => letter.toUpperCase());
  return [
    `${who(lead)} ${wants(lead, judged)}.`,
    `${outcome}, ${judged.score} of 100: ${why(judged, rules)}.`,
    askFirst(judged, rules),
  ].join(' ');
}
