/** The shape of `rules.yaml`: which framework, what a score means, who is held back, who decides. */
import { z } from 'baton';
import { allSigns, asksForSomething, type Condition, condition, signs } from './conditions.ts';
import { checkSteps } from './framework.ts';
import { outcome } from './outcomes.ts';

const sentence = z.string().min(1).max(240);
const score = z.number().int().min(0).max(100);

const guard = z.strictObject({
  ...signs,
  guard: z.string().min(1).describe('Its name'),
  at_most: score.describe(
    'The whole score gets at most this; where a framework has `outcomes` of its own, also no better outcome',
  ),
  because: sentence.describe('Shown to people; {value} stands for what was found'),
  lapses: z.boolean().default(false).describe('No longer holds once the person has written again'),
});
export type Guard = z.output<typeof guard>;

const shape = z.strictObject({
  framework: z.string().describe('A file beside this one, without its ending: bant, meddic, or your own'),
  choose: z
    .array(z.strictObject({ ...signs, framework: z.string() }))
    .default([])
    .describe('Another framework where these signs are there; the first that holds counts'),
  outcomes: z
    .array(outcome)
    .min(1)
    .describe('What a score means, but for frameworks that have `outcomes` of their own'),
  guards: z.array(guard).default([]),
  decision_maker: z.array(condition.extend({ answer: z.enum(['yes', 'no']) })),
  money: z.strictObject({
    currency: z.string().length(3),
    rates: z.record(z.string(), z.number().positive()),
  }),
  news_months: z.number().positive().describe('Older news does not count'),
  advice: z.strictObject({ most: z.number().int().min(0).max(10), least_gain: score }),
});

/** `agents/qualification/rules.yaml`. */
export const qualificationRules = shape.superRefine((rules, context) => {
  const complain = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  checkSteps(rules.outcomes, ['outcomes'], complain);
  const lines = { choose: rules.choose, guards: rules.guards, decision_maker: rules.decision_maker };
  for (const [section, given] of Object.entries(lines)) {
    for (const [at, line] of given.entries()) {
      if (!asksForSomething(line)) complain([section, at], `Say what must be there: ${allSigns}.`);
    }
  }
});
export type QualificationRules = z.output<typeof qualificationRules>;

/** Every line of `rules.yaml` that asks for signs, with where it stands. */
export function linesOf(rules: QualificationRules): { line: Condition; path: (string | number)[] }[] {
  return (['choose', 'guards', 'decision_maker'] as const).flatMap((section) =>
    rules[section].map((line, at) => ({ line, path: [section, at] })),
  );
}
