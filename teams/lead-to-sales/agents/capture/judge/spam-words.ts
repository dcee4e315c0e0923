/**
 * Words that mailings and spam use more often than people do: a logistic regression whose weights stand, a word a
 * line, in `spam-words.csv`. How they were learned: `bench/accuracy/learn-spam-words.ts`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldWord } from '../phrases.ts';
import type { Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { type Sign, sign } from './sign.ts';

/** Words are looked at no further than this, in characters of text. */
const MAX_TEXT = 8_000;
const MIN_KNOWN = 8;
const STEPS = [
  ['decides', 4.5],
  ['strong', 3],
  ['weak', 1.5],
] as const;

interface Weights {
  readonly bias: number;
  readonly words: ReadonlyMap<string, number>;
}

let loaded: Weights | null = null;

function weights(): Weights {
  loaded ??= readWeights(readFileSync(join(import.meta.dirname, 'spam-words.csv'), 'utf8'));
  return loaded;
}

/** Reads `word,weight` lines; the word `(bias)` is what is added always. Lines that begin with # are left out. */
export function readWeights(text: string): Weights {
  const words = new Map<string, number>();
  let bias = 0;
  for (const line of text.split('\n')) {
    const comma = line.lastIndexOf(',');
    if (line.startsWith('#') || comma < 1) continue;
    const word = line.slice(0, comma);
    const weight = Number(line.slice(comma + 1));
    if (!Number.isFinite(weight)) continue;
    if (word === '(bias)') bias = weight;
    else words.set(word, weight);
  }
  return { bias, words };
}

/** The different words of a text that such weights are about: letters only, folded, three to twenty of them. */
export function wordsToWeigh(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const match of text.slice(0, MAX_TEXT).matchAll(/\p{L}{3,20}/gu)) words.add(foldWord(match[0]));
  return words;
}

/** One sign for spam where the words of a mail or a form weigh enough; it names the heaviest. */
export function spamWordSigns(reading: Reading, { judge }: CaptureRules): Sign[] {
  if (reading.source === 'event' || reading.source === 'chat') return [];
  const body = reading.texts.get('email body') ?? reading.message;
  const { bias, words } = weights();
  const known = [...wordsToWeigh(`${reading.subject}\n${body}`)].flatMap((word) => {
    const weight = words.get(word);
    return weight === undefined ? [] : [{ word, weight }];
  });
  const sum = known.reduce((total, { weight }) => total + weight, bias);
  const step = STEPS.find(([, from]) => sum >= from)?.[0];
  if (step === undefined || known.length < MIN_KNOWN) return [];
  const heaviest = known.sort((a, b) => b.weight - a.weight).slice(0, 6);
  return [sign('spam', step, 'words of spam', heaviest.map(({ word }) => word).join(' '), judge)];
}
