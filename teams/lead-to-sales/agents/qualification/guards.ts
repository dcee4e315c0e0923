/** The rules that hold a whole score down whatever else speaks for it: a student, a competitor, nobody to call. */
import type { QualificationReport } from '../../lead.ts';
import { explain } from './dimension.ts';
import type { KnownFacts } from './facts.ts';
import { type CountedMoods, holds } from './holds.ts';
import type { Guard } from './rules.ts';

/** The guards that hold, the strictest first; its points bring `score` down, the others' are 0. */
export function guardsThatHold(
  guards: readonly Guard[],
  facts: KnownFacts,
  counted: CountedMoods,
  score: number,
): QualificationReport['guards'] {
  let left = score;
  const latest = Math.max(0, ...facts.says.map(({ passage }) => passage.order));
  return guards
    .flatMap((rule) => {
      const ground = holds(rule, facts, counted);
      const hasLapsed = rule.lapses && (ground?.order ?? latest) < latest;
      return ground && !hasLapsed ? [{ rule, ground }] : [];
    })
    .sort((a, b) => a.rule.at_most - b.rule.at_most)
    .map(({ rule: { guard, at_most, because }, ground }) => {
      const points = Math.min(0, at_most - left);
      left += points;
      const { quote, source } = ground;
      return { guard, at_most, points, explanation: explain(because, ground), quote, source };
    });
}
