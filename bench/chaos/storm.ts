/** The storm itself: the world's load and the plan's faults at once, then coming to rest, then the checks. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { moveClock } from '../../src/store/clock.ts';
import { inquiryFiles } from '../desk/inquiries.ts';
import { type Broken, broken, caps, checks, tellWorld } from './checks.ts';
import { strike, type World } from './faults.ts';
import type { Load } from './load.ts';
import { planOf } from './plan.ts';
import { unrest } from './rest.ts';
import { tell } from './tell.ts';

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

export const sample = join(import.meta.dirname, '../../teams/lead-to-sales/sample');
/** Inquiries of the sample day. */
export const SAMPLE_SIZE = 167;
const REST_WITHIN_MS = 600_000;
const BATCHES_A_SECOND = 2;
/** Later than any wait of the chaos team, and than the desk's first reminders. */
const LATER_MS = 3 * 3_600_000;

export class Storm {
  readonly #options: ChaosOptions;
  readonly #world: World;
  readonly #load: Load;
  readonly #overCap = new Map<string, Broken>();
  readonly #faults = new Map<string, number>();
  #isBlowing = true;

  constructor(options: ChaosOptions, world: World, load: Load) {
    this.#options = options;
    this.#world = world;
    this.#load = load;
  }

  /** Faults, inquiries and people at once, until the plan is through and all inquiries are in. */
  async blow(): Promise<void> {
    const begin = performance.now();
    const faults = planOf(this.#options).map(async ({ atMs, fault }) => {
      await sleep(atMs);
      await strike(fault, this.#world);
      this.#faults.set(fault.kind, (this.#faults.get(fault.kind) ?? 0) + 1);
    });
    const people = this.#people();
    await Promise.all([this.#bringCases(), this.#bringFiles(), ...faults]);
    await sleep(Math.max(0, this.#options.minutes * 60_000 - (performance.now() - begin)));
    this.#isBlowing = false;
    await people;
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
    for (const found of await broken(this.#world.server.database, caps)) this.#overCap.set(found.name, found);
  }

  /** Faults are over; gives what did not come to rest in time. */
  async comeToRest(): Promise<string[]> {
    this.#world.workers.calm();
    const { say } = this.#options;
    for (const what of ['the storm', 'the time that passed', 'the salespeople’s answers']) {
      if (what === 'the time that passed') await this.#world.server.insist((db) => moveClock(db, LATER_MS));
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
      const restless = await this.#world.server.insist(unrest);
      if (restless.length === 0 || performance.now() > until) return restless;
      // People go on meanwhile.
      await this.#load.actOnce().catch(() => undefined);
      await sleep(500);
    }
  }

  async check(restless: readonly string[]): Promise<ChaosReport> {
    const { database } = this.#world.server;
    const accepted = this.#load.accepted();
    await tellWorld(database, { accepted, received: this.#world.receiver.keys() });
    const found = [...(await broken(database, checks)), ...this.#overCap.values(), ...this.#seenOutside()];
    const count = (breach: Broken['breach']): number =>
      found.filter((one) => one.breach === breach).reduce((sum, one) => sum + one.count, 0);
    const [given] = await database.query<{ up: number }>(
      "SELECT count(*)::int AS up FROM baton.tasks WHERE kind = 'exhausted'",
    );
    this.#options.say(`Put before a person since no worker survived their message: ${given?.up ?? 0}.`);
    tell(this.#world, this.#load, this.#faults, this.#options.say);
    return {
      killed: this.#world.workers.killed,
      restarted: this.#world.server.restarted,
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
    const other = this.#world.receiver.contradictions;
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
}
