/** Structured data that stands in the markup itself: microdata, RDFa and hCard, in the shape JSON-LD has. */
import { type Element, hasChildren, isTag, type ParentNode } from 'domhandler';
import { attribute } from './bounded-html.ts';
import type { JsonObject } from './json-ld.ts';
import { linesOf } from './lines.ts';

type Item = Record<string, unknown>;

const MAX_ITEMS = 500;
const MAX_TEXT = 1_000;
/** Elements inside of each other say the same words again: no page has so many of its own. */
const MAX_TEXTS = 200_000;
/** Class names of hCard and h-card (microformats) → the property of schema.org. */
const CARD: Readonly<Record<string, string>> = {
  fn: 'name',
  'p-name': 'name',
  title: 'jobTitle',
  role: 'jobTitle',
  'p-job-title': 'jobTitle',
  'p-role': 'jobTitle',
  tel: 'telephone',
  'p-tel': 'telephone',
  'u-url': 'url',
  'country-name': 'addressCountry',
  'p-country-name': 'addressCountry',
  locality: 'addressLocality',
  'p-locality': 'addressLocality',
};

/** `Person` of "https://schema.org/Person", "schema:Person" or "Person". */
function lastPart(name: string): string {
  return name.split(/[/#:]/).at(-1) ?? name;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** What an element says as a property: the attribute made for it, else its text. */
function wordsOf(element: Element): string {
  const { content, datetime, href, src, resource } = element.attribs;
  const written = content ?? datetime ?? (element.name === 'meta' ? '' : (href ?? src ?? resource));
  return (written ?? linesOf([element], MAX_TEXT).join(' ')).trim().slice(0, MAX_TEXT);
}

function add(item: Item, property: string, value: unknown): void {
  if (value === '') {
    return;
  }
  const known = item[property];
  item[property] =
    known === undefined ? value : Array.isArray(known) ? [...known.slice(0, 50), value] : [known, value];
}

function newItem(element: Element): Item | null {
  const { itemscope, itemtype, typeof: rdfType } = element.attribs;
  if (itemscope !== undefined || rdfType !== undefined) {
    const types = words((itemtype ?? rdfType ?? '').slice(0, 300)).map(lastPart);
    return { '@type': types };
  }
  const classes = words(attribute(element, 'class'));
  if (classes.includes('vcard') || classes.includes('h-card')) {
    return { '@type': classes.includes('org') ? 'Organization' : 'Person' };
  }
  return null;
}

function propertiesOf(element: Element): string[] {
  const { itemprop, property } = element.attribs;
  const named = words((itemprop ?? property ?? '').slice(0, 300)).map(lastPart);
  return named.length > 0
    ? named
    : words(attribute(element, 'class')).flatMap((name) =>
        Object.hasOwn(CARD, name) ? (CARD[name] ?? []) : [],
      );
}

/** All items, the outermost first, and every text in them. Nothing is searched where the markup has no such data. */
export function readEmbedded(
  root: readonly ParentNode['children'][number][],
  html: string,
): { objects: JsonObject[]; texts: string[] } {
  const objects: Item[] = [];
  const texts: string[] = [];
  let room = MAX_TEXTS;
  if (!/itemscope|typeof=|vcard|h-card/i.test(html)) {
    return { objects, texts };
  }

  function visit(nodes: readonly ParentNode['children'][number][], scope: Item | null): void {
    for (const node of nodes) {
      if (objects.length >= MAX_ITEMS || room <= 0) {
        return;
      }
      if (!isTag(node)) {
        if (hasChildren(node)) visit(node.children, scope);
        continue;
      }
      const item = newItem(node);
      const properties = scope === null ? [] : propertiesOf(node);
      if (item !== null) {
        objects.push(item);
      }
      for (const property of properties) {
        const value = item ?? wordsOf(node);
        if (scope !== null) add(scope, property, value);
        if (typeof value === 'string' && value !== '') {
          texts.push(value);
          room -= value.length;
        }
      }
      visit(node.children, item ?? scope);
    }
  }

  visit(root, null);
  return { objects, texts };
}
