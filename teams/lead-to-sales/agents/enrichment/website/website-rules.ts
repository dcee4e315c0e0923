/** The parts of the rules by which websites are read: which pages, how politely, what words of them mean. */
import { z } from 'baton';
import { duration } from '../rules/duration.ts';

const words = z.array(z.string().min(2)).min(1);

/** Words in a link's address or text that lead to a page worth reading. */
export const pageRules = z.strictObject({
  about: words,
  team: words,
  contact: words,
  imprint: words,
  careers: words,
  news: words,
  press: words,
});

export const politenessRules = z.strictObject({
  connections_per_host: z.number().int().min(1).max(4).describe('Requests to one host at the same time'),
  longest_crawl_delay: duration.describe(
    'Where robots.txt asks for more between two pages, only the home page is read',
  ),
});

export const imprintRules = z.strictObject({
  /** Country (ISO 3166-1 alpha-2) → words of registers and numbers that only its companies have. */
  countries: z.record(z.string().regex(/^[A-Z]{2}$/), words),
  /** Words behind or before a company's name that say it is being wound up. */
  in_liquidation: words,
});

/** Where people and companies have profiles: network → the hosts, and how a company's and a person's path begins. */
export const profileRules = z.record(
  z.string().regex(/^[a-z0-9-]+$/),
  z.strictObject({
    hosts: words,
    /** What a company's path begins with; empty: one word, such as /acme. */
    company: z.array(z.string().startsWith('/')),
    /** What a person's path begins with. */
    person: z.array(z.string().startsWith('/')),
    /** First words of paths that are no profile, such as share. */
    never: z.array(z.string().min(1)),
  }),
);
export type ProfileRules = z.output<typeof profileRules>;
