/** The shape of `rules.yaml` and `nicknames.yaml`, and reading them. What they mean, the rules say themselves. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineRules, z } from 'baton';
import { parse } from 'yaml';
import { foldedWords } from './fold.ts';

const share = z.number().positive().max(1);
const level = z.strictObject({
  same: share.describe('Of pairs of one person, how many agree like this (0 to 1).'),
  others: share.describe('Of pairs of two people, how many agree like this (0 to 1).'),
});

const nameLevels = {
  exact: level,
  part: level,
  initial: level,
  typo: level,
  alike: level,
  different: level,
};

export const identityRules = z.strictObject({
  people: z.number().int().min(2).describe('How many people there are to be confused with.'),
  match_from: share.describe('From this probability on two records are one person.'),
  doubtful_from: share.describe('From this probability on a person is told that they may be one.'),
  fields: z.strictObject({
    first_name: z.strictObject({ ...nameLevels, nickname: level }),
    last_name: z.strictObject(nameLevels),
    names_swapped: z.strictObject({ swapped: level }),
    email: z.strictObject({
      exact: level,
      typo: level,
      same_local_part: level,
      made_of_name: level,
      same_office: level,
      other_at_company: level,
      different: level,
    }),
    phone: z.strictObject({
      same_mobile: level,
      exact: level,
      typo: level,
      same_switchboard: level,
      different: level,
    }),
    company: z.strictObject({
      same_domain: level,
      same_name: level,
      same_name_elsewhere: level,
      alike: level,
      different: level,
    }),
    street: z.strictObject({ exact: level, alike: level, part: level, different: level }),
    postcode: z.strictObject({ exact: level, typo: level, different: level }),
    city: z.strictObject({ exact: level, alike: level, different: level }),
    birth_date: z.strictObject({
      exact: level,
      typo: level,
      close: level,
      two_digits: level,
      different: level,
    }),
  }),
  office_mailboxes: z.array(z.string().min(2)).describe('What stands before the @ of an office.'),
});
export type IdentityRuleFile = z.infer<typeof identityRules>;
export type Fields = IdentityRuleFile['fields'];
export type Field = keyof Fields;

/** The rules with what they are looked up by. */
export interface IdentityRules extends Omit<IdentityRuleFile, 'fields' | 'office_mailboxes'> {
  /** Bits that an agreement speaks for one person: log2(same / others). */
  bits(field: Field, level: string): number;
  readonly offices: ReadonlySet<string>;
  /** The lines of `nicknames.yaml` that a first name stands in, by number. */
  readonly nicknames: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Nicknames by folded name. `lines`: names parted by spaces that stand for one another. */
export function nicknamesOf(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<number>> {
  const byName = new Map<string, Set<number>>();
  for (const [line, text] of lines.entries()) {
    for (const name of foldedWords(text)) byName.set(name, (byName.get(name) ?? new Set()).add(line));
  }
  return byName;
}

export function identityRulesOf(file: IdentityRuleFile, nicknameLines: readonly string[]): IdentityRules {
  const { fields, office_mailboxes, ...thresholds } = file;
  const weights = new Map<string, number>();
  for (const [field, levels] of Object.entries(fields)) {
    for (const [name, { same, others }] of Object.entries(levels)) {
      weights.set(`${field}.${name}`, Math.log2(same / others));
    }
  }
  return {
    ...thresholds,
    bits: (field, name) => weights.get(`${field}.${name}`) ?? 0,
    offices: new Set(office_mailboxes.map((mailbox) => mailbox.toLowerCase())),
    nicknames: nicknamesOf(nicknameLines),
  };
}

const inFolder = (name: string): unknown => parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
let nicknameLines: readonly string[] | null = null;

/** `nicknames.yaml` belongs to the code, as other word lists do. Read once. */
function shippedNicknames(): readonly string[] {
  nicknameLines ??= z.array(z.string()).parse(inFolder('nicknames.yaml'));
  return nicknameLines;
}

/** `identity/rules.yaml`, by which a run and a command go. */
export const deskIdentityRules = defineRules({
  files: { rules: { path: 'identity/rules.yaml', schema: identityRules } },
  make: ({ rules }) => identityRulesOf(rules, shippedNicknames()),
});

let shipped: IdentityRules | null = null;

/** For benches and tests: the rules as they stand beside this file, read once. Throws a `ZodError` where they do not fit. */
export function shippedIdentityRules(): IdentityRules {
  shipped ??= identityRulesOf(identityRules.parse(inFolder('rules.yaml')), shippedNicknames());
  return shipped;
}
