/**
 * Mails of sequences to the mail server: each at most once as far as SMTP can tell. Who has said no by the moment of
 * sending gets nothing; what the server refuses at the door is recorded as what it is.
 */
import type { Delivery, Mail, Mailer, RunningTeam, Transaction } from 'baton';
import { senderFrom } from 'baton';
import type { DeskServices } from '../services.ts';
import { recordActivity } from '../store/activities.ts';
import { consentOf } from '../store/consents.ts';
import { claimMail, dueMails, type MailOutcome, markUnsure, recordMail } from '../store/mail-delivery.ts';
import type { OutgoingMail } from '../store/outgoing-mails.ts';
import { lockAddress, suppressionsOf } from '../store/suppressions.ts';
import { suppress } from './unsubscribe.ts';

type Team = RunningTeam<DeskServices>;

const DAY_MS = 86_400_000;
const BATCH = 20;
const ATTEMPT_MS = 90_000;
/** What has waited longer, such as for a mail server to be configured, speaks of things long past. */
const OLDEST_MS = 7 * DAY_MS;
const GIVE_UP_AFTER_MS = 3 * DAY_MS;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 2 * 3_600_000;
const LEFT_BEHIND =
  'The worker ended while it was handing it over: it may have arrived, and is not sent a second time.';

/** RFC 3463: the address is wrong, as no other attempt will change. */
const BAD_ADDRESS = /\b5\.1\.\d{1,3}\b/;

/** Sends what is due, one after another, until nothing is or `signal` is aborted. */
export async function deliverMails(team: Team, mailer: Mailer, signal: AbortSignal): Promise<void> {
  const { database } = team;
  await markUnsure(database, LEFT_BEHIND);
  for (;;) {
    const due = await dueMails(database, BATCH);
    for (const { mail_id, to_address } of due) {
      if (signal.aborted) return;
      const begun = await team.now();
      const mail = await database.transaction((tx) => claim(tx, mail_id, to_address, begun));
      if (mail === null) continue;
      const attempt = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_MS)]);
      const delivery = await send(mailer, mail, attempt);
      const ended = await team.now();
      await database.transaction((tx) => record(team, tx, mail, delivery, ended));
    }
    if (due.length < BATCH) return;
  }
}

/** Claims the mail, or takes it back where it must not go out any more; null then. */
async function claim(
  tx: Transaction,
  mailId: number,
  address: string,
  now: Date,
): Promise<OutgoingMail | null> {
  await lockAddress(tx, address);
  const mail = await claimMail(tx, mailId);
  if (mail === null) return null;
  const reason = await refusalOf(tx, mail, now);
  if (reason === null) return mail;
  await recordMail(tx, { mail_id: mailId, status: 'withdrawn', reason, next_try_at: null });
  return null;
}

async function refusalOf(tx: Transaction, mail: OutgoingMail, now: Date): Promise<string | null> {
  const [suppression] = await suppressionsOf(tx, mail.to_address);
  if (suppression) return `${suppression.value} must not be written to (${suppression.reason}).`;
  const consent = await consentOf(tx, mail.to_address);
  if (consent !== null && consent.withdrawn_at !== null) return 'The consent was withdrawn.';
  if (consent?.expires_at && consent.expires_at <= now) return 'The legal basis has expired.';
  const isOld = mail.attempts <= 1 && now.getTime() - mail.created_at.getTime() > OLDEST_MS;
  return isOld ? 'It had waited for more than 7 days.' : null;
}

async function send(mailer: Mailer, row: OutgoingMail, signal: AbortSignal): Promise<Delivery> {
  const from = senderFrom(row.from_address);
  if (from === null) return { kind: 'refused', reason: `${row.from_address} is no sender.` };
  const mail: Mail = {
    messageId: row.message_id,
    from,
    to: row.to_address,
    replyTo: row.reply_to ?? undefined,
    subject: row.subject,
    text: row.body,
    headers: row.headers,
    date: row.created_at,
  };
  return mailer.send(mail, { signal });
}

/** What an attempt's end means for the mail; a first retry after a minute, then twice as long each time. */
export function outcomeOf(mail: OutgoingMail, delivery: Delivery, now: Date): MailOutcome {
  const { mail_id, attempts, first_tried_at } = mail;
  if (delivery.kind === 'delivered') return { mail_id, status: 'sent', reason: null, next_try_at: null };
  const { reason } = delivery;
  if (delivery.kind === 'refused') {
    return { mail_id, status: delivery.byRecipient ? 'bounced' : 'refused', reason, next_try_at: null };
  }
  if (delivery.uncertain) return { mail_id, status: 'unsure', reason, next_try_at: null };
  if (now.getTime() - (first_tried_at ?? now).getTime() >= GIVE_UP_AFTER_MS) {
    return { mail_id, status: 'failed', reason: `Tried ${attempts} times. ${reason}`, next_try_at: null };
  }
  const delay = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_RETRY_MS);
  const next_try_at = new Date(now.getTime() + Math.max(delay, delivery.retryAfterMs ?? 0));
  return { mail_id, status: 'queued', reason, next_try_at };
}

async function record(
  team: Team,
  tx: Transaction,
  mail: OutgoingMail,
  delivery: Delivery,
  now: Date,
): Promise<void> {
  const outcome = outcomeOf(mail, delivery, now);
  const { status, reason } = outcome;
  const isBadAddress = status === 'bounced' && BAD_ADDRESS.test(reason ?? '');
  const { case_id, to_address: address } = mail;
  // Before any row of the address is touched: that is the order of all who forbid.
  if (isBadAddress) {
    await suppress(team, tx, { value: address, reason: 'hard-bounce', source: 'mail server' }, now);
  }
  if (!(await recordMail(tx, outcome)) || status !== 'bounced') return;
  const what = isBadAddress ? 'final' : 'passing';
  await recordActivity(tx, { case_id, kind: 'mail-bounced', at: now, detail: { address, what, reason } });
}
