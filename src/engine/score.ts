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

/** The workflows in force beside others that follow a case of `workflow` which has ended so. */
export function followersOf(team: TeamDefinition, workflow: string, end: string): string[] {
  return team.beside.filter((id) => {
    const trigger = team.workflows[id]?.trigger;
    if (trigger?.kind !== 'after') return false;
    return trigger.ended.some((one) => one.workflow === workflow && one.ends.includes(end));
  });
}

/** The event that starts a workflow, or the word for how else it is started; null: by nothing from outside. */
export function startEventOf({ trigger }: WorkflowDefinition): string | null {
  return trigger.kind === 'event' || trigger.kind === 'after' ? trigger.event : trigger.kind;
}

/** The workflow that an event starts: `inForce`, or one beside it that names the event; null: none does. */
export function workflowOfEvent(team: TeamDefinition, inForce: string, event: string): string | null {
  if (startEventOf(workflowOf(team, inForce)) === event) return inForce;
  return (
    team.beside.find((id) => {
      const beside = team.workflows[id]?.trigger;
      return beside?.kind === 'after' && beside.event === event;
    }) ?? null
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
