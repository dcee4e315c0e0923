/**
 * Group commit: whatever finished while the last transaction was under way is settled by the next one.
 * One item alone settles at once; under load a commit carries hundreds. One item's failure does not fail
 * its batch: the batch is settled again in halves, until the item stands alone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonError, storableFacts } from '../core/error.ts';
import { isConflict, isPassing } from './passing.ts';
import { type SettleContext, type Settlement, settle } from './settle.ts';

const MAX_BATCH = 400;
/** How long the database may be away before a claim is left to lapse: a worker elsewhere may reach it. */
const KEEP_TRYING_MS = 60_000;
const TRY_AGAIN_MS = 250;

export interface SettlerOptions {
  /** How many transactions may be under way at once. */
  readonly lanes: number;
  onSettled(queues: readonly string[]): void;
  onTrouble(error: Error): void;
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
  #isGivingUp = false;

  constructor(context: SettleContext, options: SettlerOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** Resolves when the item has been settled, or given up: its claim then lapses. Never rejects. */
  submit(item: Settlement): Promise<void> {
    return new Promise((done) => {
      this.#waiting.push({ item, done });
      // Items that finish within one turn of the event loop share a commit.
      if (this.#lanesBusy < this.#options.lanes) setImmediate(() => this.#pump());
    });
  }

  /** A database that is away is no longer waited for. */
  giveUp(): void {
    this.#isGivingUp = true;
  }

  #pump(): void {
    while (this.#lanesBusy < this.#options.lanes && this.#waiting.length > 0) {
      this.#lanesBusy += 1;
      const giveUpAt = performance.now() + KEEP_TRYING_MS;
      void this.#settle(this.#waiting.splice(0, MAX_BATCH), giveUpAt).finally(() => {
        this.#lanesBusy -= 1;
        this.#pump();
      });
    }
  }

  async #settle(batch: readonly Waiting[], giveUpAt: number): Promise<void> {
    for (;;) {
      try {
        const items = batch.map(({ item }) => item);
        this.#options.onSettled(await settle(this.#context, items));
        break;
      } catch (thrown) {
        const isAgain = isPassing(thrown) && performance.now() < giveUpAt && !this.#isGivingUp;
        if (isAgain) await sleep(TRY_AGAIN_MS);
        // Fewer at once meet less; everything else is tried again as it was.
        if (isAgain && (batch.length === 1 || !isConflict(thrown))) continue;
        return this.#settleApart(batch, thrown, giveUpAt);
      }
    }
    for (const { done } of batch) done();
  }

  /** Which item it was shows when each stands alone. */
  async #settleApart(batch: readonly Waiting[], thrown: unknown, giveUpAt: number): Promise<void> {
    const [only] = batch;
    if (batch.length > 1) {
      const half = Math.ceil(batch.length / 2);
      await this.#settle(batch.slice(0, half), giveUpAt);
      await this.#settle(batch.slice(half), giveUpAt);
    } else if (only) {
      await this.#settleFailed(only, thrown, giveUpAt);
    }
  }

  async #settleFailed({ item, done }: Waiting, thrown: unknown, giveUpAt: number): Promise<void> {
    // Somebody else has the job by now: what came of it here no longer counts.
    const isLapsed = thrown instanceof BatonError && thrown.code === 'claim-lapsed';
    const failure = isLapsed || isPassing(thrown) ? null : asFailure(item, thrown);
    // A write's own refusal is told by its run; everything else would be told by nobody.
    const isTold = failure !== null && thrown instanceof BatonError;
    if (!isLapsed && !isTold) this.#options.onTrouble(asError(thrown));
    if (failure) await this.#settle([{ item: failure, done }], giveUpAt);
    else done();
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The agent's answer could not be written: its step has failed, and the workflow says what then. */
function asFailure(item: Settlement, thrown: unknown): Settlement | null {
  const { happening } = item;
  if (happening === null || typeof happening === 'function' || happening.kind !== 'step-succeeded')
    return null;
  const facts = storableFacts(thrown);
  const error = facts.code === 'unexpected' ? { ...facts, code: 'write-failed' } : facts;
  return { ...item, happening: { kind: 'step-failed', ask: happening.ask, error }, writes: [], notices: [] };
}
