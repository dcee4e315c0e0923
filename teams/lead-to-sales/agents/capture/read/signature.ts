/** Finds the signature below a mail's own words, and tells greeting and good-bye from what is said. */
import { hasLegalForm } from '../../../standards/company-name.ts';
import { foldWord, oncePerRules } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';
import { mailAddressesIn } from '../standardise/domain.ts';
import { phoneCandidates } from '../standardise/phone.ts';

export interface SignedText {
  /** What is said, greeting and good-bye aside. */
  readonly message: string;
  /** The lines of the signature, good-bye aside; empty where there is none. */
  readonly signature: readonly string[];
}

const DELIMITER = /^\s{0,3}(--|—|–|-{3,}|_{3,}|={3,}|\*{3,})\s*$/;
const GREETING =
  /^(hi|hello|hey|dear|good (?:morning|afternoon|day|evening)|greetings|to whom|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe|moin|grüß(?:e|i|ezi)?|grüezi|servus|bonjour|bonsoir|madame|monsieur|chers?|chères?|hola|buenos días|buenas(?: tardes)?|estimad[oa]s?|muy señor(?:es)?)(?!\p{L})/iu;
const DISCLAIMER =
  /\b(confidential|disclaimer|intended (?:only|solely)|vertraulich|confidentiel|confidencial|think before you print|bevor sie diese|virus)\b/i;
const FORMAL_CLOSING = /\b(agréer|expression de mes|distinguées|sentiments les meilleurs)\b/i;
const LOOK_BACK = 25;
const MAX_SIGNATURE = 20;

const closings = oncePerRules((rules: CaptureRules) => rules.signature_closings.map(foldWord));

/** Splits a mail's own text. `names`: what the sender is called elsewhere in the mail, such as the From header. */
export function splitSignature(text: string, names: readonly string[], rules: CaptureRules): SignedText {
  const lines = text.split('\n').map((line) => line.slice(0, 1000));
  const start = signatureStart(lines, names, rules);
  const above = lines.slice(0, start.message);
  const signature: string[] = [];
  for (const line of lines.slice(start.signature)) {
    if (signature.length >= MAX_SIGNATURE || line.length > 250 || DISCLAIMER.test(line)) break;
    if (line.trim() !== '') signature.push(line.trim());
  }
  return { message: withoutGreeting(above), signature };
}

interface Start {
  /** The first line that is no message any more. */
  readonly message: number;
  readonly signature: number;
}

function signatureStart(lines: readonly string[], names: readonly string[], rules: CaptureRules): Start {
  const from = Math.max(0, lines.length - LOOK_BACK);
  const closing = findLast(lines, from, (line) => closingLength(line, rules) > 0);
  const delimiter = lines.findIndex((line, index) => index >= from && index > 0 && DELIMITER.test(line));
  if (closing >= 0 && (delimiter < 0 || closing < delimiter)) {
    const rest = (lines[closing] ?? '')
      .slice(closingLength(lines[closing] ?? '', rules))
      .replace(/^[\s,.!]+/, '');
    return { message: closing, signature: rest === '' ? closing + 1 : closing };
  }
  if (delimiter >= 0) return { message: delimiter, signature: delimiter + 1 };
  const known = names.map((name) => foldWord(name).trim()).filter((name) => name.length > 2);
  const named = findLast(lines, Math.max(1, from), (line) => {
    const words = foldWord(line.trim().replace(/[,.]$/, ''));
    return (
      line.length <= 80 &&
      known.some((name) => words === name || (words.startsWith(name) && words.length < name.length + 45))
    );
  });
  if (named > 0 && lines.length - named <= MAX_SIGNATURE) return { message: named, signature: named };
  const block = contactBlock(lines, from);
  return { message: block, signature: block };
}

/**
 * Where no name or good-bye marks it: the last paragraph, when its lines are short and hold an address, a
 * number or a company's legal form; with a paragraph above that is a name and a title.
 */
function contactBlock(lines: readonly string[], from: number): number {
  const last = findLast(lines, from, (line) => line.trim() !== '');
  const gap = findLast(lines.slice(0, last), from, (line) => line.trim() === '');
  const block = lines.slice(gap + 1, last + 1);
  if (gap > 0 && block.every((line) => line.length <= 100) && block.some(isContact)) {
    const above = findLast(lines.slice(0, gap), from, (line) => line.trim() === '');
    const cards = lines.slice(above + 1, gap);
    const isCard =
      above > 0 && cards.length <= 4 && cards.every((line) => line.length <= 50 && !/[.!?,]$/.test(line));
    return isCard ? above + 1 : gap + 1;
  }
  const closing = lines[last] ?? '';
  const isLine =
    last > 0 && closing.length <= 90 && closing.includes(',') && hasLegalForm(legalPart(closing));
  return isLine ? last : lines.length;
}

function isContact(line: string): boolean {
  return (
    mailAddressesIn(line).length > 0 || phoneCandidates(line).length > 0 || hasLegalForm(legalPart(line))
  );
}

/** The part of a line that ends in a legal form, where one does. */
function legalPart(line: string): string {
  return line.split(/,\s|\s[|·•–-]\s/).find((part) => hasLegalForm(part)) ?? '';
}

/** How much of a line is a good-bye; 0 where it begins with none, or goes on to say something else. */
function closingLength(line: string, rules: CaptureRules): number {
  if (line.length > 120) return 0;
  if (FORMAL_CLOSING.test(line)) return line.length;
  const indent = line.length - line.trimStart().length;
  const words = foldWord(line.trim());
  const closing = closings(rules)
    .filter((phrase) => words.startsWith(phrase) && !/^[\p{L}\p{N}]/u.test(words.slice(phrase.length)))
    .sort((a, b) => b.length - a.length)[0];
  if (closing === undefined) return 0;
  const rest = words.slice(closing.length).replace(/^[\s,.!]+/, '');
  const isSentence =
    rest.split(' ').length > 6 || /[?]/.test(rest) || /^(for|fur|pour|por|in advance|im voraus)\b/.test(rest);
  return isSentence ? 0 : indent + closing.length;
}

function withoutGreeting(lines: readonly string[]): string {
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first]?.trim() ?? '';
  const isGreeting = GREETING.test(line) && line.length <= 70 && !/[?]/.test(line);
  if (!isGreeting) return lines.join('\n').trim();
  const comma = line.search(/[,!:]\s+\S/);
  const rest = comma < 0 ? '' : line.slice(comma + 1).trim();
  const isMore = rest.split(' ').length > 4;
  return [isMore ? rest : '', ...lines.slice(first + 1)].join('\n').trim();
}

function findLast(lines: readonly string[], from: number, fits: (line: string) => boolean): number {
  for (let index = lines.length - 1; index >= from; index -= 1) {
    if (fits(lines[index] ?? '')) return index;
  }
  return -1;
}
