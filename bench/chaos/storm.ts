/** One chaos run: a server, a proxy before it, three workers, the world's load, the plan's faults, and then the checks. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine } from '../../src/engine/engine.ts';
import { moveClock, resetClock } from '../../src/store/clock.ts';
import { openDatabase, type PostgresDatabase } from '../../src/store/postgres-database.ts';
import { makeRelease, readTeamFiles } from '../../src/team/load.ts';
import { importAccounts } from '../../teams/lead-to-sales/commands/import-accounts.ts';
import { importOwners } from '../../teams/lead-to-sales/commands/import-owners.ts';
import { serveSites } from '../../teams/lead-to-sales/sample/serve-sites.ts';
import type { DeskServices } from '../../teams/lead-to-sales/services.ts';
import deskCode from '../../teams/lead-to-sales/team.ts';
import { copiedSites, inquiryFiles } from '../desk/inquiries.ts';
import { type Broken, broken, caps, checks, tellWorld } from './checks.ts';
import { Load } from './load.ts';
import { type Fault, planOf, WORKERS } from './plan.ts';
import { PostgresProxy } from './proxy.ts';
import { seeded } from './random.ts';
import { Receiver } from './receiver.ts';
import { unrest } from './rest.ts';
import { openServer, type Server } from './server.ts';
import { chaosTeam } from './team/team.ts';
import { Workers } from './workers.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** How long faults come. Coming to rest and checking is not part of it. */
  readonly minutes: number;
  /** Of both teams together. */
  readonly inquiries: number;
  /** How many of them are the sales desk's. */
  readonly deskInquiries: number;
  readonly kills: number;
  say(line: string): void;
}

export interface ChaosReport {
  readonly killed: number;
  readonly restarted: number;
  /** Accepted inquiries that were checked. */
  readonly checked: number;
  readonly lost: number;
  readonly doubled: number;
  readonly disagreeing: number;
  readonly over_cap: number;
  readonly broken: readonly Broken[];
  /** What had not come to rest in time, in words. */
  readonly restless: readonly string[];
}

const deskFolder = join(import.meta.dirname, '../../teams/lead-to-sales');
const sample = join(deskFolder, 'sample');
const chaosFolder = join(import.meta.dirname, 'team');
const SAMPLE_SIZE = 167;
/** The share of the chaos team's work that goes wrong by the agents themselves. */
const MISBEHAVES = 0.06;
/** A worker that does not come to the boundary within this is left alone. */
const REACH_WITHIN_MS = 8_000;
const REST_WITHIN_MS = 240_000;
const BATCHES_A_SECOND = 2;
/** Later than any wait of the chaos team, and than the desk's first reminders. */
const LATER_MS = 3 * 3_600_000;

class Storm {
  readonly #options: ChaosOptions;
  readonly #server: Server;
  readonly #proxy: PostgresProxy;
  readonly #receiver: Receiver;
  readonly #workers: Workers;
  readonly #load: Load;
  readonly #random: () => number;
  readonly #overCap = new Map<string, Broken>();
  readonly #faults = new Map<string, number>();
  #isBlowing = true;

  constructor(
    options: ChaosOptions,
    parts: { server: Server; proxy: PostgresProxy; receiver: Receiver; workers: Workers; load: Load },
  ) {
    this.#options = options;
    this.#server = parts.server;
    this.#proxy = parts.proxy;
    this.#receiver = parts.receiver;
    this.#workers = parts.workers;
    this.#load = parts.load;
    this.#random = seeded(options.seed + 1);
  }

  /** Faults, inquiries and people at once, until the plan is through and all inquiries are in. */
  async blow(): Promise<void> {
    const begin = performance.now();
    const faults = planOf(this.#options).map(async ({ atMs, fault }) => {
      await sleep(atMs);
      await this.#strike(fault);
      this.#faults.set(fault.kind, (this.#faults.get(fault.kind) ?? 0) + 1);
    });
    const people = this.#people();
    await Promise.all([this.#bringCases(), this.#bringFiles(), ...faults]);
    await sleep(this.#options.minutes * 60_000 - (performance.now() - begin));
    this.#isBlowing = false;
    await people;
  }

  async #strike(fault: Fault): Promise<unknown> {
    switch (fault.kind) {
      case 'kill':
        return this.#workers.kill(fault.worker, REACH_WITHIN_MS);
      case 'kill-at':
        return this.#workers.killAt(fault.worker, fault.boundary, REACH_WITHIN_MS);
      case 'stall':
        return this.#workers.stall(fault.worker, fault.ms);
      case 'restart-postgres':
        await this.#server.restart(fault.how);
        return this.#proxy.pointTo(this.#server.port);
      case 'drop-connections':
        return this.#proxy.drop(() => this.#random() < fault.share);
      case 'refuse-connections':
        return this.#proxy.refuse(fault.ms);
      case 'hang-connections':
        return this.#proxy.hang(fault.ms, () => this.#random() < fault.stayDead);
      case 'cut-commits':
        return this.#proxy.cutCommits(fault.count);
      case 'read-only':
        return this.#server.readOnly(fault.ms);
      case 'disk-full':
        return this.#server.full(fault.ms);
      case 'move-clock':
        return this.#server.insist((db) => moveClock(db, fault.ms));
      case 'deliver-twice':
        return this.#server.insist((db) => deliver(db, 'active', fault.most));
      case 'deliver-again':
        return this.#server.insist((db) => deliver(db, 'completed', fault.most));
      case 'receiver-fails':
        return this.#receiver.misbehave(fault.ms);
    }
  }

  /** Spread over nine tenths of the time. */
  async #bringCases(): Promise<void> {
    const all = this.#options.inquiries - this.#options.deskInquiries;
    const batches = Math.max(1, Math.floor(this.#options.minutes * 60 * 0.9 * BATCHES_A_SECOND));
    const pending: Promise<void>[] = [];
    for (let batch = 0; batch < batches; batch += 1) {
      const count = Math.floor(((batch + 1) * all) / batches) - Math.floor((batch * all) / batches);
      if (count > 0) pending.push(this.#load.bringCases(count));
      await sleep(1_000 / BATCHES_A_SECOND);
    }
    await Promise.all(pending);
  }

  async #bringFiles(): Promise<void> {
    const { deskInquiries, minutes } = this.#options;
    const copies = Math.ceil(deskInquiries / SAMPLE_SIZE);
    const begin = performance.now();
    const perInquiryMs = (minutes * 60_000 * 0.85) / Math.max(1, deskInquiries);
    for await (const file of inquiryFiles(sample, copies, { people: 'c', newCompanies: true })) {
      const count = this.#load.count('lead-to-sales');
      if (count >= deskInquiries) return;
      await sleep(Math.max(0, begin + count * perInquiryMs - performance.now()));
      await this.#load.bringFile(file);
    }
  }

  /** What people and customers do meanwhile, and whether a cap is passed at any moment. */
  async #people(): Promise<void> {
    while (this.#isBlowing) {
      await this.#load.actOnce().catch(() => undefined);
      await this.#lookAtCaps().catch(() => undefined);
      await sleep(1_000);
    }
  }

  async #lookAtCaps(): Promise<void> {
    for (const found of await broken(this.#server.database, caps)) this.#overCap.set(found.name, found);
  }

  /** Faults are over; gives what did not come to rest in time. */
  async comeToRest(): Promise<string[]> {
    this.#workers.calm();
    const { say } = this.#options;
    for (const what of ['the storm', 'the time that passed', 'the salespeople’s answers']) {
      if (what === 'the time that passed') await this.#server.insist((db) => moveClock(db, LATER_MS));
      if (what === 'the salespeople’s answers') await this.#load.respondToAll();
      const restless = await this.#rest();
      if (restless.length > 0) return restless.map((line) => `After ${what}: ${line}`);
      await this.#lookAtCaps();
      say(`At rest after ${what}.`);
    }
    return [];
  }

  async #rest(): Promise<string[]> {
    const until = performance.now() + REST_WITHIN_MS;
    for (;;) {
      const restless = await this.#server.insist(unrest);
      if (restless.length === 0 || performance.now() > until) return restless;
      await sleep(500);
    }
  }

  async check(restless: readonly string[]): Promise<ChaosReport> {
    const { database } = this.#server;
    const accepted = this.#load.accepted();
    await tellWorld(database, { accepted, received: this.#receiver.keys() });
    const found = [...(await broken(database, checks)), ...this.#overCap.values(), ...this.#seenOutside()];
    const count = (breach: Broken['breach']): number =>
      found.filter((one) => one.breach === breach).reduce((sum, one) => sum + one.count, 0);
    this.#tell();
    return {
      killed: this.#workers.killed,
      restarted: this.#server.restarted,
      checked: accepted.length,
      lost: count('lost'),
      doubled: count('doubled'),
      disagreeing: count('disagreeing'),
      over_cap: count('over_cap'),
      broken: found,
      restless,
    };
  }

  /** What no table can say. */
  #seenOutside(): Broken[] {
    const twice = this.#load.resolvedTwice;
    const other = this.#receiver.contradictions;
    const all: Broken[] = [
      {
        name: 'a task is resolved by one person',
        breach: 'doubled',
        count: twice.length,
        examples: JSON.stringify(twice.slice(0, 3)),
      },
      {
        name: 'a notice that is sent again says the same',
        breach: 'disagreeing',
        count: other.length,
        examples: JSON.stringify(other.slice(0, 3)),
      },
    ];
    return all.filter(({ count }) => count > 0);
  }

  #tell(): void {
    const { say } = this.#options;
    const load = this.#load;
    const places = [...this.#workers.killedAt].sort(([a], [b]) => (a < b ? -1 : 1));
    say(
      `Accepted: ${load.count('chaos')} of the chaos team, ${load.count('lead-to-sales')} of the sales desk.`,
    );
    say(`Brought twice: ${load.broughtTwice}. Tasks answered by people: ${load.answered}.`);
    say(`Faults: ${[...this.#faults].map(([kind, count]) => `${kind} ${count}`).join(', ')}.`);
    say(
      `Killed at a boundary: ${places.map(([place, count]) => `${place} ${count}`).join(', ') || 'never'}.`,
    );
    say(
      `Connections cut at their commit: ${this.#proxy.cutAtCommit}. Workers that fell by themselves: ${this.#workers.fell}.`,
    );
    say(
      `Notices acted upon: ${this.#receiver.keys().length}; offered again and recognised: ${this.#receiver.knownAgain}.`,
    );
  }
}

/** Jobs that are being worked on, or were, are given to whoever fetches next. */
async function deliver(
  database: PostgresDatabase,
  state: 'active' | 'completed',
  most: number,
): Promise<void> {
  await database.query(
    `UPDATE pgboss.job SET state = 'retry', completed_on = NULL, heartbeat_on = NULL
      WHERE (name, id) IN (SELECT name, id FROM pgboss.job
        WHERE state = $1 AND retry_count = 0 AND name NOT LIKE 'baton.%' ORDER BY random() LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [state, most],
  );
}

async function furnish(database: PostgresDatabase, options: ChaosOptions): Promise<void> {
  await importOwners(database, await readFile(join(sample, 'owners.csv'), 'utf8'), 'owners.csv');
  await importAccounts(database, await readFile(join(sample, 'accounts.csv'), 'utf8'), 'accounts.csv');
  // So many that most leads find somebody and some do not: only then is a cap a promise.
  await database.query(
    `UPDATE lead_to_sales.owners SET weekly_cap = NULL,
            daily_cap = ceil(daily_cap * $1), open_cap = ceil(open_cap * $1)`,
    [Math.max(1, (options.deskInquiries / SAMPLE_SIZE) * 0.8)],
  );
  const cap = Math.ceil(((options.inquiries - options.deskInquiries) * 0.85) / 20);
  await database.query(`INSERT INTO chaos.owners SELECT 'owner-' || n, $1 FROM generate_series(1, 20) AS n`, [
    cap,
  ]);
}

/** Runs the whole of it and gives what was found. Leaves nothing behind. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const server = await openServer();
  const sitesFolder = await mkdtemp(join(tmpdir(), 'baton-sites-'));
  const proxy = new PostgresProxy(server.port);
  const receiver = new Receiver(seeded(options.seed + 2));
  let workers: Workers | null = null;
  const opened: (() => Promise<unknown>)[] = [];
  try {
    const through = new URL(server.database.url);
    through.port = String(await proxy.listen());
    await copiedSites(sample, sitesFolder, Math.ceil(options.deskInquiries / SAMPLE_SIZE));
    const web = await serveSites(sitesFolder);
    opened.push(() => web.stop());
    const database = openDatabase(through.href, { maxConnections: 6, applicationName: 'chaos intake' });
    opened.push(() => database.close());
    const troubles = new Map<string, number>();
    const onTrouble = (message: string): void => {
      troubles.set(kindOf(message), (troubles.get(kindOf(message)) ?? 0) + 1);
    };
    const shared = { database, onTrouble: (error: Error) => onTrouble(error.message) };
    const desk = await openEngine<DeskServices>({
      ...shared,
      release: makeRelease(await readTeamFiles(deskFolder), 'lead-to-sales'),
      code: deskCode,
      folder: deskFolder,
    });
    opened.push(() => desk.close());
    const chaos = await openEngine({
      ...shared,
      release: makeRelease(await readTeamFiles(chaosFolder), 'chaos'),
      code: chaosTeam(() => null),
      folder: chaosFolder,
    });
    opened.push(() => chaos.close());
    await furnish(server.database, options);
    let misbehaves = MISBEHAVES;
    const receiverUrl = await receiver.listen();
    workers = new Workers(
      WORKERS,
      (start) => ({
        url: through.href,
        receiver: receiverUrl,
        seed: options.seed + 1_000 * start,
        deskFolder,
        chaosFolder,
        sites: Object.fromEntries(web.origins),
        misbehaves,
      }),
      onTrouble,
    );
    await workers.allReady();
    const load = new Load({ desk: desk.team, chaos }, () => server.database, seeded(options.seed + 3));
    const storm = new Storm(options, { server, proxy, receiver, workers, load });
    options.say(`Three workers are at work. Seed ${options.seed}, ${options.minutes} minutes.`);
    await storm.blow();
    misbehaves = 0;
    options.say('The storm is over.');
    const restless = await storm.comeToRest();
    if (!(await workers.stop(30_000))) options.say('A worker did not stop when asked to.');
    const report = await storm.check(restless);
    for (const [kind, count] of [...troubles].sort((a, b) => b[1] - a[1]).slice(0, 12))
      options.say(`Trouble ${count}: ${kind}`);
    await resetClock(server.database);
    return report;
  } finally {
    await workers?.stop(1_000);
    for (const close of opened.reverse()) await close().catch(() => undefined);
    await Promise.all([proxy.close(), receiver.close()]);
    await server.close();
    await rm(sitesFolder, { recursive: true, force: true });
  }
}

/** What happened, without the numbers that are other ones each time. */
function kindOf(message: string): string {
  return message
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')
    .replaceAll(/\d+/g, 'n')
    .slice(0, 160);
}
