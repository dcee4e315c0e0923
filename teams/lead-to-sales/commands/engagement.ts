/** `baton engagement <id>`: what a lead has done and what it is worth; with `--record`, notes something it did. */
import { BatonError, type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { engagementScore, recordEngagement } from '../nurturing/record-engagement.ts';
import type { DeskServices } from '../services.ts';
import { type EngagementRow, engagementsOf } from '../store/engagements.ts';
import { statusOf } from '../store/lead-status.ts';
import { CASE_ARGUMENT, caseIdFrom } from './lead.ts';
import { plain } from './text/layout.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';
import { optionProblems, usageProblem } from './usage.ts';

const SHOWN = 20;

const engagementOptions = z.object({
  record: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'a kind such as open, click, visit or reply')
    .optional(),
  at: z.iso.datetime({ offset: true, message: 'a time such as 2026-11-23T10:00:00Z' }).optional(),
  agent: z.string().max(500).optional(),
  mail: z.string().max(400).optional(),
  note: z.string().max(500).optional(),
  key: z.string().max(200).optional(),
});
type Options = z.output<typeof engagementOptions>;

function lineOf({ at, kind, is_machine }: EngagementRow): string {
  return `  ${dayAndTime(at, hereTimeZone())}  ${plain(kind, 40)}${is_machine ? '  (a machine; counts nothing)' : ''}`;
}

async function show(team: RunningTeam<DeskServices>, caseId: string): Promise<CommandOutcome> {
  if ((await statusOf(team.database, caseId)) === null) throw unknownLead(caseId);
  const [events, score] = await Promise.all([
    engagementsOf(team.database, caseId),
    engagementScore(team, team.database, caseId, await team.now()),
  ]);
  const parts = score.by_kind.map(({ kind, events: times, points }) => `${kind} ×${times}: ${points}`);
  const { re_qualify } = team.read(nurturingRulesFile).engagement;
  const text = [
    `${caseId}: ${score.score} points${parts.length > 0 ? ` (${parts.join(', ')})` : ''}; from ${re_qualify} a lead in a sequence is judged again.`,
    ...events.slice(-SHOWN).map(lineOf),
  ];
  return { data: { case_id: caseId, ...score, events }, text: text.join('\n') };
}

function unknownLead(caseId: string): BatonError {
  return new BatonError('lead-unknown', `There is no lead ${caseId}. \`baton leads\` lists those there are.`);
}

async function record(
  team: RunningTeam<DeskServices>,
  caseId: string,
  kind: string,
  { at, agent, mail, note, key }: Options,
): Promise<CommandOutcome> {
  const now = await team.now();
  const when = at === undefined ? now : new Date(at);
  if (when > now) return usageProblem('engagement <id> --record KIND', [`--at: ${at} has not come yet`]);
  const traces = { userAgent: agent ?? null, messageId: mail ?? null, sourceKey: key ?? null };
  const given = { caseId, kind, at: when, ...traces };
  const detail = note === undefined ? {} : { note };
  const done = await team.database.transaction((tx) => recordEngagement(team, tx, { ...given, detail }, now));
  const what = done.isNew
    ? `${kind} is recorded${done.isMachine ? ' as done by a machine: it counts nothing' : ''}`
    : 'this event was known already';
  const { weights } = team.read(nurturingRulesFile).engagement;
  const unknown = Object.hasOwn(weights, kind)
    ? ''
    : ` The rules give "${kind}" no points; they weigh ${Object.keys(weights).join(', ')}.`;
  const told = done.isTold ? ' Its sequence was told: the lead is judged again.' : '';
  return {
    data: { case_id: caseId, ...done },
    text: `${caseId}: ${what}. ${done.score.score} points.${unknown}${told}`,
  };
}

export const engagementCommand: TeamCommand<DeskServices> = {
  usage: 'engagement <id>',
  arguments: { id: CASE_ARGUMENT },
  summary: 'show what a lead has done and what it is worth, or record something it did',
  options: [
    {
      flags: '--record <kind>',
      summary: 'what it did: open, click, visit, download, webinar, call, meeting …',
    },
    { flags: '--at <time>', summary: 'when, such as 2026-11-23T10:00:00Z (default: now)' },
    { flags: '--agent <name>', summary: 'what the program that did it calls itself (User-Agent)' },
    { flags: '--mail <message-id>', summary: 'the mail of ours that was opened or clicked' },
    { flags: '--note <text>', summary: 'a few words' },
    { flags: '--key <text>', summary: 'recording twice with one key records once' },
  ],
  run: async (team, args, options) => {
    const parsed = engagementOptions.safeParse(options);
    const caseId = caseIdFrom(args[0] ?? '');
    if (!parsed.success || caseId === '') {
      const said = optionProblems(parsed.error);
      return usageProblem('engagement <id> [--record KIND]', said);
    }
    const { record: kind } = parsed.data;
    return kind === undefined ? show(team, caseId) : record(team, caseId, kind, parsed.data);
  },
};
