/** One process at work: a mailbox for each agent, the conductor's, dead letters, the outbox. */
import { hostname } from 'node:os';
import pg from 'pg';
import type { PgBoss } from 'pg-boss';
import { BatonError } from '../core/error.ts';
import type { LogWriter } from '../notify/log-channel.ts';
import { openChannels } from '../notify/open-channels.ts';
import { openDatabase, type PostgresDatabase } from '../store/postgres-database.ts';
import type { RunningTeam, TeamCode } from '../team/define.ts';
import type { AgentProfile, Release, TeamDefinition } from '../team/definition.ts';
import { prepareAgentWork } from './agent-work.ts';
import { prepareConductorWork, prepareExhaustedWork } from './conductor-work.ts';
import { Heartbeats } from './heartbeats.ts';
import { uuidv7 } from './ids.ts';
import { Mailbox, type MailboxOptions } from './mailbox.ts';
import { Outbox } from './outbox.ts';
import { OutsideMail } from './outside-mail.ts';
import { createPace } from './pace.ts';
import { watchQueues } from './queue-watch.ts';
import { agentQueue, conductorQueue, deadLetterQueue } from './queues.ts';
import type { Releases } from './releases.ts';
import { Retention } from './retention.ts';
import { Settler } from './settler.ts';
import { Solitude } from './solitude.ts';
import { removeWorker, reportWorker, type WorkerRow } from './tables/workers.ts';
import { WakeListener } from './wake.ts';

const CONDUCTOR_CONCURRENCY = 200;
/** One commit at a time: what finishes meanwhile shares the next, and larger commits are the cheaper ones. */
const SETTLE_LANES = 1;
const REPORT_MS = 5_000;
const WATCH_MS = 15_000;
const POLL_MS = 500;
const LIFELINE = { maxConnections: 2, applicationName: 'baton heartbeat', connectTimeoutMs: 5_000 };

export interface WorkerOptions {
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly release: Release;
  readonly releases: Releases;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
  /** The agents it works for, by folder name; what the conductor does, every worker does. Default: all of the team. */
  readonly agents?: readonly string[] | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly team: RunningTeam<any>;
  /** Whose wake-up calls are this engine's own. */
  readonly self: string;
  /** How often each queue is looked at without a call. Default 500 ms. */
  readonly pollMs?: number | undefined;
  /** Where the log channel writes. A notice it throws for is offered again. */
  readonly onNotice: LogWriter;
  onTrouble(error: Error): void;
  /** Called after each commit with the queues that have new work. */
  onSettled(queues: readonly string[]): void;
}

export class Worker {
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #heartbeats: Heartbeats;
  readonly #settler: Settler;
  readonly #listener: WakeListener;
  readonly #outbox: Outbox;
  readonly #retention: Retention;
  readonly #outsideMail: OutsideMail;
  readonly #database: PostgresDatabase;
  /** For signs of life alone, which must not wait until a connection is free of work. */
  readonly #lifeline: PostgresDatabase;
  readonly #self: WorkerRow;
  readonly #onTrouble: (error: Error) => void;
  readonly #team: TeamDefinition;
  #reporting: NodeJS.Timeout | null = null;
  #watching: NodeJS.Timeout | null = null;
  #watched: Promise<void> = Promise.resolve();

  constructor(options: WorkerOptions) {
    const { database, boss, release, releases, code, team, onTrouble, onSettled } = options;
    const { services } = team;
    this.#database = database;
    this.#onTrouble = onTrouble;
    this.#team = release.team;
    const agents = agentsOf(release, options.agents);
    this.#lifeline = openDatabase(database.url, LIFELINE);
    this.#self = {
      worker_id: uuidv7(),
      team: release.team.id,
      host: hostname(),
      pid: process.pid,
      agents: agents.map(({ id }) => id),
      release_id: release.id,
    };
    this.#heartbeats = new Heartbeats(this.#lifeline, onTrouble);
    this.#settler = new Settler(
      { database, boss, releases, code },
      { lanes: SETTLE_LANES, onSettled, onTrouble },
    );
    const shared = {
      boss,
      db: database,
      settler: this.#settler,
      heartbeats: this.#heartbeats,
      solitude: new Solitude(),
      pollMs: options.pollMs ?? POLL_MS,
      onTrouble,
    };
    const work = { db: database, releases, code, services };
    for (const { id, limits } of agents) {
      const queue = agentQueue(release.team.id, id);
      this.#add({
        ...shared,
        queue,
        concurrency: limits.concurrency,
        pace: limits.rate ? createPace(database, queue, limits.rate) : null,
        prepare: (jobs) => prepareAgentWork(work, id, queue, jobs),
      });
    }
    const calls = conductorQueue(release.team.id);
    const deadLetters = deadLetterQueue(release.team.id);
    const conductor = { ...shared, pace: null, concurrency: CONDUCTOR_CONCURRENCY };
    this.#add({
      ...conductor,
      queue: calls,
      prepare: async (jobs) => prepareConductorWork(boss, calls, jobs),
    });
    this.#add({
      ...conductor,
      queue: deadLetters,
      prepare: async (jobs) => prepareExhaustedWork(deadLetters, jobs, onTrouble),
    });
    this.#outbox = new Outbox(database, {
      team: release.team,
      channels: openChannels(release.team.channels, {
        env: process.env,
        log: options.onNotice,
        now: () => new Date(),
      }),
      people: async (db, ids) => (await code.people?.(db, ids)) ?? new Map(),
      onTrouble,
    });
    this.#outsideMail = new OutsideMail(code, team, onTrouble);
    this.#retention = new Retention({ database, release, code, onTrouble });
    this.#listener = new WakeListener(() => connect(database.url), {
      self: options.self,
      onWake: (queues) => this.wake(queues),
    });
  }

  #add(options: MailboxOptions): void {
    this.#mailboxes.set(options.queue, new Mailbox(options));
  }

  async start(): Promise<void> {
    await reportWorker(this.#lifeline, this.#self);
    this.#reporting = setInterval(() => {
      reportWorker(this.#lifeline, this.#self).catch(this.#onTrouble);
    }, REPORT_MS);
    this.#watching = setInterval(() => this.#watch(), WATCH_MS);
    this.#watch();
    await this.#listener.start();
    for (const mailbox of this.#mailboxes.values()) mailbox.start();
    this.#outbox.start();
    this.#outsideMail.start();
    this.#retention.start();
  }

  #watch(): void {
    this.#watched = watchQueues(this.#database, this.#team).catch(this.#onTrouble);
  }

  wake(queues: readonly string[]): void {
    for (const queue of queues) this.#mailboxes.get(queue)?.wake();
  }

  async stop(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.#settler.giveUp(), graceMs);
    await Promise.all([...this.#mailboxes.values()].map((mailbox) => mailbox.stop(graceMs)));
    clearTimeout(timer);
    this.#heartbeats.stop();
    await this.#listener.stop();
    await Promise.all([this.#outbox.stop(graceMs), this.#outsideMail.stop(graceMs)]);
    await this.#retention.stop();
    if (this.#reporting) clearInterval(this.#reporting);
    if (this.#watching) clearInterval(this.#watching);
    await this.#watched;
    await removeWorker(this.#database, this.#self.worker_id).catch(this.#onTrouble);
    await this.#lifeline.close();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'baton wake' });
  await client.connect();
  return client;
}

/** Throws `agent-unknown` for one that the team does not have. */
function agentsOf({ team }: Release, wanted: readonly string[] | undefined): readonly AgentProfile[] {
  if (wanted === undefined) return Object.values(team.agents);
  return [...new Set(wanted)].map((id) => {
    const agent = team.agents[id];
    if (agent) return agent;
    const known = Object.keys(team.agents);
    throw new BatonError(
      'agent-unknown',
      `Team ${team.id} has no agent "${id}". It has: ${known.join(', ')}.`,
      { details: { agent: id, known } },
    );
  });
}
