/** What became of a lead after its first days: sequence, mails, engagement, and what was known from before. */
import type { RunningTeam } from 'baton';
import { nurturingRulesFile } from '../../agents/nurturing/rules.ts';
import { type EngagementScore, scoreEngagement } from '../../nurturing/engagement.ts';
import type { DeskServices } from '../../services.ts';
import { type EngagementRow, engagementsOf } from '../../store/engagements.ts';
import { type ImportedActivity, importedActivitiesOf } from '../../store/imported-activities.ts';
import { type OutgoingMail, outgoingMailsOf } from '../../store/outgoing-mails.ts';
import { type SuppressionRow, suppressionsOf } from '../../store/suppressions.ts';

/** A mail of a sequence, without its text. */
export type SequenceMail = Pick<
  OutgoingMail,
  'mail_id' | 'sequence' | 'touch' | 'to_address' | 'subject' | 'basis' | 'status' | 'created_at' | 'sent_at'
>;

export interface Engaged extends EngagementScore {
  /** From so many points on, a lead in a sequence is judged again. */
  readonly judged_again_from: number;
  /** Oldest first. */
  readonly events: readonly EngagementRow[];
}

export interface AfterContact {
  readonly mails: readonly SequenceMail[];
  /** Null: the lead has done nothing that was recorded. */
  readonly engagement: Engaged | null;
  /** Done with this person before the desk, newest first; at most 20. */
  readonly before_the_desk: readonly ImportedActivity[];
  /** What forbids writing to the person, their own word first. */
  readonly suppressed: readonly SuppressionRow[];
}

const EVER = new Date(0);
const MOST_BEFORE = 20;

function shownMail(mail: OutgoingMail): SequenceMail {
  const { mail_id, sequence, touch, to_address, subject, basis, status, created_at, sent_at } = mail;
  return { mail_id, sequence, touch, to_address, subject, basis, status, created_at, sent_at };
}

/** Looks up what came after; `address` is the person's, null where none is known. */
export async function afterContactOf(
  team: RunningTeam<DeskServices>,
  caseId: string,
  address: string | null,
): Promise<AfterContact> {
  const { database } = team;
  const [mails, events, before, suppressed, now] = await Promise.all([
    outgoingMailsOf(database, caseId),
    engagementsOf(database, caseId),
    address === null ? [] : importedActivitiesOf(database, address, MOST_BEFORE),
    address === null ? [] : suppressionsOf(database, address),
    team.now(),
  ]);
  const rules = team.read(nurturingRulesFile);
  const score = scoreEngagement(events, rules.engagement, now, EVER);
  return {
    mails: mails.map(shownMail),
    engagement:
      events.length === 0 ? null : { ...score, judged_again_from: rules.engagement.re_qualify, events },
    before_the_desk: before,
    suppressed,
  };
}
