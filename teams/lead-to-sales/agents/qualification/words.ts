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
  return word
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'o')
    .replaceAll('æ', 'a')
    .replaceAll('ae', 'a')
    .replaceAll('oe', 'o')
    .replaceAll('ue', 'u');
}

/** A full stop inside "3.5" ends nothing; a line break alone may be the mail program's wrapping. */
const sentenceEnd = /[.!?…](?=[\s"'”’)\]])|[;¿¡]|\n[^\S\n]*\n|\n\s*[-*•·>–]/u;
const clauseEnd = /[,:()[\]–—/]|\s-\s/u;
const label = /^[^\n:]{1,30}:/u;
const initialAhead = /(?<![\p{L}\p{N}])\p{L}$/u;
const longestGap = 200;

/** Whether a new sentence begins at `start`, `between` being what stands before it. */
function endsSentence(between: string, text: string, start: number): boolean {
  // "z.B. im Jahr", "M. Dupont"
  const end = start - between.length;
  if (between === '. ' && initialAhead.test(text.slice(Math.max(0, end - 2), end))) return false;
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
  for (const match of read.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const start = match.index;
    const between = read.slice(before, start);
    if (words.length > 0 && endsSentence(between, read, start)) sentence += 1;
    before = start + match[0].length;
    words.push({
      plain: plainWord(match[0]),
      start,
      end: before,
      sentence,
      beginsClause: clauseEnd.test(between.slice(0, longestGap)),
    });
  }
  return words;
}
