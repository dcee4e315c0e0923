/**
 * Tells what is no lead, and why. Conservative: headers that machines write decide; words alone decide only
 * together, and never against somebody who asks for a price, a demo or help.
 */
import { foldWord, oncePerRules, phraseFinder } from '../phrases.ts';
import type { MailMarks, Reading } from '../reading.ts';
import { type CaptureRules, notALeadReason } from '../rules.ts';
import { isOurs } from '../standardise/domain.ts';

export interface NotALead {
  readonly reason: string;
  /** One sentence for a person, with what it was seen by. */
  readonly explanation: string;
}

const LONG_MESSAGE = 400;

/** Why a reading is no lead; null where it is one, or where there is doubt. */
export function notALead(reading: Reading, rules: CaptureRules): NotALead | null {
  const byMachine = reading.mail === null ? null : machineMail(reading.mail, reading, rules);
  return byMachine ?? emptyInquiry(reading, rules) ?? byWords(reading, rules);
}

function machineMail(mail: MailMarks, reading: Reading, rules: CaptureRules): NotALead | null {
  return (
    bounce(mail, rules) ??
    calendarReply(mail) ??
    autoReply(mail, reading, rules) ??
    newsletter(mail, reading, rules)
  );
}

function bounce(mail: MailMarks, rules: CaptureRules): NotALead | null {
  const isReport =
    mail.contentType.startsWith('multipart/report') && mail.contentType.includes('delivery-status');
  const isDaemon = /^(mailer-daemon|postmaster|mail-daemon)@/.test(mail.fromAddress);
  const isNullPath = mail.headers.get('return-path')?.replace(/\s/g, '') === '<>';
  const phrase = subjectPhrase(mail.subject, rules.bounce_subjects);
  const sign = isReport
    ? 'it is a delivery report'
    : isDaemon
      ? `it comes from ${mail.fromAddress}`
      : isNullPath && phrase !== null
        ? `it has no return path and its subject says "${phrase}"`
        : null;
  return sign === null ? null : { reason: 'bounce', explanation: `A mail of ours came back: ${sign}.` };
}

/** RFC 5546: an answer to an invitation carries the method REPLY. */
function calendarReply(mail: MailMarks): NotALead | null {
  if (mail.calendarMethod !== 'REPLY') return null;
  return { reason: 'calendar-reply', explanation: 'An answer to an invitation, written by a calendar.' };
}

function autoReply(mail: MailMarks, reading: Reading, rules: CaptureRules): NotALead | null {
  if (isFormMail(mail, reading, rules)) return null;
  const submitted = foldWord(mail.headers.get('auto-submitted') ?? 'no');
  const phrase = subjectPhrase(mail.subject, rules.auto_reply_subjects);
  const precedence = foldWord(mail.headers.get('precedence') ?? '');
  const header = ['x-autoreply', 'x-autorespond', 'x-auto-reply'].find((name) => mail.headers.has(name));
  const sign = submitted.startsWith('auto-')
    ? `its header Auto-Submitted says ${submitted.slice(0, 40)}`
    : precedence === 'auto_reply'
      ? 'its header Precedence says auto_reply'
      : header !== undefined
        ? `it has the header ${header}`
        : phrase !== null
          ? `its subject begins with "${phrase}"`
          : null;
  return sign === null
    ? null
    : { reason: 'auto-reply', explanation: `A machine answered, not a person: ${sign}.` };
}

/** A form's notice that our own site mails to us is written by a machine too, but for a person. */
function isFormMail(mail: MailMarks, reading: Reading, rules: CaptureRules): boolean {
  const isSite =
    isOurs(mail.fromAddress, rules) || /^(no-?reply|wordpress|forms?)[@+.-]/.test(mail.fromAddress);
  return isSite && reading.said.has('email') && reading.message !== '';
}

/** A list of our own (sales@ kept as a group) carries the same headers: those are people who write to us. */
function newsletter(mail: MailMarks, reading: Reading, rules: CaptureRules): NotALead | null {
  const listId = mail.headers.get('list-id') ?? mail.headers.get('list-post') ?? '';
  const host = /<?(?:mailto:)?[^<>]*?([a-z0-9.-]+\.[a-z]{2,24})>?\s*$/i.exec(listId.slice(0, 300))?.[1] ?? '';
  if (host !== '' && (isOurs(host, rules) || rules.own_domains.some((own) => host.endsWith(`.${own}`))))
    return null;
  const hasUnsubscribe = mail.headers.has('list-unsubscribe');
  const precedence = foldWord(mail.headers.get('precedence') ?? '');
  const isBulk = precedence === 'bulk' || precedence === 'list' || mail.headers.has('feedback-id');
  const text = reading.texts.get('email body') ?? '';
  const words = phraseFinder(rules.bulk_words.map((phrase) => ({ phrase, value: phrase })))(text)[0];
  const sign =
    hasUnsubscribe && (listId !== '' || isBulk)
      ? 'it was sent to a mailing list (List-Unsubscribe with List-Id or Precedence)'
      : hasUnsubscribe && words !== undefined
        ? `it has the header List-Unsubscribe and says "${words.quote}"`
        : listId !== '' && isBulk
          ? 'it was sent to a mailing list (List-Id and Precedence)'
          : null;
  return sign === null ? null : { reason: 'newsletter', explanation: `A mailing, not an inquiry: ${sign}.` };
}

/** A phrase with which the subject begins, and which is all of it up to a colon, a dash or a bracket. */
function subjectPhrase(subject: string, phrases: readonly string[]): string | null {
  const bare = foldWord(subject.trim());
  const phrase = phrases.find((candidate) => {
    const folded = foldWord(candidate);
    return (
      bare.startsWith(folded) &&
      /^\s*($|[:\-–—([|.!]|(re|aw|your|ihre|votre|su)\b)/.test(bare.slice(folded.length))
    );
  });
  return phrase ?? null;
}

function emptyInquiry(reading: Reading, rules: CaptureRules): NotALead | null {
  const subject = reading.subject.replace(/^((re|aw|fw|fwd|wg|tr|rv)\s?:\s*)+/i, '').trim();
  const hasWords = /[\p{L}\p{N}]/u.test(reading.message) || /[\p{L}\p{N}]/u.test(subject);
  const hasFile = (reading.mail?.attachmentNames.length ?? 0) > 0;
  const contacts =
    reading.source === 'email' ? [] : (['email', 'phone', 'name', 'last_name', 'company'] as const);
  const hasContact = contacts.some((field) => reading.said.has(field));
  const isSilentChat =
    reading.source === 'chat' &&
    isSmallTalk(reading.message, rules) &&
    !reading.said.has('email') &&
    !reading.said.has('phone');
  if (isSilentChat) {
    return {
      reason: 'empty',
      explanation: 'The visitor said nothing of their own and left no way to answer.',
    };
  }
  if (hasWords || hasFile || hasContact) return null;
  return { reason: 'empty', explanation: 'There are no words in this inquiry.' };
}

/** Whether nothing is left of a text without its greetings and thanks. */
function isSmallTalk(text: string, rules: CaptureRules): boolean {
  const talk = finders(rules).smallTalk(text);
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  return words === talk.reduce((sum, match) => sum + (match.quote.match(/[\p{L}\p{N}]+/gu)?.length ?? 0), 0);
}

interface Hit {
  readonly reason: keyof CaptureRules['not_a_lead'];
  readonly points: number;
}

const ORDER = notALeadReason.exclude(['newsletter']).options;

const finders = oncePerRules((rules: CaptureRules) => ({
  buying: phraseFinder(rules.buying_words.map((phrase) => ({ phrase, value: phrase }))),
  smallTalk: phraseFinder(rules.small_talk.map((phrase) => ({ phrase, value: phrase }))),
  junk: new Map(
    ORDER.map((reason) => [
      reason,
      phraseFinder<Hit>(
        Object.entries(rules.not_a_lead[reason].phrases).map(([phrase, points]) => ({
          phrase,
          value: { reason, points },
        })),
      ),
    ]),
  ),
}));

function byWords(reading: Reading, rules: CaptureRules): NotALead | null {
  const words = `${reading.subject}\n${reading.message}`;
  const named = [...(reading.said.get('name') ?? []), ...(reading.said.get('company') ?? [])]
    .map((said) => said.value)
    .join('\n');
  const { buying, junk } = finders(rules);
  const wantsToBuy = buying(words).length > 0;
  for (const reason of ORDER) {
    if (reason !== 'spam' && wantsToBuy) continue;
    if (reason === 'unsubscribe' && reading.message.length > LONG_MESSAGE) continue;
    const hits = junk.get(reason)?.(reason === 'spam' ? `${words}\n${named}` : words) ?? [];
    const distinct = [...new Map(hits.map((hit) => [hit.phrase, hit])).values()];
    const points =
      distinct.reduce((sum, hit) => sum + hit.value.points, 0) + extraPoints(reason, reading, words);
    if (points < rules.not_a_lead[reason].threshold + (wantsToBuy ? 2 : 0)) continue;
    const seen = distinct
      .slice(0, 3)
      .map((hit) => `"${hit.quote.replace(/\s+/gu, ' ')}"`)
      .join(', ');
    return { reason, explanation: `${SENTENCE[reason]}: ${seen === '' ? 'links and nothing else' : seen}.` };
  }
  return null;
}

const SENTENCE: Readonly<Record<Hit['reason'], string>> = {
  'job-application': 'Somebody looks for a job',
  'vendor-pitch': 'Somebody wants to sell to us',
  spam: 'This is spam by its words',
  unsubscribe: 'Somebody wants no more mail from us',
};

/** What is not in the words: a curriculum vitae attached, more links than sentences, a filter's verdict. */
function extraPoints(reason: Hit['reason'], reading: Reading, words: string): number {
  if (reason === 'job-application') {
    const names = reading.mail?.attachmentNames ?? [];
    return names.some((name) =>
      /(^|[^a-z])(cv|resume|lebenslauf|curriculum|bewerbung)([^a-z]|$)/i.test(foldWord(name)),
    )
      ? 1
      : 0;
  }
  if (reason !== 'spam') return 0;
  const links = words.match(/https?:\/\/|\[url=|www\./gi)?.length ?? 0;
  const isMarkup = reading.source !== 'email' && /\[url=|<a href=/i.test(words);
  const isFlagged = /^yes/i.test(reading.mail?.headers.get('x-spam-flag') ?? '');
  return (links >= 3 ? 0.5 : 0) + (isMarkup ? 2 : 0) + (isFlagged ? 1 : 0);
}
