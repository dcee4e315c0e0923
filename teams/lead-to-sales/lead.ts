/**
 * What the five agents hand on, key by key of a message's payload. Terms are the field's: an Inquiry
 * is what arrived and never changes; a Lead is a person and a need. A value that nothing says is null.
 */
import { factOf, z } from 'baton';

export const sourceName = z.enum(['form', 'email', 'chat', 'event']);
export type SourceName = z.infer<typeof sourceName>;

/** A pointer to what arrived; the raw bytes are in `lead_to_sales.inquiries`. */
export const inquiry = z.object({
  inquiry_id: z.uuid(),
  source: sourceName,
  media_type: z.string(),
  /** Where it came from: a path, with `:line` for a row of a list. */
  origin: z.string(),
  received_at: z.iso.datetime(),
});
export type Inquiry = z.infer<typeof inquiry>;

export const contactInfo = z.object({
  first_name: factOf(z.string()),
  last_name: factOf(z.string()),
  email: factOf(z.string()),
  /** E.164. */
  phone: factOf(z.string()),
  /** As written. */
  title: factOf(z.string()),
  seniority: factOf(
    z.enum(['owner', 'c-level', 'vp', 'director', 'head', 'manager', 'senior', 'individual', 'entry']),
  ),
  job_function: factOf(
    z.enum([
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
    ]),
  ),
});

export const companyInfo = z.object({
  name: factOf(z.string()),
  /** Registrable domain, such as acme.example; never a free mail provider's. */
  domain: factOf(z.string()),
  industry: factOf(z.string()),
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
      owner_id: z.string().nullable(),
      match_reason: z.string(),
    })
    .nullable(),
});

export const need = z.object({
  /** In the person's own words. */
  description: factOf(z.string()),
  urgency: factOf(z.enum(['high', 'medium', 'low'])),
  /** Months until they want to buy or start, as far as the words say. */
  timeline_months: factOf(z.number().nonnegative()),
  /** In the currency named, whole units. */
  budget: factOf(z.object({ amount: z.number().nonnegative(), currency: z.string() })),
});

export const sourceInfo = z.object({
  source: sourceName,
  campaign: z.string().nullable(),
  medium: z.string().nullable(),
  referrer: z.string().nullable(),
  /** Consistent code, such as web-form/autumn-launch. */
  attribution: z.string(),
  received_at: z.iso.datetime(),
});

/** The key `lead_data` of the payload. */
export const leadData = z.object({
  contact_info: contactInfo,
  company_info: companyInfo,
  source_info: sourceInfo,
  need,
  /** ISO 639-1 of the words received; null where it cannot be told. */
  language: z.string().length(2).nullable(),
  initial_notes: z.string(),
  next_action_at: z.iso.datetime(),
});
export type LeadData = z.infer<typeof leadData>;

/** The key `capture`. */
export const captureOutcome = z.object({
  disposition: z.enum(['lead', 'joined', 'not-a-lead', 'unclear']),
  /** For a lead: `new`. Otherwise why: auto-reply, bounce, newsletter, job-application, vendor-pitch, spam, unsubscribe, empty, no-contact-details, same-person … */
  reason: z.string(),
  /** The sentence a person reads. */
  explanation: z.string(),
  /** The case this inquiry was joined to. */
  into_case: z.string().nullable(),
});
export type CaptureOutcome = z.infer<typeof captureOutcome>;

/** The key `enrichment`. */
export const enrichmentReport = z.object({
  company: z.object({
    description: factOf(z.string()),
    industry: factOf(z.string()),
    employees: factOf(z.number().int().nonnegative()),
    revenue: factOf(z.object({ amount: z.number().nonnegative(), currency: z.string() })),
    country: factOf(z.string().length(2)),
    region: factOf(z.string()),
    phone: factOf(z.string()),
    technologies: z.array(z.object({ name: z.string(), evidence: factOf(z.string()) })),
    social_profiles: z.array(z.object({ network: z.string(), url: z.string() })),
    mail_provider: factOf(z.string()),
    news: z.array(
      z.object({
        kind: z.enum(['funding', 'expansion', 'hiring', 'leadership-change', 'other']),
        headline: factOf(z.string()),
      }),
    ),
  }),
  people: z.array(z.object({ name: factOf(z.string()), title: factOf(z.string()) })),
  sources: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['ok', 'cached', 'nothing-found', 'failed', 'timed-out', 'refused', 'skipped']),
      detail: z.string(),
      took_ms: z.number().nonnegative(),
    }),
  ),
  /** True when a source that should have spoken did not. */
  limited: z.boolean(),
});
export type EnrichmentReport = z.infer<typeof enrichmentReport>;

export const dimensionName = z.enum(['budget', 'authority', 'need', 'timeline']);
export type DimensionName = z.infer<typeof dimensionName>;

/** One reason for points: the signal, what it is worth, and the words it rests on. */
export const scoreReason = z.object({
  signal: z.string(),
  points: z.number(),
  explanation: z.string(),
  quote: z.string(),
  source: z.string(),
});

/** The key `qualification`. */
export const qualificationReport = z.object({
  framework: z.string(),
  score: z.number().int().min(0).max(100),
  outcome: z.enum(['hot', 'warm', 'cold', 'unqualified']),
  dimensions: z.record(
    dimensionName,
    z.object({
      points: z.number().int().min(0).max(25),
      band: z.string(),
      reasons: z.array(scoreReason),
      unknown: z.array(z.string()),
    }),
  ),
  decision_maker: z.enum(['yes', 'no', 'unknown']),
  /** Two or three sentences a salesperson reads. */
  summary: z.string(),
});
export type QualificationReport = z.infer<typeof qualificationReport>;

export const candidate = z.object({
  owner_id: z.string(),
  name: z.string(),
  chosen: z.boolean(),
  /** The first rule that ruled this owner out, or why chosen, or why another came before. */
  reason: z.string(),
});

/** The key `assignment`. */
export const assignment = z.object({
  owner: z.object({ owner_id: z.string(), name: z.string(), email: z.string() }).nullable(),
  territory: z.string().nullable(),
  reason: z.string(),
  candidates: z.array(candidate),
  respond_by: z.iso.datetime().nullable(),
});
export type Assignment = z.infer<typeof assignment>;

/** The key `follow_up`. */
export const followUpState = z.object({
  assigned_at: z.iso.datetime(),
  respond_by: z.iso.datetime(),
  reminders: z.number().int().nonnegative(),
  escalated: z.boolean(),
  note: z.string(),
});
export type FollowUpState = z.infer<typeof followUpState>;
