/** Tells what a headline reports, by the phrases in the rules, and whether it speaks of the company itself. Pure. */
import { companyNameKey } from '../../../standards/company-name.ts';
import { asWords, phraseIn } from '../phrases.ts';
import type { Findings } from '../source.ts';
import { moneyIn } from '../website/money.ts';
import type { NewsRules } from './news-rules.ts';

export type EventKind = NonNullable<Findings['news']>[number]['kind'];

/** Whose news it is. */
export interface Protagonist {
  /** Registrable domain; null where none is known. */
  readonly domain: string | null;
  readonly name: string | null;
}

const KINDS = ['funding', 'acquisition', 'leadership-change', 'expansion', 'hiring', 'product'] as const;
const MAX_HEADLINE = 300;

interface Found {
  readonly kind: EventKind;
  /** The phrases that say so; none for `other`. */
  readonly phrases: readonly string[];
}

function find(headline: string, summary: string, rules: NewsRules): Found {
  const words = asWords(headline.slice(0, MAX_HEADLINE));
  if (phraseIn(words, rules.no_event) !== null) {
    return { kind: 'other', phrases: [] };
  }
  const hasMoney = () => moneyIn(headline).length > 0 || moneyIn(summary).length > 0;
  const hasTitle = () => phraseIn(words, rules.titles) !== null;
  for (const kind of KINDS) {
    const { phrases, with_money = [], with_title = [], never = [] } = rules.kinds[kind];
    const found = [
      phraseIn(words, phrases),
      hasMoney() ? phraseIn(words, with_money) : null,
      hasTitle() ? phraseIn(words, with_title) : null,
    ].filter((phrase) => phrase !== null);
    if (found.length > 0 && phraseIn(words, never) === null) {
      return { kind, phrases: found };
    }
  }
  return { kind: 'other', phrases: [] };
}

/** The kind of a headline, whoever it speaks of; `summary` may hold the sum of money it needs. */
export function eventKind(headline: string, rules: NewsRules, summary = ''): EventKind {
  return find(headline, summary, rules).kind;
}

/** The names by which a company is spoken of, as words: its name without legal form, its first word, its domain's. */
function namesOf({ name, domain }: Protagonist): string[] {
  const key = name === null ? '' : companyNameKey(name);
  const [first = ''] = key.split(' ');
  const label = (domain ?? '').split('.')[0] ?? '';
  return [key, first.length >= 4 ? first : '', label.length >= 3 ? label : '', label.replace(/-/g, ' ')]
    .map((one) => asWords(one))
    .filter((one) => one.trim().length >= 3);
}

/** The words of the headline before the first of some phrases, with their capitals. */
function wordsBefore(headline: string, phrases: readonly string[]): string[] {
  const words = headline.split(/[^\p{L}\p{N}&$€£]+/u).filter((word) => word !== '');
  const folded = words.map((word) => asWords(word).trim());
  const starts = phrases.flatMap((phrase) => {
    const wanted = asWords(phrase).trim().split(' ');
    const at = folded.findIndex((_, index) =>
      wanted.every((word, offset) => folded[index + offset] === word),
    );
    return at === -1 ? [] : [at];
  });
  return starts.length === 0 ? words : words.slice(0, Math.min(...starts));
}

function startsWithOneOf(words: string, phrases: readonly string[]): boolean {
  const found = phraseIn(words.split(' ').slice(0, 5).join(' ').concat(' '), phrases);
  return found !== null && words.startsWith(asWords(found));
}

/** On its own website a company speaks of itself, unless another name does what is told. */
function isOwnDoing(
  headline: string,
  phrases: readonly string[],
  protagonist: Protagonist,
  rules: NewsRules,
): boolean {
  const words = asWords(headline);
  const before = wordsBefore(headline, phrases);
  const beforeWords = asWords(before.join(' '));
  if (phraseIn(beforeWords, rules.others) !== null) {
    return false;
  }
  const isNamed = namesOf(protagonist).some(
    (name) => words.includes(name) || words.replace(/ /g, '').includes(name.replace(/ /g, '')),
  );
  if (isNamed || before.length === 0 || startsWithOneOf(beforeWords, rules.own_words)) {
    return true;
  }
  const capitals = before.filter((word) => /^[\p{Lu}\p{N}]/u.test(word)).length;
  return before.length > 5 || capitals < before.length;
}

/**
 * The kind of a headline as far as it is the company's own: somebody else's funding is `other`. In a newspaper
 * (`own-website` false) the headline must name the company.
 */
export function ownEventKind(
  news: { readonly headline: string; readonly summary: string },
  protagonist: Protagonist,
  isOwnWebsite: boolean,
  rules: NewsRules,
): EventKind {
  const headline = news.headline.slice(0, MAX_HEADLINE);
  const { kind, phrases } = find(headline, news.summary, rules);
  if (phrases.length === 0) {
    return 'other';
  }
  const words = asWords(headline);
  const isAbout = isOwnWebsite
    ? isOwnDoing(headline, phrases, protagonist, rules)
    : namesOf(protagonist).some((name) => words.includes(name)) && phraseIn(words, rules.others) === null;
  return isAbout ? kind : 'other';
}
