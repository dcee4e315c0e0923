/** The shape of `rules.yaml`: everything about capture that a revenue-operations person may change. */
import { z } from 'baton';
import { contactInfo } from '../../lead.ts';

const phrases = z.array(z.string().min(1)).min(1);
const levels = z.object({ high: phrases, medium: phrases, low: phrases });
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

export const captureRules = z.object({
  /** Our own mail domains: a colleague who forwards is not the lead. */
  own_domains: z.array(z.string()),
  /** ISO 3166-1 alpha-2: phone numbers without a country code are read as from here. Null: not guessed. */
  home_country: z.string().length(2).nullable(),
  /** By language: whose numbering plans a number without a country code is tried against, in order. */
  phone_countries: z.record(z.string(), z.array(z.string().length(2))),
  /** Legal forms of one country only, in small letters without signs. */
  legal_form_countries: z.record(z.string(), z.string().length(2)),
  /** Country domains that companies everywhere use. */
  generic_country_domains: z.array(z.string()),
  /** Beyond the well-known ones. */
  free_mail_domains: z.array(z.string()),
  role_mailboxes: phrases,
  next_action_minutes: z.object({
    high: z.number().positive(),
    medium: z.number().positive(),
    low: z.number().positive(),
    unknown: z.number().positive(),
  }),
  fields: z.partialRecord(fieldName, phrases),
  titles: z.array(
    z.object({
      phrases,
      seniority: seniority.optional(),
      function: jobFunction.optional(),
      /** This phrase alone decides, whatever else the title says. */
      final: z.boolean().default(false),
    }),
  ),
  industries: z.record(z.string(), phrases),
  urgency: levels,
  /** Words that say it only as the answer in a field for urgency or priority. */
  urgency_answers: levels,
  intents: z.record(z.string(), phrases),
  budget_words: phrases,
  not_budget_words: phrases,
  signature_closings: phrases,
  introductions: z.object({ name: phrases, company: phrases, title: phrases }),
  mediums: z.record(z.string(), phrases),
  auto_reply_subjects: phrases,
  bounce_subjects: phrases,
  bulk_words: phrases,
  /** Words that say nothing by themselves. */
  small_talk: phrases,
  /** Words of somebody who wants to buy or to be helped: with one of them nothing below is junk. */
  buying_words: phrases,
  /** Each phrase counts its points; so many make the reason. */
  not_a_lead: z.record(
    notALeadReason.exclude(['newsletter']),
    z.object({ threshold: z.number().positive(), phrases: z.record(z.string(), z.number().positive()) }),
  ),
});
export type CaptureRules = z.infer<typeof captureRules>;
