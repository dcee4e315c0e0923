/**
 * Takes a file's inquiries into the desk: kept, numbered and started in one transaction per chunk. Mail that
 * belongs to a lead's thread is no inquiry: it goes to that lead.
 */
import type { IntakeFile, IntakeReceipt, IntakeResult, RunningTeam, RunStart, Transaction } from 'baton';
import { captureRulesFile } from '../agents/capture/rules.ts';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import type { Inquiry } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import { insertConsent } from '../store/consents.ts';
import { insertInquiries } from '../store/inquiries.ts';
import { caseOfTakenMail, insertMailMessages } from '../store/mail-messages.ts';
import { columnChooser } from './choose-columns.ts';
import { formConsent } from './form-consent.ts';
import { mailEnvelope } from './mail-envelope.ts';
import type { RawInquiry } from './raw-inquiry.ts';
import { readInquiries } from './read-inquiries.ts';
import { recogniseMail } from './recognise-response.ts';
import { isMachineMail, isProvenBy, replyWords } from './reply-words.ts';
import { type ArrivedMail, takeThreadMail } from './thread-mail.ts';

const CHUNK = 500;
const BY_SOURCE = { form: 'web form', email: 'e-mail', chat: 'chat', event: 'event list' } as const;

/** What became of an inquiry, or of mail in a thread. */
interface Taken {
  readonly caseId: string;
  readonly isNew: boolean;
}

/**
 * Takes in one file. Every inquiry gets a receipt with its case number; the very same inquiry a second
 * time gets its earlier one, and mail in a lead's thread the lead's. Problems come back as data; only a
 * database that fails throws.
 */
export async function takeIn(team: RunningTeam<DeskServices>, file: IntakeFile): Promise<IntakeResult> {
  const now = await team.now();
  const choose = columnChooser(team, file.name, file.columns);
  const { inquiries, problems, remarks = [] } = await readInquiries(file, now, choose);
  const receipts: IntakeReceipt[] = [];
  for (let start = 0; start < inquiries.length; start += CHUNK) {
    const chunk = inquiries.slice(start, start + CHUNK);
    const mails = await readMails(team, chunk);
    const taken = await team.database.transaction((tx) => takeChunk(team, tx, chunk, mails, now));
    chunk.forEach((inquiry, index) => {
      const entry = taken[index];
      if (entry === undefined) return;
      receipts.push({
        file: file.name,
        line: inquiry.line,
        source: inquiry.source,
        caseId: entry.caseId,
        isNew: entry.isNew,
      });
    });
  }
  return { receipts, problems, remarks };
}

/** Heads of mails, and the words of those that answer something, read while no transaction is open. */
async function readMails(
  team: RunningTeam<DeskServices>,
  chunk: readonly RawInquiry[],
): Promise<ReadonlyMap<RawInquiry, ArrivedMail>> {
  const mails = new Map<RawInquiry, ArrivedMail>();
  for (const inquiry of chunk) {
    if (inquiry.source !== 'email') continue;
    const envelope = await mailEnvelope(inquiry.raw);
    const isAnswer = envelope.answers.length > 0;
    const words = isAnswer ? await replyWords(inquiry.raw, team.read(captureRulesFile)) : '';
    const soundsAutomatic = isAnswer && (await isMachineMail(inquiry, team.read(captureRulesFile)));
    const isProven = isProvenBy(envelope.provenBy, team.read(captureRulesFile));
    mails.set(inquiry, { inquiry, envelope, words, soundsAutomatic, isProven });
  }
  return mails;
}

async function takeChunk(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  chunk: readonly RawInquiry[],
  mails: ReadonlyMap<RawInquiry, ArrivedMail>,
  now: Date,
): Promise<(Taken | undefined)[]> {
  const answers = new Map<RawInquiry, Taken>();
  for (const mail of mails.values()) {
    const taken = await inThread(team, tx, mail, now);
    if (taken) answers.set(mail.inquiry, taken);
  }
  const fresh = chunk.filter((inquiry) => !answers.has(inquiry));
  const kept = await insertInquiries(tx, fresh, (count) => team.newCaseIds(tx, count));
  const starts: RunStart[] = [];
  for (const [index, inquiry] of fresh.entries()) {
    const entry = kept[index];
    if (entry === undefined) continue;
    answers.set(inquiry, entry);
    if (!entry.isNew) continue;
    await noteThread(tx, entry.caseId, mails.get(inquiry));
    await noteConsent(team, tx, entry.caseId, inquiry);
    starts.push(startOf(inquiry, entry));
  }
  if (starts.length > 0) await team.startRuns(tx, starts);
  return chunk.map((inquiry) => answers.get(inquiry));
}

/** The lead's case where the mail is part of its thread; null: it is an inquiry, or the lead's next one. */
async function inThread(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  mail: ArrivedMail,
  now: Date,
): Promise<Taken | null> {
  const earlier = await caseOfTakenMail(tx, mail.inquiry.content_hash);
  if (earlier !== null) return { caseId: earlier, isNew: false };
  const found = await recogniseMail(tx, { ...mail, raw: mail.inquiry.raw });
  if (found.kind === 'inquiry') return null;
  const outcome = await takeThreadMail(team, tx, found, mail, now);
  return outcome === 'inquiry' ? null : { caseId: found.caseId, isNew: outcome === 'taken' };
}

/** So that what answers this mail finds its lead. */
async function noteThread(tx: Transaction, caseId: string, mail: ArrivedMail | undefined): Promise<void> {
  if (mail === undefined || mail.envelope.messageId === null) return;
  const { messageId: message_id, from: from_address } = mail.envelope;
  const at = mail.inquiry.received_at;
  await insertMailMessages(tx, [{ message_id, case_id: caseId, kind: 'inquiry', from_address, at }]);
}

async function noteConsent(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  caseId: string,
  inquiry: RawInquiry,
): Promise<void> {
  if (inquiry.source !== 'form') return;
  const { permission } = team.read(nurturingRulesFile);
  const consent = formConsent(inquiry, permission);
  if (consent === null) return;
  await insertConsent(tx, {
    ...consent,
    legal_basis: 'consent',
    source: `web form ${inquiry.origin}`.slice(0, 300),
    case_id: caseId,
    given_at: inquiry.received_at,
    expires_at: null,
    recorded_by: 'intake',
  });
}

function startOf(
  inquiry: RawInquiry,
  kept: { readonly caseId: string; readonly inquiryId: string },
): RunStart {
  const pointer: Inquiry = {
    inquiry_id: kept.inquiryId,
    source: inquiry.source,
    media_type: inquiry.media_type,
    origin: inquiry.origin,
    received_at: inquiry.received_at.toISOString(),
  };
  return {
    caseId: kept.caseId,
    event: 'inquiry-received',
    key: inquiry.content_hash,
    data: { inquiry: pointer },
    from: 'Intake',
    notes: `Received by ${BY_SOURCE[inquiry.source]} from ${inquiry.origin}`,
  };
}
