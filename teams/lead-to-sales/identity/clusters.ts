/** Records that are one person by way of others: if A is B and B is C, then A is C. */

/** Gives each of `count` records the number of its group; `pairs` are indexes of records that are one person. */
export function clusters(count: number, pairs: Iterable<readonly [number, number]>): number[] {
  const parents = Array.from({ length: count }, (_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root] ?? root;
    // Shortens the way for the next who asks.
    for (let at = index; at !== root; ) {
      const next = parents[at] ?? root;
      parents[at] = root;
      at = next;
    }
    return root;
  };
  for (const [a, b] of pairs) parents[rootOf(a)] = rootOf(b);
  return parents.map((_, index) => rootOf(index));
}
