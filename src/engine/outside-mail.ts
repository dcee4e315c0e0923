/** Lets a team deliver its own mail to people outside, again and again, while a mail server is configured. */
import type { RunningTeam, TeamCode } from '../team/define.ts';

const POLL_MS = 5_000;

export class OutsideMail {
  readonly #deliver: ((signal: AbortSignal) => Promise<void>) | null;
  readonly #onTrouble: (error: Error) => void;
  readonly #hurry = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #delivering: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
    code: TeamCode<any>,
    // biome-ignore lint/suspicious/noExplicitAny: as above
    team: RunningTeam<any>,
    onTrouble: (error: Error) => void,
  ) {
    const { mailer } = team;
    this.#onTrouble = onTrouble;
    this.#deliver =
      mailer && code.deliverMail ? async (signal) => code.deliverMail?.(team, mailer, signal) : null;
  }

  start(): void {
    if (this.#deliver === null) return;
    this.#delivering = this.#deliver(this.#hurry.signal)
      .catch((thrown) => this.#onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown))))
      .finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.start(), POLL_MS);
      });
  }

  /** Ends when what is being sent has been; after `graceMs` that is given up. */
  async stop(graceMs: number): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#hurry.abort(), graceMs);
    await this.#delivering;
    clearTimeout(timer);
  }
}
