/** A company's name taken apart: its own words, its kind of business, its legal form, and names it also goes by. */
import { foldName, plainLetters } from './fold.ts';
import { type CompanyLexicon, companyLexicon, formKey, signedKey } from './lexicon.ts';

/** Names are read up to here. */
export const NAME_LIMIT = 200;

/**
 * What a word of a name is worth: `own` tells firms apart, `trade` says what they do, `place` where, `weak` nothing,
 * `number` as much as an own word.
 */
export type WordKind = 'own' | 'trade' | 'place' | 'weak' | 'branch' | 'number';

export interface NameWord {
  /** Folded, in the spelling that stands for all. */
  readonly text: string;
  readonly kind: WordKind;
  /** Written short, with a dot or as one letter: "Eng.", "J". */
  readonly isShort: boolean;
}

export interface NameForm {
  /** As written, for sentences. */
  readonly written: string;
  /** Without legal forms and small words; never empty where the name has letters or digits. */
  readonly words: readonly NameWord[];
  /** All letters in order, small words among them, without blanks. */
  readonly compact: string;
  /** First letters, with and without small words and spelt-out forms. */
  readonly initials: readonly string[];
  /** Folded legal forms found, such as gmbh. */
  readonly legalForms: readonly string[];
  /** Written in capitals, or too short to tell. */
  readonly isAcronymLike: boolean;
}

interface RawToken {
  readonly written: string;
  readonly text: string;
  readonly isShort: boolean;
}

const TOKEN =
  /(?:\p{L}\.-?\s?){2,8}(?:\p{L}(?![\p{L}\p{N}]))?|[\p{L}\p{M}\p{N}]+(?:['’`´][\p{L}]+)*\.?|[&+]/gu;
const CJK_FORMS =
  /株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|集团|주식회사|유한회사|[(（][株有주][)）]|[㈱㈜]/gu;

/** The name and the names it also goes by, the main one first. Empty for a text without letters and digits. */
export function nameForms(name: string): NameForm[] {
  const lexicon = companyLexicon();
  const text = ` ${name.slice(0, NAME_LIMIT).normalize('NFKC').replace(CJK_FORMS, ' ')} `
    .replace(/["“”„«»]/g, ' ')
    .replace(/,\s*(the|die|der|das|la|le|el|de)\s*$/iu, ' ');
  const { outside, inside } = bracketParts(text, lexicon);
  const parts = withoutOwner(outside)
    .split(lexicon.alsoKnown)
    .flatMap((part) => withoutBranch(part, lexicon));
  const forms = [...parts, ...inside.flatMap((part) => part.split(lexicon.alsoKnown))]
    .flatMap((part) => formOf(part, lexicon) ?? [])
    .filter((form) => form.words.length > 0);
  return forms
    .filter((form, at) => forms.findIndex((other) => other.compact === form.compact) === at)
    .slice(0, 4);
}

/** "Ortopedia Ferri di Ferri Anna", as Italian law names a sole trader, is Ortopedia Ferri. */
function withoutOwner(text: string): string {
  const [before = '', after] = text.split(/\sdi\s/i);
  if (after === undefined) return text;
  const words = foldName(before).split(' ');
  return foldName(after)
    .split(' ')
    .some((word) => word.length > 2 && words.includes(word))
    ? before
    : text;
}

/** What stands in brackets is another name, or a place, a branch or a legal form that only says which. */
function bracketParts(text: string, lexicon: CompanyLexicon): { outside: string; inside: string[] } {
  const inside: string[] = [];
  const outside = text.replace(/[([（]([^()[\]（）]{0,120})[)\]）]/gu, (_, content: string) => {
    const form = formOf(content, lexicon);
    const isLegal = lexicon.forms.has(formKey(content));
    if (!isLegal && form !== null && form.words.some(({ kind }) => kind === 'own' || kind === 'number')) {
      const isBranch = form.words.some(({ kind }) => kind === 'branch');
      if (!isBranch) inside.push(` ${content} `);
    }
    return ' ';
  });
  return /[\p{L}\p{N}]/u.test(outside)
    ? { outside, inside }
    : { outside: text.replace(/[()[\]（）]/g, ' '), inside: [] };
}

/** "Kranich Logistik - Niederlassung Bremen" is Kranich Logistik. */
function withoutBranch(text: string, lexicon: CompanyLexicon): string[] {
  const parts = text.split(/\s[-–—|/]\s|[,;]\s/u).filter((part) => /[\p{L}\p{N}]/u.test(part));
  if (parts.length < 2) return [text];
  const kept = parts.filter((part, at) => {
    const words = formOf(part, lexicon)?.words ?? [];
    const isBranch = words.some(({ kind }) => kind === 'branch') && at > 0;
    const isPlace = at > 0 && words.length > 0 && words.every(({ kind }) => kind === 'place');
    return !isBranch && !isPlace;
  });
  return [kept.join(' ')];
}

function formOf(text: string, lexicon: CompanyLexicon): NameForm | null {
  const raw = tokensOf(text);
  if (raw.length === 0) return null;
  const { tokens, legalForms } = withoutLegalForms(raw, lexicon);
  const joined = joinLetters(tokens.filter(({ text: word }) => word !== '&'));
  const words = joined.map((token, at) => {
    const word = wordOf(token, lexicon);
    // A form written without its dots: "Saatgut Wendland eG".
    const isForm = at > 0 && at === joined.length - 1 && lexicon.signed.has(token.text);
    return isForm && word.kind === 'own' ? { ...word, kind: 'weak' as const } : word;
  });
  const big = words.filter(({ text: word }) => !lexicon.small.has(word));
  const content = withoutAcronym(big.length > 0 ? big : words);
  const short = content.length === 1 ? joined.find(({ text: word }) => word === content[0]?.text) : undefined;
  return {
    written: text.trim().replace(/\s+/g, ' '),
    words: content,
    compact: joined.map(({ text: word }) => word).join(''),
    initials: initialsOf(raw, tokens, lexicon),
    legalForms,
    isAcronymLike:
      short !== undefined && short.written.length <= 6 && short.written === short.written.toUpperCase(),
  };
}

function tokensOf(text: string): RawToken[] {
  return [...text.matchAll(TOKEN)].map(([written]) => {
    const letters = written.replace(/[.\s'’`´-]/g, '');
    const isSign = letters === '&' || letters === '+';
    return {
      written: written.trim(),
      text: isSign ? '&' : foldName(letters),
      isShort: /^\p{L}{1,7}\.$/u.test(written.trim()) || /^\p{L}$/u.test(letters),
    };
  });
}

/** Takes legal forms off both ends and unmistakable ones out of the middle; at least one word stays. */
function withoutLegalForms(
  all: readonly RawToken[],
  lexicon: CompanyLexicon,
): { tokens: RawToken[]; legalForms: string[] } {
  let tokens = [...all];
  const legalForms: string[] = [];
  const trimmed = (): boolean => {
    while (tokens.length > 1 && tokens.at(-1)?.text === '&') tokens = tokens.slice(0, -1);
    for (let length = Math.min(8, tokens.length - 1); length > 0; length -= 1) {
      const end = legalKey(tokens.slice(-length), lexicon);
      if (end !== null && tokens.slice(0, -length).some(({ text }) => text !== '&')) {
        legalForms.push(end);
        tokens = tokens.slice(0, -length);
        return true;
      }
      const front = legalKey(tokens.slice(0, length), lexicon);
      if (front !== null && lexicon.formsInFront.has(front)) {
        legalForms.push(front);
        tokens = tokens.slice(length);
        return true;
      }
    }
    return false;
  };
  while (trimmed());
  const middle = tokens.findIndex(({ text }, at) => at > 0 && UNMISTAKABLE.has(text));
  if (middle > 0 && tokens.length > 2) {
    legalForms.push(tokens[middle]?.text ?? '');
    tokens = tokens.filter((_, at) => at !== middle);
  }
  return { tokens, legalForms };
}

const UNMISTAKABLE = new Set([
  'gmbh',
  'gesmbh',
  'ltd',
  'llc',
  'sarl',
  'eurl',
  'srl',
  'kgaa',
  'ohg',
  'gbr',
  'bvba',
  'sprl',
  'spzoo',
  'ek',
  'kft',
  'oyj',
  'sasu',
]);

/** The form that these words are; null where they are none, or need signs that are not there. */
function legalKey(tokens: readonly RawToken[], lexicon: CompanyLexicon): string | null {
  const key = tokens.map(({ text }) => (text === '&' ? '' : text)).join('');
  if (!lexicon.forms.has(key) || tokens[0]?.text === '&') return null;
  const signs = lexicon.signed.get(key);
  if (signs === undefined) return key;
  // Slashes are no part of a token: two single letters side by side stand for "I/S".
  const written = signedKey(tokens.map(({ written: word }) => word).join(''));
  return written.includes('.') || (signs.includes('/') && tokens.length === 2) ? key : null;
}

/** "H.-P. Rombach" and "A. & J. Lindner": single letters side by side are one word. */
function joinLetters(tokens: readonly RawToken[]): RawToken[] {
  const joined: RawToken[] = [];
  let isOpen = false;
  for (const token of tokens) {
    const last = joined.at(-1);
    const isLetter = token.text.length === 1 && /\p{L}/u.test(token.text);
    if (isLetter && isOpen && last !== undefined) {
      joined[joined.length - 1] = {
        written: last.written + token.written,
        text: last.text + token.text,
        isShort: false,
      };
    } else joined.push(token);
    isOpen = isLetter;
  }
  return joined;
}

function wordOf(token: RawToken, lexicon: CompanyLexicon): NameWord {
  const text = lexicon.same.get(token.text) ?? token.text;
  return { text, kind: kindOf(text, token.text, lexicon), isShort: token.isShort };
}

function kindOf(text: string, written: string, lexicon: CompanyLexicon): WordKind {
  if (/^\d+$/.test(text)) return 'number';
  const has = (set: ReadonlySet<string>): boolean => set.has(text) || set.has(written);
  if (has(lexicon.weak)) return 'weak';
  if (has(lexicon.branch) && !has(lexicon.trade)) return 'branch';
  if (has(lexicon.trade)) return 'trade';
  if (has(lexicon.places)) return 'place';
  const isCompound = lexicon.tradeEndings.some(
    (ending) => written.endsWith(ending) && written.length >= ending.length + 4,
  );
  return isCompound ? 'trade' : 'own';
}

/** "AVS - American Vineyard Supply": the acronym of the rest says nothing more. */
function withoutAcronym(words: readonly NameWord[]): readonly NameWord[] {
  if (words.length < 3) return words;
  const at = words.findIndex((word, index) => {
    if (word.text.length < 2 || word.text.length > 6 || (index !== 0 && index !== words.length - 1))
      return false;
    const rest = words.filter((_, other) => other !== index);
    return rest.map(({ text }) => text[0] ?? '').join('') === word.text;
  });
  return at < 0 ? words : words.filter((_, index) => index !== at);
}

function initialsOf(raw: readonly RawToken[], core: readonly RawToken[], lexicon: CompanyLexicon): string[] {
  const first = (tokens: readonly RawToken[]): string =>
    tokens
      .filter(({ text }) => text !== '&')
      .map(({ text }) => text[0] ?? '')
      .join('');
  const big = core.filter(({ text }) => !lexicon.small.has(text));
  const spelled = raw.filter(({ text }) => text.length >= 5 && !core.some((token) => token.text === text));
  const bigRaw = [...big, ...spelled];
  return [...new Set([first(big), first(core), first(bigRaw)])].filter((letters) => letters.length >= 2);
}

/** Small letters and digits of a domain's own label: `www.rolls-royce.co.uk` gives rollsroyce. */
export function labelKey(domain: string): string {
  return foldName(plainLetters(domain.split('.')[0] ?? '')).replace(/[^\p{L}\p{N}]/gu, '');
}
