/** What each fault of the plan does to the run's world. */
import { moveClock } from '../../src/store/clock.ts';
import type { PostgresDatabase } from '../../src/store/postgres-database.ts';
import type { Fault } from './plan.ts';
import type { PostgresProxy } from './proxy.ts';
import type { Receiver } from './receiver.ts';
import type { Server } from './server.ts';
import type { Workers } from './workers.ts';

/** What can go wrong. */
export interface World {
  readonly server: Server;
  readonly proxy: PostgresProxy;
  readonly receiver: Receiver;
  readonly workers: Workers;
  readonly random: () => number;
}

/** A kill waits this long for its worker to be at work. */
const START_WITHIN_MS = 8_000;

/** Lets it happen; resolves when it is over. */
export async function strike(fault: Fault, world: World): Promise<unknown> {
  switch (fault.kind) {
    case 'kill':
      return world.workers.kill(fault.worker, START_WITHIN_MS);
    case 'kill-at':
      return world.workers.killAt(fault.worker, fault.boundary);
    case 'stall':
      return world.workers.stall(fault.worker, fault.ms);
    case 'restart-postgres':
      await world.server.restart(fault.how);
      return world.proxy.pointTo(world.server.port);
    case 'drop-connections':
      return world.proxy.drop(() => world.random() < fault.share);
    case 'refuse-connections':
      return world.proxy.refuse(fault.ms);
    case 'hang-connections':
      return world.proxy.hang(fault.ms, () => world.random() < fault.stayDead);
    case 'cut-commits':
      return world.proxy.cutCommits(fault.count);
    case 'read-only':
      return world.server.readOnly(fault.ms);
    case 'disk-full':
      return world.server.full(fault.ms);
    case 'move-clock':
      return world.server.insist((db) => moveClock(db, fault.ms));
    case 'deliver-twice':
      return world.server.insist((db) => deliver(db, 'active', fault.most));
    case 'deliver-again':
      return world.server.insist((db) => deliver(db, 'completed', fault.most));
    case 'receiver-fails':
      return world.receiver.misbehave(fault.ms);
  }
}

/** Jobs that are being worked on, or were, are given to whoever fetches next. */
async function deliver(
  database: PostgresDatabase,
  state: 'active' | 'completed',
  most: number,
): Promise<void> {
  await database.query(
    `UPDATE pgboss.job SET state = 'retry', completed_on = NULL, heartbeat_on = NULL
      WHERE (name, id) IN (SELECT name, id FROM pgboss.job
        WHERE state = $1 AND retry_count = 0 AND name NOT LIKE 'baton.%' ORDER BY random() LIMIT $2 FOR UPDATE SKIP LOCKED)`,
    [state, most],
  );
}
