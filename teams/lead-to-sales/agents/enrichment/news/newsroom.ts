/** Headlines of a page: of its structured data, its headings and its lists, each with the date beside it. */
import { type Element, isTag } from 'domhandler';
import { attribute, isInside } from '../website/bounded-html.ts';
import { isOfType, textIn } from '../website/json-ld.ts';
import { linesOf } from '../website/lines.ts';
import type { Page } from '../website/page.ts';
import { dateIn } from './news-date.ts';
import type { FeedItem } from './read-feed.ts';

const MAX_ELEMENTS = 200;
const MAX_CARD = 2_000;
const MAX_TEXT = 50_000;
const OUTSIDE = new Set(['nav', 'header', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'aside']);
const LEVELS_UP = 3;

function isHeadline(text: string): boolean {
  const words = text.split(' ').length;
  return words >= 3 && words <= 30 && text.length <= 200;
}

function fromData(page: Page, now: Date): FeedItem[] {
  return page.data
    .filter((object) => isOfType(object, /(?:Article|BlogPosting|NewsArticle|PressRelease)$/))
    .flatMap((object) => {
      const headline = textIn(object.headline) ?? textIn(object.name);
      const published = textIn(object.datePublished) ?? textIn(object.dateCreated);
      const summary = textIn(object.description) ?? '';
      return headline === null
        ? []
        : [{ headline, summary, date: published === null ? null : dateIn(published, now) }];
    });
}

function timesIn(element: Element): Element[] {
  const found: Element[] = [];
  const search = (one: Element): void => {
    for (const child of one.children) {
      if (!isTag(child) || found.length > 1) continue;
      if (child.name === 'time') found.push(child);
      else search(child);
    }
  };
  search(element);
  return found;
}

/** The text and the date of the card around a headline: the nearest box that holds no other headline. */
function cardOf(headline: Element, text: string, now: Date): { summary: string; date: string | null } {
  let box: Element = headline;
  for (let level = 0; level < LEVELS_UP; level += 1) {
    const above = box.parent;
    if (
      above === null ||
      !isTag(above) ||
      ['body', 'main', 'html'].includes(above.name) ||
      countHeadings(above) > 1
    ) {
      break;
    }
    box = above;
  }
  const lines = box === headline ? linesAfter(headline) : linesOf([box], MAX_CARD);
  const [time] = timesIn(box);
  const written =
    time === undefined ? null : dateIn(attribute(time, 'datetime') || linesOf([time], 100).join(' '), now);
  const rest = lines.filter((line) => line !== text);
  const beside = rest.filter((line) => line.length <= 300).map((line) => dateIn(line.slice(0, 80), now));
  return {
    summary: rest.join(' ').slice(0, 600),
    date: written ?? beside.find((date) => date !== null) ?? null,
  };
}

function countHeadings(element: Element): number {
  let count = 0;
  const search = (one: Element): void => {
    for (const child of one.children) {
      if (!isTag(child) || count > 1) continue;
      if (/^h[1-6]$/.test(child.name)) count += 1;
      search(child);
    }
  };
  search(element);
  return count;
}

/** What stands between a heading and the next one, where they share a box. */
function linesAfter(headline: Element): readonly string[] {
  const between: Element[] = [];
  for (let next = headline.next; next !== null && between.length < 5; next = next.next) {
    if (!isTag(next)) continue;
    if (/^h[1-6]$/.test(next.name) || countHeadings(next) > 0) break;
    between.push(next);
  }
  return linesOf(between, MAX_CARD);
}

function elementsOf(page: Page, isNewsPage: boolean): Element[] {
  const headings = page.tree.named('h1', 'h2', 'h3', 'h4');
  const lists = isNewsPage
    ? page.tree
        .named('a', 'b', 'strong')
        .filter((one) => isInside(one, 'article', 'li', 'p') && !isInside(one, 'nav', 'header', 'footer'))
    : [];
  return [...headings, ...lists].slice(0, MAX_ELEMENTS);
}

/** Sentences of a page of news that stand without a heading; whoever uses them takes events only. */
export function readSentences(page: Page, now: Date): FeedItem[] {
  return linesOf(page.tree.roots, MAX_TEXT, OUTSIDE)
    .filter(isHeadline)
    .slice(0, MAX_ELEMENTS)
    .map((line) => ({ headline: line, summary: '', date: dateIn(line.slice(0, 80), now) }));
}

/** Every headline of the page once, as the page has them. */
export function readHeadlines(page: Page, isNewsPage: boolean, now: Date): FeedItem[] {
  const found = new Map<string, FeedItem>();
  for (const item of fromData(page, now)) {
    if (!found.has(item.headline)) found.set(item.headline, item);
  }
  for (const element of elementsOf(page, isNewsPage)) {
    const headline = linesOf([element], 400).join(' ');
    if (isHeadline(headline) && !found.has(headline)) {
      found.set(headline, { headline, ...cardOf(element, headline, now) });
    }
  }
  return [...found.values()];
}
