/** `baton status`: queues, runs, workers. */
import type { Command } from 'commander';
import { formatDuration } from '../../core/duration.ts';
import { unserved } from '../../engine/queue-watch.ts';
import { type Backlog, backlogs } from '../../engine/tables/backlogs.ts';
import { type Outage, outagesOf } from '../../engine/tables/dependencies.ts';
import { type RetentionAccount, retentionAccounts } from '../../engine/tables/retention.ts';
import { openTasks } from '../../engine/tables/tasks.ts';
import { type LiveWorker, liveWorkers } from '../../engine/tables/workers.ts';
import { type TeamProgress, teamProgress } from '../../insight/progress.ts';
import type { TeamDefinition } from '../../team/definition.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';
import { roughDuration } from '../rough-duration.ts';
import { type Column, table } from '../table.ts';

export function statusCommand(program: Command, run: CommandRun): void {
  program
    .command('status')
    .description('show queues, runs and workers')
    .option('--json', 'print data')
    .action(async (options: { json?: boolean }) => {
      const answer = await withTeam(
        { team: program.opts<{ team?: string }>().team, needs: 'data' },
        async ({ engine, connection }) => {
          const { team } = engine.release;
          const [progress, workers, tasks, waiting, retention, outages] = await Promise.all([
            teamProgress(engine.database, team),
            liveWorkers(engine.database, team.id),
            openTasks(engine.database, team.id),
            backlogs(engine.database, team.id),
            retentionAccounts(engine.database, team.id),
            outagesOf(engine.database, team.id),
          ]);
          const lonely = unserved(waiting, workers);
          const data = {
            team: team.id,
            release: engine.release.id,
            database: connection.kind,
            ...progress,
            open_tasks: tasks.length,
            down: outages,
            workers,
            unserved: lonely,
            retention,
          };
          const text = [inWords(progress, workers, tasks.length)];
          // Where nobody is at work at all, that is said already.
          if (workers.length > 0) text.push(...lonely.map((each) => unservedInWords(team, each)));
          text.push(...outages.map(outageWords), ...retention.map(retentionLine));
          return { data, text: text.join('\n') };
        },
      );
      run.exitCode = await print(answer, options.json);
    });
}

function inWords(progress: TeamProgress, workers: readonly LiveWorker[], tasks: number): string {
  const named = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'none';
  const who = workers.map((worker) => `${worker.host} (process ${worker.pid})`).join(', ');
  return [
    progressTable(progress),
    `Cases: ${named(progress.runs)}.`,
    `Ended: ${named(progress.ends)}.`,
    `Waiting for a person: ${tasks} task${tasks === 1 ? '' : 's'} (\`baton inbox\`).`,
    workers.length > 0 ? `At work: ${who}.` : 'Nobody is at work: start with `baton start`.',
  ].join('\n');
}

/** Messages wait for an agent that no running worker has. */
export function unservedInWords(team: TeamDefinition, { agent, waiting, oldest_seconds }: Backlog): string {
  const messages = waiting === 1 ? '1 message waits' : `${waiting} messages wait`;
  const since = roughDuration(oldest_seconds * 1000);
  return `${messages} for ${team.agents[agent]?.name ?? agent}, and no running worker has this agent (oldest: ${since}). Start one: \`baton worker --agents ${agent}\`.`;
}

function retentionLine({ what, keep_ms, erased, last_erased_at }: RetentionAccount): string {
  const kept = keep_ms === null ? 'for good' : formatDuration(keep_ms);
  const last = last_erased_at === null ? '' : `, last on ${last_erased_at.toISOString().slice(0, 10)}`;
  return `Kept ${kept}: ${what}. Erased so far: ${erased}${last}.`;
}

function outageWords({ name, since, retry_at, last_error, parked }: Outage): string {
  const waiting = parked === 1 ? '1 case waits' : `${parked} cases wait`;
  const why = last_error === null ? '' : ` (${last_error})`;
  return `Down: ${name} since ${since.toISOString()}${why}; ${waiting} for it, tried again at ${retry_at.toISOString()}.`;
}

/** One row for each agent. */
export function progressTable(progress: TeamProgress): string {
  const counts = ['waiting', 'working', 'done', 'in review', 'oldest waits'];
  return table(
    [{ head: 'agent' }, ...counts.map((head): Column => ({ head, align: 'right' }))],
    progress.agents.map(({ name, waiting, working, done, in_review, oldest_waiting_seconds }) => [
      name,
      waiting,
      working,
      done,
      in_review,
      oldest_waiting_seconds === null ? '' : roughDuration(oldest_waiting_seconds * 1000),
    ]),
  );
}
