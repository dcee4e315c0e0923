/** `baton claim`, `release`, `reassign` and `comment`: what people do with a task besides answering it. */
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import type { Inbox, InboxTask, TaskDeed, TaskReceiver } from '../../team/inbox.ts';
import type { CommandRun } from '../command.ts';
import { withTeam } from '../open-team.ts';
import { print } from '../output.ts';
import { printable } from '../printable.ts';
import { actor, asOption, TASK_ARGUMENT, taskNumber } from '../task-arguments.ts';

interface DeedOptions {
  readonly as?: string;
  readonly to?: string;
  readonly queue?: string;
  readonly note?: string;
  readonly json?: boolean;
}

interface Deed {
  readonly options: DeedOptions;
  /** What is said, of `comment`. */
  readonly words: string;
  readonly deed: TaskDeed;
}

type Doing = (inbox: Inbox, deed: Deed) => Promise<{ task: InboxTask; text: string }>;

export function taskDeedCommands(program: Command, run: CommandRun): void {
  const add = (command: Command, doing: Doing): void => {
    asOption(command)
      .option('--json', 'print data')
      .action(async (id: string) => {
        const options = command.opts<DeedOptions>();
        const deed = { taskId: taskNumber(id), by: actor(options.as) };
        const words = command.args.slice(1).join(' ');
        const { task, text } = await withTeam(
          { team: program.opts<{ team?: string }>().team, needs: 'data' },
          ({ engine }) => doing(engine.team.inbox, { options, words, deed }),
        );
        run.exitCode = await print({ data: { task }, text: printable(text) }, options.json);
      });
  };
  add(
    program.command('claim').description('take a task: it is yours then').argument('<task>', TASK_ARGUMENT),
    async (inbox, { deed }) => {
      const task = await inbox.claim(deed);
      return { task, text: `Task ${task.task_id} (${task.case_id}) is with ${deed.by} now.` };
    },
  );
  add(
    program
      .command('release')
      .description('give a task of yours back to its queue')
      .argument('<task>', TASK_ARGUMENT)
      .option('--note <text>', 'why, for the record'),
    async (inbox, { deed, options }) => {
      const task = await inbox.release({ ...deed, note: options.note });
      return { task, text: `Task ${task.task_id} (${task.case_id}) waits in ${task.queue}; nobody has it.` };
    },
  );
  add(
    program
      .command('reassign')
      .description('give a task to somebody, or to another queue')
      .argument('<task>', TASK_ARGUMENT)
      .option('--to <person>', 'who gets it')
      .option('--queue <queue>', 'the queue it waits in from now on')
      .option('--note <text>', 'why, for the record'),
    async (inbox, { deed, options }) => {
      const task = await inbox.reassign({ ...deed, to: receiverOf(options), note: options.note });
      const where = task.assignee === null ? `waits in ${task.queue}` : `is with ${task.assignee} now`;
      return { task, text: `Task ${task.task_id} (${task.case_id}) ${where}.` };
    },
  );
  add(
    program
      .command('comment')
      .description('say something about a task, for the record')
      .argument('<task>', TASK_ARGUMENT)
      .argument('<text...>', 'what there is to say'),
    async (inbox, { deed, words }) => {
      const task = await inbox.comment({ ...deed, text: words });
      return { task, text: `Noted on task ${task.task_id} (${task.case_id}).` };
    },
  );
}

function receiverOf({ to, queue }: DeedOptions): TaskReceiver {
  if (to !== undefined && queue === undefined) return { person: to };
  if (queue !== undefined && to === undefined) return { queue };
  throw new BatonError('usage', 'Say who gets it, in one way: --to PERSON or --queue QUEUE.');
}
