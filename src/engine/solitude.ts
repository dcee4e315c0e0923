/**
 * One worker's rule for a message that may kill its process: it runs while nothing else does. Everything
 * else holds its place here while it is fetched and worked on.
 */
export class Solitude {
  #others = 0;
  #onEmpty: (() => void) | null = null;
  #alone: Promise<void> | null = null;

  /** Takes a place as soon as nobody is, or waits to be, alone. */
  async join(): Promise<void> {
    while (this.#alone) await this.#alone;
    this.#others += 1;
  }

  /** Takes one more place for somebody who has one. */
  add(): void {
    this.#others += 1;
  }

  leave(): void {
    this.#others -= 1;
    if (this.#others === 0) this.#onEmpty?.();
  }

  /** Lets nobody else join, waits until all others have left, then works. One at a time. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#alone) await this.#alone;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#alone = promise;
    try {
      if (this.#others > 0) {
        await new Promise<void>((empty) => {
          this.#onEmpty = empty;
        });
      }
      return await work();
    } finally {
      this.#onEmpty = null;
      this.#alone = null;
      resolve();
    }
  }
}
