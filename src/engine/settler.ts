/**
 * Group commit: whatever finished while the last transaction was under way is settled by the next one.
 * One item alone settles at once; under load a commit carries hundreds. One item's failure does not fail
 * its batch: the batch is settled again one by one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonError, errorFacts } from '../core/error.ts';
import { type SettleContext, type Settlement, settle } from './settle.ts';

const MAX_BATCH = 400;
/** How long the database may be away before a claim is left to lapse: a worker elsewhere may reach it. */
const KEEP_TRYING_MS = 60_000;
const TRY_AGAIN_MS = 250;

export interface SettlerOptions {
  /** How many transactions may be under way at once. */
  readonly lanes: number;
  onSettled(queues: readonly string[]): void;
  onTrouble(error: Error, item: Settlement | null): void;
}

interface Waiting {
  readonly item: Settlement;
  done(): void;
}

export class Settler {
  readonly #context: SettleContext;
  readonly #options: SettlerOptions;
  readonly #waiting: Waiting[] = [];
  #lanesBusy = 0;

  constructor(context: SettleContext, options: SettlerOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Resolves when the item has been settled, or given up because its claim has lapsed. Never rejects. */
  submit(item: Settlement): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ item, done });
      // Items that finish within one turn of the event loop share a commit.
      if (this.#lanesBusy < this.#options.lanes) setImmediate(() => this.#pump());
    });
  }

  #pump(): void {
    while (this.#lanesBusy < this.#options.lanes && this.#waiting.length > 0) {
      this.#lanesBusy += 1;
      void this.#settleBatch(this.#waiting.splice(0, MAX_BATCH)).finally(() => {
        this.#lanesBusy -= 1;
        this.#pump();
      });
    }
  }

  async #settleBatch(batch: readonly Waiting[]): Promise<void> {
    const [first] = batch;
    if (batch.length === 1 && first) {
      await this.#settleAlone(first);
      return;
    }
    try {
      const queues = await settle(
        this.#context,
        batch.map(({ item }) => item),
      );
      this.#options.onSettled(queues);
      for (const { done } of batch) done();
    } catch {
      // Which item it was shows when each stands alone.
      for (const waiting of batch) await this.#settleAlone(waiting);
    }
  }

  async #settleAlone({ item, done }: Waiting): Promise<void> {
    const giveUpAt = performance.now() + KEEP_TRYING_MS;
    let trying: Settlement | null = item;
    while (trying) {
      try {
        this.#options.onSettled(await settle(this.#context, [trying]));
        break;
      } catch (thrown) {
        trying = await this.#afterFailure(trying, thrown, giveUpAt);
      }
    }
    done();
  }

  /** What to settle instead; null: nothing, the claim is left to lapse. */
  async #afterFailure(item: Settlement, thrown: unknown, giveUpAt: number): Promise<Settlement | null> {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (error instanceof BatonError && error.code === 'claim-lapsed') return null;
    if (isPassing(thrown)) {
      if (performance.now() > giveUpAt) {
        this.#options.onTrouble(error, item);
        return null;
      }
      await sleep(TRY_AGAIN_MS);
      return item;
    }
    this.#options.onTrouble(error, item);
    return asFailure(item, thrown);
  }
}

/** The agent's answer could not be written: its step has failed, and the workflow says what then. */
function asFailure(item: Settlement, thrown: unknown): Settlement | null {
  const { happening } = item;
  if (happening === null || typeof happening === 'function' || happening.kind !== 'step-succeeded')
    return null;
  const facts = errorFacts(thrown);
  const error = facts.code === 'unexpected' ? { ...facts, code: 'write-failed' } : facts;
  return { ...item, happening: { kind: 'step-failed', ask: happening.ask, error }, writes: [], notices: [] };
}

/** Trouble of the moment: the connection, a deadlock, a serialisation failure, a server that restarts. */
function isPassing(thrown: unknown): boolean {
  if (thrown instanceof BatonError) return thrown.code === 'database-unreachable';
  if (!(thrown instanceof Error) || !('code' in thrown)) return false;
  return /^(08|40|53|57P)/.test(String(thrown.code));
}
