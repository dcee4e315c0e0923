/** The part of a team's definition that one run follows. */
import { type Score, stepsAt } from '../conductor/run.ts';
import { BatonError } from '../core/error.ts';
import type { TeamDefinition, WorkflowDefinition } from '../team/definition.ts';

/** The workflow of that name. Throws `workflow-unknown`, naming those there are. */
export function workflowOf(team: TeamDefinition, workflow: string): WorkflowDefinition {
  const found = team.workflows[workflow];
  if (found) return found;
  const known = Object.keys(team.workflows);
  throw new BatonError(
    'workflow-unknown',
    `Team ${team.id} has no workflow "${workflow}". It has: ${known.join(', ')}.`,
    { details: { workflow, known } },
  );
}

/** What the conductor must know to advance a run that stands at `path` of its workflow. */
export function scoreOf(
  team: TeamDefinition,
  run: { readonly workflow: string; readonly path: readonly string[]; readonly case_id: string },
): Score {
  return { ...stepless(team, run), steps: stepsAt(workflowOf(team, run.workflow), run.path) };
}

/** Enough to put a run whose own definition cannot be read before a person, and to close it. */
export function stepless(team: TeamDefinition, run: { readonly case_id: string }): Score {
  const [firstQueue] = Object.keys(team.queues);
  if (!firstQueue)
    throw new BatonError('team-invalid', `Team ${team.id} declares no queue for people's tasks.`);
  return { steps: [], queues: team.queues, reviewQueue: firstQueue, caseId: run.case_id };
}
