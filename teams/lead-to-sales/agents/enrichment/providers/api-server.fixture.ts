/** For tests: a provider's API on loopback that behaves and misbehaves as real ones do. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { contextWith, rulesWith } from '../enrichment.fixture.ts';
import type { ProviderRules } from '../rules/sources.ts';
import type { EnrichmentSource, SourceContext, Subject } from '../source.ts';
import type { ProviderName } from './provider-source.ts';
import { createProviderSources } from './providers.ts';

export const KEY = 'sk-test-4f9d0c';
export const ENVIRONMENT = {
  PDL_API_KEY: KEY,
  APOLLO_API_KEY: KEY,
  HUNTER_API_KEY: KEY,
  OPENCORPORATES_API_TOKEN: KEY,
};

const PERSON = { name: 'Katrin Meyer-Lund', email: 'k.meyer-lund@nordwind.example', phone: null };
export const KNOWN: Subject = {
  domain: 'nordwind.example',
  name: 'Nordwind Pumps',
  country: 'DE',
  person: PERSON,
};
export const UNKNOWN: Subject = {
  domain: 'nowhere.example',
  name: 'Nowhere Unlimited',
  person: { name: 'No Body', email: 'no@nowhere.example', phone: null },
};

/** One of the providers, with the keys of `environment`. */
export function sourceOf(
  name: ProviderName,
  environment: Readonly<Record<string, string>> = ENVIRONMENT,
): EnrichmentSource {
  const source = createProviderSources(environment).find((one) => one.name === name);
  assert.ok(source);
  return source;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
}

export type ApiAnswer = (asked: Asked, response: ServerResponse) => void;

export interface ApiServer {
  readonly baseUrl: string;
  readonly asked: Asked[];
}

export function sends(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  return (_asked, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Serves until the test ends. */
export async function serveApi(t: TestContext, answer: ApiAnswer): Promise<ApiServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const one = {
      method: request.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
    };
    asked.push(one);
    answer(one, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { baseUrl: `http://127.0.0.1:${port}`, asked };
}

/** The shipped rules with one provider moved to a server of the test's own. */
export function contextAt(
  name: ProviderName,
  settings: Partial<ProviderRules>,
  given: Partial<SourceContext> = {},
): SourceContext {
  const rules = rulesWith();
  const { sources } = rules;
  const moved = { ...sources, [name]: { ...sources[name], enabled: true, ...settings } };
  return contextWith({ rules: { ...rules, sources: moved }, ...given });
}
