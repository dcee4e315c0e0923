/** Decides whether a line of the rubric holds for what is known, and on which words. */
import type { Mood } from '../../text/moods.ts';
import type { Statement } from '../../text/statements.ts';
import type { Condition, Range } from './conditions.ts';
import type { KnownFacts, Stated } from './facts.ts';

/** The words a line of the rubric rests on. */
export interface Ground {
  /** What stands for `{value}` in an explanation. */
  readonly shown: string;
  readonly quote: string;
  readonly source: string;
  /** The inquiry it stands in, from 0; nothing for what is no inquiry's. */
  readonly order?: number;
}

/** How the words of a list may be meant and still count. */
export type CountedMoods = (list: string) => readonly Mood[];

function within(value: number, { at_least, at_most }: Range): boolean {
  return value >= (at_least ?? Number.NEGATIVE_INFINITY) && value <= (at_most ?? Number.POSITIVE_INFINITY);
}

function wordsGround(
  statements: readonly Statement[],
  lists: string | readonly string[],
  isMeant: (statement: Statement) => boolean,
): Ground | null {
  const heard = statements.find(
    (one) => (typeof lists === 'string' ? one.list === lists : lists.includes(one.list)) && isMeant(one),
  );
  if (!heard) return null;
  return {
    shown: heard.passage.text.slice(heard.start, heard.end).replace(/\s+/gu, ' '),
    quote: heard.quote,
    source: heard.passage.source,
    order: heard.passage.order,
  };
}

function firstOf<Value>(
  known: readonly Stated<Value>[],
  fits: (value: Value) => boolean,
): Stated<Value> | null {
  return known.find(({ value }) => fits(value)) ?? null;
}

const textSigns = [
  'seniority',
  'job_function',
  'urgency',
  'news',
  'technology',
  'technology_category',
  'account',
  'reports_to',
  'source',
  'domain',
  'company',
  'email_check',
  'company_check',
  'company_status',
] as const;
const numberSigns = [
  'planned_months',
  'named_months',
  'employees',
  'revenue',
  'employee_growth',
  'revenue_growth',
  'technologies',
  'manages',
  'own_words',
] as const;

type IsMeant = (statement: Statement) => boolean;
type Check = (facts: KnownFacts, isMeant: IsMeant) => Ground | null;

/** Each thing a line asks for, in the order that decides which is quoted. */
function checksOf(given: Condition): Check[] {
  const { says, title_says, budget, lacks } = given;
  const found: Check[] = [];
  if (says !== undefined) found.push((facts, isMeant) => wordsGround(facts.says, says, isMeant));
  if (title_says !== undefined)
    found.push(({ title_says: heard }) => wordsGround(heard, title_says, ({ mood }) => mood === 'said'));
  if (budget) {
    const fits = (value: number | null): boolean =>
      budget === 'any' || (value !== null && within(value, budget));
    found.push((facts) => firstOf(facts.budget, fits));
  }
  for (const key of textSigns) {
    const wanted: readonly string[] | undefined = given[key];
    if (wanted) found.push((facts) => firstOf(facts[key], (value) => wanted.includes(value)));
  }
  for (const key of numberSigns) {
    const wanted = given[key];
    if (wanted) found.push((facts) => firstOf(facts[key], (value) => within(value, wanted)));
  }
  if (lacks) {
    const nothing = { shown: lacks.join(', '), quote: '', source: 'nowhere in the inquiry' };
    found.push(({ lacking }) => (lacks.every((field) => lacking.has(field)) ? nothing : null));
  }
  return found;
}

/** A rubric's lines never change, and a lead is held against some two hundred of them. */
const prepared = new WeakMap<Condition, Check[]>();

function allHold(given: Condition, facts: KnownFacts, isMeant: IsMeant): Ground | null {
  let checks = prepared.get(given);
  if (!checks) {
    checks = checksOf(given);
    prepared.set(given, checks);
  }
  let first: Ground | null = null;
  for (const check of checks) {
    const ground = check(facts, isMeant);
    if (!ground) return null;
    first ??= ground;
  }
  return first;
}

/** The words on which a line holds; null when any part of it does not. */
export function holds(given: Condition, facts: KnownFacts, counted: CountedMoods): Ground | null {
  const { meant, unless_says } = given;
  if (unless_says !== undefined && wordsGround(facts.says, unless_says, ({ mood }) => mood === 'said'))
    return null;
  return allHold(given, facts, ({ list, mood }) =>
    meant ? meant.includes(mood) : counted(list).includes(mood),
  );
}

/** The words that deny what a line listens for; null when nothing does. */
export function denies(given: Condition, facts: KnownFacts): Ground | null {
  return given.says === undefined ? null : allHold(given, facts, ({ mood }) => mood === 'denied');
}

/** Two sources that say quite different sizes: a sentence for the reason, or nothing. */
export function disagreement(known: readonly Stated<number>[]): string {
  const [one, ...others] = known;
  const other = others.find(
    ({ value }) => one && Math.max(value, one.value) > 2 * Math.min(value, one.value),
  );
  if (!one || !other) return '';
  return ` The sources disagree: ${one.shown} (${one.source}) and ${other.shown} (${other.source}).`;
}
