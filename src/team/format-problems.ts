/** Problems as lines for a terminal: `file:line:column  message (allowed: …)`. */
import type { Problem } from './problem.ts';

/** One problem on one line. */
export function formatProblem(problem: Problem): string {
  const allowed = problem.allowed?.length ? ` (allowed: ${problem.allowed.join(', ')})` : '';
  return `${problem.file}:${problem.line}:${problem.column}  ${problem.message}${allowed}`;
}

/** A line each; the empty text where there is none. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n');
}
