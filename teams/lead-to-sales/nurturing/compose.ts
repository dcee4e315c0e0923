/** A touch in words: the mail to the person, or the notice to our own people. Pure. */
import type { Notice } from 'baton';
import type { NurturingRules } from '../agents/nurturing/rules.ts';
import type { LeadData, PlannedTouch, QualificationReport } from '../lead.ts';
import { localDay } from '../local-time.ts';
import type { LeadsOwner } from '../store/nurtured-leads.ts';
import type { NewOutgoingMail } from '../store/outgoing-mails.ts';
import { oneLine } from '../text/one-line.ts';
import type { NurturingLibrary } from './library.ts';
import { fillTemplate, harmless, type TemplateValues } from './template.ts';
import { signUnsubscribe, unsubscribeHeaders } from './unsubscribe-token.ts';

/** What a touch is about. */
export interface TouchMatter {
  readonly caseId: string;
  readonly lead: LeadData;
  readonly qualification: QualificationReport | null;
  readonly owner: LeadsOwner | null;
  readonly sequence: string;
  readonly touch: PlannedTouch;
  readonly rules: NurturingRules;
  readonly library: NurturingLibrary;
}

function nameOf({ contact_info: contact }: LeadData): string | null {
  const { first_name, last_name } = contact;
  return [first_name?.value, last_name?.value].filter((part) => part).join(' ') || null;
}

/** Only who wrote from the address has said these words for certain: they are not repeated to anybody else. */
function quoteFor({ source_info, need }: LeadData): string | null {
  return source_info.source === 'email' ? harmless(need.description?.value, 160) : null;
}

function receivedDay(lead: LeadData, timezone: string): string {
  return localDay(new Date(lead.source_info.received_at), timezone);
}

/** The values of a mail: what a stranger wrote stands in it only where it can do no harm. */
function mailValues(matter: TouchMatter): TemplateValues {
  const { lead, owner, rules } = matter;
  return {
    first_name: harmless(lead.contact_info.first_name?.value, 40),
    full_name: harmless(nameOf(lead), 80),
    company: harmless(lead.company_info.name?.value, 80),
    industry: harmless(lead.company_info.industry?.value, 60),
    inquiry_date: receivedDay(lead, owner?.timezone ?? rules.timezone),
    quote: quoteFor(lead),
    sender_name: senderOf(matter).name,
    who: harmless(nameOf(lead), 80) ?? matter.caseId,
    case: matter.caseId,
  };
}

function senderOf({ owner, rules }: TouchMatter): { readonly name: string; readonly address: string } {
  return owner?.active ? { name: owner.name, address: owner.email } : rules.sender;
}

/** A display name and an address as a From field has them. */
function fromField({ name, address }: { readonly name: string; readonly address: string }): string {
  return `"${name.replaceAll(/[\p{C}"\\]/gu, '')}" <${address}>`;
}

export interface MailTerms {
  readonly address: string;
  /** The permission in words. */
  readonly basis: string;
  /** Signs the token. */
  readonly key: Buffer;
  readonly idempotencyKey: string;
}

/** The mail of a touch, with the headers of one-click unsubscription and a link for people. */
export function composeMail(matter: TouchMatter, template: string, terms: MailTerms): NewOutgoingMail {
  const { lead, caseId, rules, library, touch, sequence } = matter;
  const text = library.template(template, lead.language);
  const filled = fillTemplate(text, mailValues(matter));
  const { words } = rules.unsubscribe;
  const token = signUnsubscribe({ address: terms.address, caseId }, terms.key);
  const { headers, link } = unsubscribeHeaders(token, rules.unsubscribe);
  const domain = rules.sender.address.slice(rules.sender.address.lastIndexOf('@') + 1);
  const local = terms.idempotencyKey.replaceAll(/[^A-Za-z0-9]+/g, '.');
  const sender = senderOf(matter);
  return {
    idempotency_key: terms.idempotencyKey,
    message_id: `<sequence.${local}@${domain}>`,
    case_id: caseId,
    sequence,
    touch: touch.id,
    to_address: terms.address,
    from_address: fromField(sender),
    reply_to: sender.address === rules.sender.address ? null : sender.address,
    subject: filled.subject,
    body: `${filled.body}\n\n-- \n${words[text.language ?? 'en'] ?? words.en}\n${link}\n`,
    headers: { ...headers, 'Auto-Submitted': 'auto-generated', Precedence: 'bulk' },
    basis: terms.basis,
  };
}

/** The notice of a touch that a person does: to the lead's owner where it says so and there is one, else to marketing. */
export function composeTask(matter: TouchMatter, template: string, whyNoMail: string | null): Notice {
  const { lead, caseId, owner, rules, library, touch, qualification } = matter;
  const { contact_info: contact, company_info: company } = lead;
  const reach = [contact.email?.value, contact.phone?.value].filter((way) => way).join(', ');
  const place = company.name?.value ?? company.domain?.value;
  const who = [nameOf(lead) ?? contact.email?.value ?? contact.phone?.value, place].filter((part) => part);
  const filled = fillTemplate(library.template(template, null), {
    who: plain(who.join(', '), 160) ?? caseId,
    case: caseId,
    company: plain(place, 80),
    industry: plain(company.industry?.value, 60),
    reach: plain(reach, 200),
    quote: plain(lead.need.description?.value, 400),
    rating: qualification?.outcome ?? null,
    why_no_mail: whyNoMail,
    sender_name: rules.sender.name,
  });
  const to = touch.task_for === 'owner' && owner?.active ? owner.owner_id : rules.marketing;
  const text = `${filled.body}\n\nThe whole record: baton lead ${caseId}`;
  return { to, subject: filled.subject, text };
}

/** One printable line for our own people, who may see everything; null where there is none. */
function plain(text: string | null | undefined, length: number): string | null {
  return oneLine(text ?? '', length) || null;
}
