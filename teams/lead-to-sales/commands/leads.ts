/** `baton leads`: the desk's leads, most urgent first, one line each. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import type { DeskServices } from '../services.ts';
import { countLeadLines, type LeadLineFilter, leadLines } from '../store/lead-lines.ts';
import { leadStatuses } from '../store/leads.ts';
import { ownerById } from '../store/owners.ts';
import { type ListedLead, leadsTable, listedLead } from './leads-table.ts';
import { MOST_ROWS, optionProblems, rowLimit, usageProblem } from './usage.ts';

const SHOWN = 50;

const ratings = ['hot', 'warm', 'cold', 'unqualified'] as const;

const leadsOptions = z.object({
  rating: z.enum(ratings, `give one of ${ratings.join(', ')}`).optional(),
  status: z.enum(leadStatuses, `give one of ${leadStatuses.join(', ')}`).optional(),
  owner: z.string().trim().min(1).max(64).optional(),
  limit: rowLimit,
  json: z.boolean().optional(),
});

async function linesOf(
  team: RunningTeam<DeskServices>,
  filter: LeadLineFilter,
  limit: number,
): Promise<ListedLead[]> {
  const [now, lines] = await Promise.all([team.now(), leadLines(team.database, filter, limit)]);
  const standings = await team.standingsOf(lines.map(({ case_id }) => case_id));
  return lines.map((line) => listedLead(line, standings.get(line.case_id) ?? null, now));
}

export const leadsCommand: TeamCommand<DeskServices> = {
  usage: 'leads',
  summary: 'list the leads, most urgent first: score, owner, and where each stands',
  options: [
    { flags: '--rating <rating>', summary: `only ${ratings.join(', ')}` },
    { flags: '--owner <id>', summary: "only this owner's (baton owners lists the ids)" },
    { flags: '--status <status>', summary: `only ${leadStatuses.join(', ')}` },
    { flags: '--limit <count>', summary: `how many at most (default: ${SHOWN} shown, all with --json)` },
  ],
  async run(team, _args, options): Promise<CommandOutcome> {
    const parsed = leadsOptions.safeParse(options);
    if (!parsed.success) {
      return usageProblem(
        'leads [--rating RATING] [--owner ID] [--status STATUS]',
        optionProblems(parsed.error),
      );
    }
    const { rating, status, owner, limit, json } = parsed.data;
    if (owner !== undefined && (await ownerById(team.database, owner)) === null) {
      const text = `Nobody among the owners has the id "${owner}". \`baton owners\` lists them.`;
      return { data: { error: 'owner-unknown', owner_id: owner }, text, exitCode: 3 };
    }
    const filter = { rating, status, ownerId: owner };
    const leads = await linesOf(team, filter, limit ?? (json ? MOST_ROWS : SHOWN));
    const all = await countLeadLines(team.database, filter);
    const isFiltered = (rating ?? status ?? owner) !== undefined;
    return { data: leads, text: leadsTable(leads, all, isFiltered) };
  },
};
