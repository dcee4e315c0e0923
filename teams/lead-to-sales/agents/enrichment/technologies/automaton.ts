/** Finds many words in one pass over a text (Aho–Corasick, CACM 1975), without regard to ASCII case. */

/** Called for every word that ends at `end` (exclusive). */
export type Hit = (word: number, end: number) => void;
export type Automaton = (text: string, hit: Hit) => void;

const CODES = 128;

function foldedCode(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

/** Letters that occur in the words get a class of their own; all others share class 0, which leads nowhere. */
function letterClasses(words: readonly string[]): { classes: Uint8Array; count: number } {
  const classes = new Uint8Array(CODES);
  let count = 1;
  for (const word of words) {
    for (let at = 0; at < word.length; at += 1) {
      const code = foldedCode(word.charCodeAt(at));
      if (code < CODES && classes[code] === 0) {
        classes[code] = count;
        count += 1;
      }
    }
  }
  for (let code = 65; code <= 90; code += 1) {
    classes[code] = classes[code + 32] ?? 0;
  }
  return { classes, count };
}

/** State × class of letter → state. Two bytes are enough for nearly all; the tables are the largest thing we keep. */
type Table = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

interface Trie {
  readonly next: Table;
  /** State → the words that end there. */
  readonly found: (readonly number[] | undefined)[];
}

/** A function of its own, so that nothing holds the table it was built in. */
function buildTrie(words: readonly string[], classes: Uint8Array, count: number): Trie {
  const states = words.reduce((sum, word) => sum + word.length, 1);
  const roomy = states <= 0xffff ? new Uint16Array(states * count) : new Uint32Array(states * count);
  const found: (readonly number[] | undefined)[] = [];
  let last = 0;
  words.forEach((word, index) => {
    let state = 0;
    for (let at = 0; at < word.length; at += 1) {
      const slot = state * count + (classes[foldedCode(word.charCodeAt(at))] ?? 0);
      if (roomy[slot] === 0) {
        last += 1;
        roomy[slot] = last;
      }
      state = roomy[slot] ?? 0;
    }
    found[state] = [...(found[state] ?? []), index];
  });
  const next = roomy.slice(0, (last + 1) * count);
  linkBack(next, count, found);
  return { next, found };
}

/**
 * Makes a finder of ASCII words. Its work is linear in the text, whatever the words and the text are.
 * Words are named by their index; a word that stands inside another one is found as well.
 */
export function createAutomaton(words: readonly string[]): Automaton {
  const { classes, count } = letterClasses(words);
  const { next, found } = buildTrie(words, classes, count);
  // Nearly no state ends a word: a dense table of bytes says so much sooner than a sparse array.
  const isEnd = new Uint8Array(next.length / count);
  const ends = new Map<number, readonly number[]>();
  found.forEach((all, state) => {
    if (all !== undefined) {
      isEnd[state] = 1;
      ends.set(state, all);
    }
  });
  return (text, hit) => {
    let state = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      state = next[state * count + (code < CODES ? (classes[code] ?? 0) : 0)] ?? 0;
      if (isEnd[state] === 1) {
        for (const word of ends.get(state) ?? []) {
          hit(word, at + 1);
        }
      }
    }
  };
}

/** Where a word breaks off, goes on with the longest beginning of another one that ends here: breadth first. */
function linkBack(next: Table, count: number, found: (readonly number[] | undefined)[]): void {
  const back = new Int32Array(next.length / count);
  const queue: number[] = [];
  for (let letter = 1; letter < count; letter += 1) {
    const state = next[letter] ?? 0;
    if (state !== 0) queue.push(state);
  }
  for (let at = 0; at < queue.length; at += 1) {
    const state = queue[at] ?? 0;
    const fallback = back[state] ?? 0;
    const inherited = found[fallback];
    if (inherited !== undefined) {
      found[state] = [...(found[state] ?? []), ...inherited];
    }
    for (let letter = 1; letter < count; letter += 1) {
      const slot = state * count + letter;
      const onward = next[fallback * count + letter] ?? 0;
      const child = next[slot] ?? 0;
      if (child === 0) {
        next[slot] = onward;
      } else {
        back[child] = onward;
        queue.push(child);
      }
    }
  }
}
