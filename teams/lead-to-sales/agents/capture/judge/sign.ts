/** A sign: one thing seen in an inquiry that speaks for a reason or for a buyer, with the words it rests on. */
import type { JudgeRules, JunkReason, Strength } from './judge-rules.ts';

export type Side = JunkReason | 'buyer';

export interface Sign {
  readonly side: Side;
  readonly strength: Strength;
  readonly points: number;
  /** Where it was seen, such as "email subject" or "email header precedence". */
  readonly source: string;
  /** The words themselves; what was counted, where it is no words. */
  readonly quote: string;
}

/** A sign worth what the rules say. */
export function sign(side: Side, strength: Strength, source: string, quote: string, rules: JudgeRules): Sign {
  const words = quote.replace(/\s+/gu, ' ').trim().slice(0, 120);
  return { side, strength, points: rules.points[strength], source, quote: words };
}

/** The points of one side; hints together, and weak signs together, count no more than the rules allow. */
export function pointsOf(signs: readonly Sign[], side: Side, rules: JudgeRules): number {
  const sums = { decides: 0, strong: 0, weak: 0, hint: 0 };
  for (const one of signs) if (one.side === side) sums[one.strength] += one.points;
  const { hints_at_most: hints, weak_at_most: weak } = rules.points;
  return sums.decides + sums.strong + Math.min(sums.weak, weak) + Math.min(sums.hint, hints);
}

/** The signs of one side, strongest first. */
export function signsOf(signs: readonly Sign[], side: Side): readonly Sign[] {
  return signs.filter((one) => one.side === side).sort((a, b) => b.points - a.points);
}
