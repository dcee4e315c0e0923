/** What follows from mail in a lead's thread: a clock stops, engagement is kept, a sequence hears of it. */
import type { RunningTeam, Transaction } from 'baton';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { recordEngagement } from '../nurturing/record-engagement.ts';
import { suppress } from '../nurturing/unsubscribe.ts';
import { respondInside } from '../respond-to-lead.ts';
import type { DeskServices } from '../services.ts';
import { recordActivity } from '../store/activities.ts';
import { insertMailMessages, keepMail, type MailKind } from '../store/mail-messages.ts';
import { markBounced } from '../store/outgoing-mails.ts';
import type { MailEnvelope } from './mail-envelope.ts';
import type { RawInquiry } from './raw-inquiry.ts';
import type { ThreadMail } from './recognise-response.ts';
import { isUnsubscription } from './reply-words.ts';

/** A mail of the batch, looked at before the transaction. */
export interface ArrivedMail {
  readonly inquiry: RawInquiry;
  readonly envelope: MailEnvelope;
  /** It reads like a program's answer: many write one without a header that says so. */
  readonly soundsAutomatic: boolean;
  /** A mail server of our own has found that the sender is who it says. */
  readonly isProven: boolean;
  /** Its own words; empty where they were not needed. */
  readonly words: string;
}

type Team = RunningTeam<DeskServices>;
type Recognised = Exclude<ThreadMail, { kind: 'inquiry' }>;

const mailKinds: Readonly<Record<Recognised['kind'], MailKind>> = {
  response: 'response',
  internal: 'response',
  unproven: 'response',
  reply: 'reply',
  'auto-reply': 'auto-reply',
  bounce: 'bounce',
};

/**
 * Takes a recognised mail in. `known`: it had been taken in before, and nothing is done. `inquiry`: it has been
 * heeded as far as it goes, and is the person's next inquiry as well, as nobody else would hear of it.
 */
export async function takeThreadMail(
  team: Team,
  tx: Transaction,
  found: Recognised,
  mail: ArrivedMail,
  now: Date,
): Promise<'taken' | 'known' | 'inquiry'> {
  const { inquiry, envelope } = mail;
  const { caseId } = found;
  const kind = mailKinds[found.kind];
  const note = async (): Promise<void> => {
    const { messageId: message_id, from: from_address } = envelope;
    // Whoever wrote an unproven mail knows its id: an answer to it would prove nothing.
    if (message_id === null || found.kind === 'unproven' || found.kind === 'internal') return;
    await insertMailMessages(tx, [
      { message_id, case_id: caseId, kind, from_address, at: inquiry.received_at },
    ]);
  };
  if (found.kind === 'reply') {
    await note();
    const isHeard = await heedReply(team, tx, caseId, mail, now);
    if (found.lead === 'open' || (found.lead === 'nurtured' && !isHeard)) return 'inquiry';
  }
  const kept = { content_hash: inquiry.content_hash, case_id: caseId, kind, raw: inquiry.raw, at: now };
  if (!(await keepMail(tx, kept))) return 'known';
  await note();
  if (found.kind !== 'reply') await heed(team, tx, found, mail, now);
  return 'taken';
}

async function heed(
  team: Team,
  tx: Transaction,
  found: Exclude<Recognised, { kind: 'reply' }>,
  mail: ArrivedMail,
  now: Date,
): Promise<void> {
  const { caseId } = found;
  const said = { case_id: caseId, at: now };
  switch (found.kind) {
    case 'response': {
      const note = `by mail (${mail.inquiry.origin})`;
      await respondInside(team, tx, { caseId, by: found.ownerId, note }, now);
      await recordActivity(tx, { ...said, kind: 'owner-wrote', detail: { owner_id: found.ownerId } });
      return;
    }
    case 'internal':
      await recordActivity(tx, { ...said, kind: 'internal-mail', detail: { from: mail.envelope.from } });
      return;
    case 'unproven':
      await recordActivity(tx, { ...said, kind: 'unproven-response', detail: { from: mail.envelope.from } });
      return;
    case 'auto-reply':
      await recordActivity(tx, { ...said, kind: 'auto-reply', detail: { from: mail.envelope.from } });
      return;
    case 'bounce': {
      const { address, messageId, what } = found;
      if (what !== 'complaint') await markBounced(tx, messageId);
      await recordActivity(tx, { ...said, kind: 'mail-bounced', detail: { address, what } });
      if (what === 'passing') return;
      const reason = what === 'final' ? 'hard-bounce' : 'complaint';
      await suppress(team, tx, { value: address, reason, source: 'mail report' }, now);
    }
  }
}

/** False where no run of the lead has heard of it. */
async function heedReply(
  team: Team,
  tx: Transaction,
  caseId: string,
  { inquiry, envelope, words }: ArrivedMail,
  now: Date,
): Promise<boolean> {
  const { permission } = team.read(nurturingRulesFile);
  const { from, messageId } = envelope;
  if (from !== null && isUnsubscription(words, permission.unsubscribe_words)) {
    await suppress(team, tx, { value: from, reason: 'unsubscribed', source: 'reply' }, now);
    return true;
  }
  const { isNew } = await recordEngagement(
    team,
    tx,
    {
      caseId,
      kind: 'reply',
      at: inquiry.received_at > now ? now : inquiry.received_at,
      detail: { words, message_id: messageId },
      sourceKey: `mail:${inquiry.content_hash}`,
    },
    now,
  );
  if (!isNew) return false;
  const detail = { words: words.slice(0, 400) };
  await recordActivity(tx, { case_id: caseId, kind: 'lead-replied', at: now, detail });
  return team.signal(tx, caseId, 'lead-replied', { message_id: messageId }, from ?? 'The lead');
}
