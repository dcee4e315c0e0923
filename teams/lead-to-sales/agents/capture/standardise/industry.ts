/** Industries as written → our standard list, by the words in `rules.yaml`. */
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(
    Object.entries(rules.industries).flatMap(([industry, phrases]) =>
      [industry, ...phrases].map((phrase) => ({ phrase, value: industry })),
    ),
  ),
);

/** The standard industry a text names; null where it names none. */
export function standardIndustry(text: string, rules: CaptureRules): string | null {
  return finder(rules)(text.slice(0, 200))[0]?.value ?? null;
}
