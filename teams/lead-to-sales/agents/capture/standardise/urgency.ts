/** How urgent somebody says it is, by the phrases in `rules.yaml`. */
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

type Urgency = 'high' | 'medium' | 'low';
const LEVELS: readonly Urgency[] = ['high', 'medium', 'low'];

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(LEVELS.flatMap((level) => rules.urgency[level].map((phrase) => ({ phrase, value: level })))),
);

/** The highest urgency a text speaks of, with the words; "not urgent" is longer than "urgent" and wins its words. */
export function urgencyIn(text: string, rules: CaptureRules): { level: Urgency; quote: string } | null {
  const matches = finder(rules)(text);
  for (const level of LEVELS) {
    const match = matches.find((candidate) => candidate.value === level);
    if (match !== undefined) return { level, quote: match.quote };
  }
  return null;
}
