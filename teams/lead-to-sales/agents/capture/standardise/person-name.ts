/** A person's name as written → given name and family name. Titles go, particles stay with the family. */
import { isCredentials, isDegrees, nameWords } from './name-words.ts';

export interface PersonName {
  readonly first: string | null;
  readonly last: string | null;
}

const PARTICLES = new Set(
  `von van vom zu zum zur in ní nic ó uí mhic st. ste. graf gräfin freiherr freifrau 't ’t de del della dello delle degli dei di da das do dos du des d la le las los lo el den der het 't t ten ter te op aan uit
  af av al ul ibn bin ben bint abu mac mc st ste saint san santa santo dal dalla dall`.split(/\s+/),
);
/** They join two family names. */
const JOINERS = new Set(['y', 'e', 'i', 'und', 'och', 'og', '-', '–']);
/** Second given names that many bear in languages where two words are the family's. */
const SECOND_GIVEN = new Set(
  `jose maria luis luisa felipe carlos antonio manuel angel angeles pilar carmen isabel teresa jesus alberto andres ignacio javier miguel fernando eduardo
  enrique pablo rafael ramon alejandro david daniel cristina elena paz mar rosa lucia victoria ines paula paulo pedro joao henrique augusto cesar roberto
  ricardo gustavo guilherme gabriel lucas vitor jorge guadalupe dolores mercedes rosario beatriz eugenia fernanda carolina andrea sofia clara alice cecilia
  helena julia laura marta monica patricia raquel sandra silvia susana vanessa francisco javier joaquin vicente tomas ivan oscar sergio mario martin filipe belen nieves soledad concepcion
  asuncion josefa lourdes fatima gracia leonor margarida rita rodrigo leonardo eduarda matheus bruno afonso duarte diogo tiago vasco antonia manuela joana catarina mariana
  isabella camila valentina julio jaime ramiro emilio agustin esteban nicolas sebastian hugo adrian samuel marcos aurelio alfonso alvaro gonzalo xavier jordi`.split(
    /\s+/,
  ),
);
const NONE: PersonName = { first: null, last: null };

/**
 * Splits a name; `{ first: null, last: null }` where the text is no person's name. Expects one line.
 * `language` (ISO 639-1) helps: in Spanish and Portuguese the last two words are the family's. `familyFirst`:
 * something else has told that the family's name stands first.
 */
export function personName(text: string, language: string | null = null, familyFirst = false): PersonName {
  // Brackets may hold pronouns, "(she/her)": they are no reason to refuse a name.
  const plain = text
    .slice(0, 120)
    .replace(/\s?\([^()/]{1,10}\/[^()]{1,20}\)/g, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (plain === '' || /[@\d<>{}=|/\\:;!?*#_]/.test(plain)) return NONE;
  const commas = plain.split(',').map((part) => part.trim());
  // "Smith, John, PhD"
  if (commas.length > 2 && isDegrees(commas.slice(2).join(' ')) && !isCredentials(commas[1] ?? ''))
    commas.length = 2;
  // "MACDONALD, FIONA": short capitals alone are no degree behind a single word.
  const isReversed = commas.length === 2 && !/\s/.test(commas[0] ?? '') && !isDegrees(commas[1] ?? '');
  if (commas.length > 1 && !isReversed && isCredentials(commas.slice(1).join(' '))) {
    return splitWords(commas[0] ?? '', language, familyFirst);
  }
  if (commas.length === 2) {
    const [family, given] = [nameWords(commas[0] ?? ''), nameWords(commas[1] ?? '')];
    return family.length === 0 || given.length === 0 ? NONE : { first: joined(given), last: joined(family) };
  }
  return commas.length === 1 ? splitWords(plain, language, familyFirst) : NONE;
}

function splitWords(text: string, language: string | null, familyFirst: boolean): PersonName {
  const words = nameWords(text);
  if (words.length === 0 || words.length > 7) return NONE;
  if (words.length === 1) {
    const hasTitle = text.trim().split(' ').length > 1;
    const isFamily = hasTitle && !/^["“„(]/.test(text.trim().split(' ')[1] ?? '');
    return isFamily ? { first: null, last: joined(words) } : { first: joined(words), last: null };
  }
  const loud = loudFamily(words);
  if (familyFirst && loud === null) {
    return { first: joined(words.slice(1)), last: joined(words.slice(0, 1)) };
  }
  if (loud?.isFirst) return { first: joined(words.slice(loud.at)), last: joined(words.slice(0, loud.at)) };
  const cut = loud?.at ?? familyStart(words, language);
  return { first: joined(withoutInitials(words.slice(0, cut))), last: joined(words.slice(cut)) };
}

/** Capitals tell the family's name: "Juan GARCIA LOPEZ", "TANAKA Hiroshi". */
function loudFamily(words: readonly string[]): { readonly at: number; readonly isFirst: boolean } | null {
  const loud = words.map(isLoudWord);
  const count = loud.filter((is) => is).length;
  if (count === 0 || count === words.length) return null;
  const first = loud.indexOf(true);
  if (first > 0 && words.slice(first).every((word, index) => loud[first + index] || isParticle(word))) {
    return { at: particleBefore(words, first), isFirst: false };
  }
  const end = loud.indexOf(false);
  const isFirst = first === 0 && loud.slice(end).every((is) => !is) && (words[end] ?? '').length > 2;
  return isFirst ? { at: end, isFirst: true } : null;
}

function particleBefore(words: readonly string[], at: number): number {
  let start = at;
  while (start > 1 && isParticle(words[start - 1] ?? '')) start -= 1;
  return start;
}

function familyStart(words: readonly string[], language: string | null): number {
  const particle = words.findIndex(
    (word, index) => index > 0 && index < words.length - 1 && isParticle(word),
  );
  const hyphened = words.findIndex(
    (word, index) =>
      index > 0 && index < words.length - 1 && isParticle(word.split('-').at(-1) ?? '') && word.includes('-'),
  );
  if (hyphened > 0) return hyphened;
  const joiner = words.findIndex(
    (word, index) => index > 1 && index < words.length - 1 && JOINERS.has(word.toLowerCase()),
  );
  if (joiner > 1 && (particle < 0 || particle > joiner)) return joiner - 1;
  if (particle > 0) {
    // "Ana Belén Ruiz de la Prada": in Spanish a family name may stand before the particle, too.
    const isDouble = particle >= 3 || (particle === 2 && !SECOND_GIVEN.has(plainKey(words[1] ?? '')));
    if (
      particle === 1 &&
      words.length >= 4 &&
      /^m(?:aria|a)$/.test(plainKey(words[0] ?? '').replace(/[.ª]/g, ''))
    )
      return 3;
    return isIberian(language) && isDouble ? particle - 1 : particle;
  }
  const last = words.length - 1;
  const isTrailing = (words[last] ?? '').replace('.', '').length === 1;
  if (isTrailing && last >= 2) return last - 1;
  if (!isIberian(language) || words.length < 3) return last;
  if (words.length >= 4) return words.length - 2;
  return SECOND_GIVEN.has(plainKey(words[1] ?? '')) ? 2 : 1;
}

function isIberian(language: string | null): boolean {
  return language === 'es' || language === 'pt' || language === 'ca' || language === 'gl';
}

function plainKey(word: string): string {
  return word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function isParticle(word: string): boolean {
  return PARTICLES.has(word.toLowerCase()) || /^(d|l|dell|dall)['’]$/i.test(word);
}

/** Middle initials are left out where a name is left without them. */
function withoutInitials(words: readonly string[]): readonly string[] {
  const full = words.filter((word, index) => index === 0 || !/^\p{Lu}\.?$/u.test(word));
  return full.length === 0 ? words : full;
}

/** In capitals; an ß has none in common use. */
function isLoud(word: string): boolean {
  return word.replaceAll('ß', '') === word.replaceAll('ß', '').toUpperCase();
}

function isLoudWord(word: string): boolean {
  const letters = word.replace(/[^\p{L}]|[ªº]/gu, '').replace(/^Ma?c/, '');
  return letters.length > 1 && isLoud(letters) && !/^(?:\p{Lu}\.-?){1,4}$/u.test(word);
}

/** An article is written large in a name ("Le Goff"), a preposition small ("de Vries"). */
function lowered(particle: string): string {
  const small = particle.toLowerCase();
  return /^(le|la|el|lo|los|las|al)$/.test(small) ? small.charAt(0).toUpperCase() + small.slice(1) : small;
}

/** Names in capitals or in small letters only are written as names are; others stay as they are. */
function joined(words: readonly string[]): string {
  return words
    .map((word) => {
      const isOneCase = isLoud(word) || isLoudWord(word) || word === word.toLowerCase();
      if (isParticle(word) || JOINERS.has(word.toLowerCase())) {
        return isLoud(word) ? lowered(word) : word;
      }
      if (!isOneCase || word.length < 2 || word.includes('.')) return word;
      return word
        .toLowerCase()
        .replace(/(^|[-'’])\p{L}/gu, (letter) => letter.toUpperCase())
        .replace(/^(Mc)(\p{Ll})/u, (_, mc: string, letter: string) => mc + letter.toUpperCase());
    })
    .join(' ');
}
