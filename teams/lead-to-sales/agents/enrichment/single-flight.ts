/** Joins callers who want the same thing at the same time into one piece of work. */

interface Flight<Value> {
  readonly work: Promise<Value>;
  readonly controller: AbortController;
  waiting: number;
}

export interface SingleFlight<Value> {
  /**
   * Starts `work` unless it is under way under this key, and gives its result. A caller whose `signal`
   * is aborted leaves (rejects with the signal's reason) without disturbing the others; when the last
   * one has left, the work's own signal is aborted.
   */
  join(key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
}

export function createSingleFlight<Value>(): SingleFlight<Value> {
  const flights = new Map<string, Flight<Value>>();

  /** Another one may have started under the same key since. */
  function forget(key: string, flight: Flight<Value>): void {
    if (flights.get(key) === flight) {
      flights.delete(key);
    }
  }

  function start(key: string, work: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController();
    const flight: Flight<Value> = { controller, waiting: 0, work: work(controller.signal) };
    flights.set(key, flight);
    const land = () => forget(key, flight);
    flight.work.then(land, land);
    return flight;
  }

  return {
    async join(key, signal, work) {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? start(key, work);
      flight.waiting += 1;
      let leave = () => {};
      try {
        return await new Promise<Value>((resolve, reject) => {
          leave = () => reject(signal.reason);
          signal.addEventListener('abort', leave, { once: true });
          flight.work.then(resolve, reject);
        });
      } finally {
        signal.removeEventListener('abort', leave);
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          forget(key, flight);
          flight.controller.abort();
        }
      }
    },
  };
}
