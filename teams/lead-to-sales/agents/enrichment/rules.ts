/** The shape of `rules.yaml`: what a revenue-operations person may change about enrichment. */
import { z } from 'baton';
import { newsRules } from './news/news-rules.ts';
import { growthRules, trustRules, waterfallRules } from './rules/belief.ts';
import { columnRules } from './rules/columns.ts';
import {
  legitimacyRules,
  peopleRules,
  qualityRules,
  statusWords,
  talkingPointRules,
  technologyFitRules,
} from './rules/judgement.ts';
import { sourceRules } from './rules/sources.ts';
import { verificationRules } from './verification/verification-rules.ts';
import { imprintRules, pageRules, politenessRules, profileRules } from './website/website-rules.ts';

export type { CacheLifetimes, EnrichmentSourceName } from './rules/sources.ts';

const words = z.array(z.string().min(2)).min(1);

export const enrichmentRules = z.strictObject({
  sources: sourceRules,
  waterfall: waterfallRules,
  trust: trustRules,
  growth: growthRules,
  people: peopleRules,
  register_status: statusWords,
  columns: columnRules,
  legitimacy: legitimacyRules,
  quality: qualityRules,
  technology_fit: technologyFitRules,
  talking_points: talkingPointRules,
  pages: pageRules,
  politeness: politenessRules,
  /** Words that make a line beside a name a job title. */
  title_words: words,
  /** Words of a list that is an organisation chart. */
  chart_words: words,
  imprint: imprintRules,
  profiles: profileRules,
  news: newsRules,
  /** Words of a page that only holds a domain for sale. */
  parked_phrases: words,
  verification: verificationRules,
  /** End of a mail server's name → who runs it. */
  mail_providers: z.record(z.string().min(3), z.string().min(1)),
  /** Names of `mail_providers` that only filter mail, and those that hold mailboxes. */
  mail_gateways: z.array(z.string().min(1)),
  mailbox_providers: z.array(z.string().min(1)),
});
export type EnrichmentRules = z.output<typeof enrichmentRules>;
