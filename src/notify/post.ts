/** One HTTP POST of a channel, judged by its status. The answer's body is never read: nobody's notice hangs on it. */
import { type Delivery, failed, oneLine } from './channel.ts';

/** A receiver of webhooks has no more of ours open than these. */
export const POSTS_AT_ONCE = 10;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Worth another attempt: too slow, too early, too many; and whatever is wrong on the server's side. */
const AGAIN = new Set([408, 425, 429]);

/**
 * Posts and says what became of it: 2xx delivered; 408, 425, 429, 5xx and what is no HTTP later, not before Retry-After;
 * everything else, redirects too, refused for good. `where` names the receiver without its secrets.
 */
export async function post(
  { url, headers, body }: Post,
  { where, signal, now }: { readonly where: string; readonly signal: AbortSignal; readonly now: Date },
): Promise<Delivery> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
  } catch (thrown) {
    return failed(`${where} could not be reached`, thrown);
  }
  await response.body?.cancel().catch(() => undefined);
  const { status } = response;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const reason = oneLine(`${where} answered ${status} ${response.statusText}`);
  if (AGAIN.has(status) || status >= 500) {
    const retryAfterMs = patience(response.headers.get('retry-after'), now);
    return { kind: 'later', reason, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  }
  if (status >= 300 && status < 400) {
    return { kind: 'refused', reason: `${reason}: redirects are not followed, give the new address` };
  }
  return { kind: 'refused', reason };
}

/** Retry-After as RFC 9110 has it: seconds, or a date. Null: neither. */
function patience(header: string | null, now: Date): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(text) && text.length < 40 ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
