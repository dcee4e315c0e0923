/** The words of a job title, folded for comparing: no case, no accents, no marks of gender. */
import { once } from '../word-lists.ts';

/** A title is read up to here. */
export const TITLE_LIMIT = 200;

export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** "&" and its words in seven languages are one token. */
const AND = new Set(['&', '+', 'and', 'und', 'et', 'y', 'e', 'sowie', 'plus', 'ed']);
/** In brackets or after a bar, these say that everybody may apply. */
const ANYBODY = /\(?\b(?:[mwfdxhn](?:\s?[/|,]\s?[mwfdxhn*]){1,3})\b\)?/giu;
/** Kauffrau:in, Leiter/-in, Chargé(e), Directeur.trice, técnico/a, VerkäuferIn. */
const GENDER =
  /(?<=\p{L}{2})(?:[:*_·.](?:innen|in|trice|rice|euse|ère|ne|e)|\/-?(?:innen|in|frau|trice|rice|euse|ière|ère|ora|ne|as?|e)|\((?:innen|in|trice|rice|euse|ère|ora|ne|as?|e|s)\))(?!\p{L})|(?<=\p{Ll})In(?!\p{L})/gu;
const WORD = once(
  () =>
    /(?<!\p{L})(?:(?:\p{L}\.-?\s?){2,6}(?:\p{L}(?!\p{L}))?|\p{L}\s?[&+]\s?\p{L}(?!\p{L})|\p{L}{2,3}[&+]\p{L}(?!\p{L}))|[\p{L}\p{M}\p{N}]+|[&+]/gu,
);

/** Folds a word: no accents, no case, ß as ss. */
export function fold(text: string): string {
  if (/^[a-z ]*$/.test(text)) return text;
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/gi, 'o')
    .replace(/ł/gi, 'l')
    .toLowerCase();
}

/** The words of a title with their places in it. Reads 200 characters. */
export function titleTokens(title: string): Token[] {
  const text = blanked(blanked(title.slice(0, TITLE_LIMIT).replaceAll('@', 'a'), ANYBODY), GENDER);
  const tokens: Token[] = [];
  for (const match of text.matchAll(WORD())) {
    const start = match.index;
    const written = match[0].trimEnd();
    const end = start + written.length;
    tokens.push({ word: wordOf(written), start, end });
  }
  return tokens;
}

/** The words of a text that holds letters, blanks, hyphens and apostrophes only. */
export function plainWords(text: string): string[] {
  return fold(text)
    .split(/[ '-]+/)
    .filter((word) => word !== '')
    .map((word) => (AND.has(word) ? '&' : word));
}

/** "C.E.O." is ceo, "R & D" is r&d; a single sign or word for "and" is &. */
function wordOf(written: string): string {
  const word = fold(written);
  if (AND.has(word)) return '&';
  if (/^[\p{L}\p{N}]+$/u.test(word)) return word;
  return /[&+]/.test(word) ? word.replace(/\s/g, '').replace('+', '&') : word.replace(/[.\s-]/g, '');
}

/** Puts as many spaces where a pattern matches, so that places stay true. */
function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => ' '.repeat(found.length));
}

const MASCULINE: readonly (readonly [RegExp, readonly string[]])[] = [
  [/innen$/, ['']],
  [/in$/, ['']],
  [/frau$/, ['mann']],
  [/leute$/, ['mann']],
  [/woman$/, ['man']],
  [/ess$/, ['']],
  [/trice$/, ['teur', 'tore', 'tor']],
  [/rice$/, ['eur', 'ore']],
  [/euse$/, ['eur']],
  [/iere$/, ['ier']],
  [/enne$/, ['en']],
  [/onne$/, ['on']],
  [/essa$/, ['', 'e']],
  [/ora$/, ['or']],
  [/a$/, ['o', 'e', '']],
  [/e$/, ['', 'er', 'o', 'a']],
  [/en$/, ['', 'e']],
  [/ster$/, ['er']],
  [/i$/, ['o', 'e']],
  [/es$/, ['', 'e']],
  [/s$/, ['']],
  [/ren$/, ['r']],
];

/** The forms a word may be listed under: itself, without umlaut spelling, its masculine and its singular. */
export function formsOf(word: string): string[] {
  const plain = word.replace(/([aou])e/g, '$1');
  const bases = plain === word ? [word] : [word, plain];
  const forms = new Set(bases);
  if (word.length < 4) return [...forms];
  for (const base of bases) {
    const singular = base.endsWith('s') && base.length > 4 ? [base, base.slice(0, -1)] : [base];
    for (const one of singular) {
      forms.add(one);
      for (const [ending, others] of MASCULINE) {
        if (!ending.test(one)) continue;
        for (const other of others) {
          const form = one.replace(ending, other);
          if (form.length > 3) forms.add(form);
        }
      }
    }
  }
  return [...forms];
}
