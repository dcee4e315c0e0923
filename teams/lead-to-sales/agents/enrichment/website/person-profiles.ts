/** Whose profile a link on a team page leads to: by the name in its address, else by its place among the people. */

import { asWords } from '../phrases.ts';
import { nameSpellings } from '../verification/name-in-address.ts';
import { attribute } from './bounded-html.ts';
import { linesOf, type Outline } from './lines.ts';
import type { NamedPerson } from './named-people.ts';
import { profileOf } from './social.ts';
import type { ProfileRules } from './website-rules.ts';

interface ProfileLink {
  readonly url: string;
  readonly line: number;
  /** The words of its address, its text and its labels. */
  readonly words: string;
}

function profileLinks(outline: Outline, base: string, rules: ProfileRules): ProfileLink[] {
  return outline.links.slice(0, 500).flatMap(({ element, line }) => {
    const profile = profileOf(attribute(element, 'href'), base, rules);
    if (profile?.owner !== 'person') {
      return [];
    }
    const labels = [
      profile.handle,
      attribute(element, 'aria-label'),
      attribute(element, 'title'),
      ...linesOf([element], 100),
    ];
    return [{ url: profile.url, line, words: asWords(labels.join(' ')) }];
  });
}

/** Whether some words hold the family's name, in one of its spellings, and begin the first name. */
function isNamed(words: string, name: string): boolean {
  const all = name.split(/[\s-]+/u).filter((word) => !word.endsWith('.'));
  const [first = ''] = all;
  const joined = words.replace(/ /g, '');
  const holdsLast = nameSpellings(all.at(-1) ?? '').some((last) => last.length >= 3 && joined.includes(last));
  return holdsLast && nameSpellings(first).some((one) => joined.includes(one.slice(0, 1)));
}

/** Name → profile. Nobody is given a profile that might be a colleague's. */
export function personProfiles(
  people: readonly NamedPerson[],
  outline: Outline,
  base: string,
  rules: ProfileRules,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const links = profileLinks(outline, base, rules);
  const rest = links.filter(({ url, words }) => {
    const named = people.filter(({ name }) => isNamed(words, name));
    const [only] = named;
    if (named.length === 1 && only !== undefined && !found.has(only.name)) {
      found.set(only.name, url);
    }
    return named.length === 0;
  });
  if (found.size > 0 || rest.length !== people.length) {
    return found;
  }
  // Addresses without names: one link for each person, in the same order, each before the next person.
  const inOrder = people.every(({ line }, index) => {
    const link = rest[index];
    const next = people[index + 1]?.line ?? Number.POSITIVE_INFINITY;
    return link !== undefined && link.line >= line && link.line < next;
  });
  return inOrder ? new Map(people.map(({ name }, index) => [name, rest[index]?.url ?? ''])) : found;
}
