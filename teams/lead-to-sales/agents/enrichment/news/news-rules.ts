/** The part `news` of the rules: where news are looked for, and which words make a headline an event of a kind. */
import { z } from 'baton';
import { duration } from '../rules/duration.ts';

const words = z.array(z.string().min(2)).min(1);

const kindRule = z.strictObject({
  /** Any one of them is enough. */
  phrases: words,
  /** Count only together with a sum of money. */
  with_money: words.optional(),
  /** Count only together with a job title. */
  with_title: words.optional(),
  /** Where one of these stands as well, it is no event of this kind. */
  never: words.optional(),
});

export const newsRules = z.strictObject({
  max_feeds: z.number().int().min(0).max(5),
  /** Pages of news and press releases, besides feeds. */
  max_pages: z.number().int().min(0).max(4),
  /** Where a website names no feed and has no page of news. */
  feed_paths: z.array(z.string().startsWith('/')).max(5),
  not_older_than: duration,
  /** At most so many headlines are kept, events first. */
  most: z.number().int().min(1).max(50),
  /** Kinds in the order in which they are tried. */
  kinds: z.strictObject({
    funding: kindRule,
    acquisition: kindRule,
    'leadership-change': kindRule,
    expansion: kindRule,
    hiring: kindRule,
    product: kindRule,
  }),
  /** Words of advice, rumours and denials: such a headline tells of no event. */
  no_event: words,
  /** A headline that begins with one of these speaks of the company itself. */
  own_words: z.array(z.string().min(1)).min(1),
  /** Words for somebody else of whom the company tells. */
  others: words,
  /** Words that make a title, for `with_title`. */
  titles: words,
});
export type NewsRules = z.output<typeof newsRules>;
