/** What an inquiry looks like before anybody reads it: nothing at all, small talk, letters without words. */
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import type { Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { type Sign, sign } from './sign.ts';

const finders = oncePerRules(({ judge }: CaptureRules) => ({
  smallTalk: phraseFinder(judge.small_talk.map((phrase) => ({ phrase, value: phrase }))),
  assent: phraseFinder([...judge.assent, ...judge.small_talk].map((phrase) => ({ phrase, value: phrase }))),
  nobody: phraseFinder(judge.nobody.map((phrase) => ({ phrase, value: phrase }))),
  yes: phraseFinder(judge.assent.map((phrase) => ({ phrase, value: phrase }))),
}));

const REPLY = /^((re|aw|antw|sv|fw|fwd|wg|tr|rv|rif|r|res|enc)\s?:\s*)+/i;

/** Why there is nothing to answer; null where there is. */
export function emptiness(reading: Reading, rules: CaptureRules): string | null {
  const subject = reading.subject.replace(REPLY, '').trim();
  const hasWords = /[\p{L}\p{N}]/u.test(reading.message);
  const hasSubject = /[\p{L}\p{N}]/u.test(subject);
  const hasFile = (reading.mail?.attachmentNames.length ?? 0) > 0;
  if (reading.source === 'email') {
    if (!hasWords && !hasSubject && !hasFile) return 'There are no words in this mail.';
    const isTalk = isOnly(finders(rules).smallTalk, `${subject} ${reading.message}`);
    const isReply = REPLY.test(reading.subject);
    return isTalk && !hasFile && !isReply
      ? `Nothing but "${`${subject} ${reading.message}`.trim().slice(0, 60)}".`
      : null;
  }
  const isTalk = hasWords && isOnly(finders(rules).smallTalk, reading.message);
  const canAnswer = reading.said.has('email') || reading.said.has('phone');
  const isSilent = !hasWords && !reading.said.has('company') && !reading.said.has('phone');
  if (reading.source === 'chat' && (isSilent || (isTalk && !canAnswer)))
    return 'The visitor said nothing of their own and left no way to answer.';
  const isSomebody = canAnswer || NAMES.some((field) => isNamed(reading, field, rules));
  if (!hasWords && !isSomebody) return 'There are no words in this inquiry.';
  const isYes = finders(rules).yes(reading.message).length > 0;
  const isTest =
    reading.source === 'form' &&
    isTalk &&
    !isYes &&
    !reading.said.has('company') &&
    !reading.said.has('phone');
  return isTest ? `Nothing but "${reading.message.slice(0, 60)}", and no company.` : null;
}

const NAMES = ['name', 'last_name', 'company'] as const;

/** Whether a name stands there, and not "Guest 4471". */
function isNamed(reading: Reading, field: (typeof NAMES)[number], rules: CaptureRules): boolean {
  const said = reading.said.get(field) ?? [];
  return said.some(({ value }) => {
    const words = value.replace(/[\d#]+/g, ' ');
    return /[\p{L}\p{N}]/u.test(words) && !isOnly(finders(rules).nobody, words);
  });
}

/** Whether a few words answer a mail of ours with yes. */
export function isAssent(reading: Reading, rules: CaptureRules): boolean {
  const isReply = reading.source === 'email' && REPLY.test(reading.subject);
  const { assent, yes } = finders(rules);
  return isReply && yes(reading.message).length > 0 && isOnly(assent, reading.message);
}

/** Somebody who answers a mail of ours, or a machine's answer to one, is a person. */
export function answerSigns(reading: Reading, { judge }: CaptureRules): Sign[] {
  if (reading.mail === null || !REPLY.test(reading.subject)) return [];
  const subject = foldWord(reading.subject.replace(REPLY, ''));
  const isToMachine = judge.reasons['auto-reply'].subjects.some((phrase) =>
    subject.startsWith(`${foldWord(phrase)}:`),
  );
  return [
    ...(reading.mail.isAnswer ? [sign('buyer', 'weak', 'email subject', reading.subject, judge)] : []),
    ...(isToMachine ? [sign('buyer', 'strong', 'email subject', reading.subject, judge)] : []),
  ];
}

function isOnly(finder: ReturnType<typeof phraseFinder<string>>, text: string): boolean {
  const words = countWords(text);
  return words > 0 && words === finder(text).reduce((sum, match) => sum + countWords(match.quote), 0);
}

/** Words of letters or digits in a text. */
export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

const KEYBOARD = /asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert[yz]|zxcv|yxcv|[aeiou]{6}|(.)\1{4}/i;

/** Letters that are no words in any language: what robots and bored hands type into forms. */
export function gibberishSigns(reading: Reading, { judge }: CaptureRules): Sign[] {
  const message = reading.message.slice(0, 1000);
  const tokens = message.match(/\p{Script=Latin}{5,}/gu) ?? [];
  const strange = tokens.filter(isStrange);
  const isMost = strange.length > 0 && strange.length * 2 >= countWords(message);
  return isMost ? [sign('spam', 'decides', reading.messageSource, strange.slice(0, 3).join(' '), judge)] : [];
}

function isStrange(token: string): boolean {
  const vowels = token.match(/[aeiouyà-ÿ]/gi)?.length ?? 0;
  const switches = token.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0;
  return KEYBOARD.test(token) || switches >= 2 || (token.length >= 6 && vowels / token.length < 0.13);
}
