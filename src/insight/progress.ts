/** How far a team is: work by agent, runs by status and end. Reads only. */
import { agentQueue, conductorQueue } from '../engine/queues.ts';
import { countRuns } from '../engine/tables/runs.ts';
import type { Queryable } from '../store/database.ts';
import type { AgentProfile, AgentStep, Step, TeamDefinition } from '../team/definition.ts';

export interface AgentProgress {
  readonly agent: string;
  readonly name: string;
  /** Messages nobody has begun. */
  readonly waiting: number;
  readonly working: number;
  /** Messages done with, as far back as the queue remembers (a day). */
  readonly done: number;
  /** People's tasks open at this agent's steps. */
  readonly in_review: number;
  /** How long the oldest waiting message has been due. */
  readonly oldest_waiting_seconds: number | null;
}

export interface TeamProgress {
  readonly agents: readonly AgentProgress[];
  /** Runs by status, branches apart. */
  readonly runs: Readonly<Record<string, number>>;
  /** Ended runs by how they ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Wake-up calls due for the conductor. */
  readonly conductor_waiting: number;
}

interface QueueCount {
  readonly name: string;
  readonly waiting: number;
  readonly working: number;
  readonly done: number;
  readonly oldest: number | null;
}

export async function teamProgress(db: Queryable, team: TeamDefinition): Promise<TeamProgress> {
  const [queues, reviews, runs] = await Promise.all([
    queueCounts(db, team),
    openReviews(db, team),
    countRuns(db, team.id),
  ]);
  const agents = agentsInOrder(team).map(({ id, name }) => {
    const queue = queues.get(agentQueue(team.id, id));
    return {
      agent: id,
      name,
      waiting: queue?.waiting ?? 0,
      working: queue?.working ?? 0,
      done: queue?.done ?? 0,
      in_review: stepsOf(team, id).reduce((sum, step) => sum + (reviews.get(step) ?? 0), 0),
      oldest_waiting_seconds: queue?.oldest ?? null,
    };
  });
  const conductor = queues.get(conductorQueue(team.id));
  return {
    agents,
    runs: sums(runs, (run) => run.status),
    ends: sums(runs, (run) => run.end_name),
    conductor_waiting: (conductor?.waiting ?? 0) + (conductor?.working ?? 0),
  };
}

/** True when nothing moves by itself before a timer, a person or the outside world acts. */
export function isAtRest(progress: TeamProgress): boolean {
  const { runs, agents, conductor_waiting: calls } = progress;
  // A branch that nobody waits for has work while its run stands still.
  const messages = agents.reduce((sum, { waiting, working }) => sum + waiting + working, 0);
  return (runs.running ?? 0) + (runs.joining ?? 0) + messages + calls === 0;
}

async function queueCounts(db: Queryable, team: TeamDefinition): Promise<Map<string, QueueCount>> {
  const names = [
    conductorQueue(team.id),
    ...Object.keys(team.agents).map((agent) => agentQueue(team.id, agent)),
  ];
  const rows = await db.query<QueueCount>(
    `SELECT name,
            count(*) FILTER (WHERE state IN ('created', 'retry') AND start_after <= baton.now())::int AS waiting,
            count(*) FILTER (WHERE state = 'active')::int AS working,
            count(*) FILTER (WHERE state = 'completed')::int AS done,
            extract(epoch FROM baton.now() - min(start_after)
              FILTER (WHERE state IN ('created', 'retry') AND start_after <= baton.now()))::float8 AS oldest
       FROM pgboss.job WHERE name = ANY($1::text[]) GROUP BY name`,
    [names],
  );
  return new Map(rows.map((row) => [row.name, row]));
}

async function openReviews(db: Queryable, team: TeamDefinition): Promise<Map<string, number>> {
  const rows = await db.query<{ step: string; count: number }>(
    "SELECT step, count(*)::int AS count FROM baton.tasks WHERE team = $1 AND status = 'open' GROUP BY step",
    [team.id],
  );
  return new Map(rows.map((row) => [row.step, row.count]));
}

function stepsOf(team: TeamDefinition, agent: string): string[] {
  const steps = Object.values(team.workflows).flatMap((workflow) => agentSteps(workflow.steps));
  return [...new Set(steps.filter((step) => step.agent === agent).map((step) => step.id))];
}

/** In the order in which work passes them in the workflow in force; those it does not use come last. */
function agentsInOrder(team: TeamDefinition): AgentProfile[] {
  const steps = agentSteps(team.workflows[team.workflow]?.steps ?? []);
  const ids = new Set([...steps.map((step) => step.agent), ...Object.keys(team.agents)]);
  return [...ids].flatMap((id) => team.agents[id] ?? []);
}

function agentSteps(steps: readonly Step[]): AgentStep[] {
  return steps.flatMap((step) => {
    if (step.kind === 'parallel') return Object.values(step.branches).flatMap(agentSteps);
    return step.kind === 'agent' ? [step] : [];
  });
}

function sums<Row extends { readonly count: number }>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
): Record<string, number> {
  const total: Record<string, number> = {};
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== null) total[key] = (total[key] ?? 0) + row.count;
  }
  return total;
}
