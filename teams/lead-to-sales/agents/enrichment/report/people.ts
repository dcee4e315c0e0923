/** The people that sources name: each once, who of them may decide, and to whom they report where words say so. Pure. */
import type { EnrichmentReport } from '../../../lead.ts';
import { asWords, phraseIn } from '../phrases.ts';
import type { EnrichmentRules } from '../rules.ts';

export type Person = EnrichmentReport['people'][number];

const ACADEMIC = new Set('prof dr dipl ing mag mba mr mrs ms phd'.split(' '));

const MAX_REMEMBERED = 5_000;
const remembered = new Map<string, string>();

/** `asWords`, remembered: the same titles and names come again with every lead of a company. */
function wordsOf(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) {
    return known;
  }
  if (remembered.size >= MAX_REMEMBERED) {
    remembered.clear();
  }
  const words = asWords(text.slice(0, 200));
  if (text.length <= 200) {
    remembered.set(text, words);
  }
  return words;
}

/** One key for "Dr. Jörg Müller" and "JORG MULLER"; empty where there is no name. */
export function personKey(name: string): string {
  return wordsOf(name)
    .trim()
    .split(' ')
    .filter((word) => !ACADEMIC.has(word))
    .join(' ');
}

/** Every person once, the first source's words first; what it left open another one may fill in. */
function mergePeople(people: readonly Person[]): Person[] {
  const byName = new Map<string, Person>();
  for (const person of people) {
    const key = person.name === null ? '' : personKey(person.name.value);
    if (key === '') {
      continue;
    }
    const known = byName.get(key);
    byName.set(
      key,
      known === undefined
        ? person
        : {
            name: known.name,
            title: known.title ?? person.title,
            seniority: known.seniority ?? person.seniority,
            job_function: known.job_function ?? person.job_function,
            is_decision_maker: known.is_decision_maker || person.is_decision_maker,
            reports_to: known.reports_to ?? person.reports_to,
            profile_url: known.profile_url ?? person.profile_url,
          },
    );
  }
  return [...byName.values()];
}

/** Whether a person may say yes, by title words that rule it out, then seniority, then title words. */
export function isDecisionMaker(
  { title, seniority }: Pick<Person, 'title' | 'seniority'>,
  rules: EnrichmentRules['people']['decision_maker'],
): boolean {
  const words = title === null ? '' : wordsOf(title.value);
  if (phraseIn(words, rules.never) !== null) {
    return false;
  }
  return seniority === null
    ? phraseIn(words, rules.title_words) !== null
    : rules.seniority.includes(seniority);
}

/** The person a title names after words such as "assistant to": by name, or as the only one of that title. */
function superiorOf(
  person: Person,
  people: readonly Person[],
  words: readonly string[],
): Person['reports_to'] {
  if (person.title === null) {
    return null;
  }
  const title = wordsOf(person.title.value);
  const phrase = phraseIn(title, words);
  if (phrase === null) {
    return null;
  }
  const rest = title.slice(title.indexOf(asWords(phrase)) + asWords(phrase).length).replace(/^the /, '');
  const others = people.filter((other) => other !== person && other.name !== null);
  const byName = others.filter(
    ({ name }) => name !== null && ` ${rest}`.includes(` ${personKey(name.value)} `),
  );
  const wanted = rest.trim();
  const byTitle =
    wanted.length < 2
      ? []
      : others.filter((other) => other.title !== null && wordsOf(other.title.value).trim() === wanted);
  const [superior, another] = byName.length > 0 ? byName : byTitle;
  return superior === undefined || another !== undefined || superior.name === null
    ? null
    : { value: superior.name.value, evidence: [...person.title.evidence, ...superior.name.evidence] };
}

/** The people of a report: decision makers first, no more than the rules keep. */
export function readPeople(all: readonly Person[], rules: EnrichmentRules['people']): Person[] {
  const merged = mergePeople(all);
  const judged = merged.map((person) => ({
    ...person,
    is_decision_maker: isDecisionMaker(person, rules.decision_maker),
    reports_to: person.reports_to ?? superiorOf(person, merged, rules.reports_to_words),
  }));
  return [
    ...judged.filter((person) => person.is_decision_maker),
    ...judged.filter((person) => !person.is_decision_maker),
  ].slice(0, rules.most);
}
