/** Finds people in the lines of a page: a name over its title, beside it, or under it. Pure. */

import { asWords, phraseIn } from '../phrases.ts';
import { bareName, isName, isTitle, type NameAndTitle, nameAndTitle, titleAndNames } from './person-words.ts';

/** A person as found in a line of the page. */
export interface NamedPerson {
  readonly name: string;
  readonly title: string;
  /** The line the name stands in. */
  readonly line: number;
}

const MAX_LINE = 300;

/** The title that stands under a name, at most one short line (such as a pronoun) between them. */
function titleUnder(lines: readonly string[], at: number, titleWords: readonly string[]): string | null {
  const [next, afterNext] = [lines[at + 1], lines[at + 2]];
  if (next !== undefined && isTitle(next, titleWords)) {
    return next;
  }
  const isBrief = next !== undefined && next.length <= 20 && !isName(next);
  return isBrief && afterNext !== undefined && isTitle(afterNext, titleWords) ? afterNext : null;
}

/** Whether a line is a name and nothing else, such as a heading over a title. */
function nameAlone(line: string, titleWords: readonly string[]): string | null {
  const bare = bareName(line);
  return isName(bare) && phraseIn(asWords(bare), titleWords) === null ? bare : null;
}

function onOneLine(line: string, titleWords: readonly string[]): NameAndTitle[] {
  const pair = nameAndTitle(line);
  const isPerson =
    pair !== null && nameAlone(pair.name, titleWords) !== null && isTitle(pair.title, titleWords);
  return isPerson ? [pair] : titleAndNames(line, titleWords);
}

/**
 * People whose titles stand beside their names, and those where names and titles take turns: whether a title is
 * meant for the name over it or under it, the more numerous pairs of the page tell.
 */
export function namedIn(lines: readonly string[], titleWords: readonly string[]): NamedPerson[] {
  const beside: NamedPerson[] = [];
  const over: NamedPerson[] = [];
  const under: NamedPerson[] = [];
  lines.forEach((line, index) => {
    if (line.length > MAX_LINE) {
      return;
    }
    const name = nameAlone(line, titleWords);
    if (name === null) {
      beside.push(...onOneLine(line, titleWords).map((one) => ({ ...one, line: index })));
      return;
    }
    const below = titleUnder(lines, index, titleWords);
    if (below !== null) over.push({ name, title: below, line: index });
    const above = lines[index - 1]?.replace(/ ?:$/, '');
    if (above !== undefined && isTitle(above, titleWords)) under.push({ name, title: above, line: index });
  });
  const turns = under.length > over.length ? under : over;
  return [...beside, ...turns].sort((one, other) => one.line - other.line);
}
