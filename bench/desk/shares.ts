/** Where a process spent its time: the samples of a processor profile, by part of the program. */
import type { Profiler } from 'node:inspector/promises';

export interface Share {
  readonly part: string;
  readonly share: number;
}

/** Shares of the time the process was not idle, the largest first. */
export function sharesOf(profile: Profiler.Profile, root: string): Share[] {
  const byPart = new Map<string, number>();
  const partOfNode = new Map(profile.nodes.map((node) => [node.id, partOf(node.callFrame, root)]));
  let busy = 0;
  for (const id of profile.samples ?? []) {
    const part = partOfNode.get(id);
    if (part === undefined || part === null) continue;
    busy += 1;
    byPart.set(part, (byPart.get(part) ?? 0) + 1);
  }
  return [...byPart]
    .map(([part, count]) => ({ part, share: count / Math.max(busy, 1) }))
    .sort((a, b) => b.share - a.share);
}

/** Null: idle. */
function partOf({ functionName, url }: Profiler.ProfileNode['callFrame'], root: string): string | null {
  if (functionName === '(idle)') return null;
  if (functionName.startsWith('(garbage')) return 'garbage collection';
  if (functionName === 'writev' || functionName === 'writeBuffer') return 'writing to sockets';
  const path = decodeURIComponent(url.replace(/^file:\/\//, ''));
  const own = path.startsWith(root) ? path.slice(root.length + 1) : path;
  const library = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(own)?.[1];
  if (library) return library;
  const agent = /^teams\/[^/]+\/agents\/([^/]+)/.exec(own)?.[1];
  if (agent) return `agent ${agent}`;
  if (own.startsWith('teams/')) return 'desk';
  const room = /^src\/([^/]+)/.exec(own)?.[1];
  return room ? `src/${room}` : 'node';
}
