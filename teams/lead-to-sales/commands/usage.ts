/** What a command says that was called wrongly. */
import type { CommandOutcome } from 'baton';

/** `problems`: a line for each option that is wrong, such as "--at: a time such as …". */
export function usageProblem(usage: string, problems: readonly string[]): CommandOutcome {
  const text = [`Usage: baton ${usage}. \`--help\` tells all options.`, ...problems].join('\n');
  return { data: { error: 'usage', problems }, text, exitCode: 2 };
}
