/** Politeness: at most so many requests to one host at a time, and as slowly as it asks for. */
import { setTimeout as sleep } from 'node:timers/promises';

interface Host {
  running: number;
  nextAtMs: number;
  readonly waiting: (() => void)[];
}

export interface Pace {
  readonly connections: number;
  /** Between the beginnings of two requests. */
  readonly delayMs: number;
}

export interface HostTurns {
  /** Runs `work` when it is its turn. Rejects with the signal's reason where that comes first. */
  take<Value>(host: string, pace: Pace, signal: AbortSignal, work: () => Promise<Value>): Promise<Value>;
}

/** What time it is in milliseconds of any beginning, and how to wait. */
export interface Clock {
  nowMs(): number;
  /** Rejects where the signal is aborted first. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const MACHINE: Clock = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }),
};

export function createHostTurns(clock: Clock = MACHINE): HostTurns {
  const hosts = new Map<string, Host>();

  /** Takes a place as soon as there is one. */
  async function takePlace(host: Host, connections: number, signal: AbortSignal): Promise<void> {
    while (host.running >= connections) {
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          host.waiting.splice(host.waiting.indexOf(go), 1);
          reject(signal.reason);
        };
        const go = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        host.waiting.push(go);
        signal.addEventListener('abort', leave, { once: true });
      });
    }
    host.running += 1;
  }

  return {
    async take(name, { connections, delayMs }, signal, work) {
      signal.throwIfAborted();
      const host = hosts.get(name) ?? { running: 0, nextAtMs: 0, waiting: [] };
      hosts.set(name, host);
      try {
        // A host that wants time between two pages gets them one by one.
        await takePlace(host, delayMs > 0 ? 1 : connections, signal);
        try {
          const waitMs = delayMs > 0 ? host.nextAtMs - clock.nowMs() : 0;
          if (waitMs > 0) await clock.wait(waitMs, signal);
          host.nextAtMs = clock.nowMs() + delayMs;
          return await work();
        } finally {
          host.running -= 1;
        }
      } finally {
        host.waiting.shift()?.();
        if (host.running === 0 && host.waiting.length === 0 && host.nextAtMs <= clock.nowMs()) {
          hosts.delete(name);
        }
      }
    },
  };
}
