/** The keys `lead_data` and `capture`: a person and a need, and what became of the inquiry. */
import { factOf, z } from 'baton';
import { sourceName } from './inquiry.ts';

export const seniority = z.enum([
  'owner',
  'c-level',
  'vp',
  'director',
  'head',
  'manager',
  'senior',
  'individual',
  'entry',
]);
export type Seniority = z.infer<typeof seniority>;

export const jobFunction = z.enum([
  'executive',
  'finance',
  'operations',
  'it',
  'engineering',
  'marketing',
  'sales',
  'hr',
  'procurement',
  'legal',
  'support',
  'other',
]);
export type JobFunction = z.infer<typeof jobFunction>;

export const contactInfo = z.object({
  first_name: factOf(z.string()),
  last_name: factOf(z.string()),
  email: factOf(z.string()),
  /** E.164: the number to call first. */
  phone: factOf(z.string()),
  /** E.164. */
  mobile: factOf(z.string()).optional(),
  /** E.164. */
  fax: factOf(z.string()).optional(),
  /** As written. */
  title: factOf(z.string()),
  seniority: factOf(seniority),
  job_function: factOf(jobFunction),
  /** What part they say they play in the purchase, such as "Decision maker"; as written. */
  role: factOf(z.string()).optional(),
  /** The person's pages at social networks, as written. */
  profiles: z.array(factOf(z.string()).unwrap()).optional(),
});

export const companyInfo = z.object({
  name: factOf(z.string()),
  /** Registrable domain, such as acme.example; never a free mail provider's. */
  domain: factOf(z.string()),
  /** The site's front page as written. */
  website: factOf(z.string()).optional(),
  /** In one line, as written. */
  address: factOf(z.string()).optional(),
  /** The company's pages at social networks, as written. */
  profiles: z.array(factOf(z.string()).unwrap()).optional(),
  industry: factOf(z.string()),
  /** NAICS 2022: two to six digits, as far as the words say, and the code's title. */
  naics: factOf(z.object({ code: z.string(), title: z.string() })).optional(),
  /** Number of employees, or the lower end of the range given. */
  size: factOf(z.number().int().nonnegative()),
  /** ISO 3166-1 alpha-2. */
  country: factOf(z.string().length(2)),
  /** State, region or city as written. */
  region: factOf(z.string()),
  /** An account we know already. */
  account: z
    .object({
      account_id: z.string(),
      name: z.string(),
      status: z.enum(['customer', 'prospect']),
      /** Of the open opportunity below, where there is one; otherwise the account's own. */
      owner_id: z.string().nullable(),
      match_reason: z.string(),
      /** An opportunity of theirs that is not closed. */
      opportunity: z
        .object({
          opportunity_id: z.string(),
          name: z.string(),
          stage: z.string(),
          owner_id: z.string().nullable(),
          reason: z.string(),
        })
        .nullish(),
    })
    .nullable(),
  /** Where `account` is null: accounts it may be, likeliest first. A person says which, if any. */
  account_candidates: z
    .array(
      z.object({
        account_id: z.string(),
        name: z.string(),
        status: z.enum(['customer', 'prospect']),
        owner_id: z.string().nullable(),
        /** What speaks for it, and what against. */
        reason: z.string(),
      }),
    )
    .max(3)
    .optional(),
});

export const need = z.object({
  /** In the person's own words. */
  description: factOf(z.string()),
  urgency: factOf(z.enum(['high', 'medium', 'low'])),
  /** Months until they want to buy or start, as far as the words say. */
  timeline_months: factOf(z.number().nonnegative()),
  /** In the currency named (ISO 4217; XXX where a sum stands without one), whole units. */
  budget: factOf(
    z.object({
      amount: z.number().nonnegative(),
      currency: z.string(),
      /** The upper end of a range. */
      up_to: z.number().nonnegative().optional(),
      per: z.enum(['month', 'year']).optional(),
    }),
  ),
});

/** How somebody came to us, the first time we know of or the last: what the page and its parameters say. */
export const touch = z.object({
  /** By the rules: paid-search, organic-search, social, email-campaign, referral, direct, event … */
  channel: z.string(),
  /** utm_source, or the host that sent them. */
  source: z.string().nullable(),
  campaign: z.string().nullable(),
  term: z.string().nullable(),
  content: z.string().nullable(),
  /** The parameter and its value, such as gclid=Cj0K. */
  click_id: z.string().nullable(),
  referrer: z.string().nullable(),
  landing_page: z.string().nullable(),
  /** Consistent code, such as paid-search/google/autumn-launch. */
  code: z.string(),
});
export type Touch = z.infer<typeof touch>;

export const sourceInfo = z.object({
  source: sourceName,
  campaign: z.string().nullable(),
  medium: z.string().nullable(),
  referrer: z.string().nullable(),
  /** Consistent code, such as web-form/autumn-launch. */
  attribution: z.string(),
  received_at: z.iso.datetime(),
  /** Null where nothing tells the two apart or nothing is known. */
  first_touch: touch.nullable().optional(),
  last_touch: touch.nullable().optional(),
});

/** What a conversation shows about a qualification, in the visitor's words. */
export const conversationIndicator = z.object({
  about: z.enum(['budget', 'authority', 'need', 'timeline', 'competitor']),
  quote: z.string(),
});

/** A conversation in short: the visitor's own sentences that say most, and what they show. */
export const conversation = z.object({
  messages: z.number().int().nonnegative(),
  visitor_messages: z.number().int().nonnegative(),
  summary: z.string(),
  indicators: z.array(conversationIndicator),
});
export type Conversation = z.infer<typeof conversation>;

/** The key `lead_data` of the payload. */
export const leadData = z.object({
  contact_info: contactInfo,
  company_info: companyInfo,
  source_info: sourceInfo,
  need,
  /** ISO 639-1 of the words received; null where it cannot be told. */
  language: z.string().length(2).nullable(),
  /** Whose this person is already: by an open opportunity, an earlier lead, or the contact or account. */
  known_owner: z
    .object({
      owner_id: z.string(),
      by: z.enum(['open-opportunity', 'earlier-lead', 'same-lead', 'contact', 'account']),
      reason: z.string(),
    })
    .nullish(),
  initial_notes: z.string(),
  /** Of chats. */
  conversation: conversation.nullable().optional(),
  next_action_at: z.iso.datetime(),
});
export type LeadData = z.infer<typeof leadData>;

/** The key `capture`. */
export const captureOutcome = z.object({
  disposition: z.enum(['lead', 'joined', 'not-a-lead', 'unclear']),
  /**
   * For a lead: `new`. For no lead: auto-reply, bounce, newsletter, job-application, vendor-pitch, spam, unsubscribe,
   * support, invoice, survey, student, press, not-for-sales, calendar-reply, empty. Unclear: no-contact-details,
   * nobody-asks, or perhaps- and one of the others. Joined: same-person … A lead that goes on with an
   * earlier one: returned.
   */
  reason: z.string(),
  /** The sentence a person reads. */
  explanation: z.string(),
  /** The case this inquiry was joined to. */
  into_case: z.string().nullable(),
  /** For a lead: the case of the same person that had ended and that this one goes on with. */
  continues_case: z.string().nullish(),
  /** What it was judged by, strongest first: what a sign speaks for (a reason or `buyer`), and its words. */
  signs: z
    .array(z.object({ speaks_for: z.string(), points: z.number(), quote: z.string(), source: z.string() }))
    .optional(),
});
export type CaptureOutcome = z.infer<typeof captureOutcome>;
