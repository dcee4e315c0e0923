/** Scores one dimension of a framework: points, band, reasons whose points add up to it, and what is unknown. */
import type { DimensionScore } from '../../lead.ts';
import { longestOf } from '../../text/statements.ts';
import { spokenListsOf } from './conditions.ts';
import type { KnownFacts } from './facts.ts';
import type { DimensionRules, Factor } from './framework.ts';
import { type CountedMoods, denies, disagreement, type Ground, holds } from './holds.ts';

type Reason = DimensionScore['reasons'][number];

interface Found {
  readonly factor: string | null;
  readonly title: string;
  readonly explanation: string;
  readonly ground: Ground;
}
interface Credit extends Found {
  readonly points: number;
  readonly upTo: number | null;
}
interface Cap extends Found {
  readonly atMost: number;
}

/** What was found for and against, before points are given. */
export interface Findings {
  readonly credits: readonly Credit[];
  readonly caps: readonly Cap[];
}

/** An explanation with what was found in it. */
export function explain(template: string, { shown }: Ground): string {
  return template.replaceAll('{value}', () => shown);
}

/** The best level that holds; of equals the first. */
function bestLevel(
  key: string,
  { title, levels }: Factor,
  facts: KnownFacts,
  counted: CountedMoods,
): Credit | null {
  let best: Credit | null = null;
  for (const level of levels) {
    if (best && best.points >= level.points) continue;
    const ground = holds(level, facts, counted);
    if (!ground) continue;
    const doubt = level.employees ? disagreement(facts.employees) : '';
    best = {
      factor: key,
      title,
      ground,
      points: level.points,
      upTo: level.up_to ?? null,
      explanation: explain(level.because, ground) + doubt,
    };
  }
  return best;
}

/** What the person denies of a factor. */
function denialsOf(key: string, { title, levels }: Factor, facts: KnownFacts, dimension: string): Cap[] {
  return levels.flatMap((level) => {
    const ground = level.if_denied === undefined ? null : denies(level, facts);
    if (level.if_denied === undefined || !ground) return [];
    const explanation = `They say the opposite of "${ground.shown}": ${dimension} gets at most ${level.if_denied}.`;
    return [{ factor: key, title, ground, atMost: level.if_denied, explanation }];
  });
}

/** The lists a dimension listens to: each factor's with what lowers it, and all of them together. */
interface Listening {
  readonly factors: Readonly<Record<string, ReadonlySet<string>>>;
  readonly all: ReadonlySet<string>;
}

/** A framework never changes, and every lead is held against it. */
const prepared = new WeakMap<DimensionRules, Listening>();

function listeningOf(rules: DimensionRules): Listening {
  const known = prepared.get(rules);
  if (known) return known;
  const lowering = rules.lowered_by.flatMap(spokenListsOf);
  const lists = Object.entries(rules.factors).map(
    ([key, { levels }]) => [key, new Set([...lowering, ...levels.flatMap(spokenListsOf)])] as const,
  );
  const listening = {
    factors: Object.fromEntries(lists),
    all: new Set(lists.flatMap(([, ofFactor]) => [...ofFactor])),
  };
  prepared.set(rules, listening);
  return listening;
}

/** What speaks for and against in one dimension. */
export function findingsOf(rules: DimensionRules, all: KnownFacts, counted: CountedMoods): Findings {
  const listening = listeningOf(rules);
  const found = Object.entries(rules.factors).map(([key, factor]) => {
    const facts = { ...all, says: longestOf(all.says, listening.factors[key] ?? listening.all) };
    return {
      credit: bestLevel(key, factor, facts, counted),
      denials: denialsOf(key, factor, facts, rules.title.toLowerCase()),
    };
  });
  // What factors listen for can be part of a longer lowering phrase, and the other way about ("budget is not a problem").
  const overall = { ...all, says: longestOf(all.says, listening.all) };
  const lowered = rules.lowered_by.flatMap((line): Cap[] => {
    const ground = holds(line, overall, counted);
    if (!ground) return [];
    const { at_most: atMost, about = null } = line;
    const title = (about === null ? undefined : rules.factors[about]?.title) ?? rules.title;
    return [{ factor: about, title, ground, atMost, explanation: explain(line.because, ground) }];
  });
  const credits = found.flatMap(({ credit }) => credit ?? []);
  const caps = [...found.flatMap(({ denials }) => denials), ...lowered];
  return { credits, caps: caps.filter((cap) => !isOutdated(cap, credits)) };
}

/** Whether a later inquiry says otherwise: "just looking" in spring takes nothing from "we order now" in autumn. */
function isOutdated({ factor, ground }: Cap, credits: readonly Credit[]): boolean {
  const { order } = ground;
  if (order === undefined) return false;
  const main = credits.filter((credit) => factor === null || credit.factor === factor);
  return main.some((credit) => credit.ground.order !== undefined && credit.ground.order > order);
}

/** The most a dimension gets by what is known: extras move it within what its best evidence allows, not beyond. */
function roomOf({ maximum, up_to }: DimensionRules, credits: readonly { upTo: number | null }[]): number {
  const bounds = credits.flatMap(({ upTo }) => upTo ?? []);
  return bounds.length > 0 ? Math.max(...bounds) : Math.min(maximum, up_to ?? maximum);
}

function reason({ title, ground }: Found, points: number, explanation: string): Reason {
  return { signal: title, points, explanation, quote: ground.quote, source: ground.source };
}

/** Gives each credit what room is left, the weightiest first, so that the points add up. */
function granted(credits: readonly Credit[], room: number): Reason[] {
  let left = room;
  return credits
    .toSorted((a, b) => b.points - a.points)
    .map((credit) => {
      const points = Math.min(credit.points, left);
      left -= points;
      return reason(credit, points, credit.explanation);
    });
}

/** The strictest cap takes the points away; every other is told all the same. */
function lowered(caps: readonly Cap[], credits: readonly Credit[], sum: number): Reason[] {
  let left = sum;
  return caps
    .toSorted((a, b) => a.atMost - b.atMost)
    .map((cap) => {
      const points = Math.min(0, cap.atMost - left);
      left += points;
      const against = credits.find(
        ({ factor, ground }) => factor === cap.factor && ground.quote !== cap.ground.quote,
      );
      const contradiction = against
        ? ` This contradicts "${against.ground.quote}" (${against.ground.source}).`
        : '';
      return reason(cap, points, cap.explanation + contradiction);
    });
}

/** Points from findings alone: what the dimension would get with these credits. */
export function pointsOf(
  rules: DimensionRules,
  credits: readonly Pick<Credit, 'points' | 'upTo'>[],
  caps: readonly Pick<Cap, 'atMost'>[],
): number {
  const sum = credits.reduce((total, { points }) => total + points, 0);
  return Math.min(sum, roomOf(rules, credits), ...caps.map(({ atMost }) => atMost));
}

/** Scores one dimension. Points are whole, 0 to its maximum, and equal the sum of the reasons' points. */
export function scoreDimension(
  rules: DimensionRules,
  position: number,
  { credits, caps }: Findings,
): DimensionScore {
  const reasons = granted(credits, roomOf(rules, credits));
  reasons.push(
    ...lowered(
      caps,
      credits,
      reasons.reduce((total, one) => total + one.points, 0),
    ),
  );
  const points = reasons.reduce((total, one) => total + one.points, 0);
  const credited = new Set(credits.map(({ factor }) => factor));
  const capped = new Set(caps.map(({ factor }) => factor));
  const factors = Object.entries(rules.factors);
  return {
    title: rules.title,
    position,
    points,
    maximum: rules.maximum,
    band: rules.bands.find(({ from }) => points >= from)?.name ?? '',
    reasons,
    unknown: factors.flatMap(([key, { unknown }]) => (credited.has(key) || capped.has(key) ? [] : [unknown])),
    spoken_against: factors.flatMap(([key, { title }]) => (capped.has(key) ? [title] : [])),
  };
}
