/** What the world does meanwhile: inquiries come, some twice; people answer tasks, some at once with others; events come. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningTeam } from 'baton';
import type { Engine } from '../../src/engine/engine.ts';
import type { Database } from '../../src/store/database.ts';
import { takeIn } from '../../teams/lead-to-sales/intake/take-in.ts';
import { respondToLead } from '../../teams/lead-to-sales/respond-to-lead.ts';
import type { DeskServices } from '../../teams/lead-to-sales/services.ts';
import type { InquiryFile } from '../desk/inquiries.ts';
import { shuffled } from './random.ts';

const AGAIN_MS = 200;
/** Nothing is away for longer than that. */
const GIVE_UP_MS = 120_000;
/** The share of what comes that comes twice at once, and of what comes again later. */
const TWICE = 0.1;
const LATER = 0.05;

export class Load {
  readonly #desk: RunningTeam<DeskServices>;
  readonly #chaos: Engine<undefined>;
  /** Not by way of the proxy: what people see, not what they do. */
  readonly #outside: () => Database;
  readonly #random: () => number;
  readonly #accepted = new Map<string, { team: string; case_id: string }>();
  #numbers = 0;
  /** How much was brought a second time. */
  broughtTwice = 0;
  answered = 0;
  /** Tasks that two people have both resolved, each told that it was they. */
  readonly resolvedTwice: number[] = [];

  constructor(
    teams: { readonly desk: RunningTeam<DeskServices>; readonly chaos: Engine<undefined> },
    outside: () => Database,
    random: () => number,
  ) {
    this.#desk = teams.desk;
    this.#chaos = teams.chaos;
    this.#outside = outside;
    this.#random = random;
  }

  /** Every case that intake has answered for. */
  accepted(): { team: string; case_id: string }[] {
    return [...this.#accepted.values()];
  }

  count(team: string): number {
    return this.accepted().filter((one) => one.team === team).length;
  }

  async bringCases(count: number): Promise<void> {
    const numbers = Array.from({ length: count }, () => ++this.#numbers);
    await this.#maybeTwice(() => this.#startCases(numbers));
  }

  async bringFile(file: InquiryFile): Promise<void> {
    await this.#maybeTwice(() => this.#takeFile(file));
  }

  /** Answers some of the chaos team's tasks, now and then as two people at once, and confirms some of its cases. */
  async actOnce(): Promise<void> {
    const tasks = await this.#outside().query<{ task_id: number; answers: string[] }>(
      "SELECT task_id, answers FROM baton.tasks WHERE team = 'chaos' AND status = 'open' ORDER BY random() LIMIT 6",
    );
    for (const { task_id, answers } of tasks) {
      const [answer = ''] = shuffled(this.#random, answers);
      const people = this.#random() < 0.3 ? ['Ada', 'Ben'] : ['Ada'];
      const told = { taskId: task_id, answer, data: {}, note: '' };
      const done = await Promise.allSettled(people.map((by) => this.#chaos.resolveTask({ ...told, by })));
      const won = done.filter(({ status }) => status === 'fulfilled').length;
      if (won > 0) this.answered += 1;
      if (won > 1) this.resolvedTwice.push(task_id);
    }
    const waiting = await this.#outside().query<{ case_id: string }>(
      "SELECT case_id FROM baton.runs WHERE team = 'chaos' AND status = 'waiting' ORDER BY random() LIMIT 10",
    );
    await this.#signal(waiting.map(({ case_id }) => case_id));
  }

  /** Salespeople answer all leads that wait for it. */
  async respondToAll(): Promise<void> {
    const rows = await this.#outside().query<{ case_id: string }>(
      `SELECT case_id FROM lead_to_sales.assignments WHERE ended_at IS NULL AND responded_at IS NULL`,
    );
    for (const { case_id: caseId } of rows) {
      await this.#untilDone(() => respondToLead(this.#desk, { caseId, by: null, note: 'called' }));
    }
  }

  async #signal(caseIds: readonly string[]): Promise<void> {
    const { team } = this.#chaos;
    await team.database.transaction(async (tx) => {
      // In one order, so that two who do the same wait for each other, never in a circle.
      for (const caseId of [...caseIds].sort()) await team.signal(tx, caseId, 'confirmed', {}, 'Customer');
    });
  }

  async #startCases(numbers: readonly number[]): Promise<void> {
    const { team } = this.#chaos;
    const started = await team.database.transaction(async (tx) => {
      const caseIds = await team.newCaseIds(tx, numbers.length);
      return team.startRuns(
        tx,
        numbers.map((number, index) => ({
          caseId: caseIds[index] ?? '',
          event: 'case-arrived',
          key: `case ${number}`,
          data: { number },
          from: 'Intake',
          notes: 'A case has arrived.',
        })),
      );
    });
    this.#accept('chaos', started);
  }

  async #takeFile(file: InquiryFile): Promise<void> {
    const { receipts } = await takeIn(this.#desk, file);
    this.#accept('lead-to-sales', receipts);
  }

  #accept(team: string, cases: readonly { readonly caseId: string }[]): void {
    for (const { caseId } of cases) this.#accepted.set(`${team} ${caseId}`, { team, case_id: caseId });
  }

  async #maybeTwice(bring: () => Promise<void>): Promise<void> {
    const drawn = this.#random();
    const isTwice = drawn < TWICE + LATER;
    if (isTwice) this.broughtTwice += 1;
    const first = this.#untilDone(bring);
    // At the same moment, or when the first has long been through.
    if (isTwice && drawn >= TWICE) await first.then(() => sleep(this.#random() * 2_000));
    await Promise.all([first, ...(isTwice ? [this.#untilDone(bring)] : [])]);
  }

  /** Whoever brings something does so again until they have been answered. */
  async #untilDone<T>(work: () => Promise<T>): Promise<T> {
    const until = performance.now() + GIVE_UP_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (performance.now() > until) throw error;
        await sleep(AGAIN_MS);
      }
    }
  }
}
