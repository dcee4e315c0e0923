/** Job titles → seniority and function, by the phrases in `rules.yaml`. */
import type { z } from 'baton';
import type { contactInfo } from '../../../lead.ts';
import { oncePerRules, type PhraseMatch, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

type Seniority = NonNullable<z.infer<typeof contactInfo>['seniority']>['value'];
type JobFunction = NonNullable<z.infer<typeof contactInfo>['job_function']>['value'];

export interface StandardTitle {
  readonly seniority: Seniority | null;
  readonly jobFunction: JobFunction | null;
}

const RANK: readonly Seniority[] = [
  'owner',
  'c-level',
  'vp',
  'director',
  'head',
  'manager',
  'senior',
  'individual',
  'entry',
];

type Rule = CaptureRules['titles'][number];

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(rules.titles.flatMap((rule) => rule.phrases.map((phrase) => ({ phrase, value: rule })))),
);

/**
 * Reads a title. Longer phrases take their words first ("product owner" is no owner), a final phrase
 * decides alone ("assistant to the CEO"); otherwise the highest rank counts.
 */
export function standardTitle(title: string, rules: CaptureRules): StandardTitle {
  const matches = titleMatches(title, rules);
  const final = matches.find((match) => match.value.final);
  if (final !== undefined) {
    return { seniority: final.value.seniority ?? null, jobFunction: final.value.function ?? null };
  }
  const ranks = matches.flatMap((match) => match.value.seniority ?? []);
  const seniority = RANK.find((rank) => ranks.includes(rank)) ?? null;
  const functions = matches.filter((match) => match.value.function !== undefined);
  const telling = functions.filter((match) => match.value.function !== 'executive')[0] ?? functions[0];
  return { seniority, jobFunction: telling?.value.function ?? null };
}

/** The title phrases that stand in a text. */
export function titleMatches(text: string, rules: CaptureRules): PhraseMatch<Rule>[] {
  return finder(rules)(text.slice(0, 300));
}
