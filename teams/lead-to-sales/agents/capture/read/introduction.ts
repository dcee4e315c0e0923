/** How people introduce themselves in running text: "my name is …", "I work for …", "ich bin Leiter …". */
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import { type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { personName } from '../standardise/person-name.ts';
import { titleMatches } from '../standardise/title.ts';

type Kind = 'name' | 'company' | 'title';
const KINDS: readonly Kind[] = ['name', 'company', 'title'];

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(KINDS.flatMap((kind) => rules.introductions[kind].map((phrase) => ({ phrase, value: kind })))),
);

const NAME_WORDS =
  /^[\s,:]{0,3}((?:(?:Dr|Prof)\.?\s){0,2}\p{Lu}[\p{L}'’-]{1,30}(?:\s(?:\p{Lu}[\p{L}'’-]{1,30}|\p{Lu}\.|von|van|de|del|der|la|di|zu)){0,4})/u;
const COMPANY_WORDS =
  /^[\s,:]{0,3}(?:the\s|der\s|die\s|la\s|l['’])?((?:\p{Lu}|\d)[\p{L}\p{N}&'’.+-]{0,40}(?:\s(?:\p{Lu}[\p{L}\p{N}&'’.+-]{0,40}|&|und|and|et|y|de|für|of|co\.?|e\.V\.)){0,5})/u;
const TITLE_WORDS =
  /^[\s,:]{0,3}(?:the\s|a\s|an\s|der\s|die\s|ein\s|eine\s|le\s|la\s|el\s|un\s|une\s|una\s)?([\p{L}][\p{L}&'’ /-]{1,80})/u;
const STOP_WORDS = new Set(
  'i we and my you the a an in at from for with ich wir und bei von aus je nous et chez soy de yo am is was'.split(
    ' ',
  ),
);

/** Reads introductions in the first 5,000 characters of a text of the reading. */
export function sayIntroductions(reading: Reading, source: string, text: string, rules: CaptureRules): void {
  const head = text.slice(0, 5000);
  for (const match of finder(rules)(head)) {
    const rest = head.slice(match.end, match.end + 160);
    if (match.value === 'name') sayName(reading, source, rest, rules);
    else if (match.value === 'company') sayCompany(reading, source, rest);
    else sayTitle(reading, source, rest, rules);
  }
}

function sayName(reading: Reading, source: string, rest: string, rules: CaptureRules): void {
  const words = NAME_WORDS.exec(rest)?.[1];
  if (words === undefined || titleMatches(words, rules).length > 0) return;
  const parts = words.split(' ');
  const end = parts.findIndex((part) => STOP_WORDS.has(foldWord(part)) && part !== part.toLowerCase());
  const name = (end > 0 ? parts.slice(0, end) : parts).join(' ');
  const { first, last } = personName(name);
  if (first !== null || last !== null) say(reading, 'name', name, { source, confidence: 0.75 });
}

function sayCompany(reading: Reading, source: string, rest: string): void {
  const words = COMPANY_WORDS.exec(rest)?.[1]?.replace(/[.,]$/, '');
  if (words !== undefined && words.length >= 2 && !STOP_WORDS.has(foldWord(words))) {
    say(reading, 'company', words, { source, confidence: 0.65 });
  }
}

/** Only what the rules know as a title: "I am the CFO", not "I am the one who asked". */
function sayTitle(reading: Reading, source: string, rest: string, rules: CaptureRules): void {
  const words = TITLE_WORDS.exec(rest)?.[1]?.split(
    /\s(?:at|bei|of our|from|chez|and|und|et|y|who|in einem|in einer|here|hier)\s|,/,
  )[0];
  const title = words?.trim();
  if (title === undefined || title.split(' ').length > 8) return;
  const match = titleMatches(title, rules)[0];
  if (match !== undefined && match.start <= 30) say(reading, 'title', title, { source, confidence: 0.7 });
}
