/**
 * Signed webhooks by Standard Webhooks (standardwebhooks.com): the receiver verifies `webhook-signature` with any of its
 * libraries and knows a repeated `webhook-id`. The address is the operator's, from team.yaml, and may well lie in their own
 * network: unlike addresses that inquiries name, it passes no guard.
 */
import { Webhook } from 'standardwebhooks';
import { type Channel, failed } from './channel.ts';
import { POSTS_AT_ONCE, post } from './post.ts';

export interface WebhookOptions {
  readonly name: string;
  readonly url: string;
  /** `whsec_` and base64, or base64 alone. */
  readonly secret: string;
  /** Receivers refuse what is not of the last minutes: the real time. */
  now(): Date;
}

/** A POST of `{ type: 'notice', timestamp, data }` for each message. */
export function webhookChannel({ name, url, secret, now }: WebhookOptions): Channel {
  return {
    atOnce: POSTS_AT_ONCE,
    send: async (message, { idempotencyKey, signal }) => {
      const at = now();
      const body = JSON.stringify({
        type: 'notice',
        timestamp: message.at.toISOString(),
        data: {
          team: message.team,
          case_id: message.caseId,
          to: message.to,
          subject: message.subject,
          text: message.text,
          urgent: message.urgent,
        },
      });
      let signature: string;
      try {
        signature = new Webhook(secret).sign(idempotencyKey, at, body);
      } catch (thrown) {
        return failed(`Channel ${name} cannot sign: its secret must be "whsec_" and base64`, thrown);
      }
      const headers = {
        'content-type': 'application/json',
        'webhook-id': idempotencyKey,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature,
      };
      return post({ url, headers, body }, { where: `Channel ${name}`, signal, now: at });
    },
  };
}
