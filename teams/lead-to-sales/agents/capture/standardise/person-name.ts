/** A person's name as written → given name and family name. Titles go, particles stay with the family. */

export interface PersonName {
  readonly first: string | null;
  readonly last: string | null;
}

const HONORIFICS = new Set(
  (
    'mr mrs ms miss mx sir madam dr prof professor herr frau hr fr dipl ing kfm mag mba phd md msc bsc ba ma llm esq jr ' +
    'sr sra srta don dona d dna m mme mlle monsieur madame mademoiselle sig signor signora dott dottssa rer nat med jur habil hc h c ir drs ' +
    'cpa pmp cfa ceng beng'
  ).split(' '),
);
const PARTICLES = new Set(
  'von van vom zu zum zur de del della delle dei di da das do dos du des la le las los el den der ter ten te af av al bin ibn ben mac mc st san santa y e und'.split(
    ' ',
  ),
);

/**
 * Splits a name; `{ first: null, last: null }` where the text is no person's name. Expects one line.
 * `language` (ISO 639-1) helps: in Spanish the last two words are the family's.
 */
export function personName(text: string, language: string | null = null): PersonName {
  const none = { first: null, last: null };
  const plain = text
    .slice(0, 120)
    .replace(/["“”„«»]/g, '')
    .replace(/\([^)]{0,80}\)|\[[^\]]{0,80}\]/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain === '' || /[@\d<>{}=|/\\:;!?*#_]/.test(plain)) return none;
  const commas = plain.split(',').map((part) => part.trim());
  if (commas.length > 1 && isCredentials(commas.slice(1).join(' ')))
    return splitWords(commas[0] ?? '', language);
  if (commas.length === 2) {
    const [family, given] = [nameWords(commas[0] ?? ''), nameWords(commas[1] ?? '')];
    if (family.length === 0 || given.length === 0) return none;
    return { first: joined(given), last: joined(family) };
  }
  return commas.length === 1 ? splitWords(plain, language) : none;
}

function splitWords(text: string, language: string | null): PersonName {
  const words = nameWords(text);
  if (words.length === 0 || words.length > 6) return { first: null, last: null };
  if (words.length === 1) {
    const hasTitle = text.trim().split(' ').length > 1;
    return hasTitle ? { first: null, last: joined(words) } : { first: joined(words), last: null };
  }
  const particle = words.findIndex((word, index) => index > 0 && PARTICLES.has(word.toLowerCase()));
  const cut = particle > 0 ? particle : familyStart(words, language);
  return { first: joined(words.slice(0, cut)), last: joined(words.slice(cut)) };
}

/** The last word is the family's (in Spanish the last two), unless capitals tell: "Juan GARCIA LOPEZ". */
function familyStart(words: readonly string[], language: string | null): number {
  const firstLoud = words.findIndex(isLoudWord);
  const isMixed = firstLoud > 0 && words.slice(firstLoud).every(isLoudWord);
  if (isMixed) return firstLoud;
  return language === 'es' && words.length >= 3 ? words.length - 2 : words.length - 1;
}

/** In capitals; an ß has none in common use. */
function isLoud(word: string): boolean {
  return word.replaceAll('ß', '') === word.replaceAll('ß', '').toUpperCase();
}

function isLoudWord(word: string): boolean {
  return word.length > 1 && isLoud(word);
}

function nameWords(text: string): string[] {
  const words = text.split(' ').filter((word) => /\p{L}/u.test(word));
  const bare = (word: string): string => word.replace(/[.\s]/g, '').toLowerCase();
  let from = 0;
  let to = words.length;
  while (from < to && isHonorific(words[from] ?? '', bare)) from += 1;
  while (to > from && isHonorific(words[to - 1] ?? '', bare) && to - from > 1) to -= 1;
  return words.slice(from, to);
}

function isHonorific(word: string, bare: (word: string) => string): boolean {
  const key = bare(word);
  if (!HONORIFICS.has(key) && !key.split('-').every((part) => HONORIFICS.has(part))) return false;
  // A single letter is a title only where it is not somebody's initial.
  return key.length > 1 || /^[mM]\.?$/.test(word) || word.includes('.') === false;
}

function isCredentials(text: string): boolean {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  return words.length > 0 && words.every((word) => HONORIFICS.has(word.replace(/\./g, '').toLowerCase()));
}

/** Names in capitals or in small letters only are written as names are; others stay as they are. */
function joined(words: readonly string[]): string {
  return words
    .map((word) => {
      const isOneCase = isLoud(word) || word === word.toLowerCase();
      if (PARTICLES.has(word.toLowerCase())) return word === word.toUpperCase() ? word.toLowerCase() : word;
      if (!isOneCase || word.length < 2 || word.includes('.')) return word;
      return word.toLowerCase().replace(/(^|[-'’])\p{L}/gu, (letter) => letter.toUpperCase());
    })
    .join(' ');
}
