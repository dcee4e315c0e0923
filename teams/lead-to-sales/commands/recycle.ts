/** `baton recycle <id> --reason WORD`: a salesperson gives a lead back to nurturing. */
import { type CommandOutcome, type TeamCommand, z } from 'baton';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { recycleLead } from '../nurturing/recycle.ts';
import type { DeskServices } from '../services.ts';
import { CASE_ARGUMENT, caseIdFrom } from './lead.ts';
import { usageProblem } from './usage.ts';

const recycleOptions = z.object({
  reason: z.string().min(1).max(60),
  note: z
    .string()
    .trim()
    .max(2000)
    .transform((text) => text.replaceAll('\0', '').toWellFormed())
    .optional(),
  by: z.string().trim().min(1).max(64).optional(),
});

export const recycleCommand: TeamCommand<DeskServices> = {
  usage: 'recycle <id>',
  arguments: { id: CASE_ARGUMENT },
  summary: 'give a lead back to nurturing, and say why',
  options: [
    {
      flags: '--reason <word>',
      summary: 'one of the reasons in agents/nurturing/rules.yaml, such as bad-timing',
    },
    { flags: '--note <text>', summary: 'a few words' },
    { flags: '--by <name>', summary: 'who gives it back' },
  ],
  run: async (team, args, options): Promise<CommandOutcome> => {
    const caseId = caseIdFrom(args[0] ?? '');
    const parsed = recycleOptions.safeParse(options);
    if (!parsed.success || caseId === '') {
      const { recycle_reasons: reasons } = team.read(nurturingRulesFile);
      return usageProblem(`recycle <id> --reason ${Object.keys(reasons).join('|')}`, []);
    }
    const { reason, note = null, by = 'a salesperson' } = parsed.data;
    const order = await recycleLead(team, { caseId, reason, note, by });
    const when = order.not_before === null ? 'now' : `after ${order.not_before.slice(0, 10)}`;
    const text = `${caseId} goes back to nurturing (${reason}): the sequence "${order.sequence}" begins ${when}.`;
    return { data: { case_id: caseId, ...order }, text };
  },
};
