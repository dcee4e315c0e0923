/** What a mail's running text says about the sender's own number, address and company. */
import { foldWord } from '../phrases.ts';
import { type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { domainLikeness } from '../standardise/company-domain.ts';
import { isRoleMailbox, mailAddressesIn, registrableDomain } from '../standardise/domain.ts';
import { phoneRuns } from '../standardise/phone.ts';
import { mailWords } from './mail-words.ts';
import type { SenderKey } from './sender.ts';
import { lineWords } from './word-list.ts';

const MAX_TEXT = 5000;
const BEFORE = 90;
const AFTER = 25;
const CAPITALISED =
  /\p{Lu}[\p{L}\p{M}\p{N}&'’-]*(?:\s(?:(?:of|de|der|des|du|la|and|und|et|y|e|&|für|di|da|van|the)\s){0,2}\p{Lu}[\p{L}\p{M}\p{N}&'’-]*){0,4}/gu;

/**
 * Notes numbers that "call me" or the like leads up to, and addresses that are the sender's by name: others
 * in running text may be anybody's.
 */
export function sayOwnContacts(
  reading: Reading,
  source: string,
  text: string,
  sender: SenderKey,
  rules: CaptureRules,
): void {
  const read = text.slice(0, MAX_TEXT);
  const { own_number_words: own } = mailWords(rules).of;
  for (const { start, text: written } of phoneRuns(read).slice(0, 10)) {
    if (written.replace(/\D/g, '').length < 7) continue;
    const around = `${read.slice(Math.max(0, start - BEFORE), start)} ${read.slice(start + written.length, start + written.length + AFTER)}`;
    const sentence = around.slice(Math.max(around.lastIndexOf('\n', BEFORE - 1) + 1, 0));
    if (own.find(lineWords(sentence)) !== null) say(reading, 'phone', written, { source, confidence: 0.6 });
  }
  for (const written of mailAddressesIn(read).slice(0, 10)) {
    if (isOwnAddress(written, sender))
      say(reading, 'email', written.toLowerCase(), { source, quote: written, confidence: 0.65 });
    else if (isOffice(written, sender, rules))
      say(reading, 'email', written.toLowerCase(), { source, quote: written, confidence: 0.4 });
  }
}

/** The address of the mail's head, or one whose local part holds the sender's name. */
function isOwnAddress(address: string, sender: SenderKey): boolean {
  if (address.toLowerCase() === sender.address.toLowerCase()) return true;
  const local = foldWord(address.split('@')[0] ?? '').replace(/[^\p{L}]/gu, '');
  const isFamily = [...sender.family].some((word) => word.length > 2 && local.includes(word));
  const isGiven = [...sender.given].some((word) => word.length > 2 && local.includes(word));
  const isSameFirm = registrableDomain(address) === sender.domain && sender.company !== null;
  return isFamily && (isGiven || isSameFirm);
}

/** "purchasing@" at the sender's own firm. */
function isOffice(address: string, sender: SenderKey, rules: CaptureRules): boolean {
  if (sender.company === null || registrableDomain(address) !== sender.domain) return false;
  const local = lineWords(address.split('@')[0] ?? '');
  return isRoleMailbox(address, rules) || mailWords(rules).of.office_words.isWhole(local);
}

/** Notes the company that the text names as the sender's domain does. */
export function sayCompanyOfDomain(reading: Reading, source: string, text: string, sender: SenderKey): void {
  if (sender.company === null) return;
  let best: { readonly name: string; readonly likeness: number } | null = null;
  for (const match of text.slice(0, MAX_TEXT).matchAll(CAPITALISED)) {
    for (const name of runsOf(match[0])) {
      const likeness = domainLikeness(name, sender.company);
      if (likeness >= 0.75 && (best === null || likeness > best.likeness)) best = { name, likeness };
    }
  }
  if (best !== null) say(reading, 'company', best.name, { source, confidence: 0.6 });
}

/** The whole run, and without its first words: "Hello Hebridean Seaweed". */
function runsOf(run: string): string[] {
  const words = run.split(/\s+/).slice(0, 8);
  return words.flatMap((_, from) =>
    /^\p{Lu}/u.test(words[from] ?? '') ? [words.slice(from).join(' ')] : [],
  );
}
