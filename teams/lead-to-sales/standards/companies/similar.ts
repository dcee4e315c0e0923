/** How two words, or a short name and a long one, may be spellings of one another. */

/** Keys side by side on the keyboards of the seven languages (QWERTY, QWERTZ, AZERTY differ in few). */
const KEYS = [
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'qsdfghjklm',
  'zxcvbnm',
  'yxcvbnm',
  'wxcvbn',
];

function areNeighbours(a: string, b: string): boolean {
  return KEYS.some((row) => {
    const [left, right] = [row.indexOf(a), row.indexOf(b)];
    return left >= 0 && right >= 0 && Math.abs(left - right) === 1;
  });
}

/**
 * How one word can be a slip of the fingers for another. `likely`: letters swapped, or in a long word one dropped,
 * doubled, added, or hit beside. `possible`: another letter in a long word, or a swap in a shorter one. Short words
 * that differ in a letter are two words: null. Work is bounded by the words' length.
 */
export function slip(a: string, b: string): 'likely' | 'possible' | null {
  if (a === b || Math.abs(a.length - b.length) > 1 || /\d/.test(a + b)) return null;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const [left, right] = [a.slice(from, endA), b.slice(from, endB)];
  const shorter = Math.min(a.length, b.length);
  const isStart = from === 0;
  if (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]) {
    return shorter >= 6 && !isStart ? 'likely' : shorter >= 5 ? 'possible' : null;
  }
  if (left.length + right.length === 1) {
    if (isStart) return shorter >= 9 ? 'possible' : null;
    return shorter >= 8 ? 'likely' : shorter >= 7 ? 'possible' : null;
  }
  if (left.length === 1 && right.length === 1) {
    if (shorter >= 9 && !isStart && areNeighbours(left, right)) return 'likely';
    return shorter >= 8 && !isStart ? 'possible' : null;
  }
  return null;
}

/** Whether letters are the first ones of a name's words: all of them, or in a long name all but one within. */
export function isAcronymOf(letters: string, initials: string): boolean {
  if (letters.length < 2 || letters.length > 7) return false;
  if (letters === initials) return true;
  if (letters.length < 4 || initials.length !== letters.length + 1) return false;
  if (letters[0] !== initials[0] || letters.at(-1) !== initials.at(-1)) return false;
  let at = 0;
  for (const letter of initials) if (letter === letters[at]) at += 1;
  return at === letters.length;
}
