/** `baton stalled`: leads on which nothing has happened for too long and that nobody was told of yet. Tells nobody. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TeamCommand } from 'baton';
import { parse } from 'yaml';
import { findStalled } from '../agents/stalled-leads/find-stalled.ts';
import { stalledLeadsRules } from '../agents/stalled-leads/rules.ts';
import type { DeskServices } from '../services.ts';
import { deskCalendars } from '../working-calendar.ts';
import { spanWords } from './text/times.ts';
import { whoWords } from './text/words.ts';

export const stalledCommand: TeamCommand<DeskServices> = {
  usage: 'stalled',
  summary: 'list leads on which nothing has happened for too long',
  run: async (team) => {
    const file = join(import.meta.dirname, '../agents/stalled-leads/rules.yaml');
    const rules = stalledLeadsRules.parse(parse(await readFile(file, 'utf8')));
    const now = await team.now();
    const leads = await findStalled(team.database, rules, await deskCalendars(), now);
    const lines = leads.map(
      (lead) =>
        `${lead.case_id}  ${lead.lead_status}  ${spanWords(now.getTime() - lead.since.getTime())}  ${whoWords(lead)}, ${lead.owner_name ?? 'no owner'}`,
    );
    const none = 'No lead rests too long, but for those that somebody was told of already.';
    return { data: { leads }, text: leads.length === 0 ? none : lines.join('\n') };
  },
};
