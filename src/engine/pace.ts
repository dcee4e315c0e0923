/** A rate over all workers, counted in Postgres. */
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pace } from './mailbox.ts';

/** At most `count` in any window of `perMs`, whichever worker begins them. */
export function createPace(
  pool: pg.Pool,
  queue: string,
  rate: { readonly count: number; readonly perMs: number },
): Pace {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    schemaName: 'baton',
    tableName: 'rates',
    tableCreated: true,
    keyPrefix: '',
    points: rate.count,
    duration: Math.max(1, Math.round(rate.perMs / 1000)),
    clearExpiredByTimeout: false,
  });
  return {
    async take() {
      try {
        await limiter.consume(queue);
        return 0;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
        throw refused;
      }
    },
    async giveBack() {
      await limiter.reward(queue);
    },
  };
}
