/** `baton respond <id>`: a salesperson says that they have responded to a lead; its clock stops. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { respondToLead, responsePayload } from '../respond-to-lead.ts';
import type { DeskServices } from '../services.ts';
import type { ResponseOutcome } from '../writes/record-response.ts';
import { CASE_ARGUMENT, caseIdFrom } from './lead.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';
import { optionProblems, usageProblem } from './usage.ts';

const respondOptions = z.object({
  by: z.string().trim().min(1).max(64).optional(),
  note: z
    .string()
    .trim()
    .max(2000, 'The note may have 2000 characters at most.')
    .transform((text) => text.replaceAll('\0', '').toWellFormed())
    .optional(),
});

type Refusal = Exclude<ResponseOutcome, { kind: 'recorded' | 'known' }>;

function refused(caseId: string, by: string | null, outcome: Refusal): CommandOutcome {
  if (outcome.kind === 'no-lead') {
    const text = `There is no lead ${caseId}. \`baton leads\` lists those there are.`;
    return { data: { error: 'lead-unknown', case_id: caseId }, text, exitCode: 3 };
  }
  if (outcome.kind === 'no-such-owner') {
    const text = `Nobody among the owners has the id "${by}". \`baton owners\` lists them; without --by it is the lead's own owner.`;
    return { data: { error: 'owner-unknown', owner_id: by }, text, exitCode: 3 };
  }
  const text = `${caseId} has no owner, so nobody's clock runs (its status is "${outcome.status}"). \`baton inbox\` shows whether it waits for a person; \`baton lead ${caseId}\` shows where it stands.`;
  return { data: { error: 'no-owner', case_id: caseId, lead_status: outcome.status }, text, exitCode: 1 };
}

async function respond(
  team: RunningTeam<DeskServices>,
  caseId: string,
  by: string | null,
  note: string | null,
): Promise<CommandOutcome> {
  const { outcome, isHeard, now } = await respondToLead(team, { caseId, by, note });
  if (outcome.kind !== 'recorded' && outcome.kind !== 'known') {
    return refused(caseId, by, outcome);
  }
  const { assignment } = outcome;
  const payload = responsePayload(outcome, note, now);
  const isNew = outcome.kind === 'recorded';
  const clock = isHeard ? ' Its follow-up clock has stopped.' : ' No clock was running any more.';
  return {
    data: { case_id: caseId, ...payload, recorded: isNew, clock_stopped: isHeard },
    text: isNew
      ? `${caseId}: ${assignment.owner_name}'s response is recorded.${clock}`
      : `${caseId}: ${assignment.owner_name} had responded already, ${dayAndTime(new Date(payload.responded_at), hereTimeZone())}. Nothing was changed.`,
  };
}

export const respondCommand: TeamCommand<DeskServices> = {
  usage: 'respond <id>',
  arguments: { id: CASE_ARGUMENT },
  summary: 'record that the salesperson has responded to a lead',
  options: [
    { flags: '--by <owner>', summary: "who responded, by id (default: the lead's owner)" },
    { flags: '--note <text>', summary: 'what came of it, in a few words' },
  ],
  run: async (team, args, options) => {
    const parsed = respondOptions.safeParse(options);
    const caseId = caseIdFrom(args[0] ?? '');
    if (!parsed.success || caseId === '') {
      const said = optionProblems(parsed.error);
      return usageProblem('respond <id> [--by OWNER] [--note TEXT]', said);
    }
    return respond(team, caseId, parsed.data.by ?? null, parsed.data.note ?? null);
  },
};
