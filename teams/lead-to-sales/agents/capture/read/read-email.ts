/** A mail → a reading: whose words these are, what they say, and what stands in the signature. */
import { convert } from 'html-to-text';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';
import { hasLegalForm } from '../../../standards/company-name.ts';
import { makeOf } from '../judge/mail-links.ts';
import { foldWord } from '../phrases.ts';
import { cleanText, type MailMarks, newReading, type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { isOurs, isRoleMailbox, mailAddress, mailAddressesIn } from '../standardise/domain.ts';
import { personName } from '../standardise/person-name.ts';
import { labelledLines, sayFields } from './fields.ts';
import { sayIntroductions } from './introduction.ts';
import { type MailText, splitMailText } from './mail-text.ts';
import { mailWords } from './mail-words.ts';
import { sayCompanyOfDomain, sayOwnContacts } from './own-words.ts';
import { type MailSender, type SenderKey, senderKey, signedAs } from './sender.ts';
import { type SignedText, splitSignature } from './signature.ts';
import { languageOfName, saySignature } from './signature-fields.ts';
import { lineWords } from './word-list.ts';

const MAX_HTML = 300_000;
const MAX_TEXT = 20_000;
const FORM_LINES = 3;

interface Sender {
  readonly name: string;
  readonly address: string;
  /** The name of the text that says so. */
  readonly source: string;
}

/** Lines that end in a lone carriage return, as very old programs save them, are one line to the parser. */
function withLineFeeds(raw: Buffer): Buffer {
  return raw.includes('\n') ? raw : Buffer.from(raw.toString('latin1').replaceAll('\r', '\n'), 'latin1');
}

/** Reads one message as it came over the wire. Looks at the first 20,000 characters of its text. */
export async function readEmail(raw: Buffer, at: string, rules: CaptureRules): Promise<Reading> {
  const mail = await simpleParser(withLineFeeds(raw), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const reading = newReading('email', at);
  const parts = splitMailText(cleanText(textOf(mail)), rules);
  const isAnswer = parts.quoteStart !== null && parts.forwarded === null;
  reading.mail = { ...marksOf(mail), isAnswer };
  reading.subject = reading.mail.subject;
  reading.texts.set('email subject', reading.subject);
  let sender = senderOf(reading, mail, rules);
  let text = parts.own;
  let source = 'email body';
  const attached = await attachedMail(mail);
  const forwarded = parts.forwarded ?? attached;
  if (forwarded !== null && isOurs(sender.address, rules)) {
    reading.remarks.push(`Forwarded by ${sender.name || sender.address}.`);
    reading.texts.set('forwarded email From', forwarded.from);
    sender = { ...splitAddress(forwarded.from), source: 'forwarded email From' };
    const original = splitMailText(forwarded.text, rules);
    text = original.own;
    source = 'forwarded email';
    if (forwarded.subject !== '') reading.subject = forwarded.subject;
    reading.texts.set('email subject', reading.subject);
  } else if (text === '' && forwarded !== null) {
    text = forwarded.text;
    source = 'forwarded email';
    reading.remarks.push(`The words are in a mail that the sender forwards, from ${forwarded.from}.`);
  } else if (forwarded !== null) {
    reading.texts.set('forwarded email', forwarded.text);
  }
  reading.texts.set(source, text);
  readBody(reading, text, source, sender, rules);
  sayMailbox(reading, mail, rules);
  return reading;
}

/** A mail's text taken apart: what is quoted, what is said, what is signature. */
export interface MailParts extends MailText, SignedText {}

/** Takes a mail's text apart. `sender` is who its head says it is from. */
export function mailPartsOf(text: string, sender: MailSender, rules: CaptureRules): MailParts {
  const parts = splitMailText(cleanText(text), rules);
  return { ...parts, ...splitSignature(parts.own, personKey(sender, rules), rules) };
}

/** The sender as a person: an office's name is nobody's. */
function personKey(sender: MailSender, rules: CaptureRules): SenderKey {
  const isPerson = !isOffice(sender.name, sender.address, rules);
  return senderKey(isPerson ? sender : { name: '', address: sender.address }, rules);
}

function readBody(reading: Reading, text: string, source: string, sender: Sender, rules: CaptureRules): void {
  const lines = labelledLines(text, rules);
  const isFormMail = isOurs(sender.address, rules) || isRoleMailbox(sender.address, rules);
  if (isFormMail && lines.length >= FORM_LINES) {
    sayFields(reading, lines, `${source}, line`, rules);
    if (reading.message !== '') {
      saySender(reading, sender, rules, null);
      return;
    }
  }
  const key = personKey(sender, rules);
  const signed = splitSignature(text, key, rules);
  reading.message = signed.message;
  reading.messageSource = source;
  const signatureSource = source === 'email body' ? 'email signature' : `${source} signature`;
  reading.texts.set(signatureSource, signed.signature);
  const card = saySignature(
    reading,
    signatureSource,
    { text: signed.signature, card: signed.card },
    key,
    rules,
  );
  const signer = card.name ?? '';
  const isSomeoneElse = signer.includes(' ') && signedAs(signer, key) === null;
  saySender(reading, sender, rules, isSomeoneElse ? null : key);
  sayIntroductions(reading, source, signed.message, rules);
  sayOwnContacts(reading, source, signed.message, key, rules);
  if (card.company === null) sayCompanyOfDomain(reading, source, text, key);
}

/** Notes the address in the mail's head and the name beside it, unless somebody else signs (`key` is null). */
function saySender(reading: Reading, sender: Sender, rules: CaptureRules, key: SenderKey | null): void {
  const address = mailAddress(sender.address);
  const isNobody =
    isOurs(sender.address, rules) || /^(no-?reply|do-?not-?reply|mailer-daemon)/i.test(sender.address);
  if (address === null || isNobody) return;
  say(reading, 'email', address, { source: sender.source, quote: sender.address, confidence: 0.95 });
  if (key === null) return;
  const { source } = sender;
  if (sender.name !== '' && !isOffice(sender.name, address, rules)) {
    const { first, last } = personName(sender.name, languageOfName(reading, sender.name), key.familyFirst);
    const confidence = first !== null && last !== null ? 0.8 : 0.5;
    const isInitial = last !== null && last.replace('.', '').length === 1;
    if (first !== null) say(reading, 'first_name', first, { source, quote: sender.name, confidence });
    if (last !== null && !isInitial)
      say(reading, 'last_name', last, { source, quote: sender.name, confidence });
  }
  const local = sender.address.split('@')[0] ?? '';
  const parts = local.split(/[._]/);
  const isPersonal = parts.length === 2 && parts.every((part) => /^\p{L}[\p{L}-]+$/u.test(part));
  if (isPersonal && !isRoleMailbox(address, rules)) {
    const { first, last } = personName(parts.join(' '));
    if (first !== null) say(reading, 'first_name', first, { source, quote: local, confidence: 0.4 });
    if (last !== null) say(reading, 'last_name', last, { source, quote: local, confidence: 0.4 });
  }
}

/** A team's or a company's name in the From header is nobody's name; nor is what the domain is called. */
function isOffice(name: string, address: string, rules: CaptureRules): boolean {
  const bare = name.replace(/\([^()]{0,60}\)/g, '');
  // "Nuno Sá" is a person, though SA is a legal form.
  const hasForm = hasLegalForm(bare.replace(/\sSá$/u, ''));
  if (mailWords(rules).of.office_words.find(lineWords(bare)) !== null || hasForm) return true;
  const domain = foldWord(address.slice(address.indexOf('@') + 1).split('.')[0] ?? '');
  const words = foldWord(name).match(/\p{L}{2,}/gu) ?? [];
  const isDomain = words.length > 0 && words.every((word) => domain.includes(word));
  return isDomain && (words.length > 1 || isRoleMailbox(address, rules));
}

function senderOf(reading: Reading, mail: ParsedMail, rules: CaptureRules): Sender {
  const from = firstAddress(mail.from, 'email header From', reading);
  const replyTo = firstAddress(mail.replyTo, 'email header Reply-To', reading);
  if (replyTo === null || isOurs(replyTo.address, rules) || isRoleMailbox(replyTo.address, rules)) {
    return from ?? { name: '', address: '', source: 'email header From' };
  }
  if (
    from !== null &&
    replyTo.name === '' &&
    !isOurs(from.address, rules) &&
    !isRoleMailbox(from.address, rules)
  ) {
    say(reading, 'name', from.name, { source: from.source, confidence: 0.8 });
    return { ...replyTo, name: '' };
  }
  return replyTo;
}

function firstAddress(
  header: AddressObject | AddressObject[] | undefined,
  source: string,
  reading: Reading,
): Sender | null {
  const object = Array.isArray(header) ? header[0] : header;
  const entry = object?.value.flatMap((value) => value.group ?? [value]).find((value) => value.address);
  if (entry?.address === undefined) return null;
  const name = cleanText(entry.name).replace(/\s+/gu, ' ').trim().slice(0, 200);
  reading.texts.set(source, `${name} <${entry.address}>`);
  return { name: mailAddress(name) === null ? name : '', address: entry.address, source };
}

function splitAddress(text: string): { name: string; address: string } {
  const address = mailAddressesIn(text)[0] ?? '';
  const name = text.split(/[<[(]/)[0]?.replace(/["'*]/g, '').trim() ?? '';
  return { name: name.includes('@') ? '' : name, address };
}

/** The mailbox it was written to tells the way it came, such as sales or info. */
function sayMailbox(reading: Reading, mail: ParsedMail, rules: CaptureRules): void {
  const to = Array.isArray(mail.to) ? mail.to[0] : mail.to;
  const ours = to?.value.map((entry) => entry.address ?? '').find((address) => isOurs(address, rules));
  if (ours === undefined) return;
  reading.texts.set('email header To', ours);
  const mailbox = ours.split('@')[0] ?? '';
  const [box, campaign] = mailbox.split('+');
  if (campaign) say(reading, 'campaign', campaign, { source: 'email header To', confidence: 0.8 });
  if (box) say(reading, 'form', box, { source: 'email header To', confidence: 0.8 });
}

async function attachedMail(
  mail: ParsedMail,
): Promise<{ from: string; subject: string; text: string } | null> {
  const attachment = mail.attachments.find((part) => part.contentType === 'message/rfc822');
  if (attachment === undefined) return null;
  const inner = await simpleParser(attachment.content, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const from = cleanText(inner.from?.text ?? '');
  return from === ''
    ? null
    : { from, subject: cleanText(inner.subject ?? ''), text: cleanText(textOf(inner)) };
}

/** The plain text; the HTML where there is no plain text, or only a line that says to look at the HTML. */
function textOf(mail: ParsedMail): string {
  const plain = (mail.text ?? '').slice(0, MAX_TEXT);
  const html = typeof mail.html === 'string' ? mail.html : '';
  const isStub = plain.trim().length < 40 && html.length > 200;
  return (plain.trim() === '' || isStub) && html !== '' ? htmlText(html).slice(0, MAX_TEXT) || plain : plain;
}

function htmlText(html: string): string {
  return convert(html.slice(0, MAX_HTML), {
    wordwrap: false,
    limits: { maxDepth: 60, maxChildNodes: 5000, ellipsis: '' },
    formatters: {
      cell: (element, walk, builder) => {
        walk(element.children, builder);
        builder.addInline(' \u00a0 ', { noWordTransform: true });
      },
      // As Outlook draws it in plain text, so that it is known for what it is above a quoted mail.
      rule: (_element, _walk, builder) => {
        builder.openBlock({ leadingLineBreaks: 1 });
        builder.addLiteral('________________________________');
        builder.closeBlock({ trailingLineBreaks: 1 });
      },
    },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'hr', format: 'rule' },
      { selector: 'tr', format: 'block' },
      { selector: 'td', format: 'cell' },
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'h2', options: { uppercase: false } },
      { selector: 'h3', options: { uppercase: false } },
      { selector: 'th', format: 'cell' },
    ],
  }).replaceAll('\u00a0', ' ');
}

function marksOf(mail: ParsedMail): Omit<MailMarks, 'isAnswer'> {
  const headers = new Map<string, string>();
  for (const { key, line } of mail.headerLines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\s+/gu, ' ')
      .trim()
      .slice(0, 1000);
    if (!headers.has(key)) headers.set(key, value);
  }
  return {
    headers,
    contentType: foldWord(headers.get('content-type') ?? ''),
    subject: cleanText(mail.subject ?? '')
      .replace(/\s+/gu, ' ')
      .trim()
      .slice(0, 500),
    fromAddress: mail.from?.value[0]?.address?.toLowerCase() ?? '',
    calendarMethod: calendarMethod(mail),
    attachmentNames: mail.attachments.slice(0, 50).map((part) => part.filename ?? part.contentType),
    ...makeOf(mail),
  };
}

function calendarMethod(mail: ParsedMail): string | null {
  const parts = mail.attachments.filter((part) => part.contentType === 'text/calendar').slice(0, 5);
  const methods = parts.map(
    (part) => /^METHOD:([A-Z]{1,20})/m.exec(part.content.toString('latin1', 0, 2000))?.[1],
  );
  return methods.find((method) => method !== undefined) ?? null;
}
