/** Releases by id, loaded once per process: a run stays on the one it began with. */
import { BatonError } from '../core/error.ts';
import type { Queryable } from '../store/database.ts';
import type { Release } from '../team/definition.ts';
import { makeRelease } from '../team/load.ts';
import { findRelease } from './tables/releases.ts';

export class Releases {
  readonly #db: Queryable;
  readonly #known = new Map<string, Release>();

  constructor(db: Queryable, own: Release) {
    this.#db = db;
    this.#known.set(own.id, own);
  }

  /** Throws `release-unknown` where a run names one that the database does not hold. */
  async get(releaseId: string): Promise<Release> {
    const known = this.#known.get(releaseId);
    if (known) return known;
    const stored = await findRelease(this.#db, releaseId);
    if (!stored) {
      throw new BatonError('release-unknown', `Release ${releaseId} is not in the database.`, {
        details: { releaseId },
      });
    }
    // Loaded again by today's loader: the id is kept, whatever today's loader would call it.
    const release = { ...makeRelease(stored.files, stored.team), id: releaseId };
    this.#known.set(releaseId, release);
    return release;
  }
}
