/** Signs in a mail that are not its words: headers, the sender's mailbox and domain, attached files, links. */
import { foldWord } from '../phrases.ts';
import type { MailMarks, Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { isOurs } from '../standardise/domain.ts';
import { type JudgeRules, junkReason, strength } from './judge-rules.ts';
import { type Sign, sign } from './sign.ts';

/** All signs of a mail's marks; none for other sources. */
export function mailSigns(reading: Reading, rules: CaptureRules): Sign[] {
  const { mail } = reading;
  if (mail === null) return linkSigns(linksIn(reading.message), reading, rules.judge);
  const isForm = isFormMail(mail, reading, rules);
  return [
    ...(isForm ? [] : bounceSigns(mail, rules.judge)),
    ...(isForm ? [] : headerSigns(mail, rules)),
    ...(isForm ? [] : subjectSigns(mail, reading, rules.judge)),
    ...(isForm ? [] : senderSigns(mail.fromAddress, rules)),
    ...attachmentSigns(mail, rules.judge),
    ...pictureSigns(mail, reading, rules.judge),
    ...linkSigns(Math.max(mail.links, linksIn(reading.message)), reading, rules.judge),
  ];
}

/** A form's notice that our own site mails to us is written by a machine too, but for a person. */
function isFormMail(mail: MailMarks, reading: Reading, rules: CaptureRules): boolean {
  const isSite =
    isOurs(mail.fromAddress, rules) || /^(no-?reply|wordpress|forms?)[@+.-]/.test(mail.fromAddress);
  return isSite && reading.said.has('email') && reading.message !== '';
}

/** RFC 3464 and RFC 5321: a delivery report is a report by its type, and has nobody to return to. */
function bounceSigns(mail: MailMarks, rules: JudgeRules): Sign[] {
  const isReport =
    mail.contentType.startsWith('multipart/report') && mail.contentType.includes('delivery-status');
  const isNullPath = mail.headers.get('return-path')?.replace(/\s/g, '') === '<>';
  return [
    ...(isReport
      ? [sign('bounce', 'decides', 'email header content-type', 'multipart/report; delivery-status', rules)]
      : []),
    ...(isNullPath ? [sign('bounce', 'weak', 'email header return-path', '<>', rules)] : []),
  ];
}

/** A list of our own (sales@ kept as a group) carries the same headers: those are people who write to us. */
function headerSigns(mail: MailMarks, rules: CaptureRules): Sign[] {
  const isOwnList = isListOfOurs(mail, rules);
  return rules.judge.headers.flatMap(({ header, holds, reason, counts }) => {
    const value = mail.headers.get(header);
    if (value === undefined || (isOwnList && reason === 'newsletter')) return [];
    const folded = foldWord(value);
    if (holds !== undefined && !holds.some((part) => folded.includes(foldWord(part)))) return [];
    const quote = value.trim() === '' ? header : value;
    return [sign(reason, counts, `email header ${header}`, quote, rules.judge)];
  });
}

function isListOfOurs(mail: MailMarks, rules: CaptureRules): boolean {
  const list = mail.headers.get('list-id') ?? mail.headers.get('list-post') ?? '';
  const host = /<?(?:mailto:)?[^<>]*?([a-z0-9.-]+\.[a-z]{2,24})>?\s*$/i.exec(list.slice(0, 300))?.[1] ?? '';
  return (
    host !== '' &&
    (isOurs(host, rules) || rules.own_domains.some((own) => host.toLowerCase().endsWith(`.${own}`)))
  );
}

/** A subject that begins with what machines put there, and is nothing else up to a colon, a dash or a bracket. */
function subjectSigns(mail: MailMarks, reading: Reading, rules: JudgeRules): Sign[] {
  const bare = foldWord(mail.subject.trim()).replace(/^[[({]+/, '');
  return junkReason.options.flatMap((reason) => {
    const phrase = rules.reasons[reason].subjects.find((candidate) => {
      const folded = foldWord(candidate);
      return (
        bare.startsWith(folded) &&
        /^\s*($|[:\-–—([|.!]|(re|aw|your|ihre|votre|su|vostra|uw|sua)\b)/.test(bare.slice(folded.length))
      );
    });
    if (phrase === undefined) return [];
    // "Absence" alone may be a person's subject; a machine's letter is short.
    const isLong = reading.message.length > 1500;
    return [sign(reason, isLong ? 'strong' : 'decides', 'email subject', mail.subject.slice(0, 80), rules)];
  });
}

function senderSigns(address: string, rules: CaptureRules): Sign[] {
  const at = address.lastIndexOf('@');
  if (at < 1 || isOurs(address, rules)) return [];
  const box = foldWord(address.slice(0, at)).split('+')[0] ?? '';
  const parts = foldWord(address.slice(at + 1)).split(/[.-]/);
  const { sender_mailboxes: boxes, sender_domains: domains, buyer_mailboxes: buyers } = rules.judge;
  const named = (known: string): boolean => box === known || box.split(/[._-]/).includes(known);
  const isBuyer = buyers.some(named);
  const buyer = isBuyer
    ? [sign('buyer', 'weak', 'email header From', address.slice(0, at), rules.judge)]
    : [];
  const junk = junkReason.options.flatMap((reason) =>
    strength.options.flatMap((of) => {
      const isBox = boxes[reason]?.[of]?.some(named);
      const isDomain = domains[reason]?.[of]?.some((known) =>
        known.includes('-') ? parts.join('-').includes(known) : parts.includes(known),
      );
      return [
        ...(isBox ? [sign(reason, of, 'email header From', address.slice(0, at), rules.judge)] : []),
        ...(isDomain ? [sign(reason, of, 'email header From', address.slice(at + 1), rules.judge)] : []),
      ];
    }),
  );
  return [...buyer, ...junk];
}

function attachmentSigns(mail: MailMarks, rules: JudgeRules): Sign[] {
  return junkReason.options.flatMap((reason) => {
    const words = rules.attachments[reason] ?? [];
    const name = mail.attachmentNames.find((file) =>
      foldWord(file)
        .split(/[^\p{L}]+/u)
        .some((part) => words.includes(part)),
    );
    return name === undefined ? [] : [sign(reason, 'weak', 'attached file', name, rules)];
  });
}

/** Pictures in place of words: a person who asks for something writes it. */
function pictureSigns(mail: MailMarks, reading: Reading, rules: JudgeRules): Sign[] {
  const isWordless = (reading.message.match(/\p{L}{2,}/gu)?.length ?? 0) < 6;
  if (!isWordless || (mail.pictures === 0 && mail.links === 0) || !mail.isHtml) return [];
  return [
    sign(
      'spam',
      'strong',
      'email body',
      `${mail.pictures} pictures, ${mail.links} links, hardly a word`,
      rules,
    ),
  ];
}

/** How many links stand in a text. */
export function linksIn(text: string): number {
  return text.match(/https?:\/\/|\bwww\.|\[url=|<a\s+href=/gi)?.length ?? 0;
}

/** Many links are a mailing; markup in the field of a form is a robot. */
function linkSigns(links: number, reading: Reading, rules: JudgeRules): Sign[] {
  const signs: Sign[] = [];
  const of = strength.options.find((one) => links >= (rules.links[one] ?? Number.POSITIVE_INFINITY));
  if (of !== undefined) {
    signs.push(
      sign(
        reading.source === 'email' ? 'newsletter' : 'spam',
        of,
        reading.messageSource,
        `${links} links`,
        rules,
      ),
    );
  }
  if (reading.source !== 'email' && /\[url=|<a\s+href=/i.test(reading.message)) {
    signs.push(sign('spam', 'decides', reading.messageSource, 'markup of links', rules));
  }
  return signs;
}
