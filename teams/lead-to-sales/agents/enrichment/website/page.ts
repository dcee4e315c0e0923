/** One page that was read: its tree, its words, and the check that a quotation stands in it. */
import { type Evidence, isQuotedFrom } from 'baton';
import type { FetchedText } from '../guarded-fetch.ts';
import type { TechnologyPlace } from '../rules.ts';
import { attribute, ownText, parseBounded, type Tree } from './bounded-html.ts';
import { type JsonObject, readJsonLd } from './json-ld.ts';
import { linesOf } from './lines.ts';

export interface Page {
  readonly url: string;
  /** When it was read, ISO 8601. */
  readonly at: string;
  readonly tree: Tree;
  readonly title: string;
  /** What a reader sees, line by line. */
  readonly lines: readonly string[];
  /** Everything a quotation may be taken from: the lines, `<meta>` texts, link targets, structured data. */
  readonly words: readonly string[];
  /** Structured data (schema.org in JSON-LD), the outermost objects first. */
  readonly data: readonly JsonObject[];
  readonly places: Readonly<Record<TechnologyPlace, readonly string[]>>;
}

/** How sure a value is, by where on a page it stands. */
export const CONFIDENCE = { structured: 0.9, contact: 0.85, stated: 0.75, inferred: 0.6 } as const;

const MAX_TEXT = 100_000;
const MAX_MARKUP = 300_000;
const MAX_ATTRIBUTE = 500;
const MAX_ATTRIBUTES = 500;

function attributes(tree: Tree, element: string, name: string): string[] {
  return tree
    .named(element)
    .slice(0, MAX_ATTRIBUTES)
    .map((one) => attribute(one, name, MAX_ATTRIBUTE))
    .filter((value) => value !== '');
}

/** What a `<meta>` of some name (or Open Graph property) says. */
export function metaContent(page: Pick<Page, 'tree'>, name: string): string {
  const meta = page.tree
    .named('meta')
    .find((one) =>
      [attribute(one, 'name'), attribute(one, 'property')].some((is) => is.toLowerCase() === name),
    );
  return meta === undefined ? '' : attribute(meta, 'content', MAX_ATTRIBUTE);
}

/** Reads what was fetched. Malformed or hostile markup gives less, never an error. */
export async function readPage(fetched: FetchedText, now: Date): Promise<Page> {
  const tree = await parseBounded(fetched.text);
  const lines = linesOf(tree.roots, MAX_TEXT);
  const { objects, texts } = readJsonLd(
    tree
      .named('script')
      .filter((script) => attribute(script, 'type').toLowerCase() === 'application/ld+json')
      .map(ownText),
  );
  return {
    url: fetched.url,
    at: now.toISOString(),
    tree,
    title: tree.named('title').map(ownText).join(' ').slice(0, MAX_ATTRIBUTE),
    lines,
    words: [...lines, ...attributes(tree, 'meta', 'content'), ...attributes(tree, 'a', 'href'), ...texts],
    data: objects,
    places: {
      script: attributes(tree, 'script', 'src'),
      link: attributes(tree, 'link', 'href'),
      frame: attributes(tree, 'iframe', 'src'),
      generator: [metaContent({ tree }, 'generator')].filter((text) => text !== ''),
      header: Object.entries(fetched.headers).map(([name, value]) =>
        `${name}: ${value}`.slice(0, MAX_ATTRIBUTE),
      ),
      html: [fetched.text.slice(0, MAX_MARKUP)],
      text: lines,
    },
  };
}

/** A fact that is known: the shape of `factOf` without its null. */
export interface KnownFact<Value> {
  value: Value;
  evidence: Evidence[];
}

/** A value with the words of the page that say so; null where the page does not hold those words. */
export function quoted<Value>(
  page: Page,
  value: Value,
  quote: string,
  confidence: number,
): KnownFact<Value> | null {
  // Comparing signs first keeps the check from folding the whole page for every fact.
  const words = quote.trim();
  return page.words.some((text) => text.includes(words) && isQuotedFrom(words, text))
    ? { value, evidence: [{ source: page.url, quote: words, at: page.at, confidence }] }
    : null;
}

/** The first of some candidates that is not null, found without asking the rest. */
export function firstFound<Item, Found>(
  items: Iterable<Item>,
  find: (item: Item) => Found | null,
): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) {
      return found;
    }
  }
  return null;
}
