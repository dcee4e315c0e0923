/** `baton lead <id>`: the whole record of a case, as text or as data. */
import type { CommandOutcome, TeamCommand } from 'baton';
import type { DeskServices } from '../services.ts';
import { gatherRecord } from './record/case-record.ts';
import { recordData } from './record/record-data.ts';
import { recordText } from './record/record-text.ts';
import { hereTimeZone } from './text/times.ts';

/** `lead-10042` and `10042` are LEAD-10042. */
export function caseIdFrom(given: string): string {
  const id = given.trim().toUpperCase().slice(0, 64);
  return /^\d+$/.test(id) ? `LEAD-${id}` : id;
}

export const leadCommand: TeamCommand<DeskServices> = {
  usage: 'lead <id>',
  arguments: { id: 'case number, such as LEAD-10042; the number alone will do' },
  summary: 'tell all about one lead: what arrived, fields with evidence, score, owner, messages',
  async run(team, args): Promise<CommandOutcome> {
    const caseId = caseIdFrom(args[0] ?? '');
    if (caseId === '') {
      const text = 'Usage: baton lead <id>, with a number such as LEAD-10042. `baton leads` lists them.';
      return { data: { error: 'usage', problems: [text] }, text, exitCode: 2 };
    }
    const [record, now] = await Promise.all([gatherRecord(team, caseId), team.now()]);
    return { data: recordData(record), text: recordText(record, now, hereTimeZone()) };
  },
};
