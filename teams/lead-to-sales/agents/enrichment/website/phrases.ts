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

/** Whether a phrase of whole words stands in a text made by `asWords`. */
export function hasPhrase(words: string, phrase: string): boolean {
  const wanted = asWords(phrase);
  return wanted.trim() !== '' && words.includes(wanted);
}
