/** Decides whether a line of the rubric holds for what is known, and on which words. */
import type { KnownFacts, Stated } from './facts.ts';
import type { Condition, Range } from './rules.ts';
import type { Statement } from './statements.ts';

/** The words a line of the rubric rests on. */
export interface Ground {
  /** What stands for `{value}` in an explanation. */
  readonly shown: string;
  readonly quote: string;
  readonly source: string;
}

function within(value: number, { at_least = 0, at_most = Number.POSITIVE_INFINITY }: Range): boolean {
  return value >= at_least && value <= at_most;
}

function wordsGround(statements: readonly Statement[], list: string, denied: boolean): Ground | null {
  const heard = statements.find((one) => one.list === list && one.denied === denied);
  if (!heard) return null;
  return {
    shown: heard.passage.text.slice(heard.start, heard.end),
    quote: heard.quote,
    source: heard.passage.source,
  };
}

function firstOf<Value>(
  known: readonly Stated<Value>[],
  fits: (value: Value) => boolean,
): Stated<Value> | null {
  return known.find(({ value }) => fits(value)) ?? null;
}

/** Each thing a line may ask for, in the order that decides which is quoted. */
function checks(given: Condition, facts: KnownFacts, denied: boolean): (Ground | null)[] {
  const { says, title_says, budget, own_words, employees, revenue, timeline_months } = given;
  const found: (Ground | null)[] = [];
  if (says !== undefined) found.push(wordsGround(facts.says, says, denied));
  if (title_says !== undefined) found.push(wordsGround(facts.title_says, title_says, false));
  for (const key of ['seniority', 'job_function', 'urgency', 'news', 'account'] as const) {
    const wanted: readonly string[] | undefined = given[key];
    if (wanted) found.push(firstOf(facts[key], (value) => wanted.includes(value)));
  }
  if (budget) {
    found.push(
      firstOf(facts.budget, (value) => budget === 'any' || (value !== null && within(value, budget))),
    );
  }
  if (own_words) found.push(firstOf(facts.own_words, (value) => within(value, own_words)));
  if (employees) found.push(firstOf(facts.employees, (value) => within(value, employees)));
  if (revenue) found.push(firstOf(facts.revenue, (value) => within(value, revenue)));
  if (timeline_months) found.push(firstOf(facts.timeline_months, (value) => within(value, timeline_months)));
  if (given.technology) {
    const names = given.technology.map((name) => name.toLowerCase());
    found.push(firstOf(facts.technology, (value) => names.includes(value.toLowerCase())));
  }
  return found;
}

function allHold(found: readonly (Ground | null)[]): Ground | null {
  return found.every((ground) => ground !== null) ? (found[0] ?? null) : null;
}

/** The words on which a line holds; null when any part of it does not. */
export function holds(given: Condition, facts: KnownFacts): Ground | null {
  return allHold(checks(given, facts, false));
}

/** The words that deny what a line listens for; null when nothing does. */
export function denies(given: Condition, facts: KnownFacts): Ground | null {
  return given.says === undefined ? null : allHold(checks(given, facts, true));
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
