/**
 * Tiny teams for tests of the engine: a release from workflow text, agents from functions, engines on a
 * database of the test's own, and waiting for what the database says.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AgentContext,
  type AgentDefinition,
  type AgentResult,
  defineAgent,
  defineTeam,
  type TeamCode,
  type WriteDefinition,
  z,
} from 'baton';
import type { RunState } from '../../src/conductor/run.ts';
import { type Engine, openEngine } from '../../src/engine/engine.ts';
import { isConflict } from '../../src/engine/passing.ts';
import { openTasks, type StoredTask, tasksOfCases } from '../../src/engine/tables/tasks.ts';
import type { LoggedNotice } from '../../src/notify/log-channel.ts';
import type { Queryable } from '../../src/store/database.ts';
import { openDatabase } from '../../src/store/postgres-database.ts';
import type { Release } from '../../src/team/definition.ts';
import { makeRelease } from '../../src/team/load.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

type Data = Record<string, unknown>;
export type Run = (
  input: Data,
  context: AgentContext<unknown, undefined>,
) => AgentResult<Data> | Promise<AgentResult<Data>>;
// biome-ignore lint/suspicious/noExplicitAny: a registry of agents with schemas of their own
export type TinyAgent = Run | AgentDefinition<any, any, any, any>;

export interface TinyTeam {
  readonly release: Release;
  readonly code: TeamCode<undefined>;
}

export interface TinyTeamOptions {
  readonly id?: string;
  /** Of the workflow, as YAML: a list, not indented. */
  readonly steps: string;
  /** Default `event: case-arrived`. */
  readonly trigger?: string;
  /** Workflows beside it, by name: trigger and steps as above. */
  readonly beside?: Readonly<Record<string, { readonly trigger: string; readonly steps: string }>>;
  /** By name: what it does. A plain function takes any data and may give any. */
  readonly agents: Readonly<Record<string, TinyAgent>>;
  /** The line `limits` of an agent's front matter. */
  readonly limits?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: a registry of writes with schemas of their own
  readonly writes?: Readonly<Record<string, WriteDefinition<any, any>>>;
  /** Rules that no agent owns. */
  readonly rules?: TeamCode['rules'];
  /** `recovery` of team.yaml, as a map in braces. */
  readonly recovery?: string;
  /** What team.yaml says of notices beside its one group `operations`, as YAML. */
  readonly notices?: string;
  /** How the group is told. Default `channel: log`. */
  readonly operations?: string;
  /** What the queue `review` says of its notices, such as `notices: { channel: chat }`. */
  readonly queueNotices?: string;
  /** Files of rules by path; those that do not stand beside an agent are named in team.yaml. */
  readonly files?: Readonly<Record<string, string>>;
  /** `escalate` of a queue (`review`, `desk`), as YAML on one line. */
  readonly escalate?: Readonly<Record<string, string>>;
}

/** Agents' declared names are their ids with "Pro", so that the two cannot be taken for one another. */
export function tinyTeam(options: TinyTeamOptions): TinyTeam {
  const shared = Object.keys(options.files ?? {}).filter((path) => !path.startsWith('agents/'));
  const escalate = (queue: string): string => {
    const levels = options.escalate?.[queue];
    return levels ? `, escalate: ${levels}` : '';
  };
  const files: Record<string, string> = {
    ...options.files,
    'team.yaml': `name: Tiny
case_prefix: CASE
workflow: flow
beside: [${Object.keys(options.beside ?? {}).join(', ')}]
rules: [${shared.join(', ')}]
queues:
  review: { title: Review desk, notify: [operations]${escalate('review')}, ${options.queueNotices ?? ''} }
  desk: { title: Front desk, notify: [operations]${escalate('desk')} }
groups:
  operations: { title: Operations, ${options.operations ?? 'channel: log'} }
  data-quality: { title: Data quality, channel: log }
  technical: { title: Technical, channel: log }
  rules-admin: { title: Rules, channel: log }
recovery: ${options.recovery ?? '{}'}
${options.notices ?? ''}
`,
    'workflows/flow.yaml': workflowText('Flow', options.trigger ?? 'event: case-arrived', options.steps),
  };
  for (const [id, { trigger, steps }] of Object.entries(options.beside ?? {})) {
    files[`workflows/${id}.yaml`] = workflowText(id, trigger, steps);
  }
  const agents: Record<string, Exclude<TinyAgent, Run>> = {};
  for (const [id, agent] of Object.entries(options.agents)) {
    const limits = options.limits?.[id] ?? '{ concurrency: 50 }';
    files[`agents/${id}/agent.md`] =
      `---\nname: ${id} Pro\nrole: Does ${id}\ntriggers: [work]\nlimits: ${limits}\n---\nDo it.\n`;
    agents[id] = typeof agent === 'function' ? plainAgent(agent, Object.keys(options.writes ?? {})) : agent;
  }
  return {
    release: makeRelease(files, options.id ?? 'tiny'),
    code: defineTeam({
      agents,
      writes: options.writes ?? {},
      rules: options.rules ?? [],
      services: async () => ({ services: undefined, close: async () => {} }),
    }),
  };
}

function workflowText(name: string, trigger: string, steps: string): string {
  const indented = steps.trim().split('\n');
  return `name: ${name}\ntrigger: { ${trigger} }\nsteps:\n${indented.map((line) => `  ${line}\n`).join('')}`;
}

function plainAgent(run: Run, writes: readonly string[]): Exclude<TinyAgent, Run> {
  const anything = z.record(z.string(), z.unknown());
  return defineAgent({ input: anything, output: anything, writes, run });
}

/** Does nothing and says so. */
export const pass: Run = () => ({ output: {}, notes: 'passed' });

export interface OpenOptions {
  /** Default true. False: only lets things in and out. */
  readonly works?: boolean;
  /** Default 100 ms. */
  readonly pollMs?: number;
  readonly onNotice?: (notice: LoggedNotice) => void | Promise<void>;
  /** Default: all of the team. */
  readonly agents?: readonly string[];
}

/** A database, the engines of one test on it, and what went wrong in them. Closed when the test is over. */
export interface Desk {
  readonly database: TestDatabase['database'];
  readonly url: string;
  /** What engines reported as trouble, in order. */
  readonly troubles: Error[];
  open(team: TinyTeam, options?: OpenOptions): Promise<Engine<undefined>>;
}

/** `context` is the test's; `url` names a database of another server than the one all tests share. */
export async function openDesk(
  context: { after(clean: () => Promise<void>): void },
  url?: string,
): Promise<Desk> {
  const test = url ? ownDatabase(url) : await openTestDatabase({ maxConnections: 12 });
  const engines: Engine<undefined>[] = [];
  const troubles: Error[] = [];
  context.after(async () => {
    for (const engine of engines) await engine.close(100);
    await test.close();
  });
  return {
    database: test.database,
    url: test.url,
    troubles,
    async open(team, options = {}) {
      const engine = await openEngine({
        database: test.database,
        ...team,
        folder: '/nonexistent',
        supervise: options.works ?? true,
        onTrouble: (error) => troubles.push(error),
      });
      engines.push(engine);
      const { onNotice = () => undefined, pollMs = 100, agents } = options;
      if (options.works ?? true) await engine.startWorker({ onNotice, pollMs, agents });
      return engine;
    },
  };
}

function ownDatabase(url: string): TestDatabase {
  const database = openDatabase(url, { maxConnections: 12 });
  return { database, url, close: () => database.close() };
}

/** Starts one run for each case, all in one transaction; gives their run ids. */
export async function start(
  engine: Engine<undefined>,
  cases: string | readonly string[],
  data: Data = {},
): Promise<string[]> {
  const { team } = engine;
  const caseIds = typeof cases === 'string' ? [cases] : cases;
  const started = await team.database.transaction((tx) =>
    team.startRuns(
      tx,
      caseIds.map((caseId) => ({
        caseId,
        event: 'case-arrived',
        key: caseId,
        data: { item: caseId, ...data },
        from: 'Test door',
        notes: 'arrived',
      })),
    ),
  );
  return started.map(({ runId }) => runId);
}

/** Sends an event from outside to a case; false where no run of it is open. */
export function tell(
  { team }: Engine<undefined>,
  caseId: string,
  event: string,
  data: Data = {},
  from = 'Test door',
): Promise<boolean> {
  return team.database.transaction((tx) => team.signal(tx, caseId, event, data, from));
}

/** Case numbers: `names(3)` → CASE-1, CASE-2, CASE-3. */
export function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `CASE-${index + 1}`);
}

export interface TopRun {
  readonly run_id: string;
  readonly case_id: string;
  readonly release_id: string;
  readonly status: string;
  readonly end_name: string | null;
  readonly step: string | null;
  readonly state: RunState;
  readonly data: Data;
}

/** A case's own run (not its branches) with its data; throws where there are none or several. */
export async function runOf(db: Queryable, caseId: string): Promise<TopRun> {
  const rows = await db.query<TopRun>(
    `SELECT r.run_id, r.case_id, r.release_id, r.status, r.end_name, r.step, r.state, m.body AS data
       FROM baton.runs r LEFT JOIN baton.messages m ON m.message_id = r.data_message
      WHERE r.case_id = $1 AND r.parent_run_id IS NULL`,
    [caseId],
  );
  const [run] = rows;
  if (!run || rows.length > 1) throw new Error(`${rows.length} runs of case ${caseId}`);
  return run;
}

/** Polls until `probe` gives something truthy and gives it; after 20 s it fails and says what it saw last. */
export async function until<T>(what: string, probe: () => Promise<T>): Promise<NonNullable<T>> {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    const seen = await probe();
    if (seen) return seen;
    if (performance.now() > giveUpAt) throw new Error(`Waited 20 s in vain until ${what}`);
    await sleep(10);
  }
}

/** Waits until a case's run stands as `status` (at `step`, where one is given). */
export async function untilRun(
  db: Queryable,
  caseId: string,
  status: string,
  step?: string,
): Promise<TopRun> {
  let last: TopRun | null = null;
  const look = async (): Promise<TopRun | null> => {
    last = await runOf(db, caseId);
    return last.status === status && (step === undefined || last.step === step) ? last : null;
  };
  return until(`${caseId} is ${status}${step ? ` at ${step}` : ''}`, look).catch((error: Error) => {
    throw new Error(`${error.message}; it is ${last?.status} at ${last?.step}, end ${last?.end_name}`);
  });
}

/** Waits until no run is open but those of people's tasks and waits; gives how many ended how. */
export async function untilAllRest(db: Queryable): Promise<Record<string, number>> {
  await until('every run rests', async () => {
    const [row] = await db.query<{ open: number }>(
      "SELECT count(*)::int AS open FROM baton.runs WHERE status IN ('running', 'joining')",
    );
    return row?.open === 0;
  });
  const rows = await db.query<{ how: string; count: number }>(
    `SELECT COALESCE(end_name, status) AS how, count(*)::int AS count FROM baton.runs
      WHERE parent_run_id IS NULL GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ how, count }) => [how, count]));
}

/** Waits until the team has an open task (of that case) and gives it. */
export function untilTask(db: Queryable, caseId: string, team = 'tiny'): Promise<StoredTask> {
  return until(`${caseId} has an open task`, async () => (await openTasks(db, team, { caseId }))[0]);
}

/** All tasks of a case, closed ones too. */
export function tasksOf(db: Queryable, caseId: string, team = 'tiny'): Promise<StoredTask[]> {
  return tasksOfCases(db, team, [caseId]);
}

/** A queue's jobs by state, such as `{ completed: 3 }`. */
export async function jobsOf(db: Queryable, queue: string): Promise<Record<string, number>> {
  const rows = await db.query<{ state: string; count: number }>(
    'SELECT state::text, count(*)::int AS count FROM pgboss.job WHERE name = $1 GROUP BY 1',
    [queue],
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

/** As if every claim's heartbeat had stopped a minute ago: whoever holds one has lost it when this resolves. */
export async function lapseClaims(engine: Engine<undefined>): Promise<void> {
  const { database, boss } = engine;
  const held = await database.query<{ claim: string }>(
    "SELECT id || ':' || retry_count AS claim FROM pgboss.job WHERE state = 'active'",
  );
  const claims = held.map(({ claim }) => claim);
  const still = "state = 'active' AND id || ':' || retry_count = ANY($1::text[])";
  const lapse = async (): Promise<void> => {
    await database.query(
      `UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE ${still}`,
      [claims],
    );
    await database.query('UPDATE pgboss.queue SET monitor_on = NULL, monitor_claim_on = NULL');
    await boss.supervise();
  };
  await until('the claims have lapsed', async () => {
    // A worker that settles these very jobs at this moment may stand in the way: once more, then.
    await lapse().catch((error: unknown) => {
      if (!isConflict(error)) throw error;
    });
    // A heart that beat in between has saved its claim: once more.
    return (await database.query(`SELECT 1 FROM pgboss.job WHERE ${still}`, [claims])).length === 0;
  });
}
