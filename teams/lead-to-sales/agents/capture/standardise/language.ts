/** Which language words are written in. */
import { eld } from 'eld/extrasmall';
import type { Reading } from '../reading.ts';

/** ISO 639-1; null where the words are too few or too mixed to tell. Reads 2,000 characters. */
export function languageOf(text: string): string | null {
  const words = text
    .slice(0, 2000)
    .replace(/\S+@\S+|https?:\S+|[\d+()]+/g, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (words.length < 20 || words.split(' ').length < 4) return null;
  const result = eld.detect(words);
  return result.isReliable() && /^[a-z]{2}$/.test(result.language) ? result.language : null;
}

/** The language of a reading's words; with its subject where the message alone is too short. */
export function languageOfReading(reading: Pick<Reading, 'message' | 'subject'>): string | null {
  return languageOf(reading.message) ?? languageOf(`${reading.subject}. ${reading.message}`);
}
