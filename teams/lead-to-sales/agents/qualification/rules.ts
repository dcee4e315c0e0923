/** The shape of `rules.yaml`: the rubric, and the phrases it listens for. Owns the checks a YAML editor needs. */
import { z } from 'baton';
import { contactInfo, dimensionName, need, qualificationReport } from '../../lead.ts';

const seniority = contactInfo.shape.seniority.unwrap().shape.value;
const jobFunction = contactInfo.shape.job_function.unwrap().shape.value;
const urgency = need.shape.urgency.unwrap().shape.value;
const newsKind = z.enum(['funding', 'expansion', 'hiring', 'leadership-change', 'other']);

const points = z.number().int().min(0).max(25);
const sentence = z.string().min(1).max(200);

/** At least, at most, or both; both ends belong to it. */
const range = z
  .strictObject({
    at_least: z.number().nonnegative().optional(),
    at_most: z.number().nonnegative().optional(),
  })
  .refine((given) => given.at_least !== undefined || given.at_most !== undefined, {
    message: 'Give at_least, at_most, or both.',
  });
export type Range = z.output<typeof range>;

/** What must be there. Every line given must hold; the quotation is that of the first one below. */
const signs = {
  says: z.string().optional().describe('A list under `phrases`, heard in what the person wrote'),
  title_says: z.string().optional().describe('A list under `phrases`, heard in the job title'),
  seniority: z.array(seniority).min(1).optional(),
  job_function: z.array(jobFunction).min(1).optional(),
  budget: z
    .union([z.literal('any'), range])
    .optional()
    .describe('In the currency of `money`'),
  own_words: range.optional().describe('How many words they wrote about their case'),
  employees: range.optional(),
  revenue: range.optional().describe('A year, in the currency of `money`'),
  timeline_months: range.optional(),
  urgency: z.array(urgency).min(1).optional(),
  news: z.array(newsKind).min(1).optional().describe('Found by enrichment'),
  technology: z.array(z.string().min(1)).min(1).optional().describe('Found by enrichment'),
  account: z
    .array(z.enum(['customer', 'prospect']))
    .min(1)
    .optional(),
};
const condition = z.strictObject(signs);
export type Condition = z.output<typeof condition>;

const level = z.strictObject({
  ...signs,
  points: points.describe('The best level that holds counts; the others of its factor do not add'),
  because: sentence.describe('Shown to people; {value} stands for what was found'),
  if_denied: points.optional().describe('When the person says the opposite, the dimension has at most this'),
});
export type Level = z.output<typeof level>;

const factor = z.strictObject({
  title: z.string().min(1),
  unknown: sentence.describe('Said when nothing was found'),
  levels: z.array(level).min(1),
});
export type Factor = z.output<typeof factor>;

const lowering = z.strictObject({
  ...signs,
  at_most: points,
  because: sentence,
  about: z.string().optional().describe('The factor this speaks of: it is then known, not unknown'),
});
export type Lowering = z.output<typeof lowering>;

const dimension = z.strictObject({
  title: z.string().min(1),
  bands: z.array(z.strictObject({ from: points, name: z.string().min(1) })).min(1),
  ask: sentence.describe('What the salesperson asks when the first factor is unknown'),
  ceiling: z.strictObject({ at_most: points, unless: z.string() }).optional(),
  factors: z.record(z.string(), factor),
  lowered_by: z.array(lowering).default([]),
});
export type DimensionRules = z.output<typeof dimension>;

/** Words; `word*` takes any ending, a lone `*` stands for up to three words, a lone `#` for a number. */
const phrase = z
  .string()
  .min(1)
  .max(80)
  .refine((text) => !/(^|\s)\*\s*$|^\s*\*/u.test(text), { message: 'A lone * stands between words only.' })
  .refine((text) => text.split(/\s+/u).filter((word) => word === '*').length <= 2, {
    message: 'At most two lone * in a phrase.',
  })
  .refine((text) => !/(^|\s)\S{1,2}\*/u.test(text), { message: 'word* needs at least three letters.' })
  .refine((text) => !/\*\S/u.test(text), { message: 'A * ends a word.' })
  .refine((text) => /[\p{L}\p{N}]/u.test(text), { message: 'A phrase needs a word.' });

const phraseList = z.strictObject({
  any: z.array(phrase).optional(),
  en: z.array(phrase).optional(),
  de: z.array(phrase).optional(),
  fr: z.array(phrase).optional(),
  es: z.array(phrase).optional(),
  reach: z.number().int().min(0).max(8).optional().describe('How far before it a "not" still denies it'),
});
export type PhraseList = z.output<typeof phraseList>;

const outcome = z.strictObject({
  from: z.number().int().min(0).max(100),
  outcome: qualificationReport.shape.outcome,
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
});

const rubric = z.strictObject({
  framework: z.string().min(1),
  outcomes: z.array(outcome).min(1),
  decision_maker: z.array(z.strictObject({ ...signs, answer: z.enum(['yes', 'no']) })),
  money: z.strictObject({
    currency: z.string().length(3),
    rates: z.record(z.string(), z.number().positive()),
  }),
  dimensions: z.record(dimensionName, dimension),
  negation: z.strictObject({
    reach: z.number().int().min(0).max(8),
    before: phraseList,
    after: phraseList,
    stops: phraseList,
    exceptions: phraseList,
  }),
  phrases: z.record(z.string(), phraseList),
});

type Complain = (path: (string | number)[], message: string) => void;

/** Lower bounds must fall, and the last must be 0, so that every score has its place. */
function checkSteps(steps: readonly { from: number }[], path: (string | number)[], complain: Complain): void {
  if (steps.at(-1)?.from !== 0) complain(path, 'The last one must begin at 0.');
  for (const [at, step] of steps.entries()) {
    const above = steps[at - 1];
    if (above && above.from <= step.from)
      complain([...path, at, 'from'], `Must be lower than ${above.from}.`);
  }
}

function checkLists(rules: z.output<typeof rubric>, complain: Complain): void {
  const known = new Set(Object.keys(rules.phrases));
  const used = new Set<string>();
  const use = (given: Condition, path: (string | number)[]): void => {
    for (const key of ['says', 'title_says'] as const) {
      const list = given[key];
      if (list === undefined) continue;
      used.add(list);
      if (!known.has(list)) complain([...path, key], `No list of phrases is called "${list}".`);
    }
    if (!Object.keys(signs).some((key) => Object.hasOwn(given, key))) {
      complain(path, `Say what must be there: ${Object.keys(signs).join(', ')}.`);
    }
  };
  for (const [at, rule] of rules.decision_maker.entries()) use(rule, ['decision_maker', at]);
  for (const [name, one] of Object.entries(rules.dimensions)) {
    for (const [key, { levels }] of Object.entries(one.factors)) {
      for (const [at, given] of levels.entries()) {
        use(given, ['dimensions', name, 'factors', key, 'levels', at]);
      }
    }
    for (const [at, given] of one.lowered_by.entries()) use(given, ['dimensions', name, 'lowered_by', at]);
  }
  for (const list of known) {
    if (!used.has(list)) complain(['phrases', list], 'No level listens for this list.');
  }
}

function checkFactorNames(rules: z.output<typeof rubric>, complain: Complain): void {
  for (const [name, one] of Object.entries(rules.dimensions)) {
    const allowed = Object.keys(one.factors);
    const named = [
      { path: ['dimensions', name, 'ceiling', 'unless'], factor: one.ceiling?.unless },
      ...one.lowered_by.map((given, at) => ({
        path: ['dimensions', name, 'lowered_by', at, 'about'],
        factor: given.about,
      })),
    ];
    for (const { path, factor: wanted } of named) {
      if (wanted !== undefined && !allowed.includes(wanted)) {
        complain(path, `No factor is called "${wanted}" here. Allowed: ${allowed.join(', ')}.`);
      }
    }
  }
}

/** `agents/qualification/rules.yaml`. */
export const qualificationRules = rubric.superRefine((rules, context) => {
  const complain: Complain = (path, message) => context.addIssue({ code: 'custom', path, message });
  checkSteps(rules.outcomes, ['outcomes'], complain);
  for (const [name, one] of Object.entries(rules.dimensions)) {
    checkSteps(one.bands, ['dimensions', name, 'bands'], complain);
  }
  checkLists(rules, complain);
  checkFactorNames(rules, complain);
});
export type QualificationRules = z.output<typeof qualificationRules>;
