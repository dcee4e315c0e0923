/** The sections of a record on what came after the first days, and before the desk: sequence, engagement, history. Pure. */
import type { NurturingState } from '../../lead.ts';
import { bold, capitalised, columns, counted, dim, plain, quoted, section } from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import type { SequenceMail } from './after-contact.ts';
import type { CaseRecord } from './case-record.ts';

const beside = (label: string, text: string): string => columns([label, text], [14, 80]);

const statusWords: Readonly<Record<NurturingState['status'], string>> = {
  'going-on': 'goes on',
  're-qualify': 'left to be judged again',
  finished: 'finished',
  stopped: 'stopped',
};

function touchWords(state: NurturingState, timezone: string): string {
  const isOn = state.status === 'going-on';
  const touches = state.touches.map(({ id, mail, task }, index) => {
    const what = `${undashed(id)} (${mail === null ? '' : 'mail'}${mail !== null && task !== null ? ', else ' : ''}${task === null ? '' : 'task'})`;
    if (index < state.next) return `✓ ${what}`;
    if (index > state.next || !isOn || state.next_at === null) return what;
    return bold(`→ ${what} ${dayAndTime(new Date(state.next_at), timezone)}`);
  });
  return touches.join(', ');
}

function mailLine(
  { status, subject, created_at, basis }: SequenceMail,
  index: number,
  timezone: string,
): string {
  const words = `${dayAndTime(created_at, timezone)}, ${status}: ${quoted(subject, 80)} ${dim(`(${plain(basis, 100)})`)}`;
  return beside(index === 0 ? 'Mails' : '', words);
}

/** The sequence the lead is or was in, with its mails. */
export function nurturingSection({ nurturing, mails }: CaseRecord, timezone: string): string[] {
  const state =
    nurturing === null
      ? []
      : [
          beside(
            'Sequence',
            `${bold(undashed(nurturing.sequence ?? 'none'))}: ${statusWords[nurturing.status]}${nurturing.stop_reason === null ? '' : ` (${undashed(nurturing.stop_reason)})`}. ${capitalised(plain(nurturing.reason, 200))}`,
          ),
          ...(nurturing.touches.length === 0 ? [] : [beside('Touches', touchWords(nurturing, timezone))]),
          ...(nurturing.note === '' ? [] : [beside('Last', plain(nurturing.note, 300))]),
        ];
  return section('How it is kept warm', [
    ...state,
    ...mails.map((mail, index) => mailLine(mail, index, timezone)),
  ]);
}

/** What the person has done, and what it is worth. */
export function engagementSection({ engagement }: CaseRecord, timezone: string): string[] {
  if (engagement === null) return [];
  const { score, by_kind, machine, judged_again_from, events } = engagement;
  const parts = by_kind.map(({ kind, events: times, points }) => `${undashed(kind)} ×${times}: ${points}`);
  const bots = machine === 0 ? '' : ` ${counted(machine, 'event')} of machines count nothing.`;
  return section('What they did', [
    beside(
      'Engagement',
      `${bold(`${score} points`)}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}; a lead in a sequence is judged again from ${judged_again_from}.${bots}`,
    ),
    ...events
      .slice(-6)
      .map(({ kind, at, is_machine }, index) =>
        beside(
          index === 0 ? 'Lately' : '',
          `${dayAndTime(at, timezone)}  ${undashed(kind)}${is_machine ? dim(' (a machine)') : ''}`,
        ),
      ),
  ]);
}

/** What was done with this person before the desk, as imports tell. */
export function beforeSection({ before_the_desk }: CaseRecord, timezone: string): string[] {
  const shown = before_the_desk
    .slice(0, 5)
    .map(({ at, kind, subject, owner, system }) =>
      columns(
        [
          dayAndTime(at, timezone),
          kind,
          `${plain(subject ?? 'without a subject', 120)}${owner === null ? '' : `, ${plain(owner, 40)}`} ${dim(`(${system})`)}`,
        ],
        [24, 8, 60],
      ),
    );
  const more = before_the_desk.length - 5;
  return section('From before the desk', [...shown, ...(more > 0 ? [dim(`  and ${more} more`)] : [])]);
}
