/** The parts of the rules by which what was found is judged: decision makers, legitimacy, quality, fit, talking points. */
import { z } from 'baton';
import { contactInfo, enrichmentReport } from '../../../lead.ts';
import { duration } from './duration.ts';
import { wantedField } from './fields.ts';

const words = z.array(z.string().min(2)).min(1);
const seniority = contactInfo.shape.seniority.unwrap().shape.value;
const newsKind = enrichmentReport.shape.company.shape.news.element.shape.kind;

export const peopleRules = z.strictObject({
  decision_maker: z.strictObject({
    seniority: z.array(seniority).min(1),
    /** Words of a title that make one where the seniority is not known. */
    title_words: words,
    /** Words of a title that unmake one, whatever else it says. */
    never: words,
  }),
  /** Words of a title after which stands to whom the person reports. */
  reports_to_words: words,
  most: z.number().int().min(1).max(200).describe('At most so many people are kept, decision makers first'),
});

/** Words of a register that say whether a company is alive; the most final status whose words fit counts. */
export const statusWords = z.strictObject({ active: words, 'in-liquidation': words, dissolved: words });

export const companyCheck = z.enum([
  'name-and-website',
  'register-status',
  'domain-alive',
  'age',
  'known-elsewhere',
]);
export type CompanyCheck = z.infer<typeof companyCheck>;

export const legitimacyRules = z.strictObject({
  min_age_years: z.number().nonnegative(),
  known_by: z
    .number()
    .int()
    .min(1)
    .describe('So many sources besides the website know a company that others know'),
  confirmed_from: z.number().int().min(1).describe('So many checks passed, and none of `doubtful` failed'),
  /** One of these that fails makes a company doubtful. */
  doubtful: z.array(companyCheck),
});

const contactField = z.enum(['first_name', 'last_name', 'email', 'phone', 'title', 'company', 'reachable']);
export type ContactField = z.infer<typeof contactField>;

export const qualityRules = z.strictObject({
  /** What a complete contact has. */
  contact: z.array(contactField).min(1),
  /** What is wanted of a company: known and sure counts 1, known counts a half. */
  company: z.array(wantedField).min(1),
});

const technologyWish = z.strictObject({
  names: z.array(z.string().min(1)).min(1).optional(),
  categories: z.array(z.string().min(1)).min(1).optional(),
  because: z.string().min(1),
});

export const technologyFitRules = z.strictObject({
  fits: z.array(technologyWish),
  clashes: z.array(technologyWish),
});
export type TechnologyWish = z.output<typeof technologyWish>;

const say = z.string().min(10).max(300);
/** What a talking point is made of. `{…}` in `say` is filled in; a point whose words nobody said is left out. */
const talkingPoint = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('own-words'), say }),
  z.strictObject({ about: z.literal('news'), kind: newsKind, not_older_than: duration, say }),
  z.strictObject({
    about: z.enum(['employee-growth', 'revenue-growth']),
    at_least: z.number().optional(),
    at_most: z.number().optional(),
    say,
  }),
  z.strictObject({ about: z.enum(['technology-fit', 'technology-clash', 'decision-maker']), say }),
]);
export type TalkingPointRule = z.output<typeof talkingPoint>;

export const talkingPointRules = z.strictObject({
  most: z.number().int().min(0).max(20),
  /** The most useful first. */
  points: z.array(talkingPoint),
});
