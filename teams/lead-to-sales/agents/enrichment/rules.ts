/** The shape of `rules.yaml`: what a revenue-operations person may change about enrichment. */
import { z } from 'baton';
import parseDuration from 'parse-duration';
import { RE2JS } from 're2js';

/** A duration as people write it, such as "8 seconds"; milliseconds once parsed. */
const duration = z.string().transform((text, context) => {
  const ms = /[a-z]/i.test(text) ? parseDuration(text) : null;
  if (ms === null || !Number.isFinite(ms) || ms <= 0 || text.includes('-')) {
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no duration. Write a number above zero with its unit, such as "8 seconds" or "7 days".`,
    });
    return z.NEVER;
  }
  return ms;
});

const cacheLifetimes = z.strictObject({
  found: duration,
  'nothing-found': duration,
  /** How long a source that failed, was too slow or was refused is left alone. */
  failed: duration,
});
export type CacheLifetimes = z.output<typeof cacheLifetimes>;

/** Where on a page a technology shows itself. */
export const technologyPlace = z.enum(['script', 'link', 'frame', 'generator', 'header', 'html', 'text']);
export type TechnologyPlace = z.infer<typeof technologyPlace>;

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}

const clue = z.union([
  z.strictObject({ in: technologyPlace, text: z.string().min(3) }),
  z.strictObject({
    in: technologyPlace,
    pattern: z.string().min(3).refine(compiles, 'Not a regular expression in RE2 syntax.'),
  }),
]);
export type TechnologyClue = z.output<typeof clue>;

export const technologyRule = z.strictObject({
  name: z.string().min(1),
  /** Any one of them is enough. */
  find: z.array(clue).min(1),
});
export type TechnologyRule = z.output<typeof technologyRule>;

const words = z.array(z.string().min(2)).min(1);
const sourceName = z.enum(['website', 'dns', 'company-register']);
export type EnrichmentSourceName = z.infer<typeof sourceName>;
/** From the one believed first to the one believed last. */
const trustOrder = z
  .array(sourceName)
  .refine((names) => new Set(names).size === names.length, 'A source may stand here only once.');

export const enrichmentRules = z.strictObject({
  sources: z.strictObject({
    website: z.strictObject({
      enabled: z.boolean(),
      timeout: duration,
      cache: cacheLifetimes,
      /** Home page included. */
      max_pages: z.number().int().min(1).max(10),
      max_page_bytes: z.number().int().min(1_000).max(5_000_000),
      /** One page may take this long. */
      page_timeout: duration,
      /** How the reader names itself to the websites it reads, and in their robots.txt. */
      user_agent: z.string().regex(/^[\x21-\x7e]+( [\x20-\x7e]+)?$/),
    }),
    dns: z.strictObject({ enabled: z.boolean(), timeout: duration, cache: cacheLifetimes }),
    'company-register': z.strictObject({
      enabled: z.boolean(),
      timeout: duration,
      /** A CSV file, relative to the team's folder. */
      file: z.string().min(1),
    }),
  }),
  trust: z.strictObject({
    default: trustOrder.min(1),
    description: trustOrder.optional(),
    industry: trustOrder.optional(),
    employees: trustOrder.optional(),
    revenue: trustOrder.optional(),
    country: trustOrder.optional(),
    region: trustOrder.optional(),
    phone: trustOrder.optional(),
    mail_provider: trustOrder.optional(),
  }),
  /** Words in a link's address or text that lead to a page worth reading. */
  pages: z.strictObject({ about: words, team: words, contact: words, news: words, careers: words }),
  /** Words that make a line under a name a job title. */
  title_words: words,
  /** Words that make a headline news of a kind; the first kind that fits counts. */
  news: z.strictObject({ funding: words, 'leadership-change': words, expansion: words, hiring: words }),
  /** Words of a page that only holds a domain for sale. */
  parked_phrases: words,
  /** End of a mail server's name → who runs it. */
  mail_providers: z.record(z.string().min(3), z.string().min(1)),
  technologies: z
    .array(technologyRule)
    .refine((rules) => new Set(rules.map((rule) => rule.name)).size === rules.length, {
      message: 'Two technologies have one name; put their clues under one.',
    }),
});
export type EnrichmentRules = z.output<typeof enrichmentRules>;
