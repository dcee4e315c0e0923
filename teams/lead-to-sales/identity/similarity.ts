/** How much alike two short strings are. Every function reads 64 characters of each. */

const LONGEST = 64;
/** Three rows of the table of distances, each a sign longer than the longest string. */
let before = new Uint8Array(LONGEST + 1);
let above = new Uint8Array(LONGEST + 1);
let row = new Uint8Array(LONGEST + 1);

/**
 * Inserted, left out, changed or exchanged signs (Damerau and Levenshtein; signs that were exchanged are
 * not changed again: "optimal string alignment").
 */
export function edits(a: string, b: string): number {
  const [one, other] = [a.slice(0, LONGEST), b.slice(0, LONGEST)];
  if (one === other) return 0;
  for (let at = 0; at <= other.length; at += 1) above[at] = at;
  for (let i = 1; i <= one.length; i += 1) {
    row[0] = i;
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one.charCodeAt(i - 1) === other.charCodeAt(j - 1);
      let least = Math.min(
        (above[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (above[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isExchange =
        i > 1 &&
        j > 1 &&
        one.charCodeAt(i - 1) === other.charCodeAt(j - 2) &&
        one.charCodeAt(i - 2) === other.charCodeAt(j - 1);
      if (isExchange) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row[j] = least;
    }
    [before, above, row] = [above, row, before];
  }
  return above[other.length] ?? 0;
}

/** 0–1: the share of the longer one's signs that need no edit. */
export function likeness(a: string, b: string): number {
  const longer = Math.max(Math.min(a.length, LONGEST), Math.min(b.length, LONGEST));
  return longer === 0 ? 1 : 1 - edits(a, b) / longer;
}

/** The signs of `one` that stand in `other` too, not farther off than `reach`, in the order of `one`. */
function common(one: string, other: string, reach: number): string[] {
  const left = [...other];
  return [...one].filter((sign, at) => {
    for (let place = Math.max(0, at - reach); place <= Math.min(left.length - 1, at + reach); place += 1) {
      if (left[place] !== sign) continue;
      left[place] = '';
      return true;
    }
    return false;
  });
}

/** 0–1 after Jaro and Winkler: forgives signs out of place, and most at the end of a word. */
export function openingLikeness(a: string, b: string): number {
  const [one, other] = [a.slice(0, LONGEST), b.slice(0, LONGEST)];
  if (one === other) return 1;
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);
  const [these, those] = [common(one, other, reach), common(other, one, reach)];
  const shared = these.length;
  if (shared === 0) return 0;
  const outOfPlace = these.filter((sign, at) => sign !== those[at]).length / 2;
  const jaro = (shared / one.length + shared / other.length + (shared - outOfPlace) / shared) / 3;
  let opening = 0;
  while (opening < 4 && one[opening] !== undefined && one[opening] === other[opening]) opening += 1;
  return jaro + opening * 0.1 * (1 - jaro);
}
