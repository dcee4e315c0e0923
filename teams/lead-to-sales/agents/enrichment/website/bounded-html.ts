/**
 * Hostile HTML into a small tree: at most so many elements, never deeper than a person would write, and
 * parsed in pieces so that nobody else waits. Elements are found by name without searching the tree, because
 * selectors over thousands of siblings take seconds.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type AnyNode, type ChildNode, DomHandler, type Element, isTag, isText } from 'domhandler';
import { Parser } from 'htmlparser2';

/** Deeper elements are dissolved: their text stays, in the last element that was kept. */
const MAX_DEPTH = 100;
/** Reading stops here. A page that people read has a tenth of it. */
const MAX_ELEMENTS = 20_000;
const PIECE = 32 * 1024;
/** Others get their turn after so many characters; a page of ordinary length is read in one go. */
const TURN = 2 * PIECE;

class ShallowHandler extends DomHandler {
  /** Opened so far, those that were dissolved too. */
  opened = 0;
  readonly elements: Element[] = [];
  #depth = 0;

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.opened += 1;
    this.#depth += 1;
    if (this.#depth <= MAX_DEPTH) {
      super.onopentag(name, attributes);
    }
  }

  protected override addNode(node: ChildNode): void {
    super.addNode(node);
    if (isTag(node)) {
      this.elements.push(node);
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
  /** All elements, in the order of the page. */
  readonly elements: readonly Element[];
  /** Elements of one of some names, in the order of the page. */
  named(...names: readonly string[]): readonly Element[];
}

/** Parses as much of `html` as the limits allow. Malformed HTML is no error. */
export async function parseBounded(html: string): Promise<Tree> {
  const handler = new ShallowHandler();
  const parser = new Parser(handler, { decodeEntities: true });
  for (let at = 0; at < html.length && handler.opened < MAX_ELEMENTS; at += PIECE) {
    if (at > 0 && at % TURN === 0) {
      await nextTurn();
    }
    parser.write(html.slice(at, at + PIECE));
  }
  parser.end();
  const { elements } = handler;
  const byName = new Map<string, Element[]>();
  for (const element of elements) {
    const others = byName.get(element.name);
    if (others === undefined) {
      byName.set(element.name, [element]);
    } else {
      others.push(element);
    }
  }
  return {
    roots: handler.root.children,
    elements,
    named: (...names) =>
      names.length === 1
        ? (byName.get(names[0] ?? '') ?? [])
        : names.some((name) => byName.has(name))
          ? elements.filter((element) => names.includes(element.name))
          : [],
  };
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
