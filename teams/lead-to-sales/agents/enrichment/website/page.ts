/** One page that was read: its tree, its words, and the check that a quotation stands in it. */
import type { Element } from 'domhandler';
import type { FetchedText } from '../guarded-fetch.ts';
import type { KnownFact } from '../source.ts';
import { attribute, ownText, parseBounded, type Tree } from './bounded-html.ts';
import { readEmbedded } from './embedded-data.ts';
import { type JsonObject, readJsonLd } from './json-ld.ts';
import { linesOf } from './lines.ts';

export interface Link {
  readonly element: Element;
  /** As written. */
  readonly href: string;
}

export interface Page {
  readonly url: string;
  /** When it was read, ISO 8601. */
  readonly at: string;
  readonly tree: Tree;
  readonly title: string;
  /** ISO 639-1, where the page says it. */
  readonly language: string | null;
  /** What a reader sees, line by line. */
  readonly lines: readonly string[];
  /** Everything a quotation may be taken from: the lines, `<meta>` texts, link targets, structured data. */
  readonly words: string;
  /** Structured data (schema.org as JSON-LD, microdata, RDFa; hCard), the outermost objects first. */
  readonly data: readonly JsonObject[];
  readonly links: readonly Link[];
  /** The markup, cut off where it is long. */
  readonly html: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How sure a value is, by where on a page it stands. */
export const CONFIDENCE = { structured: 0.9, contact: 0.85, stated: 0.75, inferred: 0.6 } as const;

const MAX_TEXT = 100_000;
const MAX_MARKUP = 300_000;
const MAX_ATTRIBUTE = 500;
const MAX_LINKS = 500;

/** What a `<meta>` of some name (or Open Graph property) says. */
export function metaContent(page: Pick<Page, 'tree'>, name: string): string {
  const meta = page.tree
    .named('meta')
    .find((one) =>
      [attribute(one, 'name'), attribute(one, 'property')].some((is) => is.toLowerCase() === name),
    );
  return meta === undefined ? '' : attribute(meta, 'content', MAX_ATTRIBUTE);
}

function languageOf(tree: Tree): string | null {
  const [root] = tree.named('html');
  const written = root === undefined ? '' : attribute(root, 'lang').toLowerCase();
  return /^[a-z]{2}(?:$|[-_])/.test(written) ? written.slice(0, 2) : null;
}

/** Reads what was fetched. Malformed or hostile markup gives less, never an error. */
export async function readPage(fetched: FetchedText, now: Date): Promise<Page> {
  const tree = await parseBounded(fetched.text);
  const html = fetched.text.slice(0, MAX_MARKUP);
  const lines = linesOf(tree.roots, MAX_TEXT);
  const linked = readJsonLd(
    tree
      .named('script')
      .filter((script) => attribute(script, 'type').toLowerCase() === 'application/ld+json')
      .map(ownText),
  );
  const embedded = readEmbedded(tree.roots, html);
  const title = tree
    .named('title')
    .slice(0, 3)
    .map(ownText)
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, MAX_ATTRIBUTE);
  const links = tree
    .named('a')
    .slice(0, MAX_LINKS)
    .map((element) => ({ element, href: attribute(element, 'href', MAX_ATTRIBUTE) }))
    .filter(({ href }) => href !== '');
  const metas = tree
    .named('meta')
    .slice(0, MAX_LINKS)
    .map((meta) => attribute(meta, 'content', MAX_ATTRIBUTE));
  return {
    url: fetched.url,
    at: now.toISOString(),
    tree,
    title,
    language: languageOf(tree),
    lines,
    words: [
      title,
      ...lines,
      ...metas,
      ...links.map(({ href }) => href),
      ...linked.texts,
      ...embedded.texts,
    ].join('\n'),
    data: [...linked.objects, ...embedded.objects],
    links,
    html,
    headers: fetched.headers,
  };
}

/** A value with the words of the page that say so; null where the page does not hold those words. */
export function quoted<Value>(
  page: Pick<Page, 'url' | 'at' | 'words'>,
  value: Value,
  quote: string,
  confidence: number,
): KnownFact<Value> | null {
  const words = quote.trim();
  return words !== '' && page.words.includes(words)
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
