/** Finds words in text by whole words, whatever stands between them. Pure and linear. */

/** Words in lower case and without accents, one space around each: what `phraseIn` looks into. */
export function asWords(text: string): string {
  const plain = ASCII.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');
  return ` ${plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}&$€£]+/u)
    .filter(Boolean)
    .join(' ')} `;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const ASCII = /^[\x00-\x7f]*$/;

interface Phrase {
  readonly words: string;
  readonly index: number;
}

/** First word of a phrase → the phrases that begin with it. */
type PhraseIndex = ReadonlyMap<string, readonly Phrase[]>;

const indexes = new WeakMap<readonly string[], PhraseIndex>();

function indexOf(phrases: readonly string[]): PhraseIndex {
  const known = indexes.get(phrases);
  if (known !== undefined) {
    return known;
  }
  const index = new Map<string, Phrase[]>();
  phrases.forEach((phrase, at) => {
    const words = asWords(phrase);
    const first = words.split(' ')[1] ?? '';
    if (first !== '') {
      index.set(first, [...(index.get(first) ?? []), { words, index: at }]);
    }
  });
  indexes.set(phrases, index);
  return index;
}

/** The first of some phrases (of whole words) that stands in a text made by `asWords`; null where none does. */
export function phraseIn(words: string, phrases: readonly string[]): string | null {
  const index = indexOf(phrases);
  let best = Number.POSITIVE_INFINITY;
  let start = 1;
  for (let end = words.indexOf(' ', start); end !== -1; end = words.indexOf(' ', start)) {
    for (const phrase of index.get(words.slice(start, end)) ?? NONE) {
      if (phrase.index < best && words.startsWith(phrase.words, start - 1)) {
        best = phrase.index;
      }
    }
    start = end + 1;
  }
  return phrases[best] ?? null;
}

const NONE: readonly Phrase[] = [];
