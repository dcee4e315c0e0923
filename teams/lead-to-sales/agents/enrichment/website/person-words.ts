/** Which words of a page are a person's name, and which a job title. Pure. */
import { readTitle } from '../../../standards/titles/read-title.ts';
import { asWords, phraseIn } from '../phrases.ts';

const PARTICLES = new Set(
  'von vom van vander de der den del della di da dal das dos do du la le los las bin ibn al el y e zu zum zur ten ter te of'.split(
    ' ',
  ),
);
/** Words of headings that look like a name. */
const NO_NAME = new Set(
  (
    'our the team contact about press office us company services service meet we your all join read more news customer customers sales ' +
    'support get in board leadership management people staff home privacy policy terms conditions imprint legal notice cookie settings learn ' +
    'unser unsere ihre ihr das die der wir kontakt impressum datenschutz agb karriere presse aktuelles leistungen produkte startseite ' +
    'notre nos nous votre equipe équipe contactez accueil mentions légales nuestro nuestra nuestros contacto equipo inicio aviso ' +
    'nostro nostra contatti azienda chi siamo onze ons wij nossa nosso equipa equipe contato gmbh ag kg ltd inc llc sarl sas srl spa bv'
  ).split(' '),
);
const ACADEMIC =
  /^(?:(?:Prof(?:essor)?|Dr|Dipl|Ing|Mag|Mr|Mrs|Ms|Herr|Frau|M|Mme|Mlle|Sr|Sra|Dott|Dottssa|Avv|Drs|Ir|Eng)\.?(?:-?\p{Lu}\p{L}{0,6}\.?)? ){1,3}/u;
/** Degrees and pronouns behind a name. */
const BEHIND =
  /(?:,? (?:MBA|PhD|Ph\.D\.|M\.?Sc\.?|B\.?Sc\.?|CPA|CFA|LL\.?M\.?|MD|PE|FCA|\((?:she|he|they)\/\p{L}{2,5}\)))+$/iu;

/** A name without degrees behind it, such as "Jane Doe" of "Jane Doe, MBA". */
export function bareName(text: string): string {
  if (text.length > 80 || !/[.,()A-Z]$|[.,(]/.test(text)) {
    return text.trim();
  }
  return text.replace(BEHIND, '').trim();
}

/** Whether a text has the shape of a person's name: two to five words, each with a capital, none of a heading. */
export function isName(text: string): boolean {
  if (
    text.length < 4 ||
    text.length > 60 ||
    !/^\p{Lu}/u.test(text) ||
    /[\d:;!?@/&|()[\]{}<>"„“+*=]/.test(text)
  ) {
    return false;
  }
  const words = text.replace(ACADEMIC, '').split(' ');
  const plain = words.filter((word) => !PARTICLES.has(word.toLowerCase()));
  return (
    words.length >= 2 &&
    words.length <= 6 &&
    plain.length >= 2 &&
    plain.length <= 4 &&
    plain.every(
      (word) =>
        /^\p{Lu}[\p{L}.'’-]{0,25}$/u.test(word) &&
        !/\p{Ll}\p{Lu}{2}/u.test(word) &&
        !NO_NAME.has(word.toLowerCase()),
    ) &&
    plain.some((word) => word.length > 2 && !word.endsWith('.'))
  );
}

/** Whether a text is a job title: short, no sentence, and with a word that makes one. */
export function isTitle(text: string, titleWords: readonly string[]): boolean {
  if (
    text.length < 2 ||
    text.length > 90 ||
    !/^\p{L}/u.test(text) ||
    /[.?!:]$/.test(text) ||
    ACADEMIC.test(text)
  ) {
    return false;
  }
  // "Head of Sales at Other Corp" is somebody else's; "our", "you" and "we" are words of sentences.
  if (/\b(?:at|bei|our|your|you|we|who|with|unser[em]?|chez|notre)\b|@/i.test(text)) {
    return false;
  }
  if (phraseIn(asWords(text), titleWords) !== null) {
    return true;
  }
  const { seniority, jobFunction } = readTitle(text);
  return seniority !== null && jobFunction !== null && text.split(' ').length <= 8;
}

export interface NameAndTitle {
  readonly name: string;
  readonly title: string;
}

/** "Jane Doe, CEO", "Jane Doe – CEO" and "Jane Doe (CEO)" on one line; null where the line is not of that shape. */
export function nameAndTitle(line: string): NameAndTitle | null {
  const match = !/[,–—|·(:-]/.test(line)
    ? null
    : /^(.{3,60}?)(?:,? (?:MBA|PhD|Ph\.D\.))?(?:, | [–—|·-] | \(|: )(.{2,90})$/u.exec(line.slice(0, 160));
  return match?.[1] && match[2]
    ? {
        name: match[1].trim(),
        title: (match[2].replace(/\)$/, '').split('. ')[0] ?? '').replace(/\.$/, '').trim(),
      }
    : null;
}

/** "Geschäftsführer: Hans Müller, Petra Schmidt" as imprints have it: several people of one title. */
export function titleAndNames(line: string, titleWords: readonly string[]): NameAndTitle[] {
  const match = line.includes(':') ? /^([^:]{2,90}) ?: ?(.{4,200})$/u.exec(line.slice(0, 300)) : null;
  const title = match?.[1]?.trim() ?? '';
  if (!isTitle(title, titleWords)) {
    return [];
  }
  return (match?.[2] ?? '')
    .replace(/\([^)]{0,60}\)/g, '')
    .split(/\s?[,;]\s|\s(?:und|and|et|y|e|en|&)\s/u)
    .map((name) => bareName(name.trim().replace(/\.$/, '')))
    .filter(isName)
    .slice(0, 10)
    .map((name) => ({ name, title }));
}
