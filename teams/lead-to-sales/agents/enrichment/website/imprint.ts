/** What an imprint, a legal notice or a footer says: the company's legal name, its country, whether it is alive. */
import type { z } from 'baton';
import { companyNameKey, hasLegalForm } from '../../../standards/company-name.ts';
import { asWords, phraseIn } from '../phrases.ts';
import type { Findings, KnownFact } from '../source.ts';
import { countryNamed } from './country-names.ts';
import { CONFIDENCE, firstFound, type Page, quoted } from './page.ts';
import { siteOf } from './site.ts';
import type { imprintRules } from './website-rules.ts';

type ImprintRules = z.output<typeof imprintRules>;

/** An imprint is read whole, of another page its foot. */
const IMPRINT_LINES = 400;
const FOOT_LINES = 30;
const MAX_LINE = 600;
const MAX_NAME_WORDS = 9;
/** What separates a name from what stands beside it on one line. */
const SEPARATORS = /\s[|·•–—/-]\s|[|·•;]|,\s|\.\s{1,3}(?=\p{Lu}\p{Ll}{3})|:\s|\s\(|\)/u;
const BEFORE_NAME =
  /^(?:©|\(c\)|copyright|all rights reserved|\d{4}(?:\s?[-–]\s?\d{4})?|by|the website of|\s)+/iu;

/** Signs of a legal form: capitals inside a word, letters with dots, or one of the few forms without either. */
const MAY_HOLD_FORM =
  /\p{Lu}[\p{L}.&]*\p{Lu}|(?<![\p{L}])\p{L}\. ?\p{L}\.|(?:Ltd|Inc|Corp|Limited|Corporation|Company|Incorporated|gesellschaft|Lda|Ltda|Sarl|Sàrl|Aps|Oy|Kft|Srl|Spa|Sas|Bv|Ab)(?![\p{L}])/u;

/** "GmbH & Co. KG" goes on behind these. */
const CONNECTS = /^(?:&|\+|und|and|et|y|e)$/i;

function legalLines(page: Page, isImprint: boolean): readonly string[] {
  return page.lines.slice(isImprint ? -IMPRINT_LINES : -FOOT_LINES).filter((line) => line.length <= MAX_LINE);
}

/** The name with its legal form at the beginning of some words: "Acme GmbH & Co. KG" of "Acme GmbH & Co. KG Hauptstraße 1". */
function nameIn(piece: string): string | null {
  const words = piece.replace(BEFORE_NAME, '').trim().split(/\s+/u).slice(0, MAX_NAME_WORDS);
  if (!/^[\p{Lu}\p{N}]/u.test(words[0] ?? '')) {
    return null;
  }
  let name: string | null = null;
  for (let count = 2; count <= words.length; count += 1) {
    const part = words.slice(0, count).join(' ').replace(/[,:]$/, '');
    const last = words[count - 1] ?? '';
    if (hasLegalForm(part) && !CONNECTS.test(last)) {
      name = part;
    } else if (name !== null && !CONNECTS.test(last) && !/^(?:co|cie)\.?$/i.test(last)) {
      break;
    }
  }
  return name;
}

/** Words by which a name is known to be the page's own: those of its domain and of its title. */
function isOwn(name: string, page: Page): boolean {
  const key = companyNameKey(name).replace(/ /g, '');
  const label = asWords(siteOf(page.url).split('.')[0] ?? '').replace(/ /g, '');
  const [first = ''] = companyNameKey(name).split(' ');
  return (
    key.length >= 3 &&
    (label.includes(key) ||
      key.includes(label) ||
      (first.length >= 4 && (label.startsWith(first) || asWords(page.title).includes(` ${first} `))))
  );
}

function names(page: Page, isImprint: boolean): string[] {
  return [...legalLines(page, isImprint), page.title].flatMap((line) =>
    MAY_HOLD_FORM.test(line) ? line.split(SEPARATORS).flatMap((piece) => nameIn(piece) ?? []) : [],
  );
}

/**
 * The name with its legal form. An imprint names its own company first; elsewhere only a name counts that the
 * domain or the title speaks of, for others are thanked and linked there.
 */
export function readLegalName(page: Page, isImprint: boolean, rules: ImprintRules): KnownFact<string> | null {
  const all = names(page, isImprint);
  const own = all.find((name) => isOwn(name, page));
  const first = isImprint ? (own ?? all[0]) : own;
  if (first === undefined) {
    return null;
  }
  const name = rules.in_liquidation.reduce((rest, words) => without(rest, words), first);
  return quoted(page, name, name, isImprint ? CONFIDENCE.contact : CONFIDENCE.stated);
}

/** A name without "i. L." or "in liquidation" at its end. */
function without(name: string, ending: string): string {
  const cut = name.length - ending.length;
  return cut > 0 && name.toLowerCase().endsWith(ending.toLowerCase())
    ? name.slice(0, cut).replace(/[\s(]+$/, '')
    : name;
}

/** `in-liquidation` where the words stand at the company's own name; a page of its own never says more. */
export function readStatus(page: Page, legalName: string | null, rules: ImprintRules): Findings['status'] {
  if (legalName === null) {
    return null;
  }
  return firstFound(page.lines.slice(-IMPRINT_LINES), (line) => {
    const at = line.indexOf(legalName);
    const after = at === -1 ? '' : line.slice(at + legalName.length, at + legalName.length + 40);
    const ending = rules.in_liquidation.find((words) =>
      after
        .replace(/^[\s,(]+/, '')
        .toLowerCase()
        .startsWith(words.toLowerCase()),
    );
    const to = ending === undefined ? 0 : after.toLowerCase().indexOf(ending.toLowerCase()) + ending.length;
    return ending === undefined
      ? null
      : quoted(page, 'in-liquidation' as const, legalName + after.slice(0, to), CONFIDENCE.stated);
  });
}

/** A line of an address that is a country's name alone, or behind the last comma. */
function writtenCountry(line: string): { code: string; quote: string } | null {
  const last = line.slice(-80).split(/[,·|]/).at(-1)?.trim().replace(/\.$/, '') ?? '';
  const code = countryNamed(last);
  return code === null ? null : { code, quote: last };
}

interface Registers {
  readonly all: readonly string[];
  /** Phrase → country. */
  readonly countryOf: ReadonlyMap<string, string>;
}

const registers = new WeakMap<ImprintRules, Registers>();

/** The phrases of all countries as one list: each line is looked through once. */
function registersOf(rules: ImprintRules): Registers {
  const known = registers.get(rules);
  if (known !== undefined) {
    return known;
  }
  const countryOf = new Map(
    Object.entries(rules.countries).flatMap(([code, phrases]) =>
      phrases.map((phrase) => [phrase, code] as const),
    ),
  );
  const made = { all: [...countryOf.keys()], countryOf };
  registers.set(rules, made);
  return made;
}

/** The country by a register or number that only its companies have, by a postal code's prefix, or by its name. */
export function readCountry(page: Page, isImprint: boolean, rules: ImprintRules): Findings['country'] {
  const lines = legalLines(page, isImprint);
  const { all, countryOf } = registersOf(rules);
  const registered = firstFound(lines, (line) => {
    const phrase = phraseIn(asWords(line), all);
    const code = phrase === null ? undefined : countryOf.get(phrase);
    return code === undefined ? null : quoted(page, code, line.slice(0, 200), CONFIDENCE.stated);
  });
  if (registered !== null || !isImprint) {
    return registered;
  }
  return firstFound(lines, (line) => {
    const prefix = /(?:^|[\s,])(A|B|CH|D|DK|E|F|FR|I|IT|L|NL|P|PL|DE|AT|BE|ES|PT|SE|S)-\d{4,5}(?!\d)/.exec(
      line,
    )?.[1];
    const code = prefix === undefined ? undefined : (PLATES[prefix] ?? prefix);
    if (code !== undefined) {
      return quoted(page, code, line.slice(0, 200), CONFIDENCE.stated);
    }
    const written = writtenCountry(line);
    return written === null ? null : quoted(page, written.code, written.quote, CONFIDENCE.inferred);
  });
}

/** Letters before postal codes that are number plates, not ISO codes. */
const PLATES: Readonly<Record<string, string>> = {
  A: 'AT',
  B: 'BE',
  D: 'DE',
  E: 'ES',
  F: 'FR',
  I: 'IT',
  L: 'LU',
  P: 'PT',
  S: 'SE',
};
