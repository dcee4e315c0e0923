/** Whether a website lets us read a page: robots.txt by RFC 9309. */
import { createRequire } from 'node:module';
import { BatonError } from 'baton';
import type { FetchedText } from '../guarded-fetch.ts';

// The package's types describe a default export that its CommonJS module does not have.
const robotsParser: (
  url: string,
  text: string,
) => { isAllowed(url: string, userAgent: string): boolean | undefined } = createRequire(import.meta.url)(
  'robots-parser',
);

/** Gives whether a URL may be read. */
export type Permission = (url: string) => boolean;

const MAX_CHARACTERS = 100_000;

/**
 * Reads robots.txt of an origin. No such file (4xx), or something else in its place, allows everything;
 * a server error forbids everything. Throws what the fetch throws where the server was not reached.
 */
export async function readRobots(
  origin: string,
  userAgent: string,
  fetchText: (url: string, accept: readonly string[]) => Promise<FetchedText>,
): Promise<Permission> {
  const url = new URL('/robots.txt', origin).href;
  try {
    const answer = await fetchText(url, ['text/plain']);
    if (answer.status >= 500) {
      return () => false;
    }
    const robots = robotsParser(answer.url, answer.text.slice(0, MAX_CHARACTERS));
    // Rules count for the origin they were asked for, also where the file itself was redirected to.
    return (page) => {
      const path = new URL(page);
      return (
        robots.isAllowed(new URL(`${path.pathname}${path.search}`, answer.url).href, userAgent) !== false
      );
    };
  } catch (thrown) {
    // A page of another type in its place, or a redirect that the guard refuses, is no robots.txt.
    if (thrown instanceof BatonError && thrown.code === 'fetch-refused') {
      return () => true;
    }
    throw thrown;
  }
}
