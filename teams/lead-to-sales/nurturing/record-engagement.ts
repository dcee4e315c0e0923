/** Recording what a lead has done, for commands, intake and an API: kept once, weighed, and told to the lead's run when it is enough. */
import { BatonError, type RunningTeam, type Transaction } from 'baton';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import type { DeskServices } from '../services.ts';
import { engagementsOf, insertEngagement } from '../store/engagements.ts';
import { statusOf } from '../store/lead-status.ts';
import { outgoingMailOf } from '../store/outgoing-mails.ts';
import { type EngagementScore, isMachine, scoreEngagement } from './engagement.ts';

export interface Engagement {
  readonly caseId: string;
  /** A kind that the rules weigh, such as `click`; another is kept and worth nothing. */
  readonly kind: string;
  readonly at: Date;
  /** What the program that did it calls itself. */
  readonly userAgent?: string | null;
  /** The mail of ours that was opened or clicked, by its Message-ID. */
  readonly messageId?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Tells the same event reported twice, such as a provider's event id. */
  readonly sourceKey?: string | null;
}

export interface RecordedEngagement {
  /** False where the same event had been reported before. */
  readonly isNew: boolean;
  /** A machine did it; it counts nothing. */
  readonly isMachine: boolean;
  readonly score: EngagementScore;
  /** Whether the lead's sequence was told: the lead is judged again. */
  readonly isTold: boolean;
}

const ever = new Date(0);

/** A lead's engagement as it stands at `now`, over all time. */
export async function engagementScore(
  team: RunningTeam<DeskServices>,
  db: Transaction | RunningTeam<DeskServices>['database'],
  caseId: string,
  now: Date,
): Promise<EngagementScore> {
  const { engagement } = team.read(nurturingRulesFile);
  return scoreEngagement(await engagementsOf(db, caseId), engagement, now, ever);
}

/**
 * Keeps one event, in the caller's transaction. A lead that has reached the rules' threshold has its
 * sequence told (`lead-engaged`), which judges by the rules it began with. Throws `lead-unknown`.
 */
export async function recordEngagement(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  given: Engagement,
  now: Date,
): Promise<RecordedEngagement> {
  const { caseId, kind, at, userAgent = null, messageId = null, detail = {}, sourceKey = null } = given;
  if ((await statusOf(tx, caseId)) === null) {
    throw new BatonError(
      'lead-unknown',
      `There is no lead ${caseId}. \`baton leads\` lists those there are.`,
    );
  }
  const rules = team.read(nurturingRulesFile);
  const mail = messageId === null ? null : await outgoingMailOf(tx, messageId);
  const traces = { kind, at, userAgent, sentAt: mail?.sent_at ?? null };
  const byMachine = isMachine(traces, rules.engagement);
  const isNew = await insertEngagement(tx, {
    case_id: caseId,
    kind,
    at,
    is_machine: byMachine,
    detail: {
      ...detail,
      ...(userAgent === null ? {} : { user_agent: userAgent }),
      ...(messageId === null ? {} : { message_id: messageId }),
    },
    source_key: sourceKey,
  });
  const score = await engagementScore(team, tx, caseId, now);
  const isEnough = isNew && !byMachine && kind !== 'reply' && score.score >= rules.engagement.re_qualify;
  const isTold =
    isEnough && (await team.signal(tx, caseId, 'lead-engaged', { kind, score: score.score }, 'Engagement'));
  return { isNew, isMachine: byMachine, score, isTold };
}
