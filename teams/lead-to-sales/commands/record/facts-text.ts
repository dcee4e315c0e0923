/** The sections of a record on what arrived, what is known and what was found out. Pure. */
import type { Evidence } from 'baton';
import type { EnrichmentReport, LeadData } from '../../lead.ts';
import {
  bold,
  capitalised,
  columns,
  dim,
  labelled,
  listed,
  paragraph,
  plain,
  plainLines,
  quoted,
  rejoined,
  section,
  sentence,
  unbroken,
} from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { shortOrigin, sourceWords } from '../text/words.ts';
import type { Arrival } from './arrival.ts';
import { companyFields, foundFields, needFields, personFields, type ShownField } from './fields.ts';

const SHORT_TEXT = 70;
const MOST_LINES = 24;
const MOST_EVIDENCE = 3;

function arrivalHead(arrival: Arrival, timezone: string): string {
  const sent = dayAndTime(arrival.received_at, timezone);
  const taken = dayAndTime(arrival.accepted_at, timezone);
  const when = sent === taken ? `received ${sent}` : `sent ${sent}, taken in ${taken}`;
  return `${capitalised(sourceWords[arrival.source])}, ${when}, from ${shortOrigin(arrival.origin)}`;
}

function isShort(text: string): boolean {
  return text.length <= SHORT_TEXT && !/[\r\n]/.test(text);
}

/** Short texts beside their names, long ones below them behind a bar. */
function textLines({ texts, erased }: Arrival, most: number): string[] {
  if (erased) return ['  Its content has been erased.'];
  if (texts.length === 0) return ['  It has no words at all.'];
  const short = texts.filter(({ text }) => isShort(text));
  const width = Math.min(30, Math.max(0, ...short.map(({ name }) => name.length)));
  return [
    ...short.map(({ name, text }) => labelled(plain(name, 30), plain(text, SHORT_TEXT), width)),
    ...texts
      .filter(({ text }) => !isShort(text))
      .flatMap(({ name, text }) => [
        `  ${plain(name, 60)}:`,
        ...rejoined(plainLines(text, most))
          .flatMap((line) => paragraph(line, 6).split('\n'))
          .map((line) => `    ${dim('|')} ${line.trimStart()}`.trimEnd()),
      ]),
  ];
}

/** What arrived, and the further inquiries that were joined to it. */
export function arrivalSection(
  arrived: Arrival | null,
  joined: readonly Arrival[],
  timezone: string,
): string[] {
  const first =
    arrived === null
      ? []
      : [paragraph(arrivalHead(arrived, timezone), 2, 2), ...textLines(arrived, MOST_LINES)];
  const further = joined.flatMap((one) => [
    '',
    paragraph(`Joined to it: ${one.case_id}. ${sentence(arrivalHead(one, timezone))}`, 2, 2),
    ...textLines(one, MOST_LINES),
  ]);
  return section('What arrived', [...first, ...further]);
}

/** `"words", source, 95 % sure`: the words are left out where they stand in the value itself. */
function evidenceWords(value: string, { quote, source, confidence }: Evidence): string {
  const words = plain(quote, 160);
  const isInValue = value.includes(words) || value.startsWith(words.replace(/…$/, ''));
  const sure = unbroken(`${Math.round(confidence * 100)} % sure`);
  return `${isInValue ? '' : `"${words}", `}${plain(source, 120)}, ${sure}`;
}

function fieldLine({ label, value, evidence }: ShownField): string {
  const known = value ?? '';
  const all = [...new Set(evidence.map((one) => evidenceWords(known, one)))];
  const rests = all.slice(0, MOST_EVIDENCE);
  const more = all.length > MOST_EVIDENCE ? [`and ${all.length - MOST_EVIDENCE} more`] : [];
  return columns([label, bold(known), dim([...rests, ...more].join('\n'))], [14, 38, 42]);
}

function fieldLines(fields: readonly ShownField[]): string[] {
  const known = fields.filter(({ value }) => value !== null);
  return known.map(fieldLine);
}

function unknownLine(fields: readonly ShownField[]): string[] {
  const unknown = fields.filter(({ value }) => value === null).map(({ label }) => label.toLowerCase());
  return unknown.length === 0 ? [] : [columns(['Unknown', listed(unknown)], [14, 80])];
}

/** Every field with its value and what it rests on; those that nothing says as unknown. */
export function knownSection(lead: LeadData | null, timezone: string): string[] {
  if (lead === null) return [];
  const fields = [...personFields(lead), ...companyFields(lead), ...needFields(lead)];
  const { account } = lead.company_info;
  const { campaign, medium, referrer, attribution } = lead.source_info;
  const source = [
    attribution,
    ...(campaign === null ? [] : [`campaign ${campaign}`]),
    ...(medium === null ? [] : [`medium ${medium}`]),
    ...(referrer === null ? [] : [`referred by ${referrer}`]),
  ];
  return section('What they said', [
    dim('  Field, value, and the words it rests on (left out where they stand in the value itself).'),
    ...fieldLines(fields),
    ...unknownLine(fields),
    ...(account === null
      ? []
      : [columns(['Account', `${account.name}, a ${account.status}. ${account.match_reason}`], [14, 80])]),
    columns(['Language', lead.language ?? 'unknown'], [14, 80]),
    columns(['Lead source', plain(source.join(', '), 300)], [14, 80]),
    columns(['Notes', plain(lead.initial_notes, 900)], [14, 80]),
    columns(['Next action', `by ${dayAndTime(new Date(lead.next_action_at), timezone)}`], [14, 80]),
  ]);
}

const statusWords: Readonly<Record<EnrichmentReport['sources'][number]['status'], string>> = {
  ok: 'answered',
  cached: 'from cache',
  'nothing-found': 'found nothing',
  failed: 'failed',
  'timed-out': 'too slow',
  refused: 'refused',
  skipped: 'not asked',
};

/** What each source of enrichment answered, and what came of it. */
export function foundSection(report: EnrichmentReport | null): string[] {
  if (report === null) return [];
  const fields = foundFields(report);
  return section('What was found out', [
    ...report.sources.map(({ name, status, detail, took_ms }) =>
      columns(
        [
          plain(name, 40),
          statusWords[status],
          `${plain(detail, 400)}${took_ms >= 1 ? ` (${Math.round(took_ms)} ms)` : ''}`,
        ],
        [17, 14, 61],
      ),
    ),
    ...(report.limited
      ? [paragraph('A source that should have spoken did not: what is known here is limited.', 2)]
      : []),
    '',
    ...fieldLines(fields),
    ...unknownLine(fields),
  ]);
}

/** A quotation of the person's own words, for a story or a head. */
export function ownWords(arrival: Arrival | null, length: number): string | null {
  const words = arrival?.message ?? arrival?.subject ?? null;
  return words === null ? null : quoted(words, length);
}
