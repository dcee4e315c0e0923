/** `baton fairness`: who was entitled to how many leads, who received how many, and how even that is. */
import { type CommandOutcome, type TeamCommand, z } from 'baton';
import Table from 'cli-table3';
import type { DeskServices } from '../services.ts';
import { type FairTotal, fairTotals } from '../store/fair-shares.ts';
import { jainIndex } from './jain-index.ts';
import { bare } from './leads-table.ts';
import { counted } from './text/layout.ts';
import { optionProblems, usageProblem } from './usage.ts';

const dayMs = 86_400_000;
const options = z.object({
  days: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'a whole number of days from 1 to 999')
    .default('7'),
});

/** An owner of the ledger as `--json` shows them. */
export interface FairLine extends FairTotal {
  /** Received of what they were entitled to, as a ratio; null where they were entitled to nothing. */
  readonly ratio: number | null;
}

export interface FairnessLedger {
  readonly days: number;
  readonly leads: number;
  /** 1: everybody received what they were entitled to; 1/n: one received all. Null: nothing was shared out. */
  readonly jain_index: number | null;
  readonly owners: readonly FairLine[];
}

/** The ledger of the last days. */
export async function fairnessLedger(
  db: DeskServices['database'],
  now: Date,
  days: number,
): Promise<FairnessLedger> {
  const totals = await fairTotals(db, new Date(now.getTime() - days * dayMs));
  const owners = totals.map((total) => ({
    ...total,
    ratio: total.entitled > 0 ? total.received / total.entitled : null,
  }));
  return {
    days,
    leads: totals.reduce((sum, { received }) => sum + received, 0),
    jain_index: jainIndex(owners.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]))),
    owners,
  };
}

/** The ledger as a person reads it. */
export function fairnessText({ days, leads, jain_index, owners }: FairnessLedger): string {
  if (jain_index === null)
    return `In the last ${counted(days, 'day')} no lead could have gone to several owners alike.`;
  const table = new Table({
    head: ['Owner', 'Entitled to', 'Received', 'Owed now'],
    chars: { ...bare, middle: '  ' },
    colAligns: ['left', 'right', 'right', 'right'],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const { name, entitled, received, credit } of owners) {
    table.push([name, entitled.toFixed(1), String(received), credit.toFixed(1)]);
  }
  return [
    `${counted(leads, 'lead')} of the last ${counted(days, 'day')} could have gone to several owners alike.`,
    table.toString(),
    `Evenness ${jain_index.toFixed(3)} (Jain index: 1 is all alike, ${(1 / owners.length).toFixed(2)} is one with everything).`,
    'Entitled to: by weight, of the leads they could have taken; absences and caps are left out.',
  ].join('\n');
}

export const fairnessCommand: TeamCommand<DeskServices> = {
  usage: 'fairness',
  summary: 'show how evenly leads went to those who could have taken them',
  options: [{ flags: '--days <days>', summary: 'how many days back (default: 7)' }],
  async run(team, _args, given): Promise<CommandOutcome> {
    const parsed = options.safeParse(given);
    if (!parsed.success) {
      return usageProblem('fairness [--days DAYS]', optionProblems(parsed.error));
    }
    const ledger = await fairnessLedger(team.database, await team.now(), Number(parsed.data.days));
    return { data: ledger, text: fairnessText(ledger) };
  },
};
