/** Ctrl-C and its kin: what was begun is finished and closed first, the second time it ends at once. */
import { constants } from 'node:os';
import { BatonError } from '../core/error.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** `npm` and `timeout` pass on a signal that the terminal has sent already: that is the same one. */
const SAME_MS = 1_000;

export interface StopSignal {
  /** Resolves with the name of the first signal that asks this process to stop. */
  readonly came: Promise<NodeJS.Signals>;
  /** What `work` comes to, or, once the signal has come, the error `interrupted`. */
  orElse<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Stops listening. */
  forget(): void;
}

/** Listens from now on, so that a signal during the start is not fatal either. */
export function listenForStop(): StopSignal {
  let first: { readonly name: NodeJS.Signals; readonly at: number } | null = null;
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  const onSignal = (name: NodeJS.Signals): void => {
    if (first && performance.now() - first.at > SAME_MS) process.exit(exitCodeOf(name));
    first ??= { name, at: performance.now() };
    resolve(name);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    came: promise,
    orElse: async (work) => {
      if (first) throw interrupted(first.name);
      return Promise.race([work(), promise.then((name) => Promise.reject(interrupted(name)))]);
    },
    forget: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}

/** `interrupted`; `details.exit_code` is what a shell expects of a program that a signal ended. */
function interrupted(name: NodeJS.Signals): BatonError {
  return new BatonError('interrupted', `Stopped by ${name}.`, { details: { exit_code: exitCodeOf(name) } });
}

function exitCodeOf(name: NodeJS.Signals): number {
  return 128 + constants.signals[name];
}
