/** Every item once, by key; the first one stays. One without a key is left out. */
export function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): Item[] {
  const byKey = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined && !byKey.has(key)) {
      byKey.set(key, item);
    }
  }
  return [...byKey.values()];
}
