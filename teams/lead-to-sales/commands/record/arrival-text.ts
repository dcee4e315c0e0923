/** The section of a record on what arrived, in its own words. Pure. */
import {
  capitalised,
  dim,
  labelled,
  paragraph,
  plain,
  plainLines,
  rejoined,
  section,
  sentence,
} from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { shortOrigin, sourceWords } from '../text/words.ts';
import type { Arrival } from './arrival.ts';

const SHORT_TEXT = 70;
const MOST_LINES = 24;

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
function textLines({ texts, erased }: Arrival): string[] {
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
        ...rejoined(plainLines(text, MOST_LINES))
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
    arrived === null ? [] : [paragraph(arrivalHead(arrived, timezone), 2, 2), ...textLines(arrived)];
  const further = joined.flatMap((one) => [
    '',
    paragraph(`Joined to it: ${one.case_id}. ${sentence(arrivalHead(one, timezone))}`, 2, 2),
    ...textLines(one),
  ]);
  return section('What arrived', [...first, ...further]);
}
