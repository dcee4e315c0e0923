/**
 * A team at work on one Postgres: opens tables, queues and services, starts workers, lets things in and
 * out. `openEngine` is for every command; `startWorker` for those that do the work.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { BatonError } from '../core/error.ts';
import { messagesOfCase } from '../message/log.ts';
import { openOutsideMailer } from '../notify/open-channels.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import { engineMigrations, migrate } from '../store/migrations.ts';
import type { PostgresDatabase } from '../store/postgres-database.ts';
import type { RunningTeam, RunStart, StartedRun, TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import type { TaskAnswer } from '../team/inbox.ts';
import { requireRules, rulesReader } from '../team/read-rules.ts';
import { noticesOf, standingsOf } from './cases.ts';
import { type Doors, signalCase } from './doors.ts';
import { uuidv7 } from './ids.ts';
import { createInbox } from './inbox/inbox.ts';
import { resolveTask } from './inbox/resolve.ts';
import { createBoss, ensureQueues } from './queues.ts';
import { Releases } from './releases.ts';
import { keepSchedule, workSchedule } from './schedule.ts';
import { workflowOf } from './score.ts';
import { ensureCaseNumbers, newCaseIds, startRuns } from './start-runs.ts';
import { askAgain, putBeforePerson, strayRuns } from './strays.ts';
import { keepRelease } from './tables/releases.ts';
import type { RunRow } from './tables/runs.ts';
import type { StoredTask } from './tables/tasks.ts';
import { WakeSender } from './wake.ts';
import { Worker, type WorkerOptions } from './worker.ts';

export interface EngineOptions<Services> {
  readonly database: PostgresDatabase;
  readonly release: Release;
  readonly code: TeamCode<Services>;
  /** The team's folder, absolute. */
  readonly folder: string;
  /** The workflow new runs follow. Default: the one `team.yaml` names. */
  readonly workflow?: string | undefined;
  /** Where trouble that stops nothing is said. */
  onTrouble(error: Error): void;
}

export interface WorkOptions extends Pick<WorkerOptions, 'onNotice' | 'pollMs' | 'agents'> {
  /** True: the team is at work already, and this worker is one more. Default false. */
  readonly joins?: boolean;
}

export class Engine<Services = unknown> {
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly release: Release;
  readonly code: TeamCode<Services>;
  /** What the team's own commands, intake and demo are given. */
  readonly team: RunningTeam<Services>;
  readonly #doors: Doors;
  readonly #releases: Releases;
  /** Tells this engine's wake-up calls from others'. */
  readonly #self = uuidv7();
  readonly #wakeSender: WakeSender;
  readonly #closeServices: () => Promise<void>;
  readonly #onTrouble: (error: Error) => void;
  #worker: Worker | null = null;
  #isClosed = false;
  /** Queues to be woken when a team's own transaction has committed. */
  readonly #uncommitted = new WeakMap<Transaction, Set<string>>();

  constructor(
    options: EngineOptions<Services>,
    opened: { boss: PgBoss; services: Services; close: () => Promise<void> },
  ) {
    this.database = options.database;
    this.boss = opened.boss;
    this.release = options.release;
    this.code = options.code;
    this.#onTrouble = options.onTrouble;
    this.#closeServices = opened.close;
    this.#releases = new Releases(options.database, options.release);
    this.#wakeSender = new WakeSender(options.database.pool, this.#self);
    this.#doors = {
      database: options.database,
      boss: opened.boss,
      onEnd: options.code.onEnd,
      code: options.code,
      release: options.release,
      releases: this.#releases,
      workflow: options.workflow ?? options.release.team.workflow,
      wake: (queues) => this.wake(queues),
    };
    this.team = {
      database: this.#teamDatabase(),
      services: opened.services,
      folder: options.folder,
      read: rulesReader(options.release, options.code),
      now: () => readClock(options.database),
      newCaseIds: (tx, count) => newCaseIds(tx, options.release.team, count),
      startRuns: (tx, starts) => this.#startRuns(tx, starts),
      signal: (tx, caseId, event, payload, from) => this.#signal(tx, { caseId, event, payload, from }),
      messagesOf: (caseId) => messagesOfCase(options.database, options.release.team.id, caseId),
      standingsOf: (caseIds) => standingsOf(options.database, options.release.team.id, caseIds),
      inbox: createInbox(this.#doors),
      noticesOf: (caseId) => noticesOf(options.database, options.release.team.id, caseId),
      mailer: openOutsideMailer(options.release.team.channels, process.env),
    };
  }

  /** The database as a team sees it: what its transactions start is woken when they have committed. */
  #teamDatabase(): Database {
    const { database } = this;
    return {
      query: (text, values) => database.query(text, values),
      close: () => database.close(),
      transaction: async (work) => {
        const waiting = new Set<string>();
        const result = await database.transaction((tx) => {
          this.#uncommitted.set(tx, waiting);
          return work(tx);
        });
        this.wake([...waiting]);
        return result;
      },
    };
  }

  async #startRuns(tx: Transaction, starts: readonly RunStart[]): Promise<StartedRun[]> {
    const { started, queues } = await startRuns(this.#doors, tx, starts);
    for (const queue of queues) this.#uncommitted.get(tx)?.add(queue);
    return started;
  }

  async #signal(tx: Transaction, signal: Parameters<typeof signalCase>[2]): Promise<boolean> {
    const queues = await signalCase(this.#doors, tx, signal);
    for (const queue of queues ?? []) this.#uncommitted.get(tx)?.add(queue);
    return queues !== null;
  }

  resolveTask(answer: TaskAnswer): Promise<StoredTask> {
    return resolveTask(this.#doors, answer);
  }

  /** Runs that are open while nothing is under way that could move them, oldest first. */
  strayRuns(limit: number): Promise<RunRow[]> {
    return strayRuns(this.database, this.#releases, this.release.team.id, { limit });
  }

  /** Puts a stray run before a person; false where it is none any more. */
  putBeforePerson(runId: string): Promise<boolean> {
    return putBeforePerson(this.#doors, this.#releases, runId);
  }

  /** Opens the answered task again of a run that never heard the answer; false where there is none to open. */
  askAgain(runId: string, turn: number): Promise<boolean> {
    return askAgain(this.#doors, runId, turn);
  }

  /** Says here and in every other process that queues have work. */
  wake(queues: readonly string[]): void {
    this.#worker?.wake(queues);
    this.#wakeSender.send(queues);
  }

  /**
   * Begins to work: all agents or those named, the conductor's own queue, dead letters, the outbox. Who only `joins`
   * leaves the schedules of the team as they stand. Throws `team-invalid` where the release's rules do not fit the
   * code, `agent-unknown`.
   */
  async startWorker({ joins = false, ...options }: WorkOptions): Promise<void> {
    requireRules(this.release, this.code);
    this.#worker = new Worker({
      ...options,
      database: this.database,
      boss: this.boss,
      release: this.release,
      releases: this.#releases,
      code: this.code,
      team: this.team,
      self: this.#self,
      onTrouble: this.#onTrouble,
      onSettled: (queues) => this.wake(queues),
    });
    await this.#worker.start();
    const { team } = this.release;
    const inForce = this.#doors.workflow;
    if (!joins) await keepSchedule(this.boss, team, inForce);
    await workSchedule(this.boss, team, inForce, async (workflow, key) => {
      const said = { data: {}, from: 'Clock', notes: 'The time had come.' };
      await this.startCase({ event: 'schedule', workflow, key, ...said });
    });
  }

  /** Starts one case and numbers it. A known key starts nothing and gives the earlier case. */
  startCase(start: Omit<RunStart, 'caseId'>): Promise<StartedRun> {
    return this.team.database.transaction(async (tx) => {
      const [caseId = ''] = await this.team.newCaseIds(tx, 1);
      const [started] = await this.#startRuns(tx, [{ ...start, caseId }]);
      if (!started) throw new BatonError('start-lost', `The start with key ${start.key} was not answered.`);
      return started;
    });
  }

  /** Stops working and closes. What was begun is finished within `graceMs`, or handed back. Once is enough. */
  async close(graceMs = 10_000): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#worker?.stop(graceMs);
    this.#worker = null;
    await this.#wakeSender.flush();
    await this.boss.stop({ graceful: false });
    await this.#closeServices();
  }
}

/** Opens a team: tables and queues are made or brought up to date, the release is kept. */
export async function openEngine<Services>(
  options: EngineOptions<Services> & { readonly supervise?: boolean },
): Promise<Engine<Services>> {
  const { database, release, code, folder } = options;
  workflowOf(release.team, options.workflow ?? release.team.workflow);
  await migrate(database, engineMigrations);
  const teamMigrations = join(folder, 'migrations');
  if (existsSync(teamMigrations)) {
    await migrate(database, { schema: release.team.id.replaceAll('-', '_'), folder: teamMigrations });
  }
  const boss = createBoss(database.pool, {
    supervise: options.supervise ?? false,
    onError: options.onTrouble,
  });
  try {
    await oneAtATime(database, async () => {
      await boss.start();
      await ensureQueues(boss, release.team.id, Object.keys(release.team.agents));
      await ensureCaseNumbers(database, release.team.id);
    });
    await keepRelease(database, { id: release.id, team: release.team.id, files: release.files });
    const { services, close } = await code.services({ database, folder });
    return new Engine(options, { boss, services, close });
  } catch (error) {
    // Its timers would keep a process alive that has nothing to do.
    await boss.stop({ graceful: false });
    throw error;
  }
}

/** What makes tables and queues must not meet itself in another process: `IF NOT EXISTS` is no protection. */
async function oneAtATime(database: Database, work: () => Promise<void>): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('baton.open', 0))");
    await work();
  });
}
