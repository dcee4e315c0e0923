/**
 * Keys by which a company is looked up among many: two companies that `compareCompanies` may call a match or doubtful
 * share at least one. A key is a number of 32 bits made of a text; that two texts may share one costs a look, nothing
 * more.
 */
import type { PreparedCompany } from './compare.ts';
import type { NameForm } from './name-form.ts';
import { aliasName } from './relate-names.ts';

/** Names longer than this are found by their words alone. */
const LONGEST_FOR_SLIPS = 40;
const SHORTEST_FOR_SLIPS = 6;

export interface CompanyKeys {
  /** Those that few companies share: the whole name, its spellings, its first letters, the domain's label. */
  readonly sure: readonly number[];
  /** Single words of the name that tell firms apart; a family name is shared by many. */
  readonly words: readonly number[];
}

/** The keys of a company. */
export function companyKeys(company: PreparedCompany): CompanyKeys {
  const sure = new Set<string>();
  const words = new Set<string>();
  for (const form of company.forms) {
    for (const key of nameKeys(form)) sure.add(key);
    for (const { text, kind } of form.words) {
      if ((kind === 'own' || kind === 'number') && text.length >= 3) words.add(`word ${text}`);
    }
  }
  if (company.domain !== null) {
    sure.add(`domain ${company.domain.domain}`);
    sure.add(`name ${company.domain.label}`);
  }
  return { sure: [...sure].map(hash), words: [...words].map(hash) };
}

function* nameKeys(form: NameForm): Generator<string> {
  const spelled = form.words.map(({ text }) => text).join('');
  const telling = form.words.filter(({ kind }) => kind !== 'weak').map(({ text }) => stem(text));
  const sorted = telling.toSorted().join('');
  yield `name ${form.compact}`;
  yield `name ${spelled}`;
  yield `name ${sorted}`;
  const alias = aliasName(form);
  if (alias !== null) yield `alias ${alias}`;
  if (form.isAcronymLike || /^[^aeiou]{3,7}$/.test(spelled)) yield `letters ${spelled}`;
  for (const letters of form.initials) {
    if (letters.length < 3 || letters.length > 8) continue;
    yield `letters ${letters}`;
    // One word may go without its letter: HSBC of Hongkong Shanghai Banking Corporation.
    if (letters.length >= 5) {
      for (let at = 1; at < letters.length - 1; at += 1)
        yield `letters ${letters.slice(0, at)}${letters.slice(at + 1)}`;
    }
  }
  if (sorted.length < SHORTEST_FOR_SLIPS || sorted.length > LONGEST_FOR_SLIPS) return;
  // Two spellings one slip apart are equal when one letter is left out of either.
  for (let at = 0; at < sorted.length; at += 1) yield `slip ${sorted.slice(0, at)}${sorted.slice(at + 1)}`;
  yield `slip ${sorted}`;
}

/** Without the ending of a plural. */
function stem(text: string): string {
  return text.length >= 5 ? text.replace(/(?:es|en|s|n)$/, '') : text;
}

/** FNV-1a, as a signed number of 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value ^= text.charCodeAt(at);
    value = Math.imul(value, 0x01000193);
  }
  return value | 0;
}
