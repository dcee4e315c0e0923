/** Cuts a text into words that can be compared over spelling habits, and knows where sentences and clauses end. */

/** Longer texts are read up to here. */
export const longestText = 20_000;

export interface Word {
  /** Lower case, without diacritics; `ü`, `ue` and `u` are one. */
  readonly plain: string;
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The number of its sentence in the text. */
  readonly sentence: number;
  /** Whether a comma, colon or dash parts it from the word before. */
  readonly beginsClause: boolean;
}

/** One word as it is compared. */
export function plainWord(word: string): string {
  const lower = /^[a-z0-9]*$/.test(word)
    ? word
    : word
        .normalize('NFD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase()
        .replaceAll('ß', 'ss')
        .replaceAll('œ', 'o')
        .replaceAll('æ', 'a');
  return lower.includes('e')
    ? lower.replaceAll('ae', 'a').replaceAll('oe', 'o').replaceAll('ue', 'u')
    : lower;
}

/** A word, or a number with its separators and what is written onto it: "25.000", "31k", "26th". */
export const wordPattern = /\p{N}+(?:[.,'’]\p{N}+)*[\p{L}\p{M}\p{N}]*|[\p{L}\p{M}][\p{L}\p{M}\p{N}]*/gu;

/** A full stop inside "3.5" ends nothing; a line break alone may be the mail program's wrapping. */
const sentenceEnd = /[.!?…](?=[\s"'”’)\]»])|[;¿¡]|\n[^\S\n]*\n|\n\s*[-*•·>–]/u;
const clauseEnd = /[,:()[\]–—/]|\s-\s/u;
const label = /^[^\n:]{1,30}:/u;
const initialAhead = /(?<![\p{L}\p{N}])\p{L}$/u;
const numberAhead = /(?<![\p{L}\p{N}])\p{N}{1,2}$/u;
const longestGap = 200;

/** Whether a new sentence begins at `start`, `between` being what stands before it. */
function endsSentence(between: string, text: string, start: number): boolean {
  const end = start - between.length;
  if (between === '. ') {
    // "z.B. im Jahr", "M. Dupont", and "am 2. November", whose full stop makes an ordinal.
    if (initialAhead.test(text.slice(Math.max(0, end - 2), end))) return false;
    if (numberAhead.test(text.slice(Math.max(0, end - 3), end))) return false;
  }
  if (between.length > longestGap || sentenceEnd.test(between)) return true;
  // "Urgent: no⏎Budget: approved" is two statements.
  return between.includes('\n') && label.test(text.slice(start, start + 32));
}

/** The words of the first `longestText` characters, in order. Takes time in proportion to the text. */
export function readWords(text: string): Word[] {
  const read = text.slice(0, longestText).replace(/[\ud800-\udbff]$/u, '');
  const words: Word[] = [];
  let before = 0;
  let sentence = 0;
  for (const match of read.matchAll(wordPattern)) {
    const start = match.index;
    const between = read.slice(before, start);
    const isPlainGap = between === ' ';
    if (!isPlainGap && words.length > 0 && endsSentence(between, read, start)) sentence += 1;
    before = start + match[0].length;
    words.push({
      plain: plainWord(match[0]),
      start,
      end: before,
      sentence,
      beginsClause: !isPlainGap && clauseEnd.test(between.slice(0, longestGap)),
    });
  }
  return words;
}
