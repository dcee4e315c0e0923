/**
 * Asks a data provider's HTTP API: with its key, within its limits, and with patience for none of its moods.
 * It follows no redirect (the key would go along), reads a bounded body, and pauses for all companies where
 * the provider says so or fails again and again. The key stands in no message.
 */

import type { z } from 'baton';
import { BatonError } from 'baton';
import { Agent, request } from 'undici';
import { bodyText, plainHeaders } from '../response-text.ts';
import type { ProviderRules } from '../rules/sources.ts';
import type { SourceAnswer } from '../source.ts';
import { createProviderLimits, MINUTE_MS, retryAfterMs, untilWords } from './provider-limits.ts';

/** What a provider's status codes mean where they are not what is usual. */
export interface StatusMeaning {
  readonly slowDown?: readonly number[];
  readonly noCredits?: readonly number[];
}

export interface ApiQuestion {
  readonly method: 'GET' | 'POST';
  /** Begins with a slash. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export interface ApiCall<Schema extends z.ZodType> extends ApiQuestion {
  /** As people know it, such as "People Data Labs". */
  readonly title: string;
  readonly settings: ProviderRules;
  /** Null for a provider without a key. */
  readonly key: { readonly value: string; readonly header?: string; readonly queryName?: string } | null;
  readonly schema: Schema;
  readonly meaning: StatusMeaning;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** `none`: the provider knows nothing of it. `trouble`: the answer a source gives in place of findings. */
export type ApiReply<Body> =
  | { readonly kind: 'found'; readonly body: Body }
  | { readonly kind: 'none' }
  | { readonly kind: 'trouble'; readonly answer: SourceAnswer };

const MAX_BYTES = 2_000_000;
function trouble(status: 'failed' | 'refused', detail: string, againInMs?: number): ApiReply<never> {
  return {
    kind: 'trouble',
    answer: { status, detail, findings: {}, ...(againInMs === undefined ? {} : { again_in_ms: againInMs }) },
  };
}

export type ApiClient = <Schema extends z.ZodType>(
  call: ApiCall<Schema>,
) => Promise<ApiReply<z.output<Schema>>>;

/** Makes a client with connections of its own: no proxy of the environment sees the key. */
export function createApiClient(): ApiClient {
  const dispatcher = new Agent({
    allowH2: false,
    connections: 4,
    keepAliveTimeout: 4_000,
    connect: { timeout: 5_000 },
  });
  const limits = createProviderLimits();

  function refusedBy(
    status: number,
    headers: Headers,
    base: string,
    call: ApiCall<z.ZodType>,
  ): ApiReply<never> {
    const { title, settings, meaning, now } = call;
    const keyName = settings.key_env ?? 'its key';
    const pauseMs = settings.cache.failed;
    if ((meaning.slowDown ?? [429]).includes(status)) {
      const ms = retryAfterMs(headers['retry-after'], now);
      const why = `${title} wants to be asked less often (${status})`;
      limits.pause(base, ms, why, now);
      return trouble('refused', `${why}; it is left alone until ${untilWords(now.getTime() + ms)}.`, ms);
    }
    if ((meaning.noCredits ?? [402]).includes(status)) {
      const why = `${title} says that the credits are used up (${status})`;
      limits.pause(base, pauseMs, why, now);
      return trouble('refused', `${why}. Buy more, or switch it off in rules.yaml.`);
    }
    if (status === 401 || status === 403) {
      const why = `${title} does not accept the key in ${keyName} (${status})`;
      limits.pause(base, pauseMs, why, now);
      return trouble('refused', `${why}. Check the key and what it is allowed.`);
    }
    if (status === 451) {
      return trouble('refused', `${title} may not tell this for legal reasons (451).`);
    }
    return trouble('failed', `${title} did not understand the question (${status}).`);
  }

  return async (call) => {
    const { title, settings, key, now, signal } = call;
    const base = settings.base_url.replace(/\/+$/, '');
    const held = limits.holdBack(base, title, settings.per_minute, now);
    if (held !== null) {
      return trouble('refused', held.detail, held.againInMs);
    }
    const url = new URL(`${base}${call.path}`);
    for (const [name, value] of Object.entries(call.query)) url.searchParams.set(name, value);
    if (key?.queryName !== undefined) url.searchParams.set(key.queryName, key.value);
    try {
      const response = await request(url, {
        dispatcher,
        method: call.method,
        signal,
        headersTimeout: settings.timeout,
        bodyTimeout: settings.timeout,
        headers: {
          accept: 'application/json',
          'cache-control': 'no-cache',
          ...(call.method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...(key?.header === undefined ? {} : { [key.header]: key.value }),
        },
      });
      const headers = plainHeaders(response.headers);
      const status = response.statusCode;
      if (status !== 200) {
        response.body.on('error', () => undefined).destroy();
      }
      if (status === 404 || status === 204) {
        limits.succeeded(base);
        return { kind: 'none' };
      }
      if (status === 202) {
        return trouble('failed', `${title} is still working on it (202).`, MINUTE_MS);
      }
      if (status >= 300 && status < 400) {
        return trouble(
          'failed',
          `${title} answered with a redirect (${status}), which is not followed: check base_url in rules.yaml.`,
        );
      }
      if (status >= 500) {
        limits.failed(base, title, now);
        return trouble('failed', `${title} has trouble of its own (${status}).`);
      }
      if (status !== 200) {
        return refusedBy(status, headers, base, call);
      }
      const text = await bodyText(response.body, headers, MAX_BYTES, title);
      const body = call.schema.safeParse(parsedJson(text));
      if (!body.success) {
        limits.failed(base, title, now);
        return trouble(
          'failed',
          `${title} answered with something that is not what its documentation describes.`,
        );
      }
      limits.succeeded(base);
      return { kind: 'found', body: body.data };
    } catch (thrown) {
      limits.failed(base, title, now);
      if (signal.aborted) {
        throw thrown;
      }
      return trouble('failed', `${title} could not be asked: ${reasonOf(thrown)}.`);
    }
  };
}

type Headers = Readonly<Record<string, string>>;

/** Undefined where it is no JSON, which fits no schema. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Never the message of an unknown error: an address with a key could stand in it. */
function reasonOf(thrown: unknown): string {
  if (thrown instanceof BatonError) {
    return 'its answer is too large or of an unknown encoding';
  }
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  return /^[A-Z_]{3,40}$/.test(code) ? code : 'the connection broke';
}
