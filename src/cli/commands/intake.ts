/** `baton intake`: files in, case numbers out. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { BatonError } from '../../core/error.ts';
import type { Engine } from '../../engine/engine.ts';
import { liveWorkers } from '../../engine/tables/workers.ts';
import type { IntakeFile, IntakeProblem, IntakeReceipt } from '../../team/define.ts';
import type { CommandRun } from '../command.ts';
import { logNotice } from '../log-file.ts';
import { withTeam } from '../open-team.ts';
import { EXIT, print, say } from '../output.ts';
import { untilAtRest } from '../until-at-rest.ts';

export function intakeCommand(program: Command, run: CommandRun): void {
  program
    .command('intake')
    .description(
      'take in inquiries: files or folders of .eml, .json, .csv and form posts; - reads standard input',
    )
    .argument('<path...>', 'files and folders')
    .option('--wait', 'work on them here and return when they are through')
    .option('--workflow <name>', 'the workflow they follow (default: the one team.yaml names)')
    .option('--json', 'print data')
    .action(async (paths: string[], options: { wait?: boolean; workflow?: string; json?: boolean }) => {
      const team = program.opts<{ team?: string }>().team;
      const works = options.wait ?? false;
      const answer = await withTeam(
        { team, workflow: options.workflow, works },
        async ({ engine, connection }) => {
          if (works) await engine.startWorker({ onNotice: (notice) => logNotice(connection, notice) });
          const taken = await takeIn(engine, paths, options.json ? () => undefined : say);
          if (works) await untilAtRest(engine, async () => undefined);
          const isWorked = works || (await liveWorkers(engine.database, engine.release.team.id)).length > 0;
          return { data: taken, text: inWords(taken, isWorked), exitCode: exitCodeOf(taken) };
        },
      );
      run.exitCode = await print(answer, options.json);
    });
}

export interface Taken {
  readonly receipts: IntakeReceipt[];
  readonly problems: IntakeProblem[];
}

/** Takes in all that the paths hold, a file at a time; `tell` is given one line for each inquiry and problem. */
export async function takeIn(
  engine: Engine<unknown>,
  paths: readonly string[],
  tell: (line: string) => void,
): Promise<Taken> {
  const { intake } = engine.code;
  if (!intake) throw new BatonError('usage', `Team ${engine.release.team.id} takes in no files.`);
  const taken: Taken = { receipts: [], problems: [] };
  for await (const file of filesOf(paths)) {
    const { receipts, problems } = await intake(engine.team, file);
    for (const receipt of receipts) tell(receiptLine(receipt));
    for (const problem of problems) tell(problemLine(problem));
    taken.receipts.push(...receipts);
    taken.problems.push(...problems);
  }
  return taken;
}

async function* filesOf(paths: readonly string[]): AsyncGenerator<IntakeFile> {
  for (const path of paths) {
    if (path === '-') {
      yield { name: '-', bytes: Buffer.concat(await Array.fromAsync(process.stdin)) };
      continue;
    }
    const info = await stat(path).catch(() => null);
    if (!info) {
      throw new BatonError(
        'file-not-found',
        `There is no file or folder ${path}. Give files or folders of inquiries.`,
      );
    }
    const names = info.isDirectory() ? await filesBelow(path) : [path];
    for (const name of names) yield { name, bytes: await readFile(name) };
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function place(item: { readonly file: string; readonly line: number | null }): string {
  return item.line === null ? item.file : `${item.file}:${item.line}`;
}

function receiptLine(receipt: IntakeReceipt): string {
  return `${receipt.caseId}  ${receipt.source.padEnd(5)}  ${place(receipt)}${receipt.isNew ? '' : '  (known already)'}`;
}

function problemLine(problem: IntakeProblem): string {
  return `not taken  ${place(problem)}: ${problem.message} Expected: ${problem.expected}`;
}

function inWords(taken: Taken, isWorked: boolean): string {
  const fresh = taken.receipts.filter((receipt) => receipt.isNew).length;
  const known = taken.receipts.length - fresh;
  const counts = [`${fresh} taken in`];
  if (known > 0) counts.push(`${known} known already`);
  if (taken.problems.length > 0) counts.push(`${taken.problems.length} not taken`);
  const hint = isWorked || fresh === 0 ? '' : ' Nobody is at work: `baton start` works on them.';
  return `${counts.join(', ')}.${hint}`;
}

function exitCodeOf(taken: Taken): number {
  if (taken.problems.length === 0) return EXIT.ok;
  return taken.receipts.length > 0 ? EXIT.partly : EXIT.failed;
}
