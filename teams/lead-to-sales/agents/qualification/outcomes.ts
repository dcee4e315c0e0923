/** What a score means: the thresholds of the rules, or of a framework that has its own. Pure. */
import { z } from 'baton';
import { qualificationReport } from '../../lead.ts';

/** One outcome and the lowest score that has it. */
export const outcome = z.strictObject({
  from: z.number().int().min(0).max(100),
  outcome: qualificationReport.shape.outcome,
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  next: z.string().min(1).max(240).describe('What the salesperson does next; a question to ask may follow'),
});
export type Outcome = z.output<typeof outcome>;

/** The outcome a score has, how urgent what follows is, and what to do next: the first whose lower bound it reaches. */
export function outcomeOf(score: number, outcomes: readonly Outcome[]): Outcome {
  const reached = outcomes.find(({ from }) => score >= from);
  if (!reached) throw new RangeError(`No outcome of the rubric begins at or below ${score}.`);
  return reached;
}

const worstFirst: readonly Outcome['outcome'][] = ['unqualified', 'cold', 'warm', 'hot'];

/**
 * A bound on the score, such as a guard's, where a framework has thresholds of its own: by them too, the score
 * has no better outcome than the bound has by the rules' own.
 */
export function boundFor(atMost: number, rules: readonly Outcome[], own: readonly Outcome[]): number {
  const limit = worstFirst.indexOf(outcomeOf(atMost, rules).outcome);
  const better = own.filter(({ outcome: one }) => worstFirst.indexOf(one) > limit);
  return Math.max(0, Math.min(atMost, ...better.map(({ from }) => from - 1)));
}
