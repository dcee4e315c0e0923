/** Fields as lines: label, value, and the words it rests on. Pure. */
import type { Evidence } from 'baton';
import { bold, columns, dim, listed, plain, unbroken } from '../text/layout.ts';
import type { ShownField } from './fields.ts';

const MOST_EVIDENCE = 3;
const WIDTHS = [14, 38, 42];

/** Where something stands, short: "companies.csv:3, column employees", "acme.example/team". */
export function sourceOf(source: string): string {
  const register = /^company register (.{1,80}), line (\d+), (column .*)$/.exec(source);
  if (register !== null) return plain(`${register[1]}:${register[2]}, ${register[3]}`, 100);
  return plain(source.replace(/^https?:\/\//, ''), 120);
}

/** `"words", source, 95 %`: the words are left out where they stand in the value itself. */
export function evidenceWords(value: string, { quote, source, confidence }: Evidence): string {
  const words = plain(quote, 160);
  const isInValue = value.includes(words) || value.startsWith(words.replace(/…$/, ''));
  const sure = unbroken(`${Math.round(confidence * 100)} %`);
  return `${isInValue ? '' : `"${words}", `}${sourceOf(source)}, ${sure}`;
}

function fieldLine({ label, value, evidence }: ShownField): string {
  const known = value ?? '';
  const all = [...new Set(evidence.map((one) => evidenceWords(known, one)))];
  const rests = all.slice(0, MOST_EVIDENCE);
  const more = all.length > MOST_EVIDENCE ? [`and ${all.length - MOST_EVIDENCE} more`] : [];
  return columns([label, bold(known), dim([...rests, ...more].join('\n'))], WIDTHS);
}

/** The fields that something says. */
export function fieldLines(fields: readonly ShownField[]): string[] {
  return fields.filter(({ value }) => value !== null).map(fieldLine);
}

/** One line of those that nothing says. */
export function unknownLine(fields: readonly ShownField[]): string[] {
  const unknown = fields
    .filter(({ value, isExtra }) => value === null && !isExtra)
    .map(({ label }) => label.toLowerCase());
  return unknown.length === 0 ? [] : [columns(['Unknown', listed(unknown)], [14, 80])];
}
