/** `baton intake`: files in, case numbers out. */
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { BatonError, errorFacts } from '../../core/error.ts';
import type { Engine } from '../../engine/engine.ts';
import { liveWorkers } from '../../engine/tables/workers.ts';
import type { IntakeFile, IntakeProblem, IntakeReceipt, IntakeResult } from '../../team/define.ts';
import type { CommandRun } from '../command.ts';
import { type Named, namesOf, readNamed } from '../inquiry-files.ts';
import { logNotice } from '../log-file.ts';
import { type OpenedTeam, withTeam } from '../open-team.ts';
import { type Answer, EXIT, print, say } from '../output.ts';
import { printable } from '../printable.ts';
import { untilThrough } from '../until-at-rest.ts';

interface IntakeOptions {
  readonly wait?: boolean;
  readonly workflow?: string;
  readonly columns?: string;
  readonly json?: boolean;
}

export function intakeCommand(program: Command, run: CommandRun): void {
  program
    .command('intake')
    .description(
      'take in inquiries: files or folders of .eml, .json, .csv and form posts; - reads standard input',
    )
    .argument('<path...>', 'files and folders')
    .option('--wait', 'work on them here and return when they are through')
    .option('--workflow <name>', 'the workflow they follow (default: the one team.yaml names)')
    .option(
      '--columns <mapping>',
      "what a list's columns are, such as 'Firma=company,Mail=email'; kept for its like",
    )
    .option('--json', 'print data')
    .action(async (paths: string[], options: IntakeOptions) => {
      const { team } = program.opts<{ team?: string }>();
      const names = await namesOf(paths);
      const taken: Taken = { receipts: [], problems: [], remarks: [] };
      try {
        const answer = await withTeam(
          { team, workflow: options.workflow, needs: options.wait ? 'work' : 'code' },
          (opened) => takeAndWork(opened, names, options, taken),
        );
        run.exitCode = await print(answer, options.json);
      } catch (thrown) {
        if (thrown instanceof BatonError && thrown.code === 'interrupted') throw withCount(thrown, taken);
        throw thrown;
      }
    });
}

async function takeAndWork(
  { engine, connection }: OpenedTeam,
  names: readonly Named[],
  options: IntakeOptions,
  taken: Taken,
): Promise<Answer> {
  const works = options.wait ?? false;
  if (works) await engine.startWorker({ onNotice: (notice) => logNotice(connection, notice) });
  await takeNamed(engine, names, taken, options.json ? () => undefined : say, options.columns);
  if (works) {
    await untilThrough(
      engine,
      taken.receipts.map(({ caseId }) => caseId),
    );
  }
  const isWorked = works || (await liveWorkers(engine.database, engine.release.team.id)).length > 0;
  return { data: asData(taken), text: inWords(taken, isWorked), exitCode: exitCodeOf(taken) };
}

function withCount(interrupted: BatonError, taken: Taken): BatonError {
  const count = taken.receipts.length;
  return new BatonError(
    interrupted.code,
    `${interrupted.message} ${count} taken in, and kept: \`baton start\` works on them. The same \`baton intake\` again takes in the rest and doubles nothing.`,
    { details: { ...interrupted.details, taken_in: count } },
  );
}

export interface Taken {
  readonly receipts: IntakeReceipt[];
  readonly problems: IntakeProblem[];
  readonly remarks: string[];
}

/** Takes in all that the paths hold, a file at a time; `tell` is given one line for each inquiry and problem. */
export async function takeIn(
  engine: Engine<unknown>,
  paths: readonly string[],
  tell: (line: string) => void,
): Promise<Taken> {
  const taken: Taken = { receipts: [], problems: [], remarks: [] };
  await takeNamed(engine, await namesOf(paths), taken, tell);
  return taken;
}

async function takeNamed(
  engine: Engine<unknown>,
  names: readonly Named[],
  taken: Taken,
  tell: (line: string) => void,
  columns?: string,
): Promise<void> {
  if (!engine.code.intake) throw new BatonError('usage', `Team ${engine.release.team.id} takes in no files.`);
  for (const name of names) {
    const file = await readNamed(name);
    const given = 'bytes' in file && columns !== undefined ? { ...file, columns } : file;
    const {
      receipts,
      problems,
      remarks = [],
    }: IntakeResult = 'bytes' in given ? await takeFile(engine, given) : { receipts: [], problems: [given] };
    taken.receipts.push(...receipts);
    taken.problems.push(...problems);
    taken.remarks.push(...remarks);
    for (const remark of remarks) tell(printable(remark));
    for (const receipt of receipts) tell(receiptLine(receipt));
    for (const problem of problems) tell(problemLine(problem));
  }
}

/** What a file makes the team's code throw is that file's problem; a database that fails is everybody's. */
async function takeFile(engine: Engine<unknown>, file: IntakeFile): Promise<IntakeResult> {
  try {
    return (await engine.code.intake?.(engine.team, file)) ?? { receipts: [], problems: [] };
  } catch (thrown) {
    // What carries a code is the database's, the machine's or our own word; what a file provokes carries none.
    if (!(thrown instanceof Error) || 'code' in thrown) throw thrown;
    const message = `It could not be taken in: ${errorFacts(thrown).message}`;
    return {
      receipts: [],
      problems: [{ file: file.name, line: null, message, expected: 'a file as the README describes it.' }],
    };
  }
}

function place(item: { readonly file: string; readonly line: number | null }): string {
  const file = printable(item.file);
  return item.line === null ? file : `${file}:${item.line}`;
}

function receiptLine(receipt: IntakeReceipt): string {
  return `${receipt.caseId}  ${receipt.source.padEnd(5)}  ${place(receipt)}${receipt.isNew ? '' : '  (known already)'}`;
}

function problemLine(problem: IntakeProblem): string {
  return `${styleText('yellow', 'not taken')}  ${place(problem)}: ${sentence(problem.message)} Expected: ${sentence(problem.expected)}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** As the other commands name things. */
function asData({ receipts, problems, remarks }: Taken): unknown {
  const shown = receipts.map(({ caseId, isNew, ...receipt }) => ({
    case_id: caseId,
    ...receipt,
    is_new: isNew,
  }));
  return { receipts: shown, problems, remarks };
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
