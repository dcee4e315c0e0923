/** One process at work: a mailbox for each agent, the conductor's, dead letters, the outbox. */
import { hostname } from 'node:os';
import pg from 'pg';
import type { PgBoss } from 'pg-boss';
import type { LogWriter } from '../notify/log-channel.ts';
import { openChannels } from '../notify/open-channels.ts';
import type { PostgresDatabase } from '../store/postgres-database.ts';
import type { RunningTeam, TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { prepareAgentWork } from './agent-work.ts';
import { prepareConductorWork, prepareExhaustedWork } from './conductor-work.ts';
import { Heartbeats } from './heartbeats.ts';
import { uuidv7 } from './ids.ts';
import { Mailbox, type MailboxOptions } from './mailbox.ts';
import { Outbox } from './outbox.ts';
import { OutsideMail } from './outside-mail.ts';
import { createPace } from './pace.ts';
import { agentQueue, conductorQueue, deadLetterQueue } from './queues.ts';
import type { Releases } from './releases.ts';
import { Settler } from './settler.ts';
import { Solitude } from './solitude.ts';
import { removeWorker, reportWorker, type WorkerRow } from './tables/workers.ts';
import { WakeListener } from './wake.ts';

const CONDUCTOR_CONCURRENCY = 200;
/** One commit at a time: what finishes meanwhile shares the next, and larger commits are the cheaper ones. */
const SETTLE_LANES = 1;
const REPORT_MS = 5_000;
const POLL_MS = 500;

export interface WorkerOptions {
  readonly database: PostgresDatabase;
  readonly boss: PgBoss;
  readonly release: Release;
  readonly releases: Releases;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
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
  readonly #outsideMail: OutsideMail;
  readonly #database: PostgresDatabase;
  readonly #self: WorkerRow;
  readonly #onTrouble: (error: Error) => void;
  #reporting: NodeJS.Timeout | null = null;

  constructor(options: WorkerOptions) {
    const { database, boss, release, releases, code, team, onTrouble, onSettled } = options;
    const { services } = team;
    this.#database = database;
    this.#onTrouble = onTrouble;
    this.#self = {
      worker_id: uuidv7(),
      team: release.team.id,
      host: hostname(),
      pid: process.pid,
      agents: Object.keys(release.team.agents),
      release_id: release.id,
    };
    this.#heartbeats = new Heartbeats(boss, onTrouble);
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
    for (const { id, limits } of Object.values(release.team.agents)) {
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
    this.#listener = new WakeListener(() => connect(database.url), {
      self: options.self,
      onWake: (queues) => this.wake(queues),
    });
  }

  #add(options: MailboxOptions): void {
    this.#mailboxes.set(options.queue, new Mailbox(options));
  }

  async start(): Promise<void> {
    await reportWorker(this.#database, this.#self);
    this.#reporting = setInterval(() => {
      reportWorker(this.#database, this.#self).catch(this.#onTrouble);
    }, REPORT_MS);
    await this.#listener.start();
    for (const mailbox of this.#mailboxes.values()) mailbox.start();
    this.#outbox.start();
    this.#outsideMail.start();
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
    if (this.#reporting) clearInterval(this.#reporting);
    await removeWorker(this.#database, this.#self.worker_id).catch(this.#onTrouble);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'baton wake' });
  await client.connect();
  return client;
}
