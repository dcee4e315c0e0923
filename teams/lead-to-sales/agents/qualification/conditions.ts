/** What a line of a rule file may ask for: the signs of a lead, every one optional, all given must hold. */
import { z } from 'baton';
import { jobFunction, need, newsEvent, seniority, sourceName } from '../../lead.ts';
import { moods } from '../../text/moods.ts';

const urgency = need.shape.urgency.unwrap().shape.value;

/** At least, at most, or both; both ends belong to it. */
const range = z
  .strictObject({
    at_least: z.number().optional(),
    at_most: z.number().optional(),
  })
  .refine((given) => given.at_least !== undefined || given.at_most !== undefined, {
    message: 'Give at_least, at_most, or both.',
  });
export type Range = z.output<typeof range>;

const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);
const fields = z.enum(['email', 'phone', 'name', 'company', 'title', 'seniority', 'words']);

/** The signs, in the order that decides which of them is quoted. */
export const signs = {
  says: oneOrMore.optional().describe('A list of phrases.yaml, or several: heard in what the person wrote'),
  meant: z
    .array(z.enum(moods))
    .min(1)
    .optional()
    .describe(
      'How the words of `says` are meant; left out: as said, neither denied, conditional, past nor of others',
    ),
  unless_says: oneOrMore.optional().describe('Does not hold where one of these lists is heard as said'),
  title_says: oneOrMore.optional().describe('A list of phrases.yaml, heard in the job title'),
  seniority: z.array(seniority).min(1).optional(),
  job_function: z.array(jobFunction).min(1).optional(),
  budget: z
    .union([z.literal('any'), range])
    .optional()
    .describe('A budget they name, in the currency of `money`'),
  planned_months: range
    .optional()
    .describe('Months until a time they plan with: a start, a deadline, a decision'),
  named_months: range.optional().describe('Months until a time they name without saying what for'),
  employees: range.optional(),
  revenue: range.optional().describe('A year, in the currency of `money`'),
  employee_growth: range.optional().describe('Percent a year'),
  revenue_growth: range.optional().describe('Percent a year'),
  urgency: z.array(urgency).min(1).optional(),
  news: z
    .array(newsEvent.shape.kind)
    .min(1)
    .optional()
    .describe('Found by enrichment, not older than `news_months`'),
  technology: z.array(z.string()).min(1).optional().describe('Products found by enrichment'),
  technology_category: z.array(z.string()).min(1).optional().describe('Categories of technologies.yaml'),
  technologies: range.optional().describe('How many products enrichment found'),
  account: z
    .array(z.enum(['customer', 'prospect']))
    .min(1)
    .optional(),
  manages: range.optional().describe('How many people report to them, as enrichment found'),
  reports_to: z.array(seniority).min(1).optional().describe('Whom they report to, as enrichment found'),
  company: z
    .array(z.enum(['known', 'of-unknown-size']))
    .min(1)
    .optional()
    .describe('They name their company, or write from its domain'),
  own_words: range.optional().describe('How many words they wrote about their case'),
  source: z.array(sourceName).min(1).optional(),
  domain: z.array(z.string()).min(1).optional().describe("The company's domain"),
  email_check: z
    .array(z.enum(['deliverable', 'risky', 'undeliverable', 'unknown']))
    .min(1)
    .optional(),
  company_check: z
    .array(z.enum(['confirmed', 'doubtful', 'unknown']))
    .min(1)
    .optional(),
  company_status: z
    .array(z.enum(['active', 'in-liquidation', 'dissolved']))
    .min(1)
    .optional(),
  lacks: z.array(fields).min(1).optional().describe('None of these is known'),
};
export const condition = z.strictObject(signs);
export type Condition = z.output<typeof condition>;

const signNames = Object.keys(signs).filter((name) => !['meant', 'unless_says'].includes(name));

/** Whether a line asks for anything at all. */
export function asksForSomething(given: object): boolean {
  return signNames.some((name) => Object.hasOwn(given, name));
}

/** "says, title_says, …": for a message on a line without any sign. */
export const allSigns: string = signNames.join(', ');

/** The lists of phrases a line listens to, in the person's words and in the title. */
export function listsOf({ says, title_says, unless_says }: Condition): string[] {
  return [says ?? [], title_says ?? [], unless_says ?? []].flat();
}

/** The lists a line listens to in the person's words alone. */
export function spokenListsOf({ says, unless_says }: Pick<Condition, 'says' | 'unless_says'>): string[] {
  return [says ?? [], unless_says ?? []].flat();
}
