/** Jain's fairness index. */

/**
 * (Σx)² / (n·Σx²) of non-negative numbers (Jain, Chiu and Hawe, 1984): 1 where all are alike, 1/n where one
 * has everything. Null where there are none, or all are 0.
 */
export function jainIndex(values: readonly number[]): number | null {
  const sum = values.reduce((before, value) => before + value, 0);
  const squares = values.reduce((before, value) => before + value * value, 0);
  return squares === 0 ? null : (sum * sum) / (values.length * squares);
}
