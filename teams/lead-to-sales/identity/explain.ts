/** Why two records are one person or not, in sentences. Pure. */
import { nearestPhones } from './compare-details.ts';
import type { Agreement } from './match-person.ts';
import type { PreparedPerson } from './prepare.ts';
import type { Field } from './rules.ts';

export interface Explained {
  readonly agreements: readonly Agreement[];
  readonly objection:
    | 'names-contradict'
    | 'one-name-contradicts'
    | 'two-mailboxes'
    | 'nothing-personal'
    | null;
}

const nouns: Readonly<Record<Field, string>> = {
  first_name: 'first names',
  last_name: 'last names',
  names_swapped: 'names',
  email: 'e-mail addresses',
  phone: 'telephone numbers',
  company: 'companies',
  street: 'streets',
  postcode: 'postcodes',
  city: 'cities',
  birth_date: 'birth dates',
};

/** By `field.level`, or by the level alone. */
const relations: Readonly<Record<string, string>> = {
  exact: 'are the same',
  nickname: 'are forms of one name',
  part: 'have a part in common',
  initial: 'fit by their initial',
  typo: 'differ by a slip of the pen',
  alike: 'are alike',
  close: 'are close to each other',
  two_digits: 'differ in two digits',
  different: 'differ',
  swapped: 'stand the other way round',
  same_local_part: 'are the same before the @',
  made_of_name: 'differ, and one is made of the name of the other',
  same_office: 'are the same, but an office’s and no person’s',
  other_at_company: 'are two mailboxes of one company',
  same_mobile: 'are the same mobile’s',
  same_switchboard: 'are of one switchboard',
  same_domain: 'have the same domain',
  same_name: 'have the same name',
  same_name_elsewhere: 'have the same name and different domains',
};

const objections: Readonly<Record<NonNullable<Explained['objection']>, string>> = {
  'names-contradict': 'The names contradict each other: never one person, whatever else agrees.',
  'one-name-contradicts':
    'First or last name contradicts: relatives and colleagues share the rest, so a person has to say.',
  'two-mailboxes': 'The last names are not quite the same and the mailboxes are two: a person has to say.',
  'nothing-personal':
    'Nothing in common is a person’s own: a company’s address or switchboard does not make one person.',
};

function saidBy(person: PreparedPerson, { field, level }: Agreement): string | null {
  switch (field) {
    case 'first_name':
      return person.first?.text ?? null;
    case 'last_name':
      return person.last?.text ?? null;
    case 'names_swapped':
      return [person.first?.text, person.last?.text].filter((part) => part !== undefined).join(' ') || null;
    case 'email':
      return person.email?.address ?? null;
    case 'company':
      return level === 'same_domain' ? person.domain : person.company;
    case 'birth_date':
      return person.birthDate;
    default:
      return null;
  }
}

/** "The last names are the same (Weber)." The words are the records' own, as far as they are short. */
function sentence(agreement: Agreement, a: PreparedPerson, b: PreparedPerson): string {
  const { field, level } = agreement;
  const values =
    field === 'phone'
      ? (nearestPhones(a.phones, b.phones)?.texts ?? [])
      : [saidBy(a, agreement), saidBy(b, agreement)].flatMap((value) => value ?? []);
  const shown = [...new Set(values)].join(' / ');
  return `The ${nouns[field]} ${relations[level] ?? level}${shown === '' ? '' : ` (${shown})`}.`;
}

/** What speaks for it, then what speaks against it, then what forbade it. */
export function sentenceOf(
  { agreements, objection }: Explained,
  a: PreparedPerson,
  b: PreparedPerson,
): string[] {
  const said = agreements.map((agreement) => sentence(agreement, a, b));
  return objection === null ? said : [...said, objections[objection]];
}
