/** Job titles → seniority and function, by the phrases in `rules.yaml`. */
import type { z } from 'baton';
import type { contactInfo } from '../../../lead.ts';
import { oncePerRules, type PhraseFinder, type PhraseMatch, phraseFinder } from '../phrases.ts';
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

const finders = oncePerRules((rules: CaptureRules) => {
  const of = (wanted: (rule: Rule) => boolean): PhraseFinder<Rule> =>
    phraseFinder(
      rules.titles.filter(wanted).flatMap((rule) => rule.phrases.map((phrase) => ({ phrase, value: rule }))),
    );
  return {
    all: of(() => true),
    // Apart, as one word can say both: Fuhrparkleiter is a fleet's and a head.
    seniority: of((rule) => rule.seniority !== undefined || rule.final),
    jobFunction: of((rule) => rule.function !== undefined || rule.final),
  };
});

const LIMIT = 300;

/**
 * Reads a title. Longer phrases take their words first ("product owner" is no owner), a final phrase
 * decides alone ("assistant to the CEO"); otherwise the highest rank counts.
 */
export function standardTitle(title: string, rules: CaptureRules): StandardTitle {
  const text = title.slice(0, LIMIT);
  const found = finders(rules);
  const ranked = found.seniority(text);
  const final = ranked.find((match) => match.value.final);
  if (final !== undefined) {
    return { seniority: final.value.seniority ?? null, jobFunction: final.value.function ?? null };
  }
  const ranks = ranked.flatMap((match) => match.value.seniority ?? []);
  const functions = found.jobFunction(text).flatMap((match) => match.value.function ?? []);
  return {
    seniority: RANK.find((rank) => ranks.includes(rank)) ?? null,
    jobFunction: functions.find((name) => name !== 'executive') ?? functions[0] ?? null,
  };
}

/** The title phrases that stand in a text. */
export function titleMatches(text: string, rules: CaptureRules): PhraseMatch<Rule>[] {
  return finders(rules).all(text.slice(0, LIMIT));
}
