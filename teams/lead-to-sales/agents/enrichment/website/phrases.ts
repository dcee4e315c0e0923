/** Finds words in text by whole words, whatever stands between them. Pure and linear. */

/** Words in lower case and without accents, one space around each: what `hasPhrase` looks into. */
export function asWords(text: string): string {
  return ` ${text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .split(/[^\p{L}\p{N}&$€£]+/u)
    .filter((word) => word !== '')
    .join(' ')} `;
}

const prepared = new WeakMap<readonly string[], readonly string[]>();

/** The first of some phrases (of whole words) that stands in a text made by `asWords`; null where none does. */
export function phraseIn(words: string, phrases: readonly string[]): string | null {
  const wanted = prepared.get(phrases) ?? phrases.map(asWords);
  prepared.set(phrases, wanted);
  const at = wanted.findIndex((phrase) => phrase.trim() !== '' && words.includes(phrase));
  return phrases[at] ?? null;
}
