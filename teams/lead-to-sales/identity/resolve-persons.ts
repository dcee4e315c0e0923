/** Who is who in a list of records: the likely pairs are found by keys, compared, and joined into persons. Pure. */
import { blockingKeys } from './blocking.ts';
import { clusters } from './clusters.ts';
import { matchPrepared } from './match-person.ts';
import type { PersonRecord } from './person.ts';
import { type PreparedPerson, preparePerson } from './prepare.ts';
import { type IdentityRules, shippedIdentityRules } from './rules.ts';

/** A key that more records share tells nobody apart. */
const MOST_PER_KEY = 150;

/** Pairs of indexes, the lower first, that share a key: each pair once. */
export function candidatePairs(people: readonly PreparedPerson[]): (readonly [number, number])[] {
  const byKey = new Map<string, number[]>();
  for (const [index, person] of people.entries()) {
    for (const key of blockingKeys(person)) {
      const sharing = byKey.get(key);
      if (sharing === undefined) byKey.set(key, [index]);
      else sharing.push(index);
    }
  }
  const pairs = new Map<number, readonly [number, number]>();
  for (const sharing of byKey.values()) {
    if (sharing.length > MOST_PER_KEY) continue;
    for (const [at, low] of sharing.entries()) {
      for (const high of sharing.slice(at + 1)) pairs.set(low * people.length + high, [low, high]);
    }
  }
  return [...pairs.values()];
}

/**
 * Gives each record the number of its person: records with the same number are one. What follows from
 * two matches counts as one too. Rules: by default those that ship beside this file.
 */
export function resolvePersons(
  records: readonly PersonRecord[],
  rules: IdentityRules = shippedIdentityRules(),
): number[] {
  const people = records.map((record) => preparePerson(record, rules));
  const matches = candidatePairs(people).filter(([low, high]) => {
    const [one, other] = [people[low], people[high]];
    return one !== undefined && other !== undefined && matchPrepared(one, other, rules).verdict === 'match';
  });
  return clusters(records.length, matches);
}
