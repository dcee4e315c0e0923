/** What somebody wants of us, by the phrases in `rules.yaml`: demo, pricing, support … */
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(
    Object.entries(rules.intents).flatMap(([intent, phrases]) =>
      phrases.map((phrase) => ({ phrase, value: intent })),
    ),
  ),
);

/** The intents a text speaks of, each once, in order. */
export function intentsIn(text: string, rules: CaptureRules): string[] {
  return [...new Set(finder(rules)(text).map((match) => match.value))];
}
