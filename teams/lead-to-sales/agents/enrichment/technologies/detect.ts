/** Recognises products by the clues of `technologies.yaml`: many clues in one pass over each text. */
import { type Automaton, createAutomaton } from './automaton.ts';
import {
  type LoadedTechnologies,
  type Place,
  places,
  readTechnologies,
  TECHNOLOGIES_FILE,
  type TechnologyRules,
} from './technology-rules.ts';

/** A text and the place it stands in. */
export interface Sighting {
  readonly place: Place;
  readonly text: string;
}

export interface Detection {
  readonly name: string;
  readonly category: string;
  readonly place: Place;
  /** The words it was recognised by, as they stand in the text. */
  readonly quote: string;
}

interface Clue {
  readonly name: string;
  readonly category: string;
  readonly text: string;
  readonly isHost: boolean;
  /** What is searched for: the longest part in ASCII, and where it begins in the clue. */
  readonly core: string;
  readonly coreAt: number;
}

interface Finder {
  readonly clues: readonly Clue[];
  readonly run: Automaton;
}

/** Finds the products of some texts: each once, by the first place it shows in. */
export type Detector = (sightings: Iterable<Sighting>) => Detection[];

const MAX_QUOTE = 300;
const AROUND = 120;
/** These begin a header, a generator or a cookie's name; elsewhere a clue may stand anywhere. */
const ANCHORED = new Set<Place>(['generator', 'header', 'cookie']);
const FILE = /\.(?:js|css|html?|php|jsp|ashx|xml|json)$/i;

function isHostName(clue: string): boolean {
  return /^[a-z0-9_][a-z0-9_.-]*\.[a-z]{2,}$/i.test(clue) && !FILE.test(clue);
}

function isWordSign(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 191
  );
}

const HYPHEN = 45;
const DOT = 46;

/** Whether a clue stands as a whole: "acme.com" is neither in notacme.com nor in acme.com.evil.net. */
function isWhole(text: string, start: number, end: number, place: Place, { isHost }: Clue): boolean {
  const before = start === 0 ? 0 : text.charCodeAt(start - 1);
  if (isWordSign(text.charCodeAt(start)) && (isWordSign(before) || (isHost && before === HYPHEN))) {
    return false;
  }
  if (place === 'cookie' || !isWordSign(text.charCodeAt(end - 1))) {
    return true;
  }
  const after = end < text.length ? text.charCodeAt(end) : 0;
  if (isWordSign(after) || (after === HYPHEN && (isHost || place === 'header'))) {
    return false;
  }
  return !(isHost && after === DOT && isWordSign(text.charCodeAt(end + 1)));
}

function isSpace(code: number): boolean {
  return code <= 32 || code === 160;
}

/** The whole text where it is short, else the words around the clue. */
function quoteOf({ place, text }: Sighting, start: number, end: number): string {
  if (text.length <= MAX_QUOTE && place !== 'html') {
    return text.trim();
  }
  let from = start;
  let to = end;
  const stops = (at: number) => {
    const code = text.charCodeAt(at);
    return place === 'text'
      ? false
      : isSpace(code) || code === 34 || code === 39 || code === 60 || code === 62;
  };
  while (from > 0 && start - from < AROUND && !stops(from - 1)) from -= 1;
  while (to < text.length && to - end < AROUND && !stops(to)) to += 1;
  return text.slice(from, to).trim();
}

function findersOf(rules: TechnologyRules): ReadonlyMap<Place, Finder> {
  const byPlace = new Map<Place, Clue[]>(places.map((place) => [place, []]));
  for (const [category, products] of Object.entries(rules)) {
    for (const [name, product] of Object.entries(products)) {
      for (const place of places) {
        for (const text of product[place] ?? []) {
          const core = asciiCore(text);
          const coreAt = text.indexOf(core);
          byPlace.get(place)?.push({ name, category, text, isHost: isHostName(text), core, coreAt });
        }
      }
    }
  }
  return new Map(
    [...byPlace].map(([place, clues]) => [
      place,
      { clues, run: createAutomaton(clues.map(({ core }) => core)) },
    ]),
  );
}

/** The automaton knows ASCII only. */
function asciiCore(clue: string): string {
  return clue.split(/[^\x20-\x7e]+/).reduce((best, part) => (part.length > best.length ? part : best), '');
}

/** Makes a detector over some rules. */
export function createDetector(rules: TechnologyRules): Detector {
  const finders = findersOf(rules);
  return (sightings) => {
    const found = new Map<string, Detection>();
    for (const sighting of sightings) {
      const { place, text } = sighting;
      const finder = finders.get(place);
      finder?.run(text, (word, at) => {
        const clue = finder.clues[word];
        if (clue === undefined || found.has(clue.name)) {
          return;
        }
        const start = at - clue.core.length - clue.coreAt;
        const end = start + clue.text.length;
        const isThere =
          (!ANCHORED.has(place) || start === 0) &&
          isWhole(text, start, end, place, clue) &&
          (place !== 'text' || text.startsWith(clue.text, start));
        if (isThere) {
          const quote = quoteOf(sighting, start, end);
          found.set(clue.name, { name: clue.name, category: clue.category, place, quote });
        }
      });
    }
    return [...found.values()];
  };
}

export interface Technologies extends LoadedTechnologies {
  readonly detect: Detector;
}

let shipped: Technologies | undefined;

/** The products that ship, loaded when they are first asked for. Throws `technologies-invalid`. */
export function shippedTechnologies(): Technologies {
  if (shipped === undefined) {
    const loaded = readTechnologies(TECHNOLOGIES_FILE);
    shipped = { ...loaded, detect: createDetector(loaded.rules) };
  }
  return shipped;
}
