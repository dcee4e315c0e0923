/** "Did you mean": the nearest of the allowed names to one that is not. */

/** The number of letters to add, drop, change or swap with a neighbour to make `a` into `b`. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (beforeLast[j - 2] ?? i) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** The allowed name that was probably meant, or null where none is near. */
export function closest(given: string, allowed: readonly string[]): string | null {
  if (given.length > 60 || given.length < 2) return null;
  const wanted = plain(given);
  let best: string | null = null;
  let bestDistance = given.length < 3 ? 1 : Math.max(1, Math.floor(given.length / 3)) + 1;
  for (const name of allowed.slice(0, 200)) {
    if (name.length > 60) continue;
    const found = distance(wanted, plain(name));
    if (found < bestDistance) {
      best = name;
      bestDistance = found;
    }
  }
  return best ?? allowed.find((name) => isBeginning(wanted, plain(name))) ?? null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Whether one of two names is the beginning of the other, and long enough to mean something. */
function isBeginning(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= 2 && (a.startsWith(b) || b.startsWith(a));
}

/** ` Did you mean "x"?` to put behind a sentence, or nothing. */
export function didYouMean(given: string, allowed: readonly string[]): string {
  const name = closest(given, allowed);
  return name === null || name === given ? '' : ` Did you mean "${name}"?`;
}
