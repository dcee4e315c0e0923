/** `baton nurturing <id>`: the sequence a lead is in, what has gone out and what is next. */
import { type CommandOutcome, type TeamCommand, z } from 'baton';
import { type NurturingState, nurturingState } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import { findLead } from '../store/leads.ts';
import { type OutgoingMail, outgoingMailsOf } from '../store/outgoing-mails.ts';
import { CASE_ARGUMENT, caseIdFrom } from './lead.ts';
import { plain } from './text/layout.ts';
import { dayAndTime, hereTimeZone } from './text/times.ts';
import { undashed } from './text/words.ts';
import { usageProblem } from './usage.ts';

const withState = z.looseObject({ payload: z.looseObject({ nurturing: nurturingState }) });

/** The newest state that the case's messages tell. */
function stateOf(messages: readonly unknown[]): NurturingState | null {
  for (const message of messages.toReversed()) {
    const found = withState.safeParse(message);
    if (found.success) return found.data.payload.nurturing;
  }
  return null;
}

function mailLine(mail: OutgoingMail): string {
  const at = dayAndTime(mail.created_at, hereTimeZone());
  const why = mail.reason === null ? '' : ` ${plain(mail.reason, 160)}`;
  return `  ${at}  ${mail.status}  ${plain(mail.subject, 60)}  (${mail.touch}; ${plain(mail.basis, 80)})${why}`;
}

function touchLines({ touches, next, next_at, status }: NurturingState): string[] {
  return touches.map(({ id, mail, task }, index) => {
    const mark = index < next ? 'done' : index === next && status === 'going-on' ? 'next' : '    ';
    const when =
      mark === 'next' && next_at !== null ? `  ${dayAndTime(new Date(next_at), hereTimeZone())}` : '';
    return `  ${mark}  ${id}  ${[mail, task].filter((part) => part !== null).join(', else ')}${when}`;
  });
}

const NO_MAIL_SERVER =
  'Queued mails wait: team.yaml names no mail server for them (`channels`, one of kind smtp with `outside: true`).';

export const nurturingCommand: TeamCommand<DeskServices> = {
  usage: 'nurturing <id>',
  arguments: { id: CASE_ARGUMENT },
  summary: 'show the sequence a lead is in, its mails and what is next',
  run: async (team, args): Promise<CommandOutcome> => {
    const caseId = caseIdFrom(args[0] ?? '');
    if (caseId === '') return usageProblem('nurturing <id>', []);
    const [lead, messages, mails] = await Promise.all([
      findLead(team.database, caseId),
      team.messagesOf(caseId),
      outgoingMailsOf(team.database, caseId),
    ]);
    if (lead === null) {
      const text = `There is no lead ${caseId}. \`baton leads\` lists those there are.`;
      return { data: { error: 'lead-unknown', case_id: caseId }, text, exitCode: 3 };
    }
    const state = stateOf(messages);
    const head =
      state === null
        ? `${caseId} is in no sequence.`
        : `${caseId}: ${state.sequence ?? 'no sequence'} (${plain(state.reason, 80)}), ${undashed(state.status)}. ${plain(state.note, 200)}`;
    const waits = team.mailer === null && mails.some(({ status }) => status === 'queued');
    const lines = [
      head,
      ...(state === null ? [] : touchLines(state)),
      ...mails.map(mailLine),
      ...(waits ? [NO_MAIL_SERVER] : []),
    ];
    return { data: { case_id: caseId, nurturing: state, mails }, text: lines.join('\n') };
  },
};
