/**
 * Retention: erases, in small batches beside the work, what is older than the team keeps it. Every worker looks;
 * one at a time erases.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { RetentionKind, TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { keepMsOf, retentionKinds } from '../team/retention.ts';
import {
  claimRetention,
  countErased,
  declareRetention,
  endedCases,
  eraseCases,
  eraseReleases,
} from './tables/retention.ts';

const LOOK_MS = 10 * 60_000;
/** Of one transaction: it holds no lock that work wants, but a long one keeps old row versions alive. */
const BATCH = 200;
/** Work goes first. */
const PAUSE_MS = 20;
/** A release that nobody has begun a run on stays this long: a process that was opened with it still may. */
const RELEASE_KEPT_MS = 30 * 24 * 3600_000;

export interface RetentionOptions {
  readonly database: Database;
  readonly release: Release;
  // biome-ignore lint/suspicious/noExplicitAny: the engine hands a team's services through, it does not read them
  readonly code: TeamCode<any>;
  onTrouble(error: Error): void;
}

export class Retention {
  readonly #options: RetentionOptions;
  readonly #over = new AbortController();
  #looking: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#looking = this.#lookAgainAndAgain();
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#looking;
  }

  async #lookAgainAndAgain(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        await eraseOutdated(this.#options, signal);
      } catch (thrown) {
        this.#options.onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/**
 * Erases what is outdated by `baton.now()` and gives how many of each kind. A batch is one transaction; between two
 * of them the signal may end it. Where another process is at it, it is left to that one.
 */
export async function eraseOutdated(
  { database, release, code }: Omit<RetentionOptions, 'onTrouble'>,
  signal?: AbortSignal,
): Promise<Record<string, number>> {
  const team = release.team.id;
  const kinds = { ...engineKinds(release, code), ...code.retention };
  const keeps = retentionKinds(code).map(({ kind, what, defaultMs }) => ({
    team,
    kind,
    what,
    keep_ms: keepMsOf(release.team, kind, defaultMs),
  }));
  const erased: Record<string, number> = {};
  await database.transaction(async (tx) => {
    if (!(await claimRetention(tx, team))) return;
    await declareRetention(tx, team, keeps);
    const before = new Date((await readClock(tx)).getTime() - RELEASE_KEPT_MS);
    await eraseReleases(tx, team, { own: release.id, before });
  });
  for (const { kind, keep_ms } of keeps) {
    const erase = kinds[kind];
    if (keep_ms === null || erase === undefined) continue;
    for (let isMore = true; isMore && !signal?.aborted; ) {
      const count = await database.transaction(async (tx) => {
        if (!(await claimRetention(tx, team))) return 0;
        const before = new Date((await readClock(tx)).getTime() - keep_ms);
        const found = await erase.erase(tx, { before, limit: BATCH });
        if (found > 0) await countErased(tx, team, kind, found);
        return found;
      });
      erased[kind] = (erased[kind] ?? 0) + count;
      isMore = count > 0;
      if (isMore) await sleep(PAUSE_MS);
    }
  }
  return erased;
}

function engineKinds(
  { team }: Release,
  // biome-ignore lint/suspicious/noExplicitAny: as above
  code: TeamCode<any>,
): Record<string, Pick<RetentionKind, 'erase'>> {
  const erase = async (
    tx: Transaction,
    batch: { readonly before: Date; readonly limit: number },
  ): Promise<number> => {
    const outdated = await endedCases(tx, team.id, batch);
    if (outdated.length === 0) return 0;
    const cases = await eraseCases(tx, team.id, outdated, batch.before);
    if (cases.length > 0) await code.onErased?.(tx, cases);
    return cases.length;
  };
  return { ended_cases: { erase } };
}
