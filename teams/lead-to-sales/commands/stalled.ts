/** `baton stalled`: leads on which nothing has happened for too long and that nobody was told of yet. Tells nobody. */
import type { TeamCommand } from 'baton';
import { findStalled } from '../agents/stalled-leads/find-stalled.ts';
import { stalledLeadsRulesFile } from '../agents/stalled-leads/rules.ts';
import type { DeskServices } from '../services.ts';
import { deskCalendars } from '../working-calendar.ts';
import { spanWords } from './text/times.ts';
import { whoWords } from './text/words.ts';

export const stalledCommand: TeamCommand<DeskServices> = {
  usage: 'stalled',
  summary: 'list leads on which nothing has happened for too long',
  run: async (team) => {
    const now = await team.now();
    const leads = await findStalled(
      team.database,
      team.read(stalledLeadsRulesFile),
      await team.read(deskCalendars),
      now,
    );
    const lines = leads.map(
      (lead) =>
        `${lead.case_id}  ${lead.lead_status}  ${spanWords(now.getTime() - lead.since.getTime())}  ${whoWords(lead)}, ${lead.owner_name ?? 'no owner'}`,
    );
    const none = 'No lead rests too long, but for those that somebody was told of already.';
    return { data: { leads }, text: leads.length === 0 ? none : lines.join('\n') };
  },
};
