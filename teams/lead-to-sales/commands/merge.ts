/** `baton merge <id> <into>`: a person says that two leads are one; `baton unmerge <merge>` takes them apart again. */
import { type CommandOutcome, type RunningTeam, type TeamCommand, z } from 'baton';
import { type MergeOutcome, mergeLeads } from '../identity/merge-leads.ts';
import { startOfInquiry } from '../identity/start-again.ts';
import { type UnmergeOutcome, unmerge } from '../identity/unmerge.ts';
import type { DeskServices } from '../services.ts';
import { inquiryOfCase } from '../store/inquiries.ts';
import { caseIdFrom } from './lead.ts';
import { optionProblems, usageProblem } from './usage.ts';

const decision = z.object({
  by: z.string().trim().min(1).max(64).default('a person'),
  why: z
    .string()
    .trim()
    .max(500, 'The reason may have 500 characters at most.')
    .transform((text) => text.replaceAll('\0', '').toWellFormed())
    .optional(),
});

const options = [
  { flags: '--by <who>', summary: 'who decides it' },
  { flags: '--why <text>', summary: 'why, in a few words' },
];

function mergeText(from: string, into: string, outcome: MergeOutcome): CommandOutcome {
  const data = { from_case: from, into_case: into };
  switch (outcome.kind) {
    case 'merged':
      return {
        data: { ...data, merge_id: outcome.mergeId, merged: true },
        text: `${from} is merged into ${into}. \`baton unmerge ${outcome.mergeId}\` takes them apart again.`,
      };
    case 'known':
      return {
        data: { ...data, merge_id: outcome.mergeId, merged: false },
        text: `${from} was merged into ${into} already (merge ${outcome.mergeId}). Nothing was changed.`,
      };
    case 'no-lead':
      return {
        data: { error: 'lead-unknown', case_id: outcome.caseId },
        text: `There is no lead ${outcome.caseId}. \`baton leads\` lists those there are.`,
        exitCode: 3,
      };
    case 'refused':
      return {
        data: { error: outcome.code, ...data },
        text: `${from} was not merged into ${into}: ${outcome.why}`,
        exitCode: 1,
      };
  }
}

async function merge(
  team: RunningTeam<DeskServices>,
  from: string,
  into: string,
  { by, why }: z.output<typeof decision>,
): Promise<CommandOutcome> {
  const now = await team.now();
  const standing = (await team.standingsOf([from])).get(from) ?? null;
  const outcome = await team.database.transaction(async (tx) => {
    const done = await mergeLeads(tx, { from, into, by, why: why ?? null, standing, now });
    // Its owner hears that the person has written more than they knew.
    if (done.kind === 'merged' && done.isOpen) {
      await team.signal(tx, into, 'inquiry-joined', { from_case: from, merge_id: done.mergeId }, by);
    }
    return done;
  });
  return mergeText(from, into, outcome);
}

export const mergeCommand: TeamCommand<DeskServices> = {
  usage: 'merge <id> <into>',
  arguments: { id: 'the case that is merged, such as LEAD-10050', into: 'the case that goes on' },
  summary: 'say that two leads are one person: the first is merged into the second',
  options,
  run: async (team, args, given) => {
    const parsed = decision.safeParse(given);
    const [from, into] = [caseIdFrom(args[0] ?? ''), caseIdFrom(args[1] ?? '')];
    if (!parsed.success || from === '' || into === '') {
      return usageProblem('merge <id> <into> [--by WHO] [--why TEXT]', optionProblems(parsed.error));
    }
    return merge(team, from, into, parsed.data);
  },
};

function unmergeText(mergeId: string, outcome: UnmergeOutcome, isStarted: boolean): CommandOutcome {
  if (outcome.kind === 'no-merge') {
    const text = `There is no merge ${mergeId}. \`baton merges\` lists those there are.`;
    return { data: { error: 'merge-unknown', merge_id: mergeId }, text, exitCode: 3 };
  }
  if (outcome.kind === 'refused') {
    const text = `The merge ${mergeId} was not undone: ${outcome.why}`;
    return { data: { error: 'into-merged', merge_id: mergeId }, text, exitCode: 1 };
  }
  const { from_case: from, into_case: into, undone_by } = outcome.merge;
  const data = { merge_id: mergeId, from_case: from, into_case: into };
  if (outcome.kind === 'known') {
    const text = `The merge ${mergeId} was undone already, by ${undone_by}. Nothing was changed.`;
    return { data: { ...data, undone: false }, text };
  }
  if (outcome.kind === 'dismissed') {
    const text = `${from} and ${into} are kept apart: two people. Neither was changed.`;
    return { data: { ...data, undone: true }, text };
  }
  const next = isStarted
    ? `The inquiry ${from} is read again as a lead of its own.`
    : `${from} stands where it stood; ${into} keeps the score that was made of both.`;
  return {
    data: { ...data, undone: true },
    text: `${from} and ${into} are taken apart, and no rule joins them again. ${next}`,
  };
}

async function undo(
  team: RunningTeam<DeskServices>,
  mergeId: string,
  { by, why }: z.output<typeof decision>,
): Promise<CommandOutcome> {
  const now = await team.now();
  const { outcome, isStarted } = await team.database.transaction(async (tx) => {
    const done = await unmerge(tx, { mergeId, by, why: why ?? null, now });
    if (done.kind !== 'undone' || !done.startAgain) return { outcome: done, isStarted: false };
    const inquiry = await inquiryOfCase(tx, done.merge.from_case);
    if (inquiry === null) return { outcome: done, isStarted: false };
    await team.startRuns(tx, [startOfInquiry(inquiry, mergeId, by)]);
    return { outcome: done, isStarted: true };
  });
  return unmergeText(mergeId, outcome, isStarted);
}

export const unmergeCommand: TeamCommand<DeskServices> = {
  usage: 'unmerge <merge>',
  arguments: { merge: 'its number, which `baton merges` and `baton lead` show' },
  summary: 'undo a merge, or say that two leads that looked alike are two people',
  options,
  run: async (team, args, given) => {
    const parsed = decision.safeParse(given);
    const mergeId = (args[0] ?? '').trim();
    if (!parsed.success || !/^\d{1,15}$/.test(mergeId)) {
      const isNumber = /^\d{1,15}$/.test(mergeId);
      const wrong = isNumber ? [] : ['<merge>: a number that `baton merges` shows'];
      return usageProblem('unmerge <merge> [--by WHO] [--why TEXT]', [
        ...wrong,
        ...optionProblems(parsed.error),
      ]);
    }
    return undo(team, mergeId, parsed.data);
  },
};
