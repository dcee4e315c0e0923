/** `companies.yaml` made ready for looking up. */
import { z } from 'baton';
import countries from 'i18n-iso-countries';
import { listed, once, readStandards } from '../word-lists.ts';
import { foldName, plainLetters } from './fold.ts';

const words = z.string().min(1);

const companiesFile = z.strictObject({
  legal_forms: z.record(z.string().length(2), words),
  forms_in_front: words,
  forms_that_differ: words,
  forms_only_with_signs: words,
  also_known: words,
  small_words: words,
  weak_words: words,
  branch_words: words,
  trade_words: words,
  trade_endings: words,
  same_words: z.array(words),
  numbers: z.record(z.string(), words),
  aliases: z.array(words),
  places: words,
  shared_hosts: words,
});

export interface CompanyLexicon {
  /** Folded forms without signs, such as gmbhcokg. */
  readonly forms: ReadonlySet<string>;
  readonly formsInFront: ReadonlySet<string>;
  readonly formsThatDiffer: ReadonlySet<string>;
  /** Forms that count only as written with signs: the folded spelling with them, without blanks. */
  readonly signed: ReadonlyMap<string, string>;
  readonly alsoKnown: RegExp;
  readonly small: ReadonlySet<string>;
  readonly weak: ReadonlySet<string>;
  readonly branch: ReadonlySet<string>;
  readonly trade: ReadonlySet<string>;
  readonly tradeEndings: readonly string[];
  readonly same: ReadonlyMap<string, string>;
  readonly aliases: readonly (readonly string[])[];
  readonly places: ReadonlySet<string>;
  readonly sharedHosts: ReadonlySet<string>;
}

/** A legal form's letters: "GmbH & Co. KG" gives gmbhcokg. */
export function formKey(form: string): string {
  return foldName(form).replace(/[^\p{L}\p{N}]/gu, '');
}

/** A form's letters and signs: "C. A." gives c.a. */
export function signedKey(form: string): string {
  return plainLetters(form).replace(/\s/g, '');
}

const companies = once(() => readStandards(new URL('companies.yaml', import.meta.url), companiesFile));

/** Legal forms by their letters alone, as `plainLetters` gives them. */
export interface PlainForms {
  readonly anywhere: ReadonlySet<string>;
  /** Forms only where signs part their letters. */
  readonly withSigns: ReadonlySet<string>;
  readonly inFront: ReadonlySet<string>;
}

/** The legal forms of `companies.yaml`, read once. Throws `standards-invalid`. */
export const plainForms = once((): PlainForms => {
  const file = companies();
  const lettersOf = (text: string): string[] =>
    listed(text).map((form) => plainLetters(form).replace(/[^\p{L}\p{N}]/gu, ''));
  const withSigns = new Set(
    listed(file.forms_only_with_signs)
      .filter((form) => SIGNS.test(form))
      .flatMap(lettersOf),
  );
  const all = Object.values(file.legal_forms).flatMap(lettersOf);
  return {
    anywhere: new Set(all.filter((form) => form !== '' && !withSigns.has(form))),
    withSigns,
    // Two letters before a name are an initial or a particle more often than a form.
    inFront: new Set(lettersOf(file.forms_in_front).filter((form) => form.length >= 3)),
  };
});

const SIGNS = /[./:&]/;

/** The lexicon of `companies.yaml`, read once. Throws `standards-invalid`. */
export const companyLexicon = once((): CompanyLexicon => {
  const file = companies();
  const signed = new Map<string, string>();
  for (const form of listed(file.forms_only_with_signs)) {
    if (SIGNS.test(form)) signed.set(formKey(form), signedKey(form));
  }
  const forms = new Set(Object.values(file.legal_forms).flatMap((text) => listed(text).map(formKey)));
  const folded = (text: string): Set<string> => new Set(listed(text).map(phraseKey));
  const same = new Map<string, string>();
  for (const line of file.same_words) {
    const [first = '', ...others] = listed(line).map(phraseKey);
    for (const other of others) if (!same.has(other)) same.set(other, first);
  }
  for (const [digit, text] of Object.entries(file.numbers)) {
    for (const word of listed(text)) same.set(foldName(word), digit);
  }
  return {
    forms,
    formsInFront: new Set(listed(file.forms_in_front).map(formKey)),
    formsThatDiffer: new Set(listed(file.forms_that_differ).map(formKey)),
    signed,
    alsoKnown: alsoKnownPattern(listed(file.also_known)),
    small: folded(file.small_words),
    weak: folded(file.weak_words),
    branch: folded(file.branch_words),
    trade: folded(file.trade_words),
    tradeEndings: listed(file.trade_endings).map((ending) => foldName(ending.slice(1))),
    same,
    aliases: file.aliases.map((line) => listed(line)),
    places: new Set([...folded(file.places), ...countryNames()]),
    sharedHosts: new Set(listed(file.shared_hosts)),
  };
});

/** Words of a phrase, folded, one blank between them. */
export function phraseKey(phrase: string): string {
  return foldName(phrase)
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{N}&]+/u)
    .filter((word) => word !== '')
    .join(' ');
}

function alsoKnownPattern(phrases: readonly string[]): RegExp {
  const escaped = phrases
    .toSorted((a, b) => b.length - a.length)
    .map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/ /g, '\\s{1,3}'));
  return new RegExp(`(?<=[\\s(,;–-])(?:${escaped.join('|')})(?=[\\s:)])`, 'giu');
}

function* countryNames(): Generator<string> {
  for (const language of ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt']) {
    for (const name of Object.values(countries.getNames(language, { select: 'official' })))
      yield phraseKey(name);
  }
  for (const name of ['usa', 'us', 'uk', 'uae', 'nz', 'brd', 'schweiz', 'suisse', 'holland']) yield name;
}
