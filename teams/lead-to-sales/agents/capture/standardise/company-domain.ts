/** Whether a name is what a mail domain stands for: "Harbor Light Insurance" and harborlightins.com. */
import { foldWord } from '../phrases.ts';

const JOINING = new Set([
  'and',
  'und',
  'et',
  'y',
  'e',
  'i',
  'en',
  'the',
  'der',
  'die',
  'das',
  'of',
  'de',
  'la',
  'le',
  'di',
  'da',
  'do',
  'del',
  'van',
  'von',
  '&',
]);
const MAX_WORDS = 8;

/** The spellings in which a word may stand in a domain: ü is u or ue. */
function spellings(word: string): string[] {
  const plain = foldWord(word).replace(/[^a-z0-9]/g, '');
  const german = foldWord(
    word.replace(/ä/gi, 'ae').replace(/ö/gi, 'oe').replace(/ü/gi, 'ue').replace(/ø/gi, 'o'),
  ).replace(/[^a-z0-9]/g, '');
  return german === plain ? [plain] : [plain, german];
}

/**
 * How much of a domain's own word (such as `harborlightins`) the name's words, or their beginnings, make up:
 * 0 to 1. `core` is in small letters; hyphens in it do not matter.
 */
export function domainLikeness(name: string, core: string): number {
  const wanted = core.replace(/[^\p{L}\p{N}]/gu, '');
  const words = (name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS);
  if (wanted.length < 3 || words.length === 0) return 0;
  const long = words.filter((word) => !JOINING.has(foldWord(word)));
  const initials = long.map((word) => foldWord(word).charAt(0)).join('');
  if (long.length >= 2 && initials === wanted) return 1;
  let left = wanted;
  let covered = 0;
  let used = 0;
  for (const word of words) {
    const found = longestPart(word, left);
    if (found === '') continue;
    left = left.replace(found, ' ');
    covered += found.length;
    if (!JOINING.has(foldWord(word))) used += 1;
  }
  // What is left of the domain is a trade, a country or a legal form; what is left of the name must not outweigh it.
  const likeness = covered / wanted.length;
  return long.length > 0 && used / long.length >= 0.3 ? likeness : 0;
}

/** The whole word where it stands in the domain, else its beginning of at least three letters; empty where neither does. */
function longestPart(word: string, left: string): string {
  for (const spelling of spellings(word)) {
    if (spelling.length >= 2 && left.includes(spelling)) return spelling;
  }
  for (const spelling of spellings(word)) {
    for (let length = Math.min(spelling.length - 1, left.length); length >= 3; length -= 1) {
      if (left.includes(spelling.slice(0, length))) return spelling.slice(0, length);
    }
  }
  return '';
}
