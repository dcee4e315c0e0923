/** What a run was like, in words. */
import type { World } from './faults.ts';
import type { Load } from './load.ts';

/** A line for each figure that is no promise. */
export function tell(
  world: World,
  load: Load,
  faults: ReadonlyMap<string, number>,
  say: (line: string) => void,
): void {
  const places = [...world.workers.killedAt].sort(([a], [b]) => (a < b ? -1 : 1));
  say(
    `Accepted: ${load.count('chaos')} of the chaos team, ${load.count('lead-to-sales')} of the sales desk.`,
  );
  say(`Brought twice: ${load.broughtTwice}. Tasks answered by people: ${load.answered}.`);
  say(`Faults: ${[...faults].map(([kind, count]) => `${kind} ${count}`).join(', ')}.`);
  say(`Killed at a boundary: ${places.map(([place, count]) => `${place} ${count}`).join(', ') || 'never'}.`);
  say(
    `A worker took ${world.workers.startSeconds().toFixed(1)} s from its start to being at work, at the median.`,
  );
  say(
    `Connections cut at their commit: ${world.proxy.cutAtCommit}. Workers that fell by themselves: ${world.workers.fell}.`,
  );
  say(
    `Notices acted upon: ${world.receiver.keys().length}; offered again and recognised: ${world.receiver.knownAgain}.`,
  );
}
