/** Finds a company's website and fetches its home page and the pages worth reading, robots.txt permitting. */
import { BatonError } from 'baton';
import type { FetchedText, GuardedFetch } from '../guarded-fetch.ts';
import type { SourceAnswer, SourceContext } from '../source.ts';
import { choosePages, type PageKind } from './links.ts';
import { type Page, readPage } from './page.ts';
import { type Permission, readRobots } from './robots.ts';
import { siteOf } from './site.ts';

export interface VisitedPage {
  readonly kind: PageKind;
  readonly page: Page;
}

export type Visit =
  | { readonly home: Page; readonly others: readonly VisitedPage[]; readonly problems: readonly string[] }
  | { readonly home: null; readonly status: Exclude<SourceAnswer['status'], 'ok'>; readonly detail: string };

/** Names set aside for examples and tests (RFC 2606, RFC 6761): there is no website to wait for. */
const RESERVED = /\.(example|test|invalid)$/;
const HTML = ['text/html', 'application/xhtml+xml'];

function originsOf(domain: string, sites: ReadonlyMap<string, string>): string[] {
  const local = [domain, `www.${domain}`].find((host) => sites.has(host));
  if (local !== undefined) {
    return [`http://${local}`];
  }
  return RESERVED.test(domain) ? [] : [`https://${domain}`, `https://www.${domain}`, `http://${domain}`];
}

function statusOf(thrown: unknown): Exclude<SourceAnswer['status'], 'ok'> {
  const code = thrown instanceof BatonError ? thrown.code : '';
  switch (code) {
    case 'fetch-refused':
      return 'refused';
    case 'fetch-timed-out':
      return 'timed-out';
    case 'host-unknown':
      return 'nothing-found';
    default:
      return 'failed';
  }
}

function nothing(status: Exclude<SourceAnswer['status'], 'ok'>, detail: string): Visit {
  return { home: null, status, detail };
}

/** Never throws for what a website does: that is a visit without a home page, with the reason. */
export async function crawl(domain: string, context: SourceContext, fetchText: GuardedFetch): Promise<Visit> {
  const { website } = context.rules.sources;
  const permissions = new Map<string, Promise<Permission>>();

  function read(url: string, accept: readonly string[]): Promise<FetchedText> {
    return fetchText({
      url,
      accept,
      userAgent: website.user_agent,
      maxBytes: website.max_page_bytes,
      timeoutMs: website.page_timeout,
      signal: context.signal,
      loopbackSites: context.loopbackSites,
    });
  }

  async function mayRead(url: string): Promise<boolean> {
    const { origin } = new URL(url);
    const permission = permissions.get(origin) ?? readRobots(origin, website.user_agent, read);
    permissions.set(origin, permission);
    return (await permission)(url);
  }

  async function readHome(origin: string): Promise<Visit> {
    const url = `${origin}/`;
    const forbidden = `robots.txt of ${origin} does not allow reading.`;
    if (!(await mayRead(url))) {
      return nothing('refused', forbidden);
    }
    const fetched = await read(url, HTML);
    if (fetched.status < 200 || fetched.status > 299) {
      const isGone = fetched.status === 404 || fetched.status === 410;
      return nothing(isGone ? 'nothing-found' : 'failed', `${url} answered with status ${fetched.status}.`);
    }
    if (!(await mayRead(fetched.url))) {
      return nothing('refused', `${url} leads to ${fetched.url}, which robots.txt there does not allow.`);
    }
    const home = await readPage(fetched, context.now);
    return { home, ...(await readOthers(home)) };
  }

  async function readOther(url: string, site: string): Promise<Page | string> {
    try {
      if (!(await mayRead(url))) {
        return `robots.txt does not allow ${url}.`;
      }
      const fetched = await read(url, HTML);
      if (fetched.status < 200 || fetched.status > 299) {
        return `${url} answered with status ${fetched.status}.`;
      }
      return siteOf(fetched.url) === site
        ? await readPage(fetched, context.now)
        : `${url} leads to another website.`;
    } catch (thrown) {
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  }

  async function readOthers(home: Page): Promise<{ others: VisitedPage[]; problems: string[] }> {
    const links = choosePages(home, context.rules.pages, website.max_pages - 1);
    const site = siteOf(home.url);
    const answers = await Promise.all(
      links.map(async ({ kind, url }) => ({ kind, answer: await readOther(url, site) })),
    );
    return {
      others: answers.flatMap(({ kind, answer }) =>
        typeof answer === 'string' ? [] : { kind, page: answer },
      ),
      problems: answers.flatMap(({ answer }) => (typeof answer === 'string' ? answer : [])),
    };
  }

  let last = nothing('nothing-found', `${domain} is a name for examples; it has no website.`);
  for (const origin of originsOf(domain, context.loopbackSites)) {
    try {
      return await readHome(origin);
    } catch (thrown) {
      const status = statusOf(thrown);
      const detail =
        status === 'nothing-found'
          ? `${domain} has no website: the name has no address.`
          : thrown instanceof Error
            ? thrown.message
            : String(thrown);
      last = nothing(status, detail);
      if (status === 'refused' || context.signal.aborted) {
        break;
      }
    }
  }
  return last;
}
