/** What may be said of channels and recipients, as checked data. How it is written in team.yaml is `team/schema/`'s. */

export interface SmtpConfig {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  /** `starttls`: refused by a server without it. `none`: in the clear, for a server on the same machine. */
  readonly tls: 'starttls' | 'implicit' | 'none';
  /** Names of environment variables; null: no login. */
  readonly login: { readonly userEnv: string; readonly passwordEnv: string } | null;
  readonly from: { readonly name: string; readonly address: string };
  /** Whether the team's own mail to people outside leaves here too. */
  readonly outside: boolean;
}

export interface SlackConfig {
  readonly kind: 'slack';
  /** The variable that holds the address: it is a secret itself. */
  readonly urlEnv: string;
}

export interface WebhookConfig {
  readonly kind: 'webhook';
  readonly url: string;
  /** The variable that holds the signing secret, `whsec_` and base64. */
  readonly secretEnv: string;
}

export type ChannelConfig = SmtpConfig | SlackConfig | WebhookConfig | { readonly kind: 'log' };

export type Digest =
  /** At every multiple of this, counted from midnight UTC of 1970. */
  | { readonly everyMs: number }
  /** Minutes since midnight, ascending. */
  | { readonly at: readonly number[] };

/** Minutes since midnight; `from` after `until` passes midnight. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** How a person, a group or a queue wants to be told. What is left out is as the one before says. */
export interface Preference {
  /** A name under `channels`, or `log`. */
  readonly channel?: string | undefined;
  readonly address?: string | undefined;
  /** IANA. */
  readonly timeZone?: string | undefined;
  readonly digest?: Digest | undefined;
  readonly quietHours?: QuietHours | undefined;
}

/** When a message is tried again, and when no more. */
export interface RetryRules {
  readonly firstMs: number;
  readonly longestMs: number;
  readonly giveUpAfterMs: number;
}

export interface NoticeRules {
  /** The same subject to the same recipient about the same case leaves once in so long; 0: always. */
  readonly sameWithinMs: number;
  readonly retry: RetryRules;
}

/** How the channels and rules stand where team.yaml says nothing. */
export const DEFAULT_NOTICE_RULES: NoticeRules = {
  sameWithinMs: 10 * 60_000,
  retry: { firstMs: 10_000, longestMs: 3_600_000, giveUpAfterMs: 2 * 86_400_000 },
};
