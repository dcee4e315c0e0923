/** What to ask next: the questions that would raise the score most, and by how much at best. Pure. */
import type { QualificationReport } from '../../lead.ts';
import { type Findings, pointsOf } from './dimension.ts';
import type { DimensionRules, Factor } from './framework.ts';

type Advice = QualificationReport['advice'][number];

/** What a dimension would get if one more factor were answered as well as it can be. */
function gainOf(rules: DimensionRules, { credits, caps }: Findings, key: string, { levels }: Factor): number {
  const now = pointsOf(rules, credits, caps);
  const others = credits.filter(({ factor }) => factor !== key);
  const known = credits.find(({ factor }) => factor === key);
  const best = levels
    .filter(({ points }) => points > (known?.points ?? 0))
    .map(({ points, up_to }) => pointsOf(rules, [...others, { points, upTo: up_to ?? null }], caps));
  return Math.max(0, ...best.map((points) => points - now));
}

/** Whether asking would be idle: a fact is known (a title, a size), or words have told the better half of it. */
function isAnswered({ credits }: Findings, key: string, { levels }: Factor): boolean {
  const known = credits.find(({ factor }) => factor === key);
  if (!known) return false;
  const best = Math.max(...levels.map(({ points }) => points));
  return known.ground.order === undefined || known.points >= best / 2;
}

/** Where the score stands, and how far it can rise. */
export interface Reach {
  /** Points of the score for a point of a dimension. */
  readonly scale: number;
  /** The score before guards. */
  readonly scaled: number;
  /** What guards leave it at most; 100 where none holds. */
  readonly ceiling: number;
}

/** What the score itself would gain: what a guard holds down, no answer raises. */
function gainOfScore(gain: number, { scale, scaled, ceiling }: Reach): number {
  return Math.min(ceiling, scaled + Math.round(gain * scale)) - Math.min(ceiling, scaled);
}

/** The question of a dimension that would gain most. */
function bestQuestion(name: string, rules: DimensionRules, findings: Findings, reach: Reach): Advice[] {
  const questions = Object.entries(rules.factors)
    .flatMap(([key, factor]) =>
      factor.ask === undefined || isAnswered(findings, key, factor)
        ? []
        : [{ ask: factor.ask, gain: gainOf(rules, findings, key, factor) }],
    )
    .sort((a, b) => b.gain - a.gain);
  const [best] = questions;
  const would_add = gainOfScore(best?.gain ?? 0, reach);
  return best && would_add > 0 ? [{ ask: best.ask, dimension: name, would_add }] : [];
}

/**
 * One question for each dimension whose answer could add `least_gain` to the score, the most rewarding first, at most `most`.
 */
export function adviceOn(
  dimensions: Readonly<Record<string, DimensionRules>>,
  findings: ReadonlyMap<string, Findings>,
  reach: Reach,
  { most, least_gain }: { readonly most: number; readonly least_gain: number },
): Advice[] {
  return Object.entries(dimensions)
    .flatMap(([name, rules]) => {
      const found = findings.get(name);
      return found ? bestQuestion(name, rules, found, reach) : [];
    })
    .filter(({ would_add }) => would_add >= least_gain)
    .sort((a, b) => b.would_add - a.would_add)
    .slice(0, most);
}
