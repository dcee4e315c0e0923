/** What a command says that was called wrongly, and which rows a listing shows. */
import { type CommandOutcome, z } from 'baton';

/** `problems`: a line for each option that is wrong, such as "--at: a time such as …". */
export function usageProblem(usage: string, problems: readonly string[]): CommandOutcome {
  const text = [`Usage: baton ${usage}. \`--help\` tells all options.`, ...problems].join('\n');
  return { data: { error: 'usage', problems }, text, exitCode: 2 };
}

/** A line for each option that is wrong; none where nothing is. */
export function optionProblems(error: z.ZodError | undefined): string[] {
  return error?.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`) ?? [];
}

/** So many rows at most are listed as data where no limit is given. */
export const MOST_ROWS = 100_000;

/** The option `--limit` of a listing. */
export const rowLimit = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, `give a whole number from 1 to ${MOST_ROWS}`)
  .transform(Number)
  .refine((limit) => limit <= MOST_ROWS, `give a whole number from 1 to ${MOST_ROWS}`)
  .optional();
