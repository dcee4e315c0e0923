/** People a company names on its own pages, each with the title that stands beside the name. */
import type { Findings } from '../source.ts';
import { isOfType, textIn } from './json-ld.ts';
import { linesOf } from './lines.ts';
import { CONFIDENCE, type Page, quoted } from './page.ts';
import { asWords, phraseIn } from './phrases.ts';

type Person = NonNullable<Findings['people']>[number];

const MAX_PEOPLE = 30;
const MAX_TEXT = 100_000;
const MAX_LINES = 3_000;
/** What other people say about the company is not its team. */
const QUOTATIONS = new Set(['blockquote', 'nav', 'header', 'footer', 'form']);
const PARTICLES = new Set('von van de der den da del di la le du dos bin al el y zu'.split(' '));
/** Words of headings that look like a name. */
const NO_NAME = new Set(
  'our the team contact about press office us company services meet we your all join read more news customer customers sales support get in board leadership management unser unsere ihre das die wir kontakt notre nos nuestro nuestra'.split(
    ' ',
  ),
);
const ACADEMIC = /^(?:(?:Prof|Dr|Dipl|Ing|Mag|MBA|Mr|Mrs|Ms)\.? ?(?:-\p{Lu}\p{L}{1,6}\.? )?){1,3}/u;

function isName(text: string): boolean {
  if (text.length > 60 || /[\d:;!?@/]/.test(text)) {
    return false;
  }
  const words = text.replace(ACADEMIC, '').split(' ');
  const plain = words.filter((word) => !PARTICLES.has(word.toLowerCase()));
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    plain.length >= 2 &&
    plain.every((word) => /^\p{Lu}[\p{L}.'’-]{0,25}$/u.test(word) && !NO_NAME.has(word.toLowerCase()))
  );
}

function isTitle(text: string, titleWords: readonly string[]): boolean {
  return (
    text.length <= 90 &&
    /^\p{L}/u.test(text) &&
    !/[.?!:]$/.test(text) &&
    !ACADEMIC.test(text) &&
    !isName(nameAndTitle(text)?.name ?? '') &&
    !/\b(?:at|bei|our|your|you|we|who|with)\b|@/i.test(text) &&
    phraseIn(asWords(text), titleWords) !== null
  );
}

/** "Jane Doe, CEO" on one line; null where the line is not of that shape. */
function nameAndTitle(line: string): { name: string; title: string } | null {
  const match = /^(.{3,60}?)(?:, | [–—|-] | \()(.{2,90})$/u.exec(line.slice(0, 160));
  return match?.[1] && match[2]
    ? {
        name: match[1].trim(),
        title: (match[2].replace(/\)$/, '').split('. ')[0] ?? '').replace(/\.$/, '').trim(),
      }
    : null;
}

function person(page: Page, name: string, title: string, confidence: number): Person | null {
  const named = quoted(page, name, name, confidence);
  const titled = quoted(page, title, title, confidence);
  return named && titled ? { name: named, title: titled } : null;
}

function peopleInData(page: Page): Person[] {
  return page.data.flatMap((object) => {
    const name = isOfType(object, /^Person$/) ? textIn(object.name) : null;
    const title = textIn(object.jobTitle);
    const found = name && title ? person(page, name, title, CONFIDENCE.structured) : null;
    return found === null ? [] : [found];
  });
}

function peopleInLines(page: Page, titleWords: readonly string[]): Person[] {
  const lines = linesOf(page.tree.roots, MAX_TEXT, QUOTATIONS).slice(0, MAX_LINES);
  return lines.flatMap((line, index) => {
    const next = lines[index + 1];
    const pair = isName(line) && next !== undefined ? { name: line, title: next } : nameAndTitle(line);
    if (
      pair === null ||
      !isName(pair.name) ||
      !isTitle(pair.title, titleWords) ||
      isTitle(pair.name, titleWords)
    ) {
      return [];
    }
    return person(page, pair.name, pair.title, CONFIDENCE.stated) ?? [];
  });
}

/** People by name, each once; those of structured data first. Plain text is read only where `inText`. */
export function readPeople(page: Page, titleWords: readonly string[], inText: boolean): Person[] {
  const found = [...peopleInData(page), ...(inText ? peopleInLines(page, titleWords) : [])];
  const byName = new Map<string, Person>();
  for (const one of found) {
    const name = one.name?.value.toLowerCase();
    if (name !== undefined && !byName.has(name)) {
      byName.set(name, one);
    }
  }
  return [...byName.values()].slice(0, MAX_PEOPLE);
}
