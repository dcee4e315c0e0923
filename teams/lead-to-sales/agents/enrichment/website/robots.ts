/** Whether a website lets us read a page, and how slowly: robots.txt by RFC 9309. */
import { createRequire } from 'node:module';
import { BatonError } from 'baton';
import type { FetchedText } from '../guarded-fetch.ts';

interface Parsed {
  isAllowed(url: string, userAgent: string): boolean | undefined;
  getCrawlDelay(userAgent: string): number | undefined;
}

// The package's types describe a default export that its CommonJS module does not have.
const robotsParser: (url: string, text: string) => Parsed = createRequire(import.meta.url)('robots-parser');

export interface Permission {
  mayRead(url: string): boolean;
  /** Milliseconds asked for between two pages; 0 where none is. */
  readonly crawlDelayMs: number;
  /** Why nothing at all may be read though no rule says so, such as a robots.txt that cannot be had. */
  readonly because?: string;
}

const EVERYTHING: Permission = { mayRead: () => true, crawlDelayMs: 0 };

function nothing(because: string): Permission {
  return { mayRead: () => false, crawlDelayMs: 0, because };
}

/** RFC 9309, 2.5: at least 500 kibibytes are read. */
const MAX_CHARACTERS = 512 * 1024;
const MAX_LINE = 1_000;
const MAX_LINES = 10_000;
/** Comparing an address with a pattern takes the product of their lengths: nobody needs more characters of them. */
const MAX_PATTERNS = 50_000;
const KNOWN = /^\s{0,10}(?:user-agent|allow|disallow|crawl-delay)\s{0,10}:/i;
/** What stands in place of robots.txt on a website that answers everything with a page. */
const TYPES = ['text/plain', 'text/html', 'application/xhtml+xml', 'application/octet-stream', ''];

/**
 * The lines that count. Others must not come between the lines of a group (RFC 9309, 2.2.4), as a Sitemap
 * would for the parser; runs of `*` mean no more than one of them.
 */
function groupLines(text: string): string[] {
  return text
    .slice(0, MAX_CHARACTERS)
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/, MAX_LINES)
    .filter((line) => KNOWN.test(line))
    .map((line) => line.slice(0, MAX_LINE).replace(/\*{2,}/g, '*'));
}

/**
 * Permission by the text of a robots.txt; `url` is where it was asked for, for it counts for that origin only.
 * One with more patterns than can be compared in good time forbids everything.
 */
export function parseRobots(url: string, text: string, userAgent: string): Permission {
  const lines = groupLines(text);
  const patterns = lines.filter((line) => line.includes('*') && !/^\s*user-agent/i.test(line));
  if (patterns.join('').length > MAX_PATTERNS) {
    return nothing(`${url} holds more than ${MAX_PATTERNS} characters of patterns.`);
  }
  const robots = robotsParser(url, lines.join('\n'));
  const delay = robots.getCrawlDelay(userAgent) ?? 0;
  return {
    mayRead(page) {
      const { pathname, search } = new URL(page);
      const asked = new URL(`${pathname}${search}`.slice(0, MAX_LINE), url).href;
      return pathname === '/robots.txt' || robots.isAllowed(asked, userAgent) !== false;
    },
    crawlDelayMs: Number.isFinite(delay) && delay > 0 ? delay * 1_000 : 0,
  };
}

/**
 * Reads robots.txt of an origin. No such file (4xx), or a page in its place, allows everything; a server error,
 * too many requests (429), or a file that the guard refuses forbids everything. Throws what the fetch throws
 * where the server was not reached.
 */
export async function readRobots(
  origin: string,
  userAgent: string,
  fetchText: (url: string, accept: readonly string[]) => Promise<FetchedText>,
): Promise<Permission> {
  const url = new URL('/robots.txt', origin).href;
  try {
    const answer = await fetchText(url, TYPES);
    if (answer.status >= 500 || answer.status === 429) {
      return nothing(`${url} answered with status ${answer.status}.`);
    }
    if (answer.status < 200 || answer.status > 299 || /^\s{0,200}</.test(answer.text)) {
      return EVERYTHING;
    }
    return parseRobots(url, answer.text, userAgent);
  } catch (thrown) {
    if (thrown instanceof BatonError && thrown.code === 'fetch-refused') {
      return nothing(thrown.message);
    }
    throw thrown;
  }
}
