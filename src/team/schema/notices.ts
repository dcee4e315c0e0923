/** How notices leave, as team.yaml writes it: channels, and what people, groups and queues wish. */
import { z } from 'zod';
import { isAddress, senderFrom } from '../../notify/address.ts';
import type { ChannelConfig, Digest, Preference, QuietHours } from '../../notify/config.ts';

import { durationOf, idOf, oneOrMany, textOf } from './values.ts';

const variable = z.string().regex(/^[A-Z_][A-Z0-9_]{0,99}$/, {
  error: (issue) =>
    `${JSON.stringify(String(issue.input).slice(0, 20))} is no name of an environment variable: use capital letters, digits and underscores, such as "SMTP_PASSWORD". The secret itself does not belong into this file.`,
});

const address = z.string().refine(isAddress, {
  error: (issue) =>
    `${JSON.stringify(String(issue.input).slice(0, 80))} is no mail address; write one, such as "team@example.com".`,
});

const sender = z
  .string()
  .transform((text, context): { readonly name: string; readonly address: string } => {
    const found = senderFrom(text);
    if (found) return found;
    const message = `${JSON.stringify(text.slice(0, 80))} is no sender; write a name and an address, such as "Baton <baton@example.com>".`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  })
  .meta({ description: 'Who its mails come from.', examples: ['Baton <baton@example.com>'] });

const smtp = z
  .strictObject({
    kind: z.literal('smtp'),
    host: z
      .string()
      .regex(/^[A-Za-z0-9:.-]{1,253}$/, 'Write the name of the mail server, such as "smtp.example.com".')
      .describe('The mail server.'),
    port: z
      .number()
      .int()
      .min(1)
      .max(65_535)
      .optional()
      .describe('Default 587; 465 with `tls: implicit`, 25 with `tls: none`.'),
    tls: z
      .enum(['starttls', 'implicit', 'none'])
      .optional()
      .describe('Default starttls; a server without it is refused. none: in the clear.'),
    user_env: variable.optional().describe('The environment variable that holds the user name.'),
    password_env: variable.optional().describe('The environment variable that holds the password.'),
    from: sender,
    outside: z
      .boolean()
      .optional()
      .describe("Whether the team's own mail to people outside, such as sequences, leaves here too."),
  })
  .refine(({ user_env, password_env }) => (user_env === undefined) === (password_env === undefined), {
    error: 'Give both `user_env` and `password_env`, or neither.',
  })
  .transform(({ user_env, password_env, port, tls = 'starttls', outside, ...rest }): ChannelConfig => {
    const login =
      user_env === undefined || password_env === undefined
        ? null
        : { userEnv: user_env, passwordEnv: password_env };
    const usual = { starttls: 587, implicit: 465, none: 25 }[tls];
    return { ...rest, port: port ?? usual, tls, login, outside: outside ?? false };
  });

const slack = z
  .strictObject({
    kind: z.literal('slack'),
    url_env: variable.describe('The environment variable that holds the address of the incoming webhook.'),
  })
  .transform(({ url_env }): ChannelConfig => ({ kind: 'slack', urlEnv: url_env }));

const webhook = z
  .strictObject({
    kind: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/, error: 'Write an address that begins with https:// or http://.' })
      .max(2000)
      .describe('Where notices are posted. It is yours: it may lie in your own network.'),
    secret_env: variable.describe(
      'The environment variable that holds the signing secret, "whsec_" and base64.',
    ),
  })
  .transform(({ url, secret_env }): ChannelConfig => ({ kind: 'webhook', url, secretEnv: secret_env }));

export const channels = z
  .record(
    idOf('a channel'),
    z.discriminatedUnion('kind', [
      smtp,
      slack,
      webhook,
      z.strictObject({ kind: z.literal('log') }).transform((): ChannelConfig => ({ kind: 'log' })),
    ]),
  )
  .describe('How notices leave. `log` is always there. Secrets stand in environment variables, never here.');

const clock = z
  .string({ error: 'Write a time of day in quotes, such as "18:00".' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day with four digits, such as "08:30".')
  .transform((text): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

const timeZone = z
  .string()
  .refine(isTimeZone, {
    error: (issue) =>
      `${JSON.stringify(String(issue.input).slice(0, 60))} is no time zone; write one such as "Europe/Berlin" or "UTC".`,
  })
  .describe('Whose time `digest` and `quiet_hours` mean.');

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

const digest = z
  .union(
    [
      z
        .strictObject({ every: durationOf('How often.') })
        .transform(({ every }): Digest => ({ everyMs: every })),
      z
        .strictObject({ at: oneOrMany(clock, 'a time of day such as "09:00"') })
        .transform(({ at }): Digest => ({ at: at.toSorted((a, b) => a - b) })),
    ],
    { error: 'Write `every: 1 hour`, or `at: ["09:00", "14:00"]`.' },
  )
  .describe('Notices are collected and leave as one. What is urgent leaves at once.');

const quietHours = z
  .strictObject({ from: clock, until: clock })
  .transform((hours): QuietHours => hours)
  .describe('Nothing leaves then but what is urgent; `from` after `until` passes midnight.');

/** The keys that a group, a queue and a person have in common. */
export const preferenceKeys = {
  channel: idOf('a channel').optional().describe('A name under `channels`, or `log`.'),
  to: address.optional().describe('The mail address, where the channel sends mail.'),
  time_zone: timeZone.optional(),
  digest: digest.optional(),
  quiet_hours: quietHours.optional(),
};

interface PreferenceSource {
  readonly channel?: string | undefined;
  readonly to?: string | undefined;
  readonly time_zone?: string | undefined;
  readonly digest?: Digest | undefined;
  readonly quiet_hours?: QuietHours | undefined;
}

/** A preference as the outbox knows it; what is not said is left out. */
export function preferenceOf({ channel, to, time_zone, digest, quiet_hours }: PreferenceSource): Preference {
  return {
    ...(channel === undefined ? {} : { channel }),
    ...(to === undefined ? {} : { address: to }),
    ...(time_zone === undefined ? {} : { timeZone: time_zone }),
    ...(digest === undefined ? {} : { digest }),
    ...(quiet_hours === undefined ? {} : { quietHours: quiet_hours }),
  };
}

export const people = z
  .record(textOf('The id of a person', 120), z.strictObject(preferenceKeys))
  .describe(
    'How single people want to be told, by their id (an owner of leads) or mail address. `everybody` is for those who are not named, and for what they leave out.',
  );

export const noticeRules = z
  .strictObject({
    same_within: durationOf(
      'The same subject and text to the same recipient about the same case leave once in so long. Default 10 minutes.',
    ).optional(),
    retry: z
      .strictObject({
        first: durationOf('After the first failure. Doubled each time. Default 10 seconds.').optional(),
        longest: durationOf('The longest time between two attempts. Default 1 hour.').optional(),
        give_up_after: durationOf(
          'From the first attempt on; then it is a dead letter. Default 2 days.',
        ).optional(),
      })
      .optional()
      .describe('When what could not be delivered is tried again.'),
  })
  .describe('Rules for all notices.');
