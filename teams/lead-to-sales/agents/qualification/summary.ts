/** Puts a judgement into the three sentences a salesperson reads. Pure. */
import { dimensionsInOrder, type LeadData, type QualificationReport } from '../../lead.ts';
import type { Framework } from './framework.ts';

type Judged = Omit<QualificationReport, 'summary'>;
type Reason = QualificationReport['dimensions'][string]['reasons'][number];

const longestPart = 120;
const shortestTelling = 12;

/** One line of plain text, whatever the sender put into it. */
function line(text: string, longest = longestPart): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (flat.length <= longest) return flat;
  const cut = flat.slice(0, longest);
  const space = cut.lastIndexOf(' ');
  return `${(space > longest / 2 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/u, '')} …`;
}

function who({ contact_info: { first_name, last_name, title }, company_info: company }: LeadData): string {
  const name = line([first_name?.value, last_name?.value].filter(Boolean).join(' ')) || 'Somebody unnamed';
  const role = title ? `, ${line(title.value)}` : '';
  const size = company.size ? ` (${company.size.value} employees)` : '';
  const at = company.name ? ` at ${line(company.name.value)}${size}` : '';
  return `${name}${role}${role && !at ? ',' : ''}${at}`;
}

function sentencePart(explanation: string): string {
  const text = line(explanation, 200).replace(/[.:\s]+$/u, '');
  return /^(?:They|Their|It|A|An|In|The|Business|Somebody|What|Without)\b/.test(text)
    ? text.replace(/^./u, (letter) => letter.toLowerCase())
    : text;
}

/** The reason that fills most of its dimension; of equals the one whose words tell more. */
function strongest(judged: Judged): Reason | null {
  const weighed = dimensionsInOrder(judged).flatMap(([, { reasons, maximum }]) =>
    reasons
      .filter(({ points }) => points > 0)
      .map((reason) => ({ reason, weight: reason.points / maximum + (isTelling(reason) ? 0.05 : 0) })),
  );
  return weighed.toSorted((a, b) => b.weight - a.weight)[0]?.reason ?? null;
}

function isTelling({ quote }: Reason): boolean {
  return quote.length >= shortestTelling;
}

function mainReason(lead: LeadData, judged: Judged): string {
  const [held] = judged.guards.filter(({ points }) => points < 0);
  const head = `${who(lead)}: ${judged.outcome}, ${judged.score} of 100`;
  if (held) return `${head}, held back because ${sentencePart(held.explanation)}${quoted(held)}.`;
  const reason = strongest(judged);
  if (!reason) return `${head}, as nothing they say speaks for a purchase.`;
  return `${head}, above all because ${sentencePart(reason.explanation)}${quoted(reason)}.`;
}

function quoted({ quote, explanation }: Pick<Reason, 'quote' | 'explanation'>): string {
  // A title that the sentence already names is not told twice.
  const isTold = quote.length < shortestTelling || explanation.includes(quote);
  return isTold ? '' : ` ("${line(quote, 140)}")`;
}

type Named = QualificationReport['dimensions'][string] & { readonly name: string };

/** Whether nobody has spoken of what matters most in a dimension: its first factor. */
function isUnspoken({ name, unknown }: Named, framework: Framework): boolean {
  const [main] = Object.values(framework.dimensions[name]?.factors ?? {});
  return main !== undefined && unknown.includes(main.unknown);
}

function against({ reasons }: Named): Reason | undefined {
  return reasons.find(({ points }) => points < 0);
}

/** The dimension that lacks most; what their own words speak against comes before what nobody said, and that before the rest. */
function biggestGap(judged: Judged, framework: Framework): string {
  const [worst] = dimensionsInOrder(judged)
    .map(([name, one]): Named & { missing: number } => ({
      name,
      ...one,
      missing: 1 - one.points / one.maximum,
    }))
    .filter(({ missing }) => missing > 0.2)
    .map((one) => ({
      ...one,
      weight: one.missing + (against(one) ? 0.5 : isUnspoken(one, framework) ? 0.25 : 0),
    }))
    .sort((a, b) => b.weight - a.weight);
  if (!worst) return 'Nothing important is missing.';
  const spoken = against(worst);
  if (spoken) return `The biggest gap: ${sentencePart(spoken.explanation)}${quoted(spoken)}.`;
  if (isUnspoken(worst, framework))
    return `The biggest gap: ${framework.dimensions[worst.name]?.gap ?? worst.title}.`;
  return `The biggest gap: ${worst.unknown[0] ?? worst.band.toLowerCase()}.`;
}

function nextStep({ advice: [first], outcome }: Judged, next: string): string {
  const step = next.replace(/[.\s]+$/u, '');
  return first && outcome !== 'unqualified' ? `Next: ${step}, and ask: ${first.ask}` : `Next: ${step}.`;
}

/** Three sentences: the strongest reason, the biggest gap, the next step. */
export function summarise(lead: LeadData, judged: Judged, framework: Framework, next: string): string {
  return [mainReason(lead, judged), biggestGap(judged, framework), nextStep(judged, next)].join(' ');
}
