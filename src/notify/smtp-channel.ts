/** Notices by mail: plain text, marked as written by a machine, one Message-ID for all attempts. */
import { createHash } from 'node:crypto';
import type { Channel } from './channel.ts';
import type { Mailer } from './smtp.ts';

export interface SmtpChannelOptions {
  readonly name: string;
  readonly mailer: Mailer;
  readonly from: { readonly name: string; readonly address: string };
}

/** The same key gives the same Message-ID: mail programs show a mail that came twice once. */
export function messageIdOf(idempotencyKey: string, address: string): string {
  const digest = createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 40);
  return `<notice.${digest}@${address.slice(address.lastIndexOf('@') + 1)}>`;
}

export function smtpChannel({ name, mailer, from }: SmtpChannelOptions): Channel {
  return {
    atOnce: 5,
    send: async (message, { idempotencyKey, signal }) => {
      const { address, to, subject, text, urgent, caseId, at } = message;
      if (address === null) {
        const reason = `Channel ${name} has no address for ${to}: give one under \`to\` in team.yaml`;
        return { kind: 'refused', reason, byRecipient: true };
      }
      const headers = {
        // RFC 3834: no absence note answers it.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(caseId === null ? {} : { 'X-Baton-Case': caseId }),
        ...(urgent ? { Importance: 'high', 'X-Priority': '1' } : {}),
      };
      const messageId = messageIdOf(idempotencyKey, from.address);
      return mailer.send({ messageId, from, to: address, subject, text, headers, date: at }, { signal });
    },
  };
}
