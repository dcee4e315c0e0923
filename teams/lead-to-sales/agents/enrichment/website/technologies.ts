/** Recognises products a website is made with, by the clues of `rules.yaml`. */
import { RE2JS } from 're2js';
import type { TechnologyClue, TechnologyRule } from '../rules.ts';
import type { Findings } from '../source.ts';
import { CONFIDENCE, type Page } from './page.ts';

type Technologies = NonNullable<Findings['technologies']>;

const MAX_PATTERN_TEXT = 50_000;
const MAX_QUOTE = 300;
const compiled = new Map<string, RE2JS>();

/** Compiled once per pattern; a rules file holds a few. */
function patternOf(source: string): RE2JS {
  const known = compiled.get(source);
  if (known) {
    return known;
  }
  const pattern = RE2JS.compile(source);
  compiled.set(source, pattern);
  return pattern;
}

function matchOf(clue: TechnologyClue, text: string): string | null {
  if ('text' in clue) {
    return text.includes(clue.text) ? clue.text : null;
  }
  const matcher = patternOf(clue.pattern).matcher(text.slice(0, MAX_PATTERN_TEXT));
  return matcher.find() ? matcher.group() : null;
}

/** The words a clue was recognised by: the whole address or line where it is short, else the clue itself. */
function quoteOf(clue: TechnologyClue, text: string): string | null {
  const match = matchOf(clue, text);
  return match !== null && clue.in !== 'html' && text.length <= MAX_QUOTE ? text : match;
}

/** A product that is only spoken of may be one they sell, or one of a customer. */
function confidenceOf({ in: place }: TechnologyClue): number {
  return place === 'text' ? CONFIDENCE.inferred : CONFIDENCE.structured;
}

function findTechnology(page: Page, rule: TechnologyRule): Technologies[number] | null {
  for (const clue of rule.find) {
    for (const text of page.places[clue.in]) {
      const quote = quoteOf(clue, text)?.slice(0, MAX_QUOTE).trim();
      if (quote) {
        const source = `${page.url} (${clue.in})`;
        const evidence = [{ source, quote, at: page.at, confidence: confidenceOf(clue) }];
        return { name: rule.name, evidence: { value: rule.name, evidence } };
      }
    }
  }
  return null;
}

/** Every product of the rules that shows itself on the page; its evidence is the page's own markup. */
export function readTechnologies(page: Page, rules: readonly TechnologyRule[]): Technologies {
  return rules.flatMap((rule) => findTechnology(page, rule) ?? []);
}
