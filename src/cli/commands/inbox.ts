/** `baton inbox`: what waits for a person. */
import Table from 'cli-table3';
import type { Command } from 'commander';
import { formatDuration } from '../../core/duration.ts';
import { openTasks, type StoredTask } from '../../engine/tables/tasks.ts';
import { readClock } from '../../store/clock.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';

export function inboxCommand(program: Command, run: CommandRun): void {
  program
    .command('inbox')
    .description('list the tasks that wait for a person, most urgent first')
    .option('--queue <name>', 'only this queue')
    .option('--json', 'print data')
    .action(async (options: { queue?: string; json?: boolean }) => {
      const answer = await withTeam({ team: program.opts<{ team?: string }>().team }, async ({ engine }) => {
        const tasks = await openTasks(engine.database, engine.release.team.id, { queue: options.queue });
        const now = await readClock(engine.database);
        return { data: { tasks }, text: inWords(tasks, now) };
      });
      run.exitCode = await print(answer, options.json);
    });
}

function inWords(tasks: readonly StoredTask[], now: Date): string {
  if (tasks.length === 0) return 'Nothing waits for a person.';
  const table = new Table({
    head: ['task', 'case', 'queue', 'waits', 'what is asked', 'answers'],
    colWidths: [6, 12, 15, 9, 40, 18],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const task of tasks) {
    const error = task.error ? ` (${task.error.message})` : '';
    table.push([
      task.task_id,
      task.case_id,
      task.queue,
      formatDuration(Math.max(0, now.getTime() - task.opened_at.getTime())),
      `${task.ask}${error}`,
      task.answers.join(', '),
    ]);
  }
  return `${table.toString()}\nAnswer with \`baton resolve TASK --answer ANSWER\`; \`baton lead CASE\` shows all that is known.`;
}
