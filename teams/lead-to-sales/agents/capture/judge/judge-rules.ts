/** The shape of the section `judge` of `rules.yaml`: what tells a lead from what is none. */
import { z } from 'baton';
import { isWellPutTogether, MOST_PHRASES } from '../phrase-pattern.ts';

const phrase = z
  .string()
  .min(1)
  .refine(isWellPutTogether, {
    error: `brackets must pair up, may not stand in others, and give at most ${MOST_PHRASES} phrases: "(we|i) need"`,
  });
const phrases = z
  .array(phrase)
  .describe('Phrases. `(we|i) need` stands for two, `..` for up to three words, `*` for any letters.');
const points = z.number().nonnegative();

/** Why an inquiry is no lead, as far as its words and marks say. `empty` and `calendar-reply` need none. */
export const junkReason = z.enum([
  'auto-reply',
  'bounce',
  'newsletter',
  'job-application',
  'vendor-pitch',
  'spam',
  'unsubscribe',
  'support',
  'invoice',
  'survey',
  'student',
  'press',
  'not-for-sales',
]);
export type JunkReason = z.infer<typeof junkReason>;

/** What one sign is worth. */
export const strength = z.enum(['decides', 'strong', 'weak', 'hint']);
export type Strength = z.infer<typeof strength>;

/** Phrases by how much they count. */
export const byStrength = z.partialRecord(strength, phrases);

export const judgeRules = z.strictObject({
  points: z
    .strictObject({
      decides: points,
      strong: points,
      weak: points,
      hint: points,
      hints_at_most: points.describe('So much all hints of one side count together.'),
      weak_at_most: points.describe('So much all weak signs of one side count together.'),
    })
    .describe('What a sign is worth, by its strength.'),
  no_lead: z
    .strictObject({
      points: points.describe('So many points a reason must have …'),
      left: points.describe("… and so many must be left when the buyer's are taken off …"),
      left_when_needed: points.describe('… or so many, where a strong word is a buyer’s.'),
      not_when_asking: z
        .array(junkReason)
        .describe('For these a question mark leaves it to a person: who writes so asks for nothing.'),
      one_sign_up_to_words: z
        .number()
        .int()
        .positive()
        .describe(
          'One sign is enough in so many words; in more, two must say the same, or a person is asked.',
        ),
    })
    .describe('When there is no lead. Never by words alone where somebody plainly asks (decides).'),
  ask: z
    .strictObject({
      points: points.describe('So many points a reason must have …'),
      left: points.describe("… and so many must be left when the buyer's are taken off …"),
      left_when_asked: points.describe('… or so many, where somebody plainly asks.'),
    })
    .describe('When a person is asked.'),
  machines: z
    .partialRecord(junkReason, points)
    .describe(
      'Reasons for which no word of a buyer counts where marks in the head of a mail decide and all together have so many points.',
    ),
  buyer_at_most: points.describe("More than this the buyer's words never count."),
  ask_when_nobody_asks: z
    .boolean()
    .describe('Whether a letter in which nobody asks for anything goes to a person. false: it stays a lead.'),
  buyer: byStrength.describe('Words of somebody who may buy, by strength.'),
  reasons: z.record(
    junkReason,
    z.strictObject({
      says: z.string().describe('The beginning of the sentence that a person reads.'),
      buyer_counts: points.describe("What the buyer's points are multiplied by against this reason."),
      no_lead_points: points
        .optional()
        .describe(
          'More points than others need, but for notes of an event: customers write so, who buy again.',
        ),
      subjects: phrases
        .default([])
        .describe('A subject that begins so, and then ends or goes on after a colon or a dash, decides.'),
      decides: phrases.default([]),
      strong: phrases.default([]),
      weak: phrases.default([]),
      hint: phrases.default([]),
    }),
  ),
  headers: z
    .array(
      z.strictObject({
        header: z.string().describe('Its name in small letters.'),
        holds: phrases.optional().describe('What its value must hold one of. Left out: any value.'),
        reason: junkReason,
        counts: strength,
      }),
    )
    .describe('Marks that machines leave in the head of a mail.'),
  sender_mailboxes: z
    .partialRecord(junkReason, byStrength)
    .describe('What stands before the @ of the sender.'),
  sender_domains: z.partialRecord(junkReason, byStrength).describe('Words in the domain of the sender.'),
  buyer_mailboxes: phrases.describe('What stands before the @ of somebody who buys: a weak sign of a buyer.'),
  attachments: z
    .partialRecord(junkReason, phrases)
    .describe('Words in the names of attached files: weak signs.'),
  links: z
    .partialRecord(strength, z.number().int().positive())
    .describe('So many links and more are a sign of a newsletter or of spam.'),
  nobody: phrases.describe(
    'What lists write where they have no name: a row of these, without words, is empty.',
  ),
  small_talk: phrases.describe('Words that say nothing by themselves: a chat of these alone is empty.'),
  assent: phrases.describe('A short answer to a mail of ours that says yes.'),
});
export type JudgeRules = z.infer<typeof judgeRules>;

/** What stands in `judge-phrases.yaml`: phrases of a buyer, and for each reason. */
export const judgePhrases = z
  .partialRecord(z.enum(['buyer', ...junkReason.options]), byStrength)
  .describe('More phrases, by whom they speak for and by how much they count.');

/** The rules with more phrases of each side and strength behind those of their own. */
export function withPhrases(rules: JudgeRules, more: z.infer<typeof judgePhrases>): JudgeRules {
  const both = (own: Partial<Record<Strength, readonly string[]>>, side: JunkReason | 'buyer') =>
    Object.fromEntries(
      strength.options.map((of) => [of, [...(own[of] ?? []), ...(more[side]?.[of] ?? [])]] as const),
    );
  const reasons = { ...rules.reasons };
  for (const reason of junkReason.options) {
    reasons[reason] = { ...rules.reasons[reason], ...both(rules.reasons[reason], reason) };
  }
  return { ...rules, buyer: both(rules.buyer, 'buyer'), reasons };
}
