/** A job title → how high and in which field, put together from its words by `titles.yaml`. */
import type { JobFunction, Seniority } from '../../lead.ts';
import { seniority } from '../../lead.ts';
import { once } from '../word-lists.ts';
import { type Entry, type TitleLanguage, type TitleLexicon, titleLexicon } from './lexicon.ts';
import { findMatches, type Match, titleWords, type Word, withCompounds } from './match.ts';
import { fold, TITLE_LIMIT, titleTokens } from './tokens.ts';

export interface StandardTitle {
  /** Null: no word of the title says it. */
  readonly seniority: Seniority | null;
  readonly jobFunction: JobFunction | null;
}

const UNKNOWN: StandardTitle = { seniority: null, jobFunction: null };
const ASSISTANT: StandardTitle = { seniority: 'individual', jobFunction: 'support' };
const RANK = new Map(seniority.options.map((level, index) => [level, index]));

/**
 * Reads a title of at most 200 characters. A few words mean something else in another
 * language: the title's own words tell which, and where they do not, `language` (ISO 639-1). Two jobs in one title: the higher level, and the
 * field named first. Words in brackets only fill what the others leave open. A title none of whose words is known
 * is unknown on both axes.
 */
export function readTitle(title: string, language: string | null = null): StandardTitle {
  const text = title.slice(0, TITLE_LIMIT);
  const outside = text.replace(/\([^)]{0,100}\)|\[[^\]]{0,100}\]/g, (found) => ' '.repeat(found.length));
  const main = readWords(outside, language);
  const isNamedOutside = main.jobFunction !== null && !['other', 'executive'].includes(main.jobFunction);
  if (outside === text || (main.seniority !== null && isNamedOutside)) return main;
  const whole = readWords(text.replace(/\(\s*ex\b/gi, '( '), language);
  // "MD (Medical Doctor)": the brackets say which.
  if (/\bM\.?D\b/.test(outside) && whole.jobFunction === 'other') return whole;
  if (main.seniority === null && main.jobFunction === null) return whole;
  const isNamed = main.jobFunction === 'other' && whole.jobFunction !== null;
  return {
    seniority: main.seniority ?? whole.seniority,
    jobFunction: isNamed ? whole.jobFunction : main.jobFunction,
  };
}

function readWords(text: string, given: string | null): StandardTitle {
  const lexicon = titleLexicon();
  const all = titleWords(titleTokens(text), lexicon.vocabulary);
  if (all.length === 0) return UNKNOWN;
  const language = once(() => languageOfWords(all, given, lexicon));
  if (isFormer(all, lexicon)) return UNKNOWN;
  const assistant = findMatches(all, lexicon.assistantsOf, language)[0];
  if (assistant !== undefined && isWhole(assistant, all)) return assistantOf(all, assistant, text, language);
  // "Chief of Staff to the CEO": what comes after is somebody else's.
  const other = all.findIndex((word, at) => at > 0 && word.word === 'to');
  const words = other < 0 ? all : all.slice(0, other);
  const levels = findMatches(words, lexicon.levels, language);
  const fields = findMatches(withCompounds(words, levels), lexicon.fields, language);
  if (isAssistantOfRank(words, levels)) return ASSISTANT;
  if (levels.length === 0 && fields.length === 0) return unlistedTitle(words);
  const level = levelOf(words, levels, lexicon) ?? 'individual';
  // An assistant vice president assists nobody.
  const isLed = rankOf(level) <= rankOf('manager');
  const field = fieldOf(text, words, isLed ? fields.filter(({ entry }) => !isMerelySupport(entry)) : fields);
  const bank = bankGrade(level, words, levels, lexicon, language);
  if (bank !== null) return { seniority: bank, jobFunction: 'finance' };
  const isMedical = levels.some(({ entry }) => entry.phrase === 'md') && field === 'other';
  return { seniority: isMedical ? 'individual' : level, jobFunction: field ?? unnamedField(level, levels) };
}

/** The language whose own small words and endings show most; where none does, or as much, the one given. */
function languageOfWords(
  words: readonly Word[],
  given: string | null,
  lexicon: TitleLexicon,
): TitleLanguage | null {
  const plain = words.map((word) => ({ ...word, forms: [word.word] }));
  let best: { language: TitleLanguage | null; count: number } = { language: null, count: 0 };
  for (const { language, index } of lexicon.signs) {
    const { length: count } = findMatches(plain, index, () => language);
    if (count > best.count || (count === best.count && language === given)) best = { language, count };
  }
  return best.language;
}

function isFormer(words: readonly Word[], lexicon: TitleLexicon): boolean {
  const first = words[0]?.word ?? '';
  return lexicon.former.has(first) || (words.length > 1 && lexicon.former.has(words.at(-1)?.word ?? ''));
}

/** A phrase of one word, such as "Chefsekretärin", or one that begins the title or follows an "and". */
function isWhole(match: Match, words: readonly Word[]): boolean {
  const before = words[match.at - 1]?.word;
  const isSmall =
    before !== undefined && ['senior', 'sr', 'executive', 'personal', 'special', 'the'].includes(before);
  return match.at === 0 || before === '&' || isSmall || words.length <= match.at + 3;
}

/** Whom somebody assists does not raise them; an assistant of a field belongs to the field. */
function assistantOf(
  words: readonly Word[],
  match: Match,
  text: string,
  language: () => TitleLanguage | null,
): StandardTitle {
  const rest = words[match.to] === undefined ? '' : text.slice(words[match.to]?.start ?? 0);
  const lexicon = titleLexicon();
  const after = titleWords(titleTokens(rest), lexicon.vocabulary);
  const levels = findMatches(after, lexicon.levels, language);
  const isPerson = levels.some(({ entry }) => rankOf(entry.seniority) <= rankOf('manager'));
  const isDirection =
    /direct|direcc|direc|direz|diretor|directie|gerenc|presid|geschaft|vorstand|execut|esecut|ejecut|person/.test(
      fold(match.entry.phrase),
    );
  const field =
    isPerson || isDirection ? null : fieldOf(rest, after, findMatches(after, lexicon.fields, language));
  return field === null || field === 'executive'
    ? ASSISTANT
    : { seniority: 'individual', jobFunction: field };
}

const ASSISTING =
  /^(assistant|assistent|assistenz|assistentin|assistante|asistente|assistente|secretary|sekretar|sekretarin|secretaresse|segretaria|pa|ea|assistente)$/;

/** "CEO's Executive Assistant": the rank is the other person's. "Assistant Director" is not meant. */
function isAssistantOfRank(words: readonly Word[], levels: readonly Match[]): boolean {
  if (!ASSISTING.test(words.at(-1)?.word ?? '')) return false;
  let end = words.length - 1;
  while (end > 0 && ['executive', 'personal', 'management', 's'].includes(words[end - 1]?.word ?? ''))
    end -= 1;
  return levels.some(({ to, entry }) => to === end && rankOf(entry.seniority) <= rankOf('director'));
}

function levelOf(words: readonly Word[], levels: readonly Match[], lexicon: TitleLexicon): Seniority | null {
  if (levels.some((match) => isLearner(match, words, lexicon))) return 'entry';
  const ranks = levels
    .filter(({ entry }) => entry.seniority !== 'entry')
    .map(({ entry }) => rankOf(entry.seniority))
    .sort((a, b) => a - b);
  const best = seniority.options[ranks[0] ?? -1] ?? null;
  return best ?? null;
}

const LINKS = new Set([
  'of',
  'for',
  'de',
  'des',
  'du',
  'd',
  'der',
  'fur',
  'di',
  'del',
  'da',
  'do',
  'van',
  'para',
  'per',
  'voor',
  'to',
  'with',
  'au',
  'et',
]);

/** Who learns, not who looks after learners: "Trainee Einkauf", but "Student Advisor" and "Head of Apprenticeships". */
function isLearner({ entry, at, to }: Match, words: readonly Word[], lexicon: TitleLexicon): boolean {
  if (entry.seniority !== 'entry') return false;
  const isJunior = /^(j|j[uú]nior|junior)/.test(entry.phrase);
  const next = words[to]?.word;
  if (!isJunior && next !== undefined && lexicon.worksWithLearners.has(next)) return false;
  const before = words[at - 1]?.word;
  return before === undefined || !LINKS.has(before) || at === 0;
}

/** The field of the first job that names one; within one job the strongest word decides. Null: none is named. */
function fieldOf(text: string, words: readonly Word[], fields: readonly Match[]): JobFunction | null {
  const named = fields.filter(({ entry }) => entry.jobFunction !== null && entry.jobFunction !== 'executive');
  let job: Match[] = [];
  const jobs: Match[][] = [];
  let end = 0;
  for (const match of named) {
    const from = words[match.at]?.start ?? 0;
    const between = text.slice(end, from);
    const isNext =
      /[/|;&+]|\s[-–—]\s/.test(between) ||
      words.slice(0, match.at).some((word) => word.word === '&' && word.start >= end);
    if (job.length > 0 && isNext) {
      jobs.push(job);
      job = [];
    }
    job.push(match);
    end = words[match.to - 1]?.end ?? from;
  }
  if (job.length > 0) jobs.push(job);
  const strengths = jobs.map((one) => strongest(one));
  const first =
    strengths.find(({ strength }) => strength >= 2) ?? strengths.sort((a, b) => b.strength - a.strength)[0];
  return first?.jobFunction ?? null;
}

function strongest(matches: readonly Match[]): Entry {
  return matches
    .map(({ entry }) => entry)
    .reduce((best, entry) => (entry.strength > best.strength ? entry : best));
}

function isMerelySupport(entry: Entry): boolean {
  return entry.jobFunction === 'support' && entry.strength <= 1;
}

/** Who runs the whole names no field; of anybody else it is not known. */
function unnamedField(level: Seniority, levels: readonly Match[]): JobFunction {
  const isRunning = levels.some(({ entry }) => entry.jobFunction === 'executive');
  return isRunning || rankOf(level) <= rankOf('director') ? 'executive' : 'other';
}

/** In a bank a vice president is a grade, and a managing director one above it. */
function bankGrade(
  level: Seniority,
  words: readonly Word[],
  levels: readonly Match[],
  lexicon: TitleLexicon,
  language: () => TitleLanguage | null,
): Seniority | null {
  const isGrade = level === 'vp' || levels.some(({ entry }) => /^(md|managing director)/.test(entry.phrase));
  if (!isGrade || findMatches(words, lexicon.bankWords, language).length === 0) return null;
  if (levels.some(({ entry }) => /chief|ceo|president and|executive v|evp/.test(entry.phrase))) return null;
  if (level !== 'vp') return 'director';
  if (levels.some(({ entry }) => /^(assistant|associate|avp)/.test(entry.phrase))) return 'senior';
  return levels.some(({ entry }) => /^(senior v|svp|sr v)/.test(entry.phrase)) ? 'director' : 'manager';
}

function rankOf(level: Seniority | null): number {
  return (level === null ? undefined : RANK.get(level)) ?? RANK.size;
}

/** -ist, -ologe, -ière: an ending of occupations says that somebody does this work, and nothing more. */
const OCCUPATION =
  /(?:[a-z]{3}(?:ist|ologist|ician|ologe|loge|graph|graf|ologue|logo|ologo|ista|iste|tor|eur|euse|iere|ier|ador|edor|idor|tore|trice)|[a-z]{4}(?:er|or|man|woman|erin|orin|ant|ent))$/;

function unlistedTitle(words: readonly Word[]): StandardTitle {
  const isOccupation =
    words.length <= 5 &&
    words.some(({ word }) => OCCUPATION.test(word) && !titleLexicon().alsoNames.has(word));
  return isOccupation ? { seniority: 'individual', jobFunction: 'other' } : UNKNOWN;
}
