/**
 * Tells what is no lead, and why: every sign counts for a reason or for a buyer, and the two are held against each
 * other. A lost lead is the worst that can happen: who plainly asks for something is at least put before a person,
 * whatever else the words say, and only a machine's marks in the head of a mail stand against that.
 */
import type { Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { type JunkReason, junkReason } from './judge-rules.ts';
import { mailSigns } from './mail-signs.ts';
import { answerSigns, countWords, emptiness, gibberishSigns, isAssent } from './shape-signs.ts';
import { pointsOf, type Sign, sign, signsOf } from './sign.ts';
import { spamWordSigns } from './spam-words.ts';
import { wordSigns } from './word-signs.ts';

export interface Verdict {
  readonly disposition: 'lead' | 'unclear' | 'not-a-lead';
  /** For a lead: `new`. Otherwise why. */
  readonly reason: string;
  /** One sentence for a person, with what it was seen by. */
  readonly explanation: string;
  /** All that was seen, for the reason and for a buyer. */
  readonly signs: readonly Sign[];
}

/** Unwanted mail to many comes in three shapes that share their words: half of what speaks for the others counts. */
const TO_MANY: readonly JunkReason[] = ['spam', 'newsletter', 'vendor-pitch'];
/** Who wants no more mail says so in a line or two; a long letter that speaks of it is a mailing. */
const LONG_MESSAGE = 200;

/** Languages whose words the rules know well enough to miss them. */
const KNOWN_LANGUAGES = new Set(['en', 'de', 'fr', 'es', 'pt', 'it', 'nl']);
const FEW_WORDS = 4;
/** So large a share of letters that the rules cannot read leaves the letter to a person. */
const UNREADABLE_SHARE = 0.3;

/** Whether a reading is a lead. `language`: ISO 639-1 of its words, null where it cannot be told. */
export function judge(reading: Reading, language: string | null, rules: CaptureRules): Verdict {
  const empty = emptiness(reading, rules);
  const isUnread = reading.message === '' && reading.remarks.some((remark) => saysMore(remark, reading));
  if (empty !== null && isUnread) return UNKNOWN_FIELDS;
  if (empty !== null) return { disposition: 'not-a-lead', reason: 'empty', explanation: empty, signs: [] };
  if (reading.mail?.calendarMethod === 'REPLY') return CALENDAR_REPLY;
  const words = wordSigns(reading, rules);
  // Who wants no more mail answers one of ours, and is no buyer for that.
  const isRefusal = words.some(({ side, strength }) => side === 'unsubscribe' && strength === 'decides');
  const signs = [
    ...mailSigns(reading, rules),
    ...words,
    ...(isRefusal ? [] : answerSigns(reading, rules)),
    ...gibberishSigns(reading, rules),
    ...spamWordSigns(reading, rules),
    ...(isAssent(reading, rules)
      ? [sign('buyer', 'strong', reading.messageSource, reading.message, rules.judge)]
      : []),
  ];
  const isLong = reading.message.length > LONG_MESSAGE;
  return verdictOf(isLong ? signs.map((one) => asMailing(one, rules)) : signs, reading, language, rules);
}

function asMailing(one: Sign, { judge: { points } }: CaptureRules): Sign {
  if (one.side !== 'unsubscribe') return one;
  const strength = one.strength === 'decides' ? 'strong' : 'hint';
  return { ...one, side: 'newsletter', strength, points: points[strength] };
}

/** A remark is what stood under a name that nobody knows; a word or a number in it may be the whole inquiry. */
function saysMore(remark: string, reading: Reading): boolean {
  const value = remark.slice(remark.indexOf(':') + 1);
  // Scanners write their time into every row, and a rating of nothing.
  const rest = reading.source === 'event' ? value.replace(STAMP, ' ') : value;
  return remark.includes(':') && /[\p{L}\p{N}]/u.test(rest);
}
const STAMP =
  /\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]m|Z|[+-]\d{2}:?\d{2})?|(?<![\d.,])0+(?:[.,]0+)?(?![\d.,])/giu;
const UNKNOWN_FIELDS: Verdict = {
  disposition: 'unclear',
  reason: 'cannot-be-read',
  explanation: 'It says something, but under names of fields or columns that are not known.',
  signs: [],
};

/** RFC 5546: an answer to an invitation carries the method REPLY. */
const CALENDAR_REPLY: Verdict = {
  disposition: 'not-a-lead',
  reason: 'calendar-reply',
  explanation: 'An answer to an invitation, written by a calendar.',
  signs: [],
};

interface Weighed {
  readonly reason: JunkReason;
  readonly points: number;
  /** What is left when the buyer's points are taken off. */
  readonly left: number;
  /** What speaks for its relatives, and counts for doubt alone. */
  readonly shared: number;
}

function verdictOf(
  signs: readonly Sign[],
  reading: Reading,
  language: string | null,
  rules: CaptureRules,
): Verdict {
  const { judge: limits } = rules;
  const machine = junkReason.options.find((reason) => isMachine(signs, reason, rules));
  if (machine !== undefined) return notALead(machine, signs, rules);
  const buyer = Math.min(limits.buyer_at_most, pointsOf(signs, 'buyer', limits));
  const heaviest = heaviestOf(signs, buyer, rules);
  const isAsked = (of: Sign['strength']): boolean =>
    signs.some(({ side, strength }) => side === 'buyer' && strength === of);
  const isRequest = isAsked('decides');
  const isNeed = isAsked('strong');
  const asksAtAll = isRequest || isNeed || isAsked('weak');
  const { reason, points, left, shared } = heaviest;
  if (!isRequest && isSure(heaviest, isNeed, signs, reading, rules)) return notALead(reason, signs, rules);
  // Half a word against somebody who plainly asks is no doubt.
  const doubtfulBy = isRequest ? limits.ask.left_when_asked : limits.ask.left;
  if (points + shared >= limits.ask.points && left + shared >= doubtfulBy)
    return doubtful(reason, signs, rules);
  // A question that nothing else speaks against is a question to us.
  const mayAsk =
    asksAtAll || (points === 0 && (buyer >= limits.points.weak || reading.message.includes('?')));
  if (!asksAtAll && limits.ask_when_nobody_asks && isUnreadable(reading)) {
    return {
      disposition: 'unclear',
      reason: 'cannot-be-read',
      explanation: 'These words are in a script, or in signs, that the rules cannot read.',
      signs,
    };
  }
  if (!mayAsk && limits.ask_when_nobody_asks && isLetter(reading, language)) {
    return {
      disposition: 'unclear',
      reason: 'nobody-asks',
      explanation: 'Nothing in these words asks for anything that we sell.',
      signs,
    };
  }
  return { disposition: 'lead', reason: 'new', explanation: '', signs };
}

function heaviestOf(signs: readonly Sign[], buyer: number, rules: CaptureRules): Weighed {
  return junkReason.options
    .map((reason): Weighed => {
      const points = pointsOf(signs, reason, rules.judge);
      const left = points - buyer * rules.judge.reasons[reason].buyer_counts;
      return { reason, points, left, shared: sharedPoints(signs, reason, rules) };
    })
    .reduce((most, one) =>
      one.left > most.left || (one.left === most.left && one.points > most.points) ? one : most,
    );
}

/** What a machine wrote in the head of a mail stands, whatever the words are about. */
function isMachine(signs: readonly Sign[], reason: JunkReason, { judge: limits }: CaptureRules): boolean {
  const needed = limits.machines[reason];
  if (needed === undefined || pointsOf(signs, reason, limits) < needed) return false;
  const inHead = signs.filter(
    ({ side, source }) => side === reason && /^email (header|subject)/.test(source),
  );
  return inHead.reduce((sum, { points }) => sum + points, 0) >= limits.points.decides;
}

/** Whether words alone are sure enough to throw a message away in which nobody plainly asks for anything. */
function isSure(
  { reason, points, left }: Weighed,
  isNeed: boolean,
  signs: readonly Sign[],
  reading: Reading,
  rules: CaptureRules,
): boolean {
  const { no_lead: limits, reasons } = rules.judge;
  if (limits.not_when_asking.includes(reason) && reading.message.includes('?')) return false;
  if (signsOf(signs, reason).length === 1 && !isShort(reading, rules)) return false;
  // More is needed as customers write so, too; in an event list our own people say who wants what.
  const more = reading.source === 'event' ? undefined : reasons[reason].no_lead_points;
  const mustHave = more ?? limits.points;
  return points >= mustHave && left >= (isNeed ? limits.left_when_needed : limits.left);
}

/** In few words one sign is all that can be seen; in many, somebody may go on to ask. */
function isShort(reading: Reading, { judge: limits }: CaptureRules): boolean {
  return countWords(`${reading.subject} ${reading.message}`) <= limits.no_lead.one_sign_up_to_words;
}

/** Half of what speaks for the other reasons of mail to many; nothing where the reason itself has no sign. */
function sharedPoints(signs: readonly Sign[], reason: JunkReason, { judge: limits }: CaptureRules): number {
  if (!TO_MANY.includes(reason) || !signs.some(({ side }) => side === reason)) return 0;
  const others = TO_MANY.filter((one) => one !== reason);
  return others.reduce((sum, one) => sum + pointsOf(signs, one, limits), 0) / 2;
}

/** Whether much of a mail is in letters other than Latin ones, or was lost on the way. */
function isUnreadable(reading: Reading): boolean {
  if (reading.source !== 'email') return false;
  const text = `${reading.subject} ${reading.message}`.slice(0, 2000);
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const strange = text.match(/[^\P{L}\p{Script=Latin}]|\uFFFD/gu)?.length ?? 0;
  return strange > (latin + strange) * UNREADABLE_SHARE;
}

/** Whether there are words enough, in a language known well enough, to miss a question in them. */
function isLetter(reading: Reading, language: string | null): boolean {
  if (reading.source === 'event') return false;
  // A subject over nothing, which asks for nothing either.
  if (reading.source === 'email' && countWords(reading.message) === 0) return countWords(reading.subject) > 1;
  if (countWords(reading.message) <= FEW_WORDS) return false;
  // Who leaves a company or a number in a form or a chat wants to be answered, whatever the words.
  if (reading.source !== 'email' && (reading.said.has('company') || reading.said.has('phone'))) return false;
  return language !== null && KNOWN_LANGUAGES.has(language);
}

function notALead(reason: JunkReason, signs: readonly Sign[], { judge: limits }: CaptureRules): Verdict {
  const explanation = `${limits.reasons[reason].says}: ${seen(signs, reason)}.`;
  return { disposition: 'not-a-lead', reason, explanation, signs };
}

function doubtful(reason: JunkReason, signs: readonly Sign[], { judge: limits }: CaptureRules): Verdict {
  const asks = signsOf(signs, 'buyer').length > 0 ? `; but also ${seen(signs, 'buyer')}` : '';
  const says = limits.reasons[reason].says;
  const explanation = `Perhaps no lead. ${says}? There is ${seen(signs, reason)}${asks}.`;
  return { disposition: 'unclear', reason: `perhaps-${reason}`, explanation, signs };
}

function seen(signs: readonly Sign[], side: Sign['side']): string {
  return signsOf(signs, side)
    .slice(0, 3)
    .map(({ quote, source }) => (/header|file/.test(source) ? `"${quote}" (${source})` : `"${quote}"`))
    .join(', ');
}
