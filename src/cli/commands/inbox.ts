/** `baton inbox`: what waits for a person. */
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import { type OpenTaskRow, openTasks } from '../../engine/tables/tasks.ts';
import { readClock } from '../../store/clock.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';
import { roughDuration } from '../rough-duration.ts';
import { type Column, table } from '../table.ts';

const COLUMNS: readonly Column[] = [
  { head: 'task', align: 'right', width: 7 },
  { head: 'case', width: 14 },
  { head: 'queue', width: 15 },
  { head: 'waits', align: 'right', width: 9 },
  { head: 'what is asked', width: 34 },
  { head: 'answers', width: 14 },
];

export function inboxCommand(program: Command, run: CommandRun): void {
  program
    .command('inbox')
    .description('list the tasks that wait for a person, most urgent first')
    .option('--queue <name>', 'only this queue')
    .option('--json', 'print data')
    .action(async (options: { queue?: string; json?: boolean }) => {
      const team = program.opts<{ team?: string }>().team;
      const answer = await withTeam({ team, needs: 'data' }, async ({ engine }) => {
        checkQueue(options.queue, Object.keys(engine.release.team.queues));
        const tasks = await openTasks(engine.database, engine.release.team.id, { queue: options.queue });
        const now = await readClock(engine.database);
        return { data: { tasks }, text: inWords(tasks, now) };
      });
      run.exitCode = await print(answer, options.json);
    });
}

function inWords(tasks: readonly OpenTaskRow[], now: Date): string {
  if (tasks.length === 0) return 'Nothing waits for a person.';
  const rows = tasks.map((task) => [
    task.task_id,
    task.case_id,
    task.queue,
    roughDuration(now.getTime() - task.opened_at.getTime()),
    task.told ?? (task.error ? `${task.ask} (${task.error.message})` : task.ask),
    task.answers.join(', '),
  ]);
  return `${table(COLUMNS, rows)}\nAnswer with \`baton resolve TASK --answer ANSWER\`.`;
}

function checkQueue(queue: string | undefined, known: readonly string[]): void {
  if (queue === undefined || known.includes(queue)) return;
  throw new BatonError('queue-unknown', `There is no queue "${queue}". There are: ${known.join(', ')}.`, {
    details: { queue, allowed: known },
  });
}
