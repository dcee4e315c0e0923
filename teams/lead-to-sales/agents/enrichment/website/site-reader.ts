/**
 * The way to a company's website for every source that reads it: robots.txt first, politely, its own pages only.
 * Two sources that want the same home page at the same time get it from one request.
 */
import { BatonError } from 'baton';
import { RESERVED } from '../dns/dns-source.ts';
import type { GuardedFetch } from '../guarded-fetch.ts';
import { asWords, phraseIn } from '../phrases.ts';
import { createSingleFlight } from '../single-flight.ts';
import type { SourceAnswer, SourceContext } from '../source.ts';
import { createHostTurns } from './host-turns.ts';
import { type Page, readPage } from './page.ts';
import { type Permission, readRobots } from './robots.ts';
import { siteOf } from './site.ts';
import { isNetwork } from './social.ts';

type Failure = Exclude<SourceAnswer['status'], 'ok'>;

/** A text of the website, as far as it may be read; else a sentence that says why not. */
export interface SiteText {
  readonly url: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Site {
  readonly home: Page;
  /** Throws nothing but what aborts; a sentence where the page cannot be had. */
  readPage(url: string, context: SourceContext): Promise<Page | string>;
  readText(url: string, accept: readonly string[], context: SourceContext): Promise<SiteText | string>;
}

export type SiteVisit = Site | { readonly home: null; readonly status: Failure; readonly detail: string };

export interface SiteReader {
  /** Never rejects for what a website does: that is a visit without a home page, with the reason. */
  visit(domain: string, context: SourceContext): Promise<SiteVisit>;
}

const HTML = ['text/html', 'application/xhtml+xml'];

function originsOf(domain: string, sites: ReadonlyMap<string, string>): string[] {
  const local = [domain, `www.${domain}`].find((host) => sites.has(host));
  if (local !== undefined) {
    return [`http://${local}`];
  }
  return RESERVED.test(domain) ? [] : [`https://${domain}`, `https://www.${domain}`, `http://${domain}`];
}

function statusOf(thrown: unknown): Failure {
  switch (thrown instanceof BatonError ? thrown.code : '') {
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

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

function isGood(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** Makes a reader with connections and manners of its own. `fetchText` is the guarded way to the web. */
export function createSiteReader(fetchText: GuardedFetch): SiteReader {
  const turns = createHostTurns();
  const flights = createSingleFlight<SiteVisit>();

  async function visitNow(domain: string, first: SourceContext): Promise<SiteVisit> {
    const permissions = new Map<string, Promise<Permission>>();

    /** One request, in its turn. */
    async function get(url: string, accept: readonly string[], context: SourceContext, delayMs: number) {
      const { website } = context.rules.sources;
      const pace = { connections: context.rules.politeness.connections_per_host, delayMs };
      return turns.take(new URL(url).host, pace, context.signal, () =>
        fetchText({
          url,
          accept,
          userAgent: website.user_agent,
          maxBytes: website.max_page_bytes,
          timeoutMs: website.page_timeout,
          signal: context.signal,
          loopbackSites: context.loopbackSites,
        }),
      );
    }

    function permissionFor(url: string, context: SourceContext): Promise<Permission> {
      const { origin } = new URL(url);
      const known =
        permissions.get(origin) ??
        readRobots(origin, context.rules.sources.website.user_agent, (robots, accept) =>
          get(robots, accept, context, 0),
        );
      permissions.set(origin, known);
      return known;
    }

    /** What stands at a page of the website, its robots.txt and its own registrable domain permitting. */
    async function read(
      url: string,
      accept: readonly string[],
      site: string,
      context: SourceContext,
    ): Promise<SiteText | string> {
      try {
        const { mayRead, crawlDelayMs } = await permissionFor(url, context);
        if (!mayRead(url)) {
          return `robots.txt does not allow ${url}.`;
        }
        if (crawlDelayMs > context.rules.politeness.longest_crawl_delay) {
          return `${url} was left out: robots.txt asks for ${crawlDelayMs / 1_000} s between two pages.`;
        }
        const fetched = await get(url, accept, context, crawlDelayMs);
        if (!isGood(fetched.status)) {
          return `${url} answered with status ${fetched.status}.`;
        }
        if (siteOf(fetched.url) !== site) {
          return `${url} leads to another website.`;
        }
        const isAllowed =
          fetched.url === url || (await permissionFor(fetched.url, context)).mayRead(fetched.url);
        return isAllowed ? fetched : `${url} leads to ${fetched.url}, which robots.txt does not allow.`;
      } catch (thrown) {
        return wordsOf(thrown);
      }
    }

    async function readHome(origin: string): Promise<SiteVisit> {
      const url = `${origin}/`;
      const { mayRead, because } = await permissionFor(url, first);
      if (!mayRead(url)) {
        const detail =
          because === undefined
            ? `robots.txt of ${origin} does not allow reading.`
            : `Without its robots.txt a website is not read: ${because}`;
        return { home: null, status: 'refused', detail };
      }
      const fetched = await get(url, HTML, first, 0);
      if (!isGood(fetched.status)) {
        const isGone = fetched.status === 404 || fetched.status === 410;
        const detail = `${url} answered with status ${fetched.status}.`;
        return { home: null, status: isGone ? 'nothing-found' : 'failed', detail };
      }
      if (isNetwork(new URL(fetched.url).hostname, first.rules.profiles)) {
        const detail = `${url} leads to ${fetched.url}, which is no website of the company's own.`;
        return { home: null, status: 'nothing-found', detail };
      }
      if (!(await permissionFor(fetched.url, first)).mayRead(fetched.url)) {
        const detail = `${url} leads to ${fetched.url}, which robots.txt there does not allow.`;
        return { home: null, status: 'refused', detail };
      }
      const home = await readPage(fetched, first.now);
      const front = asWords(`${home.title} ${home.lines.slice(0, 200).join(' ')}`.slice(0, 10_000));
      const parked = phraseIn(front, first.rules.parked_phrases);
      if (parked !== null) {
        const detail = `${home.url} only holds the domain: it says "${parked}".`;
        return { home: null, status: 'nothing-found', detail };
      }
      const site = siteOf(home.url);
      return {
        home,
        readText: (wanted, accept, context) => read(wanted, accept, site, context),
        async readPage(wanted, context) {
          const text = await read(wanted, HTML, site, context);
          return typeof text === 'string' ? text : readPage({ ...text, status: 200 }, context.now);
        },
      };
    }

    let last: SiteVisit = {
      home: null,
      status: 'nothing-found',
      detail: `${domain} is a name for examples; it has no website.`,
    };
    for (const origin of originsOf(domain, first.loopbackSites)) {
      try {
        return await readHome(origin);
      } catch (thrown) {
        const status = statusOf(thrown);
        const detail =
          status === 'nothing-found' ? `${domain} has no website: the name has no address.` : wordsOf(thrown);
        last = { home: null, status, detail };
        if (status === 'refused' || first.signal.aborted) {
          break;
        }
      }
    }
    return last;
  }

  return {
    visit: (domain, context) =>
      flights.join(domain, context.signal, (signal) => visitNow(domain, { ...context, signal })),
  };
}
