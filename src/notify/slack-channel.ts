/** Incoming webhooks as Slack has them; Mattermost, Rocket.Chat and Discord (`/slack`) take the same. */
import type { Channel } from './channel.ts';
import { POSTS_AT_ONCE, post } from './post.ts';

/** Slack cuts at 40,000 characters; escaping makes a text longer. */
const LONGEST_TEXT = 30_000;

/** The three characters with a meaning of their own: no stranger's text becomes a link or a call to everybody. */
export function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `url` is the operator's own and a secret: no reason and no error repeats it. */
export function slackChannel({ name, url, now }: { name: string; url: string; now(): Date }): Channel {
  return {
    atOnce: POSTS_AT_ONCE,
    send: ({ subject, text, urgent }, { idempotencyKey, signal }) => {
      const head = `${urgent ? 'Urgent: ' : ''}${subject}`;
      const whole = escapeForSlack(`${head}\n${text}`).slice(0, LONGEST_TEXT);
      const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
      const body = JSON.stringify({ text: whole, unfurl_links: false, unfurl_media: false });
      return post({ url, headers, body }, { where: `Channel ${name}`, signal, now: now() });
    },
  };
}
