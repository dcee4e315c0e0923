/** A problem in a team's folder, with the place to mend it; and the error that carries all of them. */
import { BatonError } from '../core/error.ts';
import { formatProblem } from './format-problems.ts';

export interface Problem {
  /** Relative to the team's folder, with forward slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  readonly message: string;
  /** What could stand there instead, where that is a short list. */
  readonly allowed?: readonly string[];
}

/** A problem of a whole file, or of one that is missing. */
export function fileProblem(file: string, message: string, allowed?: readonly string[]): Problem {
  return { file, line: 1, column: 1, message, ...(allowed ? { allowed } : {}) };
}

/** By file, then by place; the same problem only once. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
  const seen = new Set<string>();
  return sorted.filter((problem) => {
    const key = formatProblem(problem);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** `team-invalid`: its message lists the problems a line each, `details.problems` holds them as data. */
export function teamInvalid(id: string, problems: readonly Problem[]): BatonError {
  const shown = problems.slice(0, 20).map((problem) => `  ${formatProblem(problem)}`);
  const more = problems.length > shown.length ? [`  … and ${problems.length - shown.length} more`] : [];
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return new BatonError('team-invalid', [`Team "${id}" has ${count}:`, ...shown, ...more].join('\n'), {
    details: { team: id, problems },
  });
}
