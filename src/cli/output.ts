/** How commands answer: text or `--json`, and exit codes that scripts can use. */
import { writeFile } from 'node:fs/promises';
import { BatonError, errorFacts } from '../core/error.ts';

export const EXIT = {
  ok: 0,
  /** It did not work. */
  failed: 1,
  /** It was called wrongly. */
  usage: 2,
  /** What was named is not there. */
  notFound: 3,
  /** Some of it worked; what did not was said. */
  partly: 4,
} as const;

/** Called wrongly. Of the other codes, `…-unknown` and `…-not-found` say that what was named is not there. */
const USAGE = new Set([
  'usage',
  'answer-unknown',
  'answer-invalid',
  'workflow-unknown',
  'database-url-invalid',
]);

export interface Answer {
  readonly data: unknown;
  readonly text: string;
  readonly exitCode?: number;
}

export function say(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** Prints an answer as it was asked for: `json` true: data on standard output; a path: data into that file, text shown. */
export async function print(answer: Answer, json: boolean | string | undefined): Promise<number> {
  const data = `${JSON.stringify(answer.data, null, 2)}\n`;
  if (json === true) process.stdout.write(data);
  else {
    say(answer.text);
    if (typeof json === 'string') await keep(json, data);
  }
  return answer.exitCode ?? EXIT.ok;
}

/** Writes data into a file the user named. Throws `file-unwritable`. */
export async function keep(path: string, data: string): Promise<void> {
  try {
    await writeFile(path, data);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BatonError(
      'file-unwritable',
      `The data could not be written to ${path}: ${why}. Give --json a file that can be written.`,
      { cause },
    );
  }
}

/** Says what went wrong, on standard error; as JSON on standard output where JSON was asked for. */
export function printError(thrown: unknown, json: boolean): number {
  const facts = errorFacts(thrown);
  if (json) process.stdout.write(`${JSON.stringify({ error: facts }, null, 2)}\n`);
  else process.stderr.write(`${facts.message}\n`);
  if (!(thrown instanceof BatonError)) {
    if (process.env.BATON_DEBUG) console.error(thrown);
    else if (!json) process.stderr.write('(BATON_DEBUG=1 shows where this comes from.)\n');
  }
  return exitCodeOf(facts.code, facts.details);
}

function exitCodeOf(code: string, details: Readonly<Record<string, unknown>> | undefined): number {
  if (code === 'interrupted' && typeof details?.exit_code === 'number') return details.exit_code;
  if (USAGE.has(code)) return EXIT.usage;
  return /-(unknown|not-found)$/.test(code) ? EXIT.notFound : EXIT.failed;
}

/** A reader that has seen enough (`| head`) closes the pipe: the work goes on, only unread. */
export function surviveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}
