/** One mail over SMTP, judged by what the server answered. Owns the conversation; what the mail says is its callers'. */
import { Readable } from 'node:stream';
import { isAddress } from './address.ts';
import { type Delivery, failed, oneLine } from './channel.ts';
import type { SmtpConfig } from './config.ts';

export interface Mail {
  /** With its angle brackets; the same for every attempt. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly replyTo?: string | undefined;
  readonly subject: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly date: Date;
}

/** Delivers mail to one server. Never rejects; ends soon after `signal` is aborted. */
export interface Mailer {
  send(mail: Mail, options: { readonly signal: AbortSignal }): Promise<Delivery>;
}

export interface SmtpOptions {
  readonly name: string;
  readonly config: Pick<SmtpConfig, 'host' | 'port' | 'tls'>;
  readonly login: { readonly user: string; readonly pass: string } | null;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** The commands at which a 5xx speaks of this mail and not of the server or the login. */
const ABOUT_THE_MAIL = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** Log in first, encrypt first: nothing is wrong with the mail. */
const ABOUT_THE_LOGIN = new Set([530, 534, 535, 538]);

interface SmtpFailure extends Error {
  readonly responseCode?: number | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
}

export function smtpMailer({ name, config, login }: SmtpOptions): Mailer {
  return {
    async send(mail, { signal }) {
      for (const address of [mail.from.address, mail.to]) {
        if (isAddress(address)) continue;
        const reason = `${JSON.stringify(oneLine(address, 100))} is no mail address`;
        return { kind: 'refused', reason, byRecipient: address === mail.to };
      }
      const handed = { over: false };
      try {
        signal.throwIfAborted();
        await converse(config, login, mail, signal, handed);
        return { kind: 'delivered' };
      } catch (thrown) {
        return judge(name, thrown, handed.over);
      }
    },
  };
}

async function converse(
  { host, port, tls }: SmtpOptions['config'],
  login: SmtpOptions['login'],
  mail: Mail,
  signal: AbortSignal,
  handed: { over: boolean },
): Promise<void> {
  const bytes = await compose(mail);
  // Loaded only where mail is sent: every other command would pay for it.
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  const connection = new SMTPConnection({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    socketCloseTimeout: 0,
    maxResponseSize: 64 * 1024,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: Error): void => reject(error);
      signal.addEventListener('abort', () => fail(new Error('it took too long, or the worker stopped')), {
        once: true,
      });
      connection.once('error', fail);
      connection.once('end', () => fail(new Error('the server closed the connection')));
      const send = (): void => {
        const content = Readable.from([bytes]);
        content.once('end', () => {
          handed.over = true;
        });
        const envelope = { from: mail.from.address, to: [mail.to], size: bytes.length };
        connection.send(envelope, content, (error) => (error ? fail(error) : resolve()));
      };
      connection.connect((error) => {
        if (error) fail(error);
        else if (login) {
          connection.login({ user: login.user, pass: login.pass }, (refused) =>
            refused ? fail(refused) : send(),
          );
        } else send();
      });
    });
    connection.quit();
  } finally {
    // Whatever it still has to say is of no interest.
    connection.removeAllListeners();
    connection.on('error', () => undefined);
    connection.close();
  }
}

async function compose(mail: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const headers = Object.entries(mail.headers ?? {}).map(([key, value]) => ({
    key: key.replaceAll(/[^A-Za-z0-9-]/g, ''),
    value: oneLine(value, 2000),
  }));
  return new MailComposer({
    messageId: mail.messageId,
    from: { name: oneLine(mail.from.name, 200), address: mail.from.address },
    to: { name: '', address: mail.to },
    ...(mail.replyTo !== undefined && isAddress(mail.replyTo) ? { replyTo: mail.replyTo } : {}),
    subject: oneLine(mail.subject, 400),
    // Of control characters only those that lay a text out.
    text: mail.text.replaceAll(/[^\P{Cc}\t\n\r]/gu, ''),
    headers,
    date: mail.date,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}

function judge(name: string, thrown: unknown, handedOver: boolean): Delivery {
  const error: SmtpFailure = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { responseCode = 0, command = '' } = error;
  const isForGood = responseCode >= 500 && ABOUT_THE_MAIL.has(command) && !ABOUT_THE_LOGIN.has(responseCode);
  const said = error.response ?? error.message;
  if (isForGood) {
    const reason = oneLine(`The mail server refused it at ${command}: ${said}`);
    return { kind: 'refused', reason, byRecipient: command === 'RCPT TO' };
  }
  const later = failed(`Channel ${name} could not hand it to the mail server`, error);
  return responseCode === 0 && handedOver ? { ...later, uncertain: true } : later;
}
