/** Waits until a team has nothing left to do by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../engine/engine.ts';
import { countMoving } from '../engine/tables/runs.ts';
import { isAtRest, type TeamProgress, teamProgress } from '../insight/progress.ts';

const LOOK_MS = 250;

/**
 * Resolves when every run has an end, waits for a time or an event, or stands in a person's task.
 * `show` is given every look; timers that lie ahead stay in the database.
 */
export async function untilAtRest(
  engine: Engine<unknown>,
  show: (progress: TeamProgress) => Promise<void>,
): Promise<TeamProgress> {
  for (;;) {
    const progress = await teamProgress(engine.database, engine.release.team);
    await show(progress);
    if (isAtRest(progress)) return progress;
    await sleep(LOOK_MS);
  }
}

/** Resolves when these cases are through: each has an end, waits for a time or an event, or for a person. */
export async function untilThrough(engine: Engine<unknown>, caseIds: readonly string[]): Promise<void> {
  while ((await countMoving(engine.database, engine.release.team.id, caseIds)) > 0) await sleep(LOOK_MS);
}
