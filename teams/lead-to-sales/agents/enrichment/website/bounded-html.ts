/**
 * Hostile HTML into a small tree: at most so many elements, never deeper than a person would write, and
 * parsed in pieces so that nobody else waits. Elements are found by name without searching the tree, because
 * selectors over thousands of siblings take seconds.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnyNode, DomHandler, type Element, hasChildren, isTag, isText } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Deeper elements are dissolved: their text stays, in the last element that was kept. */
const MAX_DEPTH = 100;
/** Reading stops here. A page that people read has a tenth of it. */
const MAX_ELEMENTS = 20_000;
const PIECE = 32 * 1024;

class ShallowHandler extends DomHandler {
  elements = 0;
  #depth = 0;

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.elements += 1;
    this.#depth += 1;
    if (this.#depth <= MAX_DEPTH) {
      super.onopentag(name, attributes);
    }
  }

  override onclosetag(): void {
    if (this.#depth <= MAX_DEPTH) {
      super.onclosetag();
    }
    this.#depth -= 1;
  }
}

export interface Tree {
  readonly roots: readonly AnyNode[];
  /** Elements of one of some names, in the order of the page. */
  named(...names: readonly string[]): Element[];
}

/** Parses as much of `html` as the limits allow. Malformed HTML is no error. */
export async function parseBounded(html: string): Promise<Tree> {
  const handler = new ShallowHandler();
  const parser = new Parser(handler, { decodeEntities: true });
  for (let at = 0; at < html.length && handler.elements < MAX_ELEMENTS; at += PIECE) {
    if (at > 0) {
      await nextTurn();
    }
    parser.write(html.slice(at, at + PIECE));
  }
  parser.end();
  const elements: Element[] = [];
  collect(handler.root.children, elements);
  return {
    roots: handler.root.children,
    named: (...names) => elements.filter((element) => names.includes(element.name)),
  };
}

function collect(nodes: readonly AnyNode[], into: Element[]): void {
  for (const node of nodes) {
    if (isTag(node)) {
      into.push(node);
    }
    if (hasChildren(node)) {
      collect(node.children, into);
    }
  }
}

/** An attribute without white space around it, at most `maxCharacters` long; empty where there is none. */
export function attribute(element: Element, name: string, maxCharacters = 500): string {
  return (element.attribs[name] ?? '').trim().slice(0, maxCharacters);
}

/** The text directly inside an element, such as a script's. */
export function ownText(element: Element): string {
  return element.children.map((child) => (isText(child) ? child.data : '')).join('');
}

/** Whether an element stands inside another one of one of some names. */
export function isInside(element: Element, ...names: readonly string[]): boolean {
  for (let above = element.parent; above !== null; above = above.parent) {
    if (isTag(above) && names.includes(above.name)) {
      return true;
    }
  }
  return false;
}
