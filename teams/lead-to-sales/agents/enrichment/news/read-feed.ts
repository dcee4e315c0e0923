/** Reads a feed: RSS 2.0 and 0.9x, RDF (RSS 1.0), Atom 1.0 and JSON Feed 1.x. What is no feed gives null. */
import { parseFeed } from 'feedsmith';
import { parseBounded } from '../website/bounded-html.ts';
import { linesOf } from '../website/lines.ts';
import { dateIn } from './news-date.ts';

export interface FeedItem {
  /** As a reader sees it, without markup. */
  readonly headline: string;
  /** The beginning of its text; empty where there is none. */
  readonly summary: string;
  /** `YYYY-MM-DD`, when it was published. */
  readonly date: string | null;
}

const MAX_ITEMS = 40;
const MAX_CHARACTERS = 600_000;
const MAX_HEADLINE = 300;
const MAX_SUMMARY = 600;

/** An item in the words of any of the formats. */
interface RawItem {
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly date: string | undefined;
}

function rawItems(text: string): RawItem[] {
  const parsed = parseFeed(text, { maxItems: MAX_ITEMS });
  switch (parsed.format) {
    case 'rss':
      return (parsed.feed.items ?? []).map((item) => ({
        title: item.title,
        text: item.description ?? item.content?.encoded,
        date: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'rdf':
      return (parsed.feed.items ?? []).map((item) => ({
        title: item.title,
        text: item.description,
        date: item.dc?.dates?.[0],
      }));
    case 'atom':
      return (parsed.feed.entries ?? []).map((entry) => ({
        title: entry.title?.value,
        text: entry.summary?.value ?? entry.content?.value,
        date: entry.published ?? entry.updated,
      }));
    case 'json':
      return (parsed.feed.items ?? []).map((item) => ({
        title: item.title,
        text: item.summary ?? item.content_text ?? item.content_html,
        date: item.date_published ?? item.date_modified,
      }));
  }
}

/** Words without tags and entities, white space folded. */
async function plain(text: string | undefined, maxCharacters: number): Promise<string> {
  const cut = (text ?? '').slice(0, maxCharacters * 5);
  const lines = /[<&]/.test(cut) ? linesOf((await parseBounded(cut)).roots, maxCharacters) : [cut];
  return lines.join(' ').replace(/\s+/gu, ' ').trim().slice(0, maxCharacters);
}

/** The items of a feed, newest as the feed has them; null where the text is no feed. */
export async function readFeed(text: string, now: Date): Promise<FeedItem[] | null> {
  let items: RawItem[];
  try {
    items = rawItems(text.slice(0, MAX_CHARACTERS));
  } catch {
    return null;
  }
  const read = items.slice(0, MAX_ITEMS).map(async ({ title, text: body, date }) => ({
    headline: await plain(title, MAX_HEADLINE),
    summary: await plain(body, MAX_SUMMARY),
    date: date === undefined ? null : dateIn(date, now),
  }));
  return (await Promise.all(read)).filter(({ headline }) => headline !== '');
}
