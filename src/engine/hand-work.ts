/** A step that a person finishes in place of its agent: the output is checked as the agent's would be, and written. */
import { z } from 'zod';
import { stepsAt } from '../conductor/run.ts';
import { BatonError } from '../core/error.ts';
import { bodiesOf } from '../message/log.ts';
import type { Transaction } from '../store/database.ts';
import type { TeamCode } from '../team/define.ts';
import { FINISH_BY_HAND, type Release } from '../team/definition.ts';
import { applyWrites } from './apply-writes.ts';
import type { Releases } from './releases.ts';
import { workflowOf } from './score.ts';
import { lockRuns } from './tables/runs.ts';
import type { StoredTask } from './tables/tasks.ts';

type Data = Readonly<Record<string, unknown>>;

export interface HandWork {
  readonly releases: Pick<Releases, 'get'>;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
}

const outputObject = z.record(z.string(), z.unknown());

/**
 * What an answer's data becomes. The step's output given by hand is checked by the agent's schema, and what the agent
 * would have written is written, in the caller's transaction; any other answer's data is given back as it is.
 * Throws `output-invalid`, saying what does not fit, or `by-hand-impossible`.
 */
export async function handWork(
  { releases, code }: HandWork,
  tx: Transaction,
  task: StoredTask,
  given: { readonly answer: string; readonly data: Data },
): Promise<Data> {
  if (task.kind !== 'timeout' || given.answer !== FINISH_BY_HAND) return given.data;
  const { now, runs } = await lockRuns(tx, [task.run_id]);
  const run = runs.get(task.run_id);
  if (!run || run.state.turn !== task.turn) {
    throw new BatonError('task-closed', `The case has gone on without task ${task.task_id}.`);
  }
  const release = await releases.get(run.release_id);
  const steps = stepsAt(workflowOf(release.team, run.workflow), run.path);
  const step = steps.find(({ id }) => id === task.step);
  const agent = step?.kind === 'agent' ? code.agents[step.agent] : undefined;
  if (!agent) throw impossible(task, release);
  const checked = agent.output.safeParse(given.data);
  if (!checked.success) {
    throw new BatonError(
      'output-invalid',
      `What step ${task.step} should give does not fit what was given: ${z.prettifyError(checked.error)}`,
      { details: { issues: checked.error.issues.slice(0, 10) } },
    );
  }
  const output = outputObject.parse(checked.data);
  if (!agent.byHand) {
    if ((agent.writes ?? []).length > 0) throw impossible(task, release);
    return output;
  }
  const data = (await bodiesOf(tx, [run.data_message])).get(run.data_message) ?? {};
  const result = agent.byHand(checked.data, { caseId: run.case_id, now, data });
  const writes = result.writes ?? [];
  const applied = await applyWrites(code, tx, writes, { row: run, now, step: task.step, release });
  return { ...outputObject.parse(agent.output.parse(result.output)), ...applied.facts };
}

function impossible(task: StoredTask, release: Release): BatonError {
  return new BatonError(
    'by-hand-impossible',
    `Step ${task.step} of release ${release.id} cannot be finished by hand: its agent writes what no person can give. Answer: ${task.answers.filter((answer) => answer !== FINISH_BY_HAND).join(', ')}.`,
  );
}
