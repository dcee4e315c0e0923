/** The part `sources` of the rules: who may be asked, how long we wait, what an answer costs, how long it is kept. */
import { z } from 'baton';
import ipaddr from 'ipaddr.js';
import { duration } from './duration.ts';

const cacheLifetimes = z.strictObject({
  found: duration,
  'nothing-found': duration,
  /** How long a source that failed, was too slow or was refused is left alone. */
  failed: duration,
});
export type CacheLifetimes = z.output<typeof cacheLifetimes>;

const everySource = {
  enabled: z.boolean(),
  timeout: duration,
  essential: z
    .boolean()
    .default(false)
    .describe('true: a lead is marked limited-data when this source is asked and does not speak'),
};
const remembered = { ...everySource, cache: cacheLifetimes };

/** Keys travel in these requests: encrypted, or not beyond this machine (a test's server). */
function isSafeBase(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isLoopback = ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback';
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback));
}

/** A company that sells data over HTTP. */
const provider = z.strictObject({
  ...remembered,
  base_url: z.string().refine(isSafeBase, 'Write an https address without user name, query or fragment.'),
  cost: z
    .number()
    .nonnegative()
    .describe('What one answer costs, in our unit of cost; an answer without a find is free'),
  confidence: z.number().min(0).max(1).describe('How sure a value of this provider is, 0 to 1'),
  per_minute: z.number().int().positive().describe('At most so many requests a minute from one worker'),
});
const keyedProvider = provider.extend({
  key_env: z
    .string()
    .regex(
      /^[A-Z][A-Z0-9_]*$/,
      'The name of an environment variable, such as PDL_API_KEY; never the key itself.',
    ),
});
export type ProviderRules = z.output<typeof provider> & { readonly key_env?: string };

const files = z.array(z.string().min(1)).describe('CSV files, relative to the team’s folder');

export const sourceRules = z.strictObject({
  website: z.strictObject({
    ...remembered,
    /** Home page included. */
    max_pages: z.number().int().min(1).max(10),
    max_page_bytes: z.number().int().min(1_000).max(5_000_000),
    /** One page may take this long. */
    page_timeout: duration,
    /** How the reader names itself to the websites it reads, and in their robots.txt. */
    user_agent: z.string().regex(/^[\x21-\x7e]+( [\x20-\x7e]+)?$/),
  }),
  news: z.strictObject(remembered),
  dns: z.strictObject(remembered),
  verification: z.strictObject(remembered),
  'company-register': z.strictObject({ ...everySource, files: files.min(1) }),
  linkedin: z.strictObject({ ...everySource, files }),
  gdelt: provider,
  opencorporates: keyedProvider,
  'people-data-labs': keyedProvider,
  'people-data-labs-person': keyedProvider,
  apollo: keyedProvider,
  'apollo-person': keyedProvider,
  hunter: keyedProvider,
  'hunter-verifier': keyedProvider,
});

export const sourceName = z.enum([
  'website',
  'news',
  'dns',
  'verification',
  'company-register',
  'linkedin',
  'gdelt',
  'opencorporates',
  'people-data-labs',
  'people-data-labs-person',
  'apollo',
  'apollo-person',
  'hunter',
  'hunter-verifier',
]);
export type EnrichmentSourceName = z.infer<typeof sourceName>;
