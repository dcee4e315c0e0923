/** Cuts text into sentences and paragraphs that still stand in it word for word. */

const MAX_TEXT = 20_000;
const MAX_SENTENCES = 400;
const MAX_SENTENCE = 1000;

/** An end of a sentence: a stop before a new beginning, an empty line, a new item of a list. */
const BOUNDARY = /(?<=[.!?…])["”»)]?\s+(?=[\p{Lu}¿¡"„“«(\d])|\n{2,}|\n(?=\s*(?:[-•*–]|\d{1,2}[.)])\s)/gu;

/** The same in a text that has no capitals at the beginnings of its sentences. */
const LOWER_BOUNDARY = new RegExp(`(?<=\\p{L}{3}[.!?…])\\s+(?=\\p{Ll})|${BOUNDARY.source}`, 'gu');
const CAPITAL = /[.!?]\s+\p{Lu}/u;

/** What ends with a stop that ends no sentence: "am 16. Oktober", "Dr. Weber", "z. B. Paletten", an initial. */
const NO_END =
  /(?:^|[\s(])(?:\d{1,3}|\p{L}|mr|mrs|ms|dr|prof|st|sr|sra|dra|dott|sig|ing|dipl|hr|fr|frl|mme|mlle|nr|no|num|núm|art|abs|av|avda|str|tel|fax|ca|approx|etc|bzw|inkl|exkl|zzgl|ggf|evtl|usw|mind|max|min|mio|mrd|tsd|eur|inc|ltd|co|corp|vs|ref|rif|pos|ext|env|cf|ej|bijv|dhr|mevr|resp|geb|jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|oct|nov|dez|dec|janv|févr|juil|déc|ene|ago|dic|gen|mag|giu|lug|set|ott|fev|abr|mai|out)\.$/iu;

/** The sentences of a text, at most 400 of at most 1,000 characters. Reads 20,000 characters. */
export function sentencesOf(text: string): string[] {
  const head = text.slice(0, MAX_TEXT);
  const sentences: string[] = [];
  let start = 0;
  const boundary = /^\s*\p{Ll}/u.test(head) && !CAPITAL.test(head) ? LOWER_BOUNDARY : BOUNDARY;
  for (const match of head.matchAll(boundary)) {
    const isParagraph = match[0].startsWith('\n') && /^\n{2,}|^\n$/.test(match[0]);
    if (!isParagraph && NO_END.test(head.slice(Math.max(start, match.index - 12), match.index))) continue;
    sentences.push(head.slice(start, match.index));
    start = match.index + match[0].length;
  }
  sentences.push(head.slice(start));
  return sentences
    .map((sentence) => sentence.trim().slice(0, MAX_SENTENCE))
    .filter((sentence) => sentence !== '')
    .slice(0, MAX_SENTENCES);
}

/** The beginning of a text, whole sentences where that is possible, at most `limit` characters. */
export function beginningOf(text: string, limit: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= limit) return trimmed;
  const head = trimmed.slice(0, limit);
  const end = Math.max(
    head.lastIndexOf('. '),
    head.lastIndexOf('? '),
    head.lastIndexOf('! '),
    head.lastIndexOf('\n'),
  );
  if (end > limit / 3) return head.slice(0, end + 1).trim();
  const space = head.lastIndexOf(' ');
  return (space > 0 ? head.slice(0, space) : head).trim();
}
