/** The names of what enrichment looks for: the words used by trust, the waterfall and completeness. */
import { z } from 'baton';

/** Single values of the company's report, each with its evidence. */
export const factField = z.enum([
  'legal_name',
  'description',
  'industry',
  'founded',
  'employees',
  'revenue',
  'funding_total',
  'country',
  'region',
  'phone',
  'status',
  'mail_provider',
  'employee_growth',
  'revenue_growth',
]);
export type FactField = z.infer<typeof factField>;

/** Everything a source may be asked for. */
export const wantedField = z.enum([
  ...factField.options,
  'history',
  'technologies',
  'social_profiles',
  'news',
  /** Somebody there who may say yes, by name. */
  'decision_makers',
  /** The person who wrote: title or profile. */
  'contact',
  /** Whether mail reaches that person. */
  'email_check',
]);
export type WantedField = z.infer<typeof wantedField>;
