/** The text of a page as a reader sees it, line by line. */
import { type AnyNode, isTag, isText } from 'domhandler';

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head', 'select', 'textarea']);
const INLINE = new Set(
  'a abbr b bdi bdo cite code em font i kbd mark q s samp small span strong sub sup time u var'.split(' '),
);

/**
 * Lines in the order of the page, white space folded, none empty; at most `maxCharacters` in all.
 * Elements named in `without` are left out with all they hold. The tree's depth must be bounded.
 */
export function linesOf(
  roots: readonly AnyNode[],
  maxCharacters: number,
  without: ReadonlySet<string> = new Set(),
): string[] {
  const lines: string[] = [];
  let line = '';
  let total = 0;

  function endLine(): void {
    const folded = line.replace(/\s+/gu, ' ').trim();
    if (folded !== '') {
      lines.push(folded);
    }
    line = '';
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
      }
      node.children.forEach(visit);
      if (breaks) {
        endLine();
      }
    }
  }

  roots.forEach(visit);
  endLine();
  return lines;
}
