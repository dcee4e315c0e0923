/** `baton lead <id>`: a case on one screen, its whole record with `--all`, or all of it as data. */
import type { CommandOutcome, TeamCommand } from 'baton';
import type { DeskServices } from '../services.ts';
import { gatherRecord } from './record/case-record.ts';
import { firstScreen } from './record/first-screen.ts';
import { recordData } from './record/record-data.ts';
import { recordText } from './record/record-text.ts';
import { hereTimeZone } from './text/times.ts';
import { usageProblem } from './usage.ts';

/** `lead-10042` and `10042` are LEAD-10042. */
export function caseIdFrom(given: string): string {
  const id = given.trim().toUpperCase().slice(0, 64);
  return /^\d+$/.test(id) ? `LEAD-${id}` : id;
}

/** The argument of a command about one case, as --help tells it. */
export const CASE_ARGUMENT = 'case number, such as LEAD-10042; the number alone will do';

export const leadCommand: TeamCommand<DeskServices> = {
  usage: 'lead <id>',
  arguments: { id: CASE_ARGUMENT },
  summary: 'show one lead on a screen: who, what they want, score, owner, what to say; --all for everything',
  options: [
    {
      flags: '--all',
      summary: 'what arrived word for word, each field with its evidence, score, choice, sources, messages',
    },
  ],
  async run(team, args, options): Promise<CommandOutcome> {
    const caseId = caseIdFrom(args[0] ?? '');
    if (caseId === '') {
      return usageProblem('lead <id> [--all]', [
        '<id>: a number such as LEAD-10042; `baton leads` lists them',
      ]);
    }
    const [record, now] = await Promise.all([gatherRecord(team, caseId), team.now()]);
    const inWords = options.all === true ? recordText : firstScreen;
    return { data: recordData(record), text: inWords(record, now, hereTimeZone()) };
  },
};
