/** Which steps of a list can be reached from its first one. */
import type { Route, Step } from '../definition.ts';

/** The ids of steps that no route leads to, in the order of the list. Lists inside branches count for themselves. */
export function unreachableSteps(steps: readonly Step[]): string[] {
  const positions = new Map(steps.map((step, index) => [step.id, index]));
  const reached = new Set<number>();
  const open = [0];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const step = steps[index];
    if (!step || reached.has(index)) continue;
    reached.add(index);
    for (const route of routesOf(step)) open.push(...targets(route, index, positions));
  }
  return steps.filter((_, index) => !reached.has(index)).map(({ id }) => id);
}

/** The ends that a list of steps may come to, in no order; those of branches are their own. */
export function endsOf(steps: readonly Step[]): string[] {
  const ends = new Set<string>();
  const visit = ({ destination }: Route, index: number): void => {
    if (destination.kind === 'end') ends.add(destination.end);
    if (destination.kind === 'next' && index === steps.length - 1) ends.add('done');
    if (destination.kind === 'task') {
      for (const answer of Object.values(destination.task.answers)) visit(answer, index);
    }
  };
  for (const [index, step] of steps.entries()) for (const route of routesOf(step)) visit(route, index);
  return [...ends];
}

function routesOf(step: Step): readonly Route[] {
  if (step.kind === 'person') return Object.values(step.task.answers);
  const ends = [...step.success, ...step.failure];
  if (step.kind !== 'agent') return ends;
  const tasks = [step.escalation?.task, step.recovery.timeout?.task];
  return [...ends, ...tasks.flatMap((task) => Object.values(task?.answers ?? {}))];
}

function targets(route: Route, from: number, positions: ReadonlyMap<string, number>): number[] {
  const { destination } = route;
  switch (destination.kind) {
    case 'next':
      return [from + 1];
    case 'step':
      return [positions.get(destination.step) ?? from];
    case 'task':
      return Object.values(destination.task.answers).flatMap((answer) => targets(answer, from, positions));
    case 'end':
      return [];
  }
}
