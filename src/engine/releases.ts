/** Releases by id, loaded once per process: a run stays on the one it began with. */
import { BatonError, errorFacts } from '../core/error.ts';
import type { Queryable } from '../store/database.ts';
import type { Release, TeamFiles } from '../team/definition.ts';
import { makeRelease } from '../team/load.ts';
import { findRelease } from './tables/releases.ts';

export class Releases {
  /** The one this process was opened with. */
  readonly own: Release;
  readonly #db: Queryable;
  readonly #known = new Map<string, Release>();

  constructor(db: Queryable, own: Release) {
    this.#db = db;
    this.own = own;
    this.#known.set(own.id, own);
  }

  /**
   * Throws `release-unknown` where a run names one that the database does not hold, `release-unreadable`
   * where today's loader refuses it.
   */
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
    const release = { ...readAgain(releaseId, stored), id: releaseId };
    this.#known.set(releaseId, release);
    return release;
  }
}

function readAgain(releaseId: string, stored: { team: string; files: TeamFiles }): Release {
  try {
    return makeRelease(stored.files, stored.team);
  } catch (cause) {
    throw new BatonError(
      'release-unreadable',
      `Release ${releaseId}, which this run began with, cannot be read by this version: ${errorFacts(cause).message}`,
      { details: { releaseId }, cause },
    );
  }
}
