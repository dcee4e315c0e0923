/** Tokens of one-click unsubscription (RFC 8058): who wants to hear no more, signed so that nobody else can say so. Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'baton';

const claims = z.strictObject({ a: z.string().max(320), c: z.string().max(64) });

export interface UnsubscribeClaims {
  readonly address: string;
  readonly caseId: string;
}

function mac(payload: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update('unsubscribe\0').update(payload).digest();
}

/** A token without an end: who has been written to once may say no at any time. */
export function signUnsubscribe({ address, caseId }: UnsubscribeClaims, key: Buffer): string {
  const payload = Buffer.from(JSON.stringify({ a: address.toLowerCase(), c: caseId })).toString('base64url');
  return `${payload}.${mac(payload, key).toString('base64url')}`;
}

/** What a token says; null where it is not one of ours, word for word. */
export function readUnsubscribe(token: string, key: Buffer): UnsubscribeClaims | null {
  if (token.length > 2000) return null;
  const [payload = '', signature = '', ...more] = token.trim().split('.');
  if (more.length > 0 || !/^[\w-]+$/.test(payload)) return null;
  const given = Buffer.from(signature, 'base64url');
  const wanted = mac(payload, key);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  return parsed.success ? { address: parsed.data.a, caseId: parsed.data.c } : null;
}

export interface UnsubscribeWays {
  readonly url: string;
  readonly mailto: string;
}

/** The headers that make mail programs show their own button, and the address for people who follow a link. */
export function unsubscribeHeaders(
  token: string,
  { url, mailto }: UnsubscribeWays,
): { readonly headers: Readonly<Record<string, string>>; readonly link: string } {
  const link = new URL(url);
  link.searchParams.set('token', token);
  return {
    link: link.href,
    headers: {
      'List-Unsubscribe': `<${link.href}>, <mailto:${mailto}?subject=${encodeURIComponent(`unsubscribe ${token}`)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
}
