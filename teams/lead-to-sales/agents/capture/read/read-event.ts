/** One row of an event list → a reading. */
import { basename } from 'node:path';
import { z } from 'baton';
import { newReading, type Reading, say } from '../reading.ts';
import { type CaptureRules, type FieldName, fieldName } from '../rules.ts';
import { sayFields } from './fields.ts';
import { noteTouches } from './touch-words.ts';

const cellsOnly = z.record(z.string(), z.string());
/** A row whose columns intake has understood by more than their headings. */
const understood = z.object({ cells: cellsOnly, columns: z.record(z.string(), fieldName) });
const row = z.union([understood, cellsOnly.transform((cells) => ({ cells, columns: {} }))]);

/**
 * Reads a row, given as JSON of column names to cells, or with the columns that intake was told of. `origin` names the
 * event where no column does.
 */
export function readEvent(raw: Buffer, origin: string, at: string, rules: CaptureRules): Reading {
  const reading = newReading('event', at);
  const { cells, columns } = row.parse(JSON.parse(raw.toString('utf8')));
  const told: ReadonlyMap<string, FieldName> = new Map(Object.entries(columns));
  const values = Object.entries(cells).map(([name, value]) => ({ name, value, field: told.get(name) }));
  sayFields(reading, values, 'event list column', rules);
  noteTouches(reading, values, 'event list column');
  const file = basename(origin.replace(/:\d+$/, '')).replace(/\.[a-z]{2,4}$/i, '');
  reading.texts.set('file name', file);
  if (!reading.said.has('event')) say(reading, 'event', file, { source: 'file name', confidence: 0.5 });
  return reading;
}
