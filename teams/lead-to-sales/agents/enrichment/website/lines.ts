/** The text of a page as a reader sees it, line by line. */
import { type AnyNode, type Element, isTag, isText } from 'domhandler';

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head', 'select', 'textarea']);
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i kbd mark q s samp small span strong sub sup time u var'.split(' '),
);

export interface Outline {
  readonly lines: readonly string[];
  /** Links with the line they stand in, or before. */
  readonly links: readonly { readonly element: Element; readonly line: number }[];
}

/**
 * Lines in the order of the page, white space folded, none empty; at most `maxCharacters` in all.
 * Elements named in `without` are left out with all they hold. The tree's depth must be bounded.
 */
export function outlineOf(
  roots: readonly AnyNode[],
  maxCharacters: number,
  without: ReadonlySet<string> = new Set(),
): Outline {
  const lines: string[] = [];
  const links: { element: Element; line: number }[] = [];
  let line = '';
  let total = 0;

  function endLine(): void {
    if (line !== '') {
      const folded = (/[^\S ]| {2}/u.test(line) ? line.replace(/\s+/gu, ' ') : line).trim();
      if (folded !== '') {
        lines.push(folded);
      }
      line = '';
    }
  }

  function visit(node: AnyNode): void {
    if (total >= maxCharacters) {
      return;
    }
    if (isText(node)) {
      const piece = node.data.slice(0, maxCharacters - total);
      total += piece.length;
      line += piece;
    } else if (isTag(node) && !UNSEEN.has(node.name) && !without.has(node.name)) {
      const breaks = !INLINE.has(node.name);
      if (breaks) {
        endLine();
      } else if (node.name === 'a') {
        links.push({ element: node, line: lines.length });
      }
      for (const child of node.children) visit(child);
      if (breaks) {
        endLine();
      }
    }
  }

  for (const root of roots) visit(root);
  endLine();
  return { lines, links };
}

/** The lines alone. */
export function linesOf(
  roots: readonly AnyNode[],
  maxCharacters: number,
  without: ReadonlySet<string> = new Set(),
): readonly string[] {
  return outlineOf(roots, maxCharacters, without).lines;
}
