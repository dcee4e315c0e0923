/** Industries as written → our standard list in `rules.yaml`, by way of NAICS 2022. */
import type { NaicsIndustry } from '../../../standards/industries/naics.ts';
import { readIndustry } from '../../../standards/industries/read-industry.ts';
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

const ownWords = oncePerRules((rules: CaptureRules) =>
  phraseFinder(
    Object.entries(rules.industries).flatMap(([industry, { words }]) =>
      [industry, ...(words ?? [])].map((phrase) => ({ phrase, value: industry })),
    ),
  ),
);

/** The standard industry a text names; null where it names none, or one that belongs to none of ours. */
export function standardIndustry(text: string, rules: CaptureRules): string | null {
  const own = ownWords(rules)(text.slice(0, 200))[0]?.value;
  const isWhole = own !== undefined && own.toLowerCase() === text.trim().toLowerCase();
  const found = isWhole ? null : naicsIndustry(text);
  return (found === null ? null : industryOfCode(found.code, rules)) ?? own ?? null;
}

/** The NAICS industry a text names; null where it names none. Reads 300 characters. */
export function naicsIndustry(text: string): NaicsIndustry | null {
  const found = readIndustry(text);
  return found === null ? null : { code: found.code, title: found.title };
}

/** The standard industry with the longest code that this one begins with. */
function industryOfCode(code: string, rules: CaptureRules): string | null {
  let best: { industry: string; length: number } | null = null;
  for (const [industry, { naics }] of Object.entries(rules.industries)) {
    for (const prefix of naics) {
      if (code.startsWith(prefix) && prefix.length > (best?.length ?? 0))
        best = { industry, length: prefix.length };
    }
  }
  return best?.industry ?? null;
}
