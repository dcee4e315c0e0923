/** Which form of a union a value was probably meant to have, so that only that form's faults are told. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** The faults of the form that fits best, or null where none stands out. */
export function bestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] | null {
  // A form of another type altogether (a list where a map was given) was not meant.
  const fitting = issue.errors.filter((errors) => !errors.some(isOtherType));
  if (fitting.length === 0) return null;
  const byUnknown = least(fitting, unknownKeys);
  const byMissing = least(byUnknown, missingKeys);
  return byMissing.length === 1 ? (byMissing[0] ?? null) : null;
}

function isOtherType(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === 'invalid_union')
    return issue.errors.length > 0 && issue.errors.every((e) => e.some(isOtherType));
  return issue.code === 'invalid_type';
}

function unknownKeys(errors: readonly Issue[]): number {
  return errors.reduce(
    (count, error) =>
      count + (error.code === 'unrecognized_keys' && error.path.length === 0 ? error.keys.length : 0),
    0,
  );
}

function missingKeys(errors: readonly Issue[]): number {
  return errors.filter((error) => error.path.length === 1 && isMissing(error)).length;
}

function isMissing(error: Issue): boolean {
  const { code } = error;
  const maySay = code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
  return maySay && error.input === undefined;
}

function least<T>(items: readonly T[], weigh: (item: T) => number): T[] {
  const smallest = Math.min(...items.map(weigh));
  return items.filter((item) => weigh(item) === smallest);
}
