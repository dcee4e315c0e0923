/** `baton merges`: what was joined and merged, why, and what a person should look at. */
import { type CommandOutcome, type TeamCommand, z } from 'baton';
import type { DeskServices } from '../services.ts';
import { type Merge, mergeLines } from '../store/merges.ts';
import { bold, counted, labelled, plain } from './text/layout.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';
import { MOST_ROWS, optionProblems, rowLimit, usageProblem } from './usage.ts';

const SHOWN = 30;

const mergesOptions = z.object({
  proposed: z.boolean().default(false),
  undone: z.boolean().default(false),
  limit: rowLimit,
  json: z.boolean().optional(),
});

const deeds: Readonly<Record<Merge['kind'], string>> = {
  joined: 'joined to',
  continued: 'continued by',
  'by-hand': 'merged into',
  proposed: 'may be the person of',
};

function linesOf(merge: Merge, timezone: string): string[] {
  const { merge_id, kind, from_case, into_case, why, probability, decided_by, at } = merge;
  const sure = probability === null ? '' : `, ${Math.round(probability * 100)} % sure`;
  const undone = merge.undone_at === null ? '' : `  undone by ${plain(merge.undone_by ?? '', 40)}`;
  const head = `${bold(merge_id)}  ${from_case} ${deeds[kind]} ${into_case}  (${plain(decided_by, 40)}, ${dayAndTime(at, timezone)}${sure})${undone}`;
  return [head, ...(why.length === 0 ? [] : [labelled('', plain(why.join(' '), 400), 0)])];
}

export const mergesCommand: TeamCommand<DeskServices> = {
  usage: 'merges',
  summary: 'list what was joined and merged, with the reasons, and who may be one person',
  options: [
    { flags: '--proposed', summary: 'only what a person should look at' },
    { flags: '--undone', summary: 'those that were undone too' },
    { flags: '--limit <count>', summary: `how many at most (default: ${SHOWN} shown, all with --json)` },
  ],
  async run({ database }, _args, given): Promise<CommandOutcome> {
    const parsed = mergesOptions.safeParse(given);
    if (!parsed.success) {
      return usageProblem('merges [--proposed] [--undone] [--limit COUNT]', optionProblems(parsed.error));
    }
    const { proposed, undone, limit, json } = parsed.data;
    const which = { proposedOnly: proposed, undoneToo: undone };
    const most = limit ?? (json ? MOST_ROWS : SHOWN);
    const found = await mergeLines(database, which, most + 1);
    const merges = found.slice(0, most);
    const more = found.length > most ? ' There are older ones: `--limit` shows more.' : '';
    if (merges.length === 0) {
      const text = proposed ? 'Nobody waits to be told apart.' : 'Nothing has been joined or merged.';
      return { data: { merges }, text };
    }
    const text = [
      ...merges.flatMap((merge) => linesOf(merge, hereTimeZone())),
      '',
      `${counted(merges.length, 'merge')}.${more} \`baton unmerge NUMBER\` undoes one, \`baton merge ID INTO\` settles a doubt.`,
    ].join('\n');
    return { data: { merges }, text };
  },
};
