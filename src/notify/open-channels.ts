/** The channels that team.yaml names, ready to send. Secrets come from the environment, when a message is sent. */
import type { Channel } from './channel.ts';
import type { ChannelConfig, SmtpConfig } from './config.ts';
import { type LogWriter, logChannel } from './log-channel.ts';
import { POSTS_AT_ONCE } from './post.ts';
import { slackChannel } from './slack-channel.ts';
import { type Mailer, smtpMailer } from './smtp.ts';
import { smtpChannel } from './smtp-channel.ts';
import { webhookChannel } from './webhook-channel.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ChannelSettings {
  readonly env: Environment;
  readonly log: LogWriter;
  /** The real time: receivers check it. */
  now(): Date;
}

/** By name; `log` is always there. */
export function openChannels(
  configs: Readonly<Record<string, ChannelConfig>>,
  settings: ChannelSettings,
): ReadonlyMap<string, Channel> {
  const named = Object.entries(configs).map(
    ([name, config]) => [name, openChannel(name, config, settings)] as const,
  );
  return new Map([['log', logChannel(settings.log)], ...named]);
}

function openChannel(name: string, config: ChannelConfig, { env, log, now }: ChannelSettings): Channel {
  switch (config.kind) {
    case 'log':
      return logChannel(log);
    case 'smtp':
      return smtpChannel({ name, mailer: openMailer(name, config, env), from: config.from });
    case 'slack':
      return {
        atOnce: POSTS_AT_ONCE,
        ...withSecrets(name, env, [config.urlEnv], ([url = '']) => slackChannel({ name, url, now })),
      };
    case 'webhook':
      return {
        atOnce: POSTS_AT_ONCE,
        ...withSecrets(name, env, [config.secretEnv], ([secret = '']) =>
          webhookChannel({ name, url: config.url, secret, now }),
        ),
      };
  }
}

/** The mail server of the channel that carries mail to people outside; null: none is configured. */
export function openOutsideMailer(
  configs: Readonly<Record<string, ChannelConfig>>,
  env: Environment,
): Mailer | null {
  for (const [name, config] of Object.entries(configs)) {
    if (config.kind === 'smtp' && config.outside) return openMailer(name, config, env);
  }
  return null;
}

function openMailer(name: string, config: SmtpConfig, env: Environment): Mailer {
  if (config.login === null) return smtpMailer({ name, config, login: null });
  const { userEnv, passwordEnv } = config.login;
  return withSecrets(name, env, [userEnv, passwordEnv], ([user = '', pass = '']) =>
    smtpMailer({ name, config, login: { user, pass } }),
  );
}

/** A missing variable is the operator's to set: what is sent meanwhile waits, and says for what. */
function withSecrets<Sent, Options, Answer>(
  name: string,
  env: Environment,
  variables: readonly string[],
  open: (values: readonly string[]) => { send(sent: Sent, options: Options): Promise<Answer> },
): { send(sent: Sent, options: Options): Promise<Answer | { kind: 'later'; reason: string }> } {
  return {
    send: async (sent, options) => {
      const missing = variables.filter((variable) => !env[variable]);
      if (missing.length > 0) {
        const reason = `Channel ${name}: the worker's environment has no ${missing.join(' and no ')}`;
        return { kind: 'later', reason };
      }
      return open(variables.map((variable) => env[variable] ?? '')).send(sent, options);
    },
  };
}
