/** The shape of `rules.yaml`: everything about capture that a revenue-operations person may change. */
import { z } from 'baton';
import { contactInfo } from '../../lead.ts';

const phrases = z.array(z.string().min(1)).min(1);
const levels = z.strictObject({ high: phrases, medium: phrases, low: phrases });
const minutes = z.number().positive();
const country = z.string().length(2);
const seniority = contactInfo.shape.seniority.unwrap().shape.value;
const jobFunction = contactInfo.shape.job_function.unwrap().shape.value;

/** What a form's field or a list's column may be about. */
export const fieldName = z.enum([
  'name',
  'first_name',
  'last_name',
  'email',
  'phone',
  'title',
  'company',
  'website',
  'industry',
  'size',
  'country',
  'region',
  'message',
  'budget',
  'timeline',
  'urgency',
  'campaign',
  'medium',
  'referrer',
  'page',
  'form',
  'event',
  'language',
  'ignore',
]);
export type FieldName = z.infer<typeof fieldName>;

export const notALeadReason = z.enum([
  'newsletter',
  'job-application',
  'vendor-pitch',
  'spam',
  'unsubscribe',
]);
export type NotALeadReason = z.infer<typeof notALeadReason>;

const title = z.strictObject({
  phrases,
  seniority: seniority.optional(),
  function: jobFunction.optional().describe('The field the person works in.'),
  final: z
    .boolean()
    .default(false)
    .describe('true: this phrase alone decides, whatever else the title says. Default false.'),
});

const weighed = z.strictObject({
  threshold: z.number().positive().describe('So many points make the reason.'),
  phrases: z.record(z.string(), z.number().positive()).describe('The points of each phrase.'),
});

export const captureRules = z.strictObject({
  own_domains: z
    .array(z.string())
    .describe('Our own mail domains: a colleague who forwards a mail is not the lead.'),
  home_country: country
    .nullable()
    .describe(
      'Phone numbers without a country code are read as from this country (ISO 3166-1 alpha-2, such as DE). null: not guessed.',
    ),
  phone_countries: z
    .record(z.string(), z.array(country))
    .describe(
      'By language: whose numbering plans a number without a country code is tried against, in order.',
    ),
  legal_form_countries: z
    .record(z.string(), country)
    .describe('Legal forms of one country only, in small letters without signs, and that country.'),
  generic_country_domains: z
    .array(z.string())
    .describe('Country domains that companies everywhere use, such as io.'),
  free_mail_domains: z
    .array(z.string())
    .describe('Mail providers anybody can have an address at, beyond the well-known ones.'),
  role_mailboxes: phrases.describe('What stands before the @ of an office, not a person, such as info.'),
  next_action_minutes: z
    .strictObject({ high: minutes, medium: minutes, low: minutes, unknown: minutes })
    .describe('Minutes until somebody should act, by urgency.'),
  fields: z
    .partialRecord(fieldName, phrases)
    .describe('The names of form fields and list columns, by what they are about.'),
  titles: z
    .array(title)
    .describe('Job titles: the longest phrase takes its words first; the highest seniority counts.'),
  industries: z.record(z.string(), phrases).describe('Our standard industries, and how people call them.'),
  urgency: levels.describe('Words that say how urgent it is.'),
  urgency_answers: levels.describe(
    'Words that say it only as the answer in a field for urgency or priority.',
  ),
  intents: z.record(z.string(), phrases).describe('What people want, for the notes, and the words for it.'),
  budget_words: phrases.describe('A sum beside one of these is a budget.'),
  not_budget_words: phrases.describe('A sum beside one of these is a price, a cost or a loss.'),
  signature_closings: phrases.describe('The good-bye above a signature.'),
  introductions: z
    .strictObject({ name: phrases, company: phrases, title: phrases })
    .describe('What people say before their name, their company and their title.'),
  mediums: z.record(z.string(), phrases).describe('Standard names of media, and how trackers call them.'),
  auto_reply_subjects: phrases.describe('How the subject of an automatic reply begins.'),
  bounce_subjects: phrases.describe('How the subject of an undelivered mail begins.'),
  bulk_words: phrases.describe('Words of newsletters and other mails to many.'),
  small_talk: phrases.describe('Words that say nothing by themselves: a chat of these alone is empty.'),
  buying_words: phrases.describe(
    'Words of somebody who wants to buy or to be helped: with one of them, words of job hunters and sellers do not count.',
  ),
  not_a_lead: z
    .record(notALeadReason.exclude(['newsletter']), weighed)
    .describe(
      'Why an inquiry is no lead: each phrase counts its points, and enough of them make the reason.',
    ),
});
export type CaptureRules = z.infer<typeof captureRules>;
