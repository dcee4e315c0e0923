/** Named values (form fields, list columns, "Label: value" lines) → what they are about, by `rules.yaml`. */
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import { cleanText, type Reading, say } from '../reading.ts';
import { type CaptureRules, type FieldName, fieldName } from '../rules.ts';
import { mailAddress, mailAddressesIn } from '../standardise/domain.ts';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
  /** What it is about where something other than its name tells. */
  readonly field?: FieldName | undefined;
}

const MAX_FIELDS = 200;
const MAX_VALUE = 20_000;

/** `workEmail`, `work_email` and `Work e-mail*` read alike: words in small letters without accents. */
export function foldedName(name: string): string {
  return foldWord(name.slice(0, 200).replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))
    .replace(/\be[-_ ]mail\b/g, 'email')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const dictionary = oncePerRules((rules: CaptureRules) => {
  const entries = Object.entries(rules.fields).flatMap(([field, names]) =>
    names.map((name) => ({ phrase: foldedName(name), value: fieldName.parse(field) })),
  );
  return {
    exact: new Map(entries.map((entry) => [entry.phrase, entry.value])),
    finder: phraseFinder(entries),
  };
});

/** What a field's name is about: the whole name first, else the longest known words in it. Null: unknown. */
export function fieldOf(name: string, rules: CaptureRules): FieldName | null {
  const folded = foldedName(
    name
      .split(/[.[\]]/)
      .filter((part) => part !== '')
      .at(-1) ?? name,
  );
  const whole = foldedName(name);
  const { exact, finder } = dictionary(rules);
  const known = exact.get(whole) ?? exact.get(folded);
  if (known !== undefined) return known;
  const matches = finder(whole);
  const longest = Math.max(0, ...matches.map((match) => match.phrase.length));
  return matches.filter((match) => match.phrase.length === longest).at(-1)?.value ?? null;
}

/**
 * Puts named values into the reading, each as a text of its own (`prefix` + name). Values under names
 * that nobody knows become remarks; an address under a strange name still counts as one.
 */
export function sayFields(
  reading: Reading,
  values: readonly NamedValue[],
  prefix: string,
  rules: CaptureRules,
): void {
  for (const given of values.slice(0, MAX_FIELDS)) {
    const name = cleanText(given.name);
    const text = cleanText(given.value.slice(0, MAX_VALUE)).trim();
    if (text === '') continue;
    const source = `${prefix} ${name.slice(0, 100)}`;
    reading.texts.set(source, text);
    const isQuestion = name.trim().endsWith('?');
    const field = given.field ?? fieldOf(name, rules) ?? (isQuestion ? 'message' : null);
    if (field === 'ignore' || name.startsWith('_')) continue;
    if (field === null || field === 'email') sayAddress(reading, source, text, field === null);
    if (field === 'message') sayMessage(reading, source, text);
    else if (field !== null && field !== 'email')
      say(reading, field, text.slice(0, 500), { source, confidence: 0.95 });
    if (field === null && mailAddress(text) === null) {
      reading.remarks.push(`${name.slice(0, 60)}: ${text.slice(0, 300).replace(/\s+/gu, ' ')}`);
    }
  }
  if (values.length > MAX_FIELDS) {
    reading.remarks.push(`Not read: ${values.length - MAX_FIELDS} further fields.`);
  }
}

function sayAddress(reading: Reading, source: string, text: string, isStray: boolean): void {
  const whole = mailAddress(text);
  const written = whole === null ? mailAddressesIn(text)[0] : text;
  if (written === undefined) return;
  const address = mailAddress(written);
  if (address === null) return;
  say(reading, 'email', address, { source, quote: written, confidence: isStray ? 0.7 : 0.98 });
}

/** Several fields may carry the person's words: the longest is the message, the others are remarks. */
function sayMessage(reading: Reading, source: string, text: string): void {
  if (text.length <= reading.message.length) {
    if (text !== reading.message) reading.remarks.push(`Also said: ${text.slice(0, 300)}`);
    return;
  }
  if (reading.message !== '') reading.remarks.push(`Also said: ${reading.message.slice(0, 300)}`);
  reading.message = text;
  reading.messageSource = source;
}

/** A JSON object's values with the path to each, at most four levels down; `{ name, value }` pairs by their name. */
export function flattened(value: unknown, path = '', depth = 0): NamedValue[] {
  if (value === null || value === undefined || depth > 4) return [];
  if (Array.isArray(value)) {
    const scalars = value.filter((item) => typeof item !== 'object');
    if (scalars.length === value.length) return [{ name: path, value: scalars.map(String).join(', ') }];
    return value.slice(0, MAX_FIELDS).flatMap((item) => flattened(item, path, depth + 1));
  }
  if (typeof value !== 'object') return [{ name: path, value: String(value) }];
  const entries = Object.entries(value);
  const find = (...names: string[]): unknown => entries.find(([name]) => names.includes(name))?.[1];
  const label = find('label', 'name', 'key', 'question', 'field', 'id');
  const answer = find('value', 'answer', 'values');
  if (typeof label === 'string' && answer !== undefined && entries.length <= 6) {
    return flattened(answer, label, depth + 1);
  }
  return entries.flatMap(([name, inner]) =>
    flattened(inner, path === '' ? name : `${path}.${name}`, depth + 1),
  );
}

const LABELLED = /^\s{0,10}[*•-]?\s{0,3}([\p{L}][\p{L}\p{N} /()._-]{1,40}?)\*{0,2}\s?[:：]\s?(\S.{0,500})$/u;

/** The "Label: value" lines of a text whose label is known. Reads 200 lines. */
export function labelledLines(text: string, rules: CaptureRules): NamedValue[] {
  return text
    .split('\n')
    .slice(0, 200)
    .flatMap((line) => {
      const match = LABELLED.exec(line.slice(0, 600));
      const [name, value] = [match?.[1]?.trim(), match?.[2]?.trim()];
      if (name === undefined || value === undefined || fieldOf(name, rules) === null) return [];
      return [{ name, value }];
    });
}
