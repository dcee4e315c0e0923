/**
 * What an answer means besides its data: validators that do not hold flag the run and are told, rules that contradict
 * each other get their owner a task beside the run. Neither stops the run. Owns what is found; who answered is not its affair.
 */
import {
  DATA_QUALITY_KEY,
  type QualityFinding,
  qualityFindings,
  RULE_CONFLICTS_KEY,
  type RuleConflict,
  ruleConflicts,
} from '../core/findings.ts';
import type { AgentStep, ConditionFacts, Validator } from '../team/definition.ts';
import type { Draft } from './draft.ts';
import { factsOf } from './move.ts';
import { CONFLICT_BRANCH } from './run.ts';

type Data = Readonly<Record<string, unknown>>;

/** Weighs an answer that has just been merged into the run's data; the run has not left its step yet. */
export function weighAnswer(draft: Draft, step: AgentStep, output: Data): void {
  if (step.validate.length > 0) checkQuality(draft, step, factsOf(draft, { output, error: null }));
  const { ruleConflict } = step.recovery;
  const conflicts = ruleConflicts.safeParse(output[RULE_CONFLICTS_KEY]).data ?? [];
  if (ruleConflict === null || conflicts.length === 0) return;
  const { turn } = draft.state;
  const notes = conflicts.map(conflictWords).join(' ');
  draft.effect({ kind: 'start-branch', step: step.id, turn, branch: CONFLICT_BRANCH, notes });
  for (const { to, subject } of ruleConflict.notify) {
    draft.effect({ kind: 'notify', to, subject, text: `${draft.score.caseId}: ${notes}` });
  }
}

function conflictWords({ rule, message, safest_action }: RuleConflict): string {
  return `Rule ${rule}: ${message} Done meanwhile: ${safest_action}`;
}

/** The step's findings take the place of those it had before; only what is new is told. */
function checkQuality(draft: Draft, step: AgentStep, facts: ConditionFacts): void {
  const known = qualityFindings.parse(draft.data[DATA_QUALITY_KEY]);
  const found = step.validate.filter((validator) => !holds(validator, facts));
  const before = known.filter((finding) => finding.step === step.id);
  if (found.length === 0 && before.length === 0) return;
  const findings = found.map(({ field, flag, message }) => ({ step: step.id, field, flag, message }));
  const others = known.filter((finding) => finding.step !== step.id);
  draft.merge({ [DATA_QUALITY_KEY]: [...others, ...findings] });
  for (const validator of found) {
    draft.flag([validator.flag]);
    if (before.some(({ flag, field }) => flag === validator.flag && field === validator.field)) continue;
    for (const { to, subject } of validator.notify) {
      const text = `${draft.score.caseId}: ${validator.message} The case has gone on with what is there.`;
      draft.effect({ kind: 'notify', to, subject, text });
    }
  }
}

/** A check that cannot be decided does not hold: somebody should look at that data. */
function holds({ check }: Validator, facts: ConditionFacts): boolean {
  try {
    return check.holds(facts);
  } catch {
    return false;
  }
}

/** What several branches found, each with what was known when it began: every finding once, oldest first. */
export function joinedFindings(lists: readonly unknown[]): QualityFinding[] {
  const all = lists.flatMap((list) => qualityFindings.parse(list));
  const keys = new Set<string>();
  return all.filter(({ step, field, flag }) => {
    const key = JSON.stringify([step, field, flag]);
    const isNew = !keys.has(key);
    keys.add(key);
    return isNew;
  });
}
