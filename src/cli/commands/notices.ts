/** `baton notices`: what waits to be delivered, what was, what was given up; and one of them again. */
import { type Command, Option } from 'commander';
import { BatonError } from '../../core/error.ts';
import {
  countNotices,
  listNotices,
  type NoticeStatus,
  type StoredNotice,
  sendNoticeAgain,
} from '../../engine/tables/notices.ts';
import { oneLine } from '../../notify/channel.ts';
import { readClock } from '../../store/clock.ts';
import type { CommandRun } from '../command.ts';
import { type OpenedTeam, withTeam } from '../open-team.ts';
import { type Answer, print } from '../output.ts';
import { roughDuration } from '../rough-duration.ts';
import { type Column, table } from '../table.ts';

const KINDS: Readonly<Record<string, readonly NoticeStatus[]>> = {
  waiting: ['new', 'waiting', 'sending'],
  sent: ['sent'],
  dead: ['dead'],
  duplicate: ['duplicate'],
};

const COLUMNS: readonly Column[] = [
  { head: 'notice', align: 'right', width: 8 },
  { head: 'case', width: 14 },
  { head: 'to', width: 18 },
  { head: 'by', width: 10 },
  { head: 'status', width: 10 },
  { head: 'age', align: 'right', width: 9 },
  { head: 'subject and why', width: 40 },
];

interface NoticesOptions {
  readonly status?: string;
  readonly case?: string;
  readonly limit: string;
  readonly again?: string;
  readonly json?: boolean;
}

export function noticesCommand(program: Command, run: CommandRun): void {
  program
    .command('notices')
    .description('list notices, newest first: waiting, sent, dead ones with the reason')
    .addOption(new Option('--status <status>', 'only these').choices(Object.keys(KINDS)))
    .option('--case <id>', 'only those of this case')
    .option('--limit <number>', 'at most so many', '50')
    .option(
      '--again <notice>',
      'deliver this one again that is dead or was taken for a duplicate; its key stays',
    )
    .option('--json', 'print data')
    .action(async (options: NoticesOptions) => {
      const team = program.opts<{ team?: string }>().team;
      const again = options.again === undefined ? null : numberOf(options.again, '--again', 'a notice');
      const limit = numberOf(options.limit, '--limit', 'a number of notices');
      const answer = await withTeam({ team, needs: 'data' }, (opened) =>
        again === null ? list(opened, options, limit) : sendAgain(opened, again),
      );
      run.exitCode = await print(answer, options.json);
    });
}

async function list({ engine }: OpenedTeam, options: NoticesOptions, limit: number): Promise<Answer> {
  const { database, release } = engine;
  const status = options.status === undefined ? undefined : KINDS[options.status];
  const [notices, counts, now] = await Promise.all([
    listNotices(database, release.team.id, { status, caseId: options.case, limit }),
    countNotices(database, release.team.id),
    readClock(database),
  ]);
  const words = Object.entries(KINDS)
    .map(([kind, of]) => [kind, of.reduce((sum, one) => sum + (counts[one] ?? 0), 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  const all = words.length > 0 ? `${words.join(', ')}.` : 'There are no notices.';
  const hint =
    (counts.dead ?? 0) > 0 ? '\nDeliver a dead one again with `baton notices --again NOTICE`.' : '';
  const shown =
    notices.length > 0
      ? `${table(
          COLUMNS,
          notices.map((notice) => rowOf(notice, now)),
        )}\n`
      : '';
  return { data: { counts, notices }, text: `${shown}${all}${hint}` };
}

function rowOf(notice: StoredNotice, now: Date): (string | number)[] {
  const { notice_id, case_id, recipient, channel, status, created_at, subject, reason, held, due_at } =
    notice;
  const ahead = due_at !== null && due_at > now ? roughDuration(due_at.getTime() - now.getTime()) : null;
  const wait = status !== 'waiting' || ahead === null ? '' : ` (${held ?? 'again'}, in ${ahead})`;
  const age = roughDuration(now.getTime() - created_at.getTime());
  const why = reason === null || status === 'sent' ? '' : ` · ${oneLine(reason, 160)}`;
  return [notice_id, case_id, recipient, channel, status, age, `${oneLine(subject, 120)}${wait}${why}`];
}

async function sendAgain({ engine }: OpenedTeam, noticeId: number): Promise<Answer> {
  const { database, release } = engine;
  const before = await database.transaction((tx) => sendNoticeAgain(tx, release.team.id, noticeId));
  if (before === null) {
    const message = `There is no notice ${noticeId}. \`baton notices\` lists those there are.`;
    throw new BatonError('notice-unknown', message, { details: { notice: noticeId } });
  }
  if (before.status !== 'dead' && before.status !== 'duplicate') {
    const message = `Notice ${noticeId} is ${before.status}: only one that is dead or was taken for a duplicate can be delivered again.`;
    throw new BatonError('notice-not-over', message, {
      details: { notice: noticeId, status: before.status },
    });
  }
  const text = `Notice ${noticeId} to ${before.recipient} leaves again as soon as a worker runs.`;
  return { data: { notice: { ...before, status: 'waiting' } }, text };
}

function numberOf(text: string, option: string, what: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new BatonError('usage', `${option} takes ${what}, such as 12; "${text}" is none.`);
}
