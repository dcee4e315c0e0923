/** Whether two records are one person: every field speaks with its weight, and what may never be is said by name. Pure. */
import {
  cityLevel,
  companyLevel,
  dateLevel,
  emailLevel,
  nearestPhones,
  postcodeLevel,
  streetLevel,
} from './compare-details.ts';
import { nameLevel } from './compare-names.ts';
import { type Explained, sentenceOf } from './explain.ts';
import type { PersonRecord } from './person.ts';
import { type NamePart, type PreparedPerson, preparePerson } from './prepare.ts';
import { type Field, type IdentityRules, shippedIdentityRules } from './rules.ts';

export interface Agreement {
  readonly field: Field;
  readonly level: string;
  /** Above 0 it speaks for one person, below 0 against. */
  readonly bits: number;
}

export interface PersonMatch {
  /** `match`: one person. `doubtful`: a person should look. */
  readonly verdict: 'match' | 'doubtful' | 'different';
  /** 0–1, that they are one person. */
  readonly probability: number;
  /** Field by field, in the order of their weight. */
  readonly agreements: readonly Agreement[];
  /** A sentence each, what speaks most first; last what forbade a match. */
  readonly why: readonly string[];
}

interface ComparedNames {
  readonly agreements: readonly Agreement[];
  /** Read the other way round, one name is the same: "Timothy Coffey" and "Dominey Timothy". */
  readonly hasCrossing: boolean;
}

function sum(agreements: readonly Agreement[]): number {
  return agreements.reduce((total, { bits }) => total + bits, 0);
}

function names(a: PreparedPerson, b: PreparedPerson, rules: IdentityRules): ComparedNames {
  const agreement = (
    field: 'first_name' | 'last_name',
    one: NamePart | null,
    other: NamePart | null,
  ): Agreement[] => {
    if (one === null || other === null) return [];
    const level = nameLevel(one, other, field === 'first_name' ? rules.nicknames : null);
    return [{ field, level, bits: rules.bits(field, level) }];
  };
  const straight = [...agreement('first_name', a.first, b.first), ...agreement('last_name', a.last, b.last)];
  if (straight.length > 0 && straight.every(({ bits }) => bits > 0)) {
    return { agreements: straight, hasCrossing: false };
  }
  const crossed = [...agreement('first_name', a.first, b.last), ...agreement('last_name', a.last, b.first)];
  const hasCrossing = crossed.some(({ level }) => level === 'exact' || level === 'typo');
  const bits = rules.bits('names_swapped', 'swapped');
  const swapped: Agreement[] = [...crossed, { field: 'names_swapped', level: 'swapped', bits }];
  const isSwapped = hasCrossing && crossed.every((one) => one.bits > 0) && sum(swapped) > sum(straight);
  return { agreements: isSwapped ? swapped : straight, hasCrossing };
}

function details(a: PreparedPerson, b: PreparedPerson, rules: IdentityRules): Agreement[] {
  const compared = <Value>(
    field: Field,
    one: Value | null,
    other: Value | null,
    levelOf: (one: Value, other: Value) => string | null,
  ): Agreement[] => {
    const level = one === null || other === null ? null : levelOf(one, other);
    return level === null ? [] : [{ field, level, bits: rules.bits(field, level) }];
  };
  const email = compared('email', a.email, b.email, (one, other) => emailLevel(one, other, a, b));
  const company = companyLevel(a, b);
  // The same address has the same domain: that must not count twice.
  const isSaid = email.some(({ level }) => level === 'exact' || level === 'typo');
  return [
    ...email,
    ...compared('phone', a.phones, b.phones, (one, other) => nearestPhones(one, other)?.level ?? null),
    ...(company === null || (isSaid && company === 'same_domain')
      ? []
      : [{ field: 'company' as const, level: company, bits: rules.bits('company', company) }]),
    ...compared('street', a.street, b.street, streetLevel),
    ...compared('postcode', a.postcode, b.postcode, postcodeLevel),
    ...compared('city', a.city, b.city, cityLevel),
    ...compared('birth_date', a.birthDate, b.birthDate, dateLevel),
  ];
}

type Objection = Explained['objection'];

/** What no weight can outweigh. */
function objectionTo(agreements: readonly Agreement[], hasCrossing: boolean): Objection {
  const has = (field: Field, ...levels: string[]): boolean =>
    agreements.some((one) => one.field === field && levels.includes(one.level));
  const compared = agreements.filter(({ field }) => field === 'first_name' || field === 'last_name');
  const contradicting = compared.filter(({ level }) => level === 'different').length;
  if (contradicting > 0 && contradicting === compared.length && !hasCrossing) return 'names-contradict';
  // Relatives and namesakes share all but a birth date.
  if (contradicting > 0 && !has('birth_date', 'exact', 'typo')) return 'one-name-contradicts';
  // Who has a mailbox of their own and a name that is only alike is mostly somebody else.
  const isOtherMailbox = has('email', 'other_at_company', 'different');
  const isNearName = has('last_name', 'typo', 'alike') && !has('phone', 'same_mobile');
  if (isOtherMailbox && isNearName && !has('birth_date', 'exact', 'typo', 'close')) return 'two-mailboxes';
  if (compared.length > 0 || has('email', 'exact') || has('phone', 'same_mobile')) return null;
  return has('birth_date', 'exact') ? null : 'nothing-personal';
}

/** Compares two records that were prepared before. */
export function matchPrepared(a: PreparedPerson, b: PreparedPerson, rules: IdentityRules): PersonMatch {
  const named = names(a, b, rules);
  // Nothing can outweigh this, and most of what keys bring together ends here.
  if (objectionTo(named.agreements, named.hasCrossing) === 'names-contradict') {
    const { agreements } = named;
    const why = sentenceOf({ agreements, objection: 'names-contradict' }, a, b);
    return { verdict: 'different', probability: 0, agreements, why };
  }
  const agreements = [...named.agreements, ...details(a, b, rules)].sort((x, y) => y.bits - x.bits);
  const bits = sum(agreements) - Math.log2(rules.people);
  const probability = 1 / (1 + 2 ** -bits);
  const objection = objectionTo(agreements, named.hasCrossing);
  const wouldBe =
    probability >= rules.match_from ? 'match' : probability >= rules.doubtful_from ? 'doubtful' : 'different';
  const verdict = objection !== null && wouldBe === 'match' ? 'doubtful' : wouldBe;
  return {
    verdict,
    probability,
    agreements,
    why: sentenceOf({ agreements, objection: verdict === wouldBe ? null : objection }, a, b),
  };
}

/** Compares two records; unknown fields say nothing. `rules`: by default those that ship beside this file. */
export function matchPerson(
  a: PersonRecord,
  b: PersonRecord,
  rules: IdentityRules = shippedIdentityRules(),
): PersonMatch {
  return matchPrepared(preparePerson(a, rules), preparePerson(b, rules), rules);
}
