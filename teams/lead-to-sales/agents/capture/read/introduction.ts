/** How people introduce themselves in running text: "my name is …", "I work for …", "ich bin Leiter …". */

import { readTitle } from '../../../standards/titles/read-title.ts';
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import { type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { personName } from '../standardise/person-name.ts';
import { titleMatches } from '../standardise/title.ts';
import { mailWords } from './mail-words.ts';
import { lineWords } from './word-list.ts';

type Kind = 'name' | 'company' | 'title';
const KINDS: readonly Kind[] = ['name', 'company', 'title'];

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(KINDS.flatMap((kind) => rules.introductions[kind].map((phrase) => ({ phrase, value: kind })))),
);

const NAME_WORDS =
  /^[\s,:]{0,3}((?:(?:Dr|Prof)\.?\s){0,2}\p{Lu}[\p{L}'’-]{1,30}(?:\s(?:\p{Lu}[\p{L}'’-]{1,30}|\p{Lu}\.|von|van|de|del|der|la|di|zu)){0,4})/u;
const COMPANY_SIGN = "(?:[\\p{L}\\p{N}&'’+-]|\\.(?=\\p{L}))";
const COMPANY_WORDS = new RegExp(
  `^[\\s,:]{0,3}(?:the |der |die |dem |la |l['’])?((?:\\p{Lu}|\\d)${COMPANY_SIGN}{0,40}` +
    `(?: (?:\\p{Lu}${COMPANY_SIGN}{0,40}|&|und|and|et|y|de|für|of|co|e\\.V)){0,5})`,
  'u',
);
const TITLE_WORDS =
  /^[\s,:]{0,3}(?:the\s|a\s|an\s|der\s|die\s|ein\s|eine\s|le\s|la\s|el\s|un\s|une\s|una\s)?([\p{L}][\p{L}&'’ /-]{1,80})/u;
const TITLE_END =
  /\s(?:at|bei|of our|of|from|chez|de la|de|von|and|und|et|y|who|in einem|in einer|in|here|hier|out|with|for|für|pour)(?=\s)/gu;
const TITLE_OF = /^\s(?:at|bei|of|from|chez|de la|de|von|in)$/u;
const STOP_WORDS = new Set(
  'i we and my you the a an in at from for with ich wir und bei von aus je nous et chez soy de yo am is was'.split(
    ' ',
  ),
);

/** Reads introductions in the first 5,000 characters of a text of the reading. */
export function sayIntroductions(reading: Reading, source: string, text: string, rules: CaptureRules): void {
  const head = text.slice(0, 5000);
  for (const match of finder(rules)(head)) {
    const rest = head.slice(match.end, match.end + 200);
    if (match.value !== 'company')
      sayNameBefore(reading, source, head.slice(Math.max(0, match.start - 80), match.start), rules);
    if (match.value === 'company') sayCompany(reading, source, rest);
    else if (match.value === 'title') sayTitle(reading, source, rest, rules);
    else {
      const name = sayName(reading, source, rest, rules);
      // "I am" begins both: "I am Laura Bardi, owner of Officine Bardi" and "I am CFO at Mirabel".
      sayTitle(reading, source, name === null ? rest : rest.slice(rest.indexOf(name) + name.length), rules);
    }
  }
}

function sayName(reading: Reading, source: string, rest: string, rules: CaptureRules): string | null {
  const words = NAME_WORDS.exec(rest)?.[1];
  if (words === undefined || titleMatches(words, rules).length > 0) return null;
  // "Head" alone may be a family's name; before "of Operations" it is none.
  if (titleMatches(rest.trimStart().slice(0, 80), rules)[0]?.start === 0) return null;
  const parts = words.split(' ');
  const end = parts.findIndex((part) => STOP_WORDS.has(foldWord(part)) && part !== part.toLowerCase());
  const name = (end > 0 ? parts.slice(0, end) : parts).join(' ');
  const { first, last } = personName(name);
  if (first === null && last === null) return null;
  say(reading, 'name', name, { source, confidence: 0.75 });
  return name;
}

const NAME_BEFORE =
  /(?:^|[.!?:\n]\s*)(\p{Lu}[\p{L}'’-]{1,30}(?:\s(?:\p{Lu}[\p{L}'’-]{1,30}|\p{Lu}\.|von|van|de|del|der|la|di)){1,3})\s*,\s*$/u;

/** "Greg Antonelli, I'm CFO at …": the name stands before the words of the introduction. */
function sayNameBefore(reading: Reading, source: string, before: string, rules: CaptureRules): void {
  const name = NAME_BEFORE.exec(before)?.[1];
  if (name === undefined || titleMatches(name, rules).length > 0) return;
  const { first, last } = personName(name);
  if (first !== null && last !== null) say(reading, 'name', name, { source, confidence: 0.7 });
}

function sayCompany(reading: Reading, source: string, rest: string): void {
  const words = COMPANY_WORDS.exec(rest)?.[1]?.replace(/[.,]$/, '');
  if (words !== undefined && words.length >= 2 && !STOP_WORDS.has(foldWord(words))) {
    say(reading, 'company', words, { source, confidence: 0.65 });
  }
}

/** Only what the rules know as a title: "I am the CFO", not "I am the one who asked". */
function sayTitle(reading: Reading, source: string, rest: string, rules: CaptureRules): void {
  const words = TITLE_WORDS.exec(rest)?.[1];
  if (words === undefined) return;
  const link = titleEnd(words, rules);
  const title = titleIn((link === null ? words : words.slice(0, link.index)).trim(), rules);
  if (title === null) return;
  say(reading, 'title', title, { source, confidence: 0.7 });
  if (link === null || !TITLE_OF.test(link[0])) return;
  const after = rest.slice(rest.indexOf(words) + link.index + link[0].length);
  sayCompany(reading, source, after);
}

/** What may stand between the words of a title: "Head of Warehouse Operations", not "owner so no committee". */
const BETWEEN =
  /^(?:\s*(?:of|de|du|des|della|di|da|do|for|für|voor|van|and|und|et|y|e|the|der|la|le|el|&|\/|-|\p{Lu}[\p{L}-]*))*\s*$/u;

/** The title at the beginning of running text: it ends with its last word, and the sentence goes on without it. */
function titleIn(text: string, rules: CaptureRules): string | null {
  const [first, ...others] = titleMatches(text, rules);
  if (first === undefined || first.start > 30) return null;
  let { end } = first;
  for (const match of others) {
    if (!BETWEEN.test(text.slice(end, match.start))) break;
    end = Math.max(end, match.end);
  }
  // "Leiter Logistik": the field by itself would be no title, after one it is part of it.
  const more = /^(?:\s\p{Lu}[\p{L}-]+){1,2}/u.exec(text.slice(end))?.[0] ?? '';
  if (more !== '' && addsFunction(text.slice(0, end), more)) end += more.length;
  const title = text.slice(0, end).trim();
  return title.split(' ').length > 8 ? null : title;
}

function addsFunction(title: string, more: string): boolean {
  const isOpen = (found: string | null): boolean => found === null || found === 'other';
  return isOpen(readTitle(title).jobFunction) && !isOpen(readTitle(title + more).jobFunction);
}

/** Where a title ends: "director of operations" goes on after its "of", "owner of Acme" does not. */
function titleEnd(words: string, rules: CaptureRules): { readonly index: number; readonly 0: string } | null {
  for (const link of words.matchAll(TITLE_END)) {
    const after = words
      .slice(link.index + link[0].length)
      .trim()
      .split(' ')
      .slice(0, 2)
      .join(' ');
    const isOf = /\s(of|of our|de|de la|von|for|für|pour)$/.test(link[0]);
    const field = mailWords(rules).of.department_words.find(lineWords(after));
    if (!isOf || (titleMatches(after, rules).length === 0 && field?.at !== 0)) return link;
  }
  return null;
}
