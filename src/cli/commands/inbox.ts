/** `baton inbox`: what waits for a person; `baton inbox show`: one task with all that is known. */
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { type OpenTaskRow, openTasks } from '../../engine/tables/tasks.ts';
import { readClock } from '../../store/clock.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';
import { printable } from '../printable.ts';
import { roughDuration } from '../rough-duration.ts';
import { type Column, table } from '../table.ts';
import { actor, asOption, TASK_ARGUMENT, taskNumber } from '../task-arguments.ts';
import { taskText } from '../task-text.ts';

const COLUMNS: readonly Column[] = [
  { head: 'task', align: 'right', width: 6 },
  { head: 'case', width: 18 },
  { head: 'whose', width: 14 },
  { head: 'waits', align: 'right', width: 8 },
  { head: 'due', align: 'right', width: 8 },
  { head: 'what is asked', width: 26 },
  { head: 'answers', width: 12 },
];

interface ListOptions {
  readonly queue?: string;
  readonly mine?: boolean;
  readonly as?: string;
  readonly json?: boolean;
}

export function inboxCommand(program: Command, run: CommandRun): void {
  const team = (): string | undefined => program.opts<{ team?: string }>().team;
  const inbox = program
    .command('inbox')
    .description(
      'list the tasks that wait for a person, most urgent first; `inbox show TASK` for one of them',
    )
    .option('--queue <name>', 'only this queue')
    .option('--mine', 'only those that you have claimed or were given');
  asOption(inbox)
    .option('--json', 'print data')
    .action(async (options: ListOptions) => {
      const assignee = options.mine ? actor(options.as) : undefined;
      const answer = await withTeam({ team: team(), needs: 'data' }, async ({ engine }) => {
        checkQueue(options.queue, Object.keys(engine.release.team.queues));
        const filter = { queue: options.queue, assignee };
        const tasks = await openTasks(engine.database, engine.release.team.id, filter);
        const now = await readClock(engine.database);
        return { data: { tasks }, text: inWords(tasks, now, assignee) };
      });
      run.exitCode = await print(answer, options.json);
    });
  inbox
    .command('show')
    .description('show a task: what is asked, all that is known, who did what')
    .argument('<task>', TASK_ARGUMENT)
    .option('--all', 'all that is known, however long')
    .option('--json', 'print data')
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<{ all?: boolean; json?: boolean }>();
      const answer = await withTeam({ team: team() }, async ({ engine }) => {
        const data = await engine.team.inbox.show(taskNumber(id));
        const now = await readClock(engine.database);
        return { data, text: taskText(data, { now, isWhole: options.all ?? false }) };
      });
      run.exitCode = await print(answer, options.json);
    });
}

function inWords(tasks: readonly OpenTaskRow[], now: Date, assignee: string | undefined): string {
  if (tasks.length === 0) {
    return assignee === undefined
      ? 'Nothing waits for a person.'
      : `Nothing waits for ${printable(assignee)}. \`baton inbox\` lists all tasks, \`baton claim TASK\` takes one.`;
  }
  const rows = tasks.map((task) => [
    task.task_id,
    task.subject === null ? task.case_id : `${task.case_id} ${printable(task.subject)}`,
    printable(task.assignee ?? task.queue),
    roughDuration(now.getTime() - task.opened_at.getTime()),
    due(task, now),
    printable(task.told ?? (task.error ? `${task.ask} (${task.error.message})` : task.ask)),
    task.answers.join(', '),
  ]);
  return `${table(COLUMNS, rows)}\n\`baton inbox show TASK\` tells all; \`baton claim TASK\`, then \`baton resolve TASK --answer ANSWER\`.`;
}

function due({ deadline }: OpenTaskRow, now: Date): string {
  if (deadline === null) return '';
  const leftMs = deadline.getTime() - now.getTime();
  return leftMs >= 0 ? `in ${roughDuration(leftMs)}` : `${roughDuration(-leftMs)} late`;
}

function checkQueue(queue: string | undefined, known: readonly string[]): void {
  if (queue === undefined || known.includes(queue)) return;
  throw new BatonError('queue-unknown', `There is no queue "${queue}". There are: ${known.join(', ')}.`, {
    details: { queue, allowed: known },
  });
}
