/** Joining the branches of a parallel step. What each came to is read under the parent's lock. */

import { DATA_QUALITY_KEY } from '../core/findings.ts';
import type { Draft } from './draft.ts';
import type { BranchResult } from './event.ts';
import { leave } from './move.ts';
import { CLOSED_BY_PERSON } from './open-task.ts';
import { stepOf } from './run.ts';
import { joinedFindings } from './weigh-answer.ts';

/** A branch that ends with this name has failed; so has one that a person closed because it could not be done. */
export const FAILED_END = 'failed';

/**
 * Goes on when the join is met: `all` when every branch has ended, `any` with the first that ended well
 * (the others are cancelled) or when all have failed. Branches' data is taken in the order the file
 * names them, so that the same results always give the same run.
 */
export function joinedBranches(draft: Draft, results: readonly BranchResult[]): void {
  const { active } = draft.state;
  if (active?.kind !== 'parallel') return;
  const step = stepOf(draft.score, active.step);
  if (step.kind !== 'parallel') return;
  const ordered = Object.keys(step.branches).flatMap(
    (branch) => results.find((result) => result.branch === branch) ?? [],
  );
  const ended = ordered.filter((result) => result.end !== null);
  const good = ended.filter((result) => !hasFailed(result));
  const allEnded = ended.length === Object.keys(step.branches).length;
  const first = step.join === 'any' ? good[0] : undefined;
  if (!allEnded && !first) return;

  let output: BranchResult['outputs'] = {};
  for (const result of first ? [first] : good) output = { ...output, ...result.outputs };
  if (Object.hasOwn(output, DATA_QUALITY_KEY)) {
    const lists = [draft.data, ...(first ? [first] : good).map(({ outputs }) => outputs)];
    output = { ...output, [DATA_QUALITY_KEY]: joinedFindings(lists.map((data) => data[DATA_QUALITY_KEY])) };
  }
  draft.merge(output);
  // A failed branch's data is left, but what it marked still holds.
  for (const result of first ? [first] : ended) draft.flag(result.flags);
  const failed = ended.filter(hasFailed).map((result) => result.branch);
  const isWell = step.join === 'any' ? first !== undefined : failed.length === 0;
  if (first && !allEnded) draft.effect({ kind: 'cancel-branches', step: step.id, turn: draft.state.turn });
  if (isWell) {
    leave(draft, step, 'success', { output, error: null });
    return;
  }
  const message = `Branches of step ${step.id} failed: ${failed.join(', ')}.`;
  leave(draft, step, 'failure', { output, error: { code: 'branch-failed', message, retryable: false } });
}

function hasFailed({ end }: BranchResult): boolean {
  return end === FAILED_END || end === CLOSED_BY_PERSON;
}
