/** The shape of `rules.yaml`: what marketing and sales operations may change about nurturing. */
import { defineRulesFile, durationOf, z } from 'baton';
import { isTimeZone } from '../../local-time.ts';

const group = z.string().min(1);
const address = z.email('an e-mail address');
export const legalBasis = z.enum(['consent', 'legitimate-interest', 'existing-customer', 'contract']);
export type LegalBasis = z.infer<typeof legalBasis>;

const weight = z.strictObject({
  points: z.number().min(0).max(100).describe('What one such event is worth when it is fresh.'),
  at_most: z.number().min(0).max(1000).describe('All of this kind together are worth no more.'),
});

const engagement = z.strictObject({
  weights: z
    .record(z.string().regex(/^[a-z][a-z-]{0,39}$/), weight)
    .describe('By kind of event. A kind that is not named here is kept and worth nothing.'),
  half_life: durationOf('After this long an event is worth half.'),
  machine: z
    .strictObject({
      user_agents: z
        .array(z.string().min(1).max(200))
        .describe(
          'What a machine calls itself. `=` in front: the whole name and nothing else; otherwise a part of it.',
        ),
      sooner_than: durationOf(
        'Nobody opens or clicks this soon after a mail was sent: a proxy or a scanner does.',
      ),
      kinds: z.array(z.string()).describe('Kinds of event that machines do too.'),
    })
    .describe('Which events were done by machines. They are kept, and count nothing.'),
  re_qualify: z
    .number()
    .min(1)
    .describe('From this many points since it was last judged, a lead is judged again.'),
  to_sales: z
    .number()
    .min(1)
    .describe(
      'From this many points since it entered its sequence, a salesperson gets the lead, whatever its new score.',
    ),
  reply_to_sales: z.boolean().describe('Whether a salesperson gets the lead of a person who has replied.'),
});
export type EngagementRules = z.output<typeof engagement>;

const permission = z.strictObject({
  bases: z
    .array(legalBasis)
    .describe('Mail may be sent on these legal bases where no country says otherwise.'),
  by_country: z
    .record(z.string().regex(/^[A-Z]{2}$/), z.array(legalBasis))
    .describe('By the country of the lead (ISO 3166-1): instead of the above.'),
  form_fields: z
    .array(z.string().min(1))
    .describe('Fields of a web form by which people consent. Letter case and _ - do not count.'),
  unsubscribe_words: z
    .array(z.string().min(2).max(60))
    .describe('A reply that begins with one of these, or says little else, is an unsubscription.'),
  form_yes: z.array(z.string().min(1)).describe('What such a field holds where the person said yes.'),
});
export type PermissionRules = z.output<typeof permission>;

export const nurturingRules = z.strictObject({
  engagement,
  permission,
  after_last: durationOf(
    'How long a lead stays in its sequence after the last touch: an answer may still come.',
  ),
  at_most_one_mail_per: durationOf('Two mails to one person are never closer together.'),
  timezone: z
    .string()
    .refine(isTimeZone, 'a time zone, such as Europe/Berlin')
    .describe('Whose working time counts where the lead has no owner.'),
  marketing: group.describe('The group of team.yaml that gets the tasks of leads without an owner.'),
  sender: z.strictObject({ name: z.string().min(1).max(120), address }).describe('Who the mails come from.'),
  unsubscribe: z
    .strictObject({
      url: z.url().refine((url) => url.startsWith('https://'), 'an address that begins with https://'),
      mailto: address,
      words: z
        .record(z.string().regex(/^[a-z]{2}$/), z.string().min(1).max(200))
        .refine((words) => words.en !== undefined, 'the words in English (en), for all other languages')
        .describe('What stands before the address at the end of each mail, by language (ISO 639-1).'),
    })
    .describe('Where one-click unsubscription goes; the token is added to it.'),
  recycle_reasons: z
    .record(
      z.string().regex(/^[a-z][a-z-]{0,39}$/),
      z.strictObject({
        sequence: z.string().describe('The sequence such a lead enters: a file in nurturing/sequences/.'),
        pause: durationOf('Nothing happens for this long. Left out: the sequence begins at once.').optional(),
      }),
    )
    .describe('Why a salesperson may give a lead back with `baton recycle`, and what becomes of it.'),
});
export type NurturingRules = z.output<typeof nurturingRules>;

/** `agents/nurturing/rules.yaml`, for the agent and for commands. */
export const nurturingRulesFile = defineRulesFile('agents/nurturing/rules.yaml', nurturingRules);
