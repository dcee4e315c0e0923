/** Scores one dimension of the rubric: points, band, reasons whose points add up to it, and what is unknown. */
import type { QualificationReport } from '../../lead.ts';
import type { KnownFacts } from './facts.ts';
import { denies, disagreement, type Ground, holds } from './holds.ts';
import type { Condition, DimensionRules, Factor } from './rules.ts';
import { longestOf } from './statements.ts';

export type DimensionScore = QualificationReport['dimensions']['budget'];
type Reason = DimensionScore['reasons'][number];

const mostPoints = 25;

interface Found {
  readonly factor: string | null;
  readonly title: string;
  readonly explanation: string;
  readonly ground: Ground;
}
interface Credit extends Found {
  readonly points: number;
}
interface Cap extends Found {
  readonly atMost: number;
}

function explain(template: string, { shown }: Ground): string {
  return template.replaceAll('{value}', () => shown);
}

/** The lists a line listens to in the person's words. */
function listsOf(lines: readonly Condition[]): string[] {
  return lines.flatMap(({ says }) => (says === undefined ? [] : [says]));
}

/** The best level that holds; of equals the first. */
function bestLevel(key: string, { title, levels }: Factor, facts: KnownFacts): Credit | null {
  let best: Credit | null = null;
  for (const level of levels) {
    const ground = holds(level, facts);
    if (!ground || (best && best.points >= level.points)) continue;
    const doubt = level.employees ? disagreement(facts.employees) : '';
    best = {
      factor: key,
      title,
      ground,
      points: level.points,
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
    return [
      {
        factor: key,
        title,
        ground,
        atMost: level.if_denied,
        explanation: `They say the opposite of "${ground.shown}": ${dimension} gets at most ${level.if_denied}.`,
      },
    ];
  });
}

function reason({ title, ground }: Found, points: number, explanation: string): Reason {
  return { signal: title, points, explanation, quote: ground.quote, source: ground.source };
}

/** Gives each credit what room is left, the weightiest first, so that the points add up. */
function granted(credits: readonly Credit[], room: number): Reason[] {
  let left = room;
  return [...credits]
    .sort((a, b) => b.points - a.points)
    .map((credit) => {
      const points = Math.min(credit.points, left);
      left -= points;
      return reason(credit, points, credit.explanation);
    });
}

/** The strictest cap takes the points away; every other is told all the same. */
function lowered(caps: readonly Cap[], credits: readonly Credit[], sum: number): Reason[] {
  let left = sum;
  return [...caps]
    .sort((a, b) => a.atMost - b.atMost)
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

/** Scores one dimension. Points are whole, 0–25, and equal the sum of the reasons' points. */
export function scoreDimension(rules: DimensionRules, all: KnownFacts): DimensionScore {
  const loweringLists = listsOf(rules.lowered_by);
  const factsFor = (factor: Factor): KnownFacts => ({
    ...all,
    says: longestOf(all.says, new Set([...loweringLists, ...listsOf(factor.levels)])),
  });
  const factors = Object.entries(rules.factors);
  const credits = factors.flatMap(([key, factor]) => bestLevel(key, factor, factsFor(factor)) ?? []);
  // What factors listen for can be part of a longer lowering phrase, and the other way about ("budget is not a problem").
  const everything = new Set([...loweringLists, ...factors.flatMap(([, { levels }]) => listsOf(levels))]);
  const overall: KnownFacts = { ...all, says: longestOf(all.says, everything) };
  const caps: Cap[] = [
    ...factors.flatMap(([key, factor]) =>
      denialsOf(key, factor, factsFor(factor), rules.title.toLowerCase()),
    ),
    ...rules.lowered_by.flatMap((line) => {
      const ground = holds(line, overall);
      if (!ground) return [];
      const { at_most: atMost, about = null } = line;
      const title = (about === null ? undefined : rules.factors[about]?.title) ?? rules.title;
      return [{ factor: about, title, ground, atMost, explanation: explain(line.because, ground) }];
    }),
  ];

  const { ceiling } = rules;
  const ceilingHolds = ceiling && !credits.some(({ factor }) => factor === ceiling.unless);
  const reasons = granted(credits, ceilingHolds ? ceiling.at_most : mostPoints);
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  reasons.push(...lowered(caps, credits, sum));
  const points = reasons.reduce((total, one) => total + one.points, 0);

  const spokenOf = new Set([...credits, ...caps].map(({ factor }) => factor));
  return {
    points,
    band: rules.bands.find(({ from }) => points >= from)?.name ?? '',
    reasons,
    unknown: factors.flatMap(([key, { unknown }]) => (spokenOf.has(key) ? [] : [unknown])),
  };
}
