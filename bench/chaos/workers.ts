/** The worker processes of a run: started, started again whenever they end, killed, stopped and let go on. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { WorkOrder } from './worker.ts';

/** As `bin/baton.js` has it. */
const compileCache = join(import.meta.dirname, '../../node_modules/.cache/baton');
const AGAIN_MS = 300;
const news = z.union([z.literal('ready'), z.object({ trouble: z.string() })]);

interface Slot {
  child: ChildProcess;
  isReady: boolean;
  /** Boundaries at which it is to die, each once. */
  readonly traps: string[];
}

export class Workers {
  readonly #slots: Slot[] = [];
  readonly #order: (start: number, index: number) => WorkOrder;
  readonly #onTrouble: (message: string) => void;
  #starts = 0;
  #isOver = false;
  readonly #startMs: number[] = [];
  /** Ended by SIGKILL. */
  killed = 0;
  /** Ended by itself, which no worker should. */
  fell = 0;
  /** How often workers were killed at which boundary. */
  readonly killedAt = new Map<string, number>();

  /** `order` is given the number of the start, so that no two workers misbehave alike. */
  constructor(
    count: number,
    order: (start: number, index: number) => WorkOrder,
    onTrouble: (message: string) => void,
  ) {
    this.#order = order;
    this.#onTrouble = onTrouble;
    for (let index = 0; index < count; index += 1) this.#slots.push(this.#start(index));
  }

  /** Resolves when all are at work at the same time. */
  async allReady(): Promise<void> {
    while (!this.#slots.every(({ isReady }) => isReady)) await sleep(50);
  }

  /** From being started to being at work, at the median. */
  startSeconds(): number {
    const sorted = [...this.#startMs].sort((a, b) => a - b);
    return (sorted[Math.floor(sorted.length / 2)] ?? 0) / 1000;
  }

  /** Kills the worker, once there is one. */
  async kill(index: number, ms: number): Promise<void> {
    await this.#untilReady(index, ms);
    this.#at(index).child.kill('SIGKILL');
  }

  /** Kills the worker as soon as it, or the one that takes its place, comes to the boundary. */
  killAt(index: number, boundary: string): void {
    const slot = this.#at(index);
    slot.traps.push(boundary);
    setTraps(slot);
  }

  async stall(index: number, ms: number): Promise<void> {
    const { child } = this.#at(index);
    child.kill('SIGSTOP');
    await sleep(ms);
    child.kill('SIGCONT');
  }

  /** From now on agents behave, and no trap is set. */
  calm(): void {
    for (const slot of this.#slots) {
      slot.traps.length = 0;
      slot.child.kill('SIGCONT');
      setTraps(slot);
      if (slot.child.connected) slot.child.send({ misbehaves: 0 }, () => undefined);
    }
  }

  /** Asks all to finish what they have begun; whoever takes longer than `ms` is killed. True where none was. */
  async stop(ms: number): Promise<boolean> {
    this.#isOver = true;
    const ended = this.#slots.map(async ({ child }) => {
      if (child.exitCode !== null || child.signalCode !== null) return true;
      const exit = once(child, 'exit');
      if (child.connected) child.send('stop', () => undefined);
      const timer = setTimeout(() => child.kill('SIGKILL'), ms);
      const [code] = await exit;
      clearTimeout(timer);
      return code === 0;
    });
    return (await Promise.all(ended)).every((isFine) => isFine);
  }

  async #untilReady(index: number, ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (!this.#at(index).isReady && performance.now() < until) await sleep(50);
  }

  #at(index: number): Slot {
    const slot = this.#slots[index];
    if (!slot) throw new RangeError(`There is no worker ${index}.`);
    return slot;
  }

  #start(index: number, traps: readonly string[] = []): Slot {
    const child = fork(join(import.meta.dirname, 'worker.ts'), {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      execArgv: ['--max-semi-space-size=8', '--heap-growing-percent=50'],
    });
    const slot: Slot = { child, isReady: false, traps: [...traps] };
    const began = performance.now();
    // Its last word: where it killed itself.
    let last = '';
    child.stdout?.on('data', (bytes: Buffer) => {
      last += bytes.toString();
    });
    child.on('error', () => undefined);
    child.on('message', (message) => {
      const told = news.parse(message);
      if (told === 'ready') {
        slot.isReady = true;
        this.#startMs.push(performance.now() - began);
        setTraps(slot);
      } else this.#onTrouble(told.trouble);
    });
    child.on('close', (_code, signal) => {
      slot.isReady = false;
      if (this.#isOver) return;
      if (signal === 'SIGKILL') {
        this.killed += 1;
        if (last !== '') this.killedAt.set(last, (this.killedAt.get(last) ?? 0) + 1);
        const found = slot.traps.indexOf(last);
        if (found >= 0) slot.traps.splice(found, 1);
      } else this.fell += 1;
      setTimeout(() => {
        if (!this.#isOver) this.#slots[index] = this.#start(index, slot.traps);
      }, AGAIN_MS);
    });
    this.#starts += 1;
    child.send(this.#order(this.#starts, index), () => undefined);
    return slot;
  }
}

function setTraps({ child, traps }: Slot): void {
  if (child.connected) child.send({ traps }, () => undefined);
}
