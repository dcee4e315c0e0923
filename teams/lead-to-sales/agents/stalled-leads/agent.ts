/** Stalled leads: every working morning, finds those on which nothing happens and tells who should act. */
import { type AgentContext, defineAgent, z } from 'baton';
import type { DeskServices } from '../../services.ts';
import { deskCalendars } from '../../working-calendar.ts';
import type { RecordStalledData } from '../../writes/record-stalled.ts';
import { findStalled, stalledNotices } from './find-stalled.ts';
import { type StalledLeadsRules, stalledLeadsRulesFile } from './rules.ts';

export const stalledLeads = defineAgent({
  input: z.object({}),
  output: z.object({
    stalled: z.object({
      leads: z.array(z.object({ case_id: z.string(), since: z.iso.datetime(), to: z.array(z.string()) })),
    }),
  }),
  rules: stalledLeadsRulesFile,
  writes: ['record-stalled'],
  occasions: ['handoff'],
  async run(_input, { services, rules, now, read }: AgentContext<StalledLeadsRules, DeskServices>) {
    const found = await findStalled(services.database, rules, await read(deskCalendars), now);
    const leads = found.map(({ case_id, since, to }) => ({
      case_id,
      since: since.toISOString(),
      to: [...to],
    }));
    const data: RecordStalledData = { leads };
    return {
      output: { stalled: { leads } },
      notes: leads.length === 0 ? 'No lead rests too long.' : `${leads.length} leads rest too long; told.`,
      notices: stalledNotices(found, rules, now),
      ...(leads.length > 0 ? { writes: [{ kind: 'record-stalled', data }] } : {}),
    };
  },
});
