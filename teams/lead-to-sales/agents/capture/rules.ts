/** The shape of `rules.yaml`: everything about capture that a revenue-operations person may change. */
import { defineRules, z } from 'baton';
import { contactInfo } from '../../lead.ts';
import { judgePhrases, judgeRules, withPhrases } from './judge/judge-rules.ts';
import { quoteRules, signatureRules } from './mail-rules.ts';

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
  'mobile',
  'fax',
  'title',
  'role',
  'company',
  'website',
  'social',
  'address',
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

const title = z.strictObject({
  phrases,
  seniority: seniority.optional(),
  function: jobFunction.optional().describe('The field the person works in.'),
});

const industry = z.strictObject({
  naics: z
    .array(z.string().regex(/^\d{2,6}$/, 'a NAICS code of two to six digits, in quotes'))
    .describe('All codes that begin so.'),
  words: phrases
    .optional()
    .describe(
      'Words of your own trade that mean this industry. Those in general use are in standards/industries.',
    ),
});

export const captureRules = z.strictObject({
  own_domains: z
    .array(z.string())
    .describe('Our own mail domains: a colleague who forwards a mail is not the lead.'),
  mail_servers: z
    .array(z.string().regex(/^[a-z0-9.-]+$/, 'a name in small letters, such as mx.example.com'))
    .describe(
      'Our own mail servers, as they name themselves in Authentication-Results. A salesperson’s mail to a lead outside its thread counts as their answer only where one of these has found that they wrote it (dmarc=pass).',
    ),
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
    .describe(
      'Job titles of your own trade: what one of them says goes before what standards/titles/titles.yaml makes of the title. Mostly none.',
    ),
  industries: z
    .record(z.string(), industry)
    .describe(
      'Our standard industries, by the NAICS 2022 codes that belong to them; the longest code decides.',
    ),
  urgency: levels.describe('Words that say how urgent it is.'),
  urgency_answers: levels.describe(
    'Words that say it only as the answer in a field for urgency or priority.',
  ),
  intents: z.record(z.string(), phrases).describe('What people want, for the notes, and the words for it.'),
  budget_words: phrases.describe('A sum beside one of these is a budget.'),
  not_budget_words: phrases.describe('A sum beside one of these is a price, a cost or a loss.'),
  quotes: quoteRules.describe('How quoted and forwarded mails are told from own words.'),
  signatures: signatureRules.describe('How signatures are found and read.'),
  introductions: z
    .strictObject({ name: phrases, company: phrases, title: phrases })
    .describe('What people say before their name, their company and their title.'),
  mediums: z.record(z.string(), phrases).describe('Standard names of media, and how trackers call them.'),
  attribution: z
    .strictObject({
      click_ids: z
        .record(z.string(), z.string())
        .describe('The parameter an advertiser adds to a link, and its channel.'),
      referrers: z
        .record(z.string(), phrases)
        .describe('By channel: hosts that send people (google.com), or one part of their names (google).'),
    })
    .describe('What else tells the channel somebody came by.'),
  conversation: z
    .strictObject({
      budget: phrases,
      authority: phrases,
      need: phrases,
      timeline: phrases,
      competitor: phrases,
    })
    .describe('Words in a chat that show how far somebody is: quoted in the notes, never scored.'),
  judge: judgeRules.describe('What is no lead: signs, what they are worth, and from how many points on.'),
});
export type CaptureRules = z.infer<typeof captureRules>;

/** `agents/capture/rules.yaml` with the phrases of `judge-phrases.yaml`, for the agent and for commands. */
export const captureRulesFile = defineRules({
  files: {
    rules: { path: 'agents/capture/rules.yaml', schema: captureRules },
    phrases: { path: 'agents/capture/judge-phrases.yaml', schema: judgePhrases },
  },
  make: ({ rules, phrases }): CaptureRules => ({ ...rules, judge: withPhrases(rules.judge, phrases) }),
});
