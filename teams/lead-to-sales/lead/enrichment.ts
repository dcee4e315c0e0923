/** The key `enrichment`: what the sources said of a company and its people, how good it is, what it cost. */
import { factOf, z } from 'baton';
import { jobFunction, seniority } from './lead-data.ts';

export const money = z.object({ amount: z.number().nonnegative(), currency: z.string() });

/** One of a company's years, as a register holds it. */
export const companyYear = z.object({
  year: z.number().int(),
  employees: factOf(z.number().int().nonnegative()),
  revenue: factOf(money),
});

export const newsEvent = z.object({
  kind: z.enum(['funding', 'expansion', 'hiring', 'leadership-change', 'product', 'acquisition', 'other']),
  headline: factOf(z.string()),
  /** When it happened or was published; null where nothing says so. */
  date: z.iso.date().nullable(),
  /** The sum of a funding round, where the words name one. */
  amount: factOf(money),
});

export const technology = z.object({
  name: z.string(),
  /** Such as crm, analytics, e-commerce, hosting: a key of the technology rule file. */
  category: z.string(),
  evidence: factOf(z.string()),
});

export const companyPerson = z.object({
  name: factOf(z.string()),
  title: factOf(z.string()),
  seniority: seniority.nullable(),
  job_function: jobFunction.nullable(),
  /** By the rules: may say yes to a purchase. */
  is_decision_maker: z.boolean(),
  /** Name of the person reported to, where words or an explicit hierarchy say so. */
  reports_to: factOf(z.string()),
  profile_url: z.string().nullable(),
});

export const companyReport = z.object({
  legal_name: factOf(z.string()),
  description: factOf(z.string()),
  industry: factOf(z.string()),
  founded: factOf(z.number().int()),
  employees: factOf(z.number().int().nonnegative()),
  revenue: factOf(money),
  /** Oldest first. */
  history: z.array(companyYear),
  /** Percent a year over `history`; null where fewer than two years are known. */
  employee_growth: factOf(z.number()),
  revenue_growth: factOf(z.number()),
  /** Raised in all, where a source says so. */
  funding_total: factOf(money),
  country: factOf(z.string().length(2)),
  region: factOf(z.string()),
  phone: factOf(z.string()),
  status: factOf(z.enum(['active', 'in-liquidation', 'dissolved'])),
  technologies: z.array(technology),
  social_profiles: z.array(z.object({ network: z.string(), url: z.string() })),
  mail_provider: factOf(z.string()),
  news: z.array(newsEvent),
});
export type CompanyReport = z.infer<typeof companyReport>;

/** One check of the contact or the company, as a person reads it. */
export const verificationCheck = z.object({
  check: z.string(),
  passed: z.boolean(),
  detail: z.string(),
});

export const verification = z.object({
  /** `deliverable`: syntax, domain and MX hold and nothing speaks against it. */
  email: z.enum(['deliverable', 'risky', 'undeliverable', 'unknown']),
  phone: z.enum(['valid', 'invalid', 'unknown']),
  /** Whether the company is what it says it is: name and website agree, it is alive, others know it. */
  company: z.enum(['confirmed', 'doubtful', 'unknown']),
  checks: z.array(verificationCheck),
});

const rating = z.object({ rating: z.number().int().min(1).max(5), reason: z.string() });

/** The four scores of data quality, and the share of the wanted fields that are known. */
export const dataQuality = z.object({
  contact_completeness: rating,
  company_intelligence: rating,
  decision_makers: rating,
  technology_fit: rating,
  /** 0–1. */
  completeness: z.number().min(0).max(1),
});

/** A sentence for the first call, tied to the words it rests on. */
export const talkingPoint = z.object({ text: z.string(), quote: z.string(), source: z.string() });

export const sourceUse = z.object({
  name: z.string(),
  status: z.enum(['ok', 'cached', 'nothing-found', 'failed', 'timed-out', 'refused', 'skipped']),
  detail: z.string(),
  took_ms: z.number().nonnegative(),
  /** What the answer cost, in the rules' unit of cost; 0 for free sources and from the cache. */
  cost: z.number().nonnegative(),
});

/** Where a field comes from, how old its data is, what it cost. */
export const fieldUse = z.object({
  /** A field of `company`, or `people`, `contact_check`. */
  field: z.string(),
  /** A single value has one, what several tell together all of them. */
  sources: z.array(z.string()),
  /** The day the data is from, as the source says, else the day it was read. */
  as_of: z.iso.date(),
  age_days: z.number().int().nonnegative(),
  /** Its share of what this lead's answers cost, in the rules' unit; 0 for free sources and from the cache. */
  cost: z.number().nonnegative(),
});

/** Two sources said different things: all that was said, and who was believed. */
export const conflict = z.object({
  field: z.string(),
  believed: z.object({ source: z.string(), value: z.string() }),
  others: z.array(z.object({ source: z.string(), value: z.string() })),
  /** Why: trust, age. */
  reason: z.string(),
});

export const enrichmentReport = z.object({
  company: companyReport,
  people: z.array(companyPerson),
  verification,
  quality: dataQuality,
  /** Whether the technologies found fit what is sold, by the rules; null where none is known. */
  technology_fit: z
    .object({ fits: z.array(z.string()), clashes: z.array(z.string()), summary: z.string() })
    .nullable(),
  talking_points: z.array(talkingPoint),
  conflicts: z.array(conflict),
  /** One for each field that is known; messages of earlier releases have none. */
  fields: z.array(fieldUse).default([]),
  sources: z.array(sourceUse),
  /** True when a source that should have spoken did not. */
  limited: z.boolean(),
});
export type EnrichmentReport = z.infer<typeof enrichmentReport>;
