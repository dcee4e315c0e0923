/** `baton demo`'s last word: the day counted from the receipts and the database, the fairness ledger, and five leads told in full. */
import type { IntakeResult, RunningTeam } from 'baton';
import { type FairnessLedger, fairnessLedger } from '../commands/fairness.ts';
import { arrivalOf } from '../commands/record/arrival.ts';
import { gatherRecord } from '../commands/record/case-record.ts';
import { openTaskOf } from '../commands/text/place.ts';
import { hereTimeZone } from '../commands/text/times.ts';
import { deskCaptureRules } from '../intake/capture-rules.ts';
import type { DeskServices } from '../services.ts';
import { accountOwnedCases } from '../store/account-owned-leads.ts';
import { inquiriesOfCases } from '../store/inquiries-of-cases.ts';
import { chooseStories } from './choose-stories.ts';
import { type Day, gatherDay } from './day.ts';
import { type DayFigures, figuresOf } from './figures.ts';
import { type Story, storyOf } from './story.ts';
import { summaryText } from './summary-text.ts';

const LEDGER_DAYS = 7;

/** What `baton demo --json` writes. */
export interface DaySummary extends DayFigures {
  /** Of the last week. */
  readonly fairness: FairnessLedger;
  readonly told: readonly Story[];
}

/** How much the people wrote whose cases wait, by case: who says most is worth telling. */
async function wordsWaiting(team: RunningTeam<DeskServices>, day: Day): Promise<Map<string, number>> {
  const ids = day.cases.flatMap(({ case_id, standing }) => (openTaskOf(standing) === null ? [] : [case_id]));
  const rules = await deskCaptureRules();
  const lengths = new Map<string, number>();
  for (const [id, row] of await inquiriesOfCases(team.database, ids.slice(0, 200))) {
    lengths.set(id, (await arrivalOf(row, rules)).message?.length ?? 0);
  }
  return lengths;
}

/** Sums the day up: `intake` is what was handed in from outside, every case of it is accounted for. */
export async function summarise(
  team: RunningTeam<DeskServices>,
  intake: IntakeResult,
): Promise<{ readonly text: string; readonly data: DaySummary }> {
  const day = await gatherDay(team, intake);
  const figures = figuresOf(day);
  const ids = day.cases.map(({ case_id }) => case_id);
  const [fairness, accountOwned, words] = await Promise.all([
    fairnessLedger(team.database, day.now, LEDGER_DAYS),
    accountOwnedCases(team.database, ids),
    wordsWaiting(team, day),
  ]);
  const told: Story[] = [];
  for (const chosen of chooseStories(day.cases, { accountOwned, words })) {
    const record = await gatherRecord(team, chosen.case_id);
    told.push(storyOf(chosen, record, day.now, hereTimeZone()));
  }
  return { text: summaryText(figures, fairness, told), data: { ...figures, fairness, told } };
}
