/** One row of an event list → a reading. */
import { basename } from 'node:path';
import { z } from 'baton';
import { newReading, type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { sayFields } from './fields.ts';

const row = z.record(z.string(), z.string());

/** Reads a row, given as JSON of column names to cells. `origin` names the event where no column does. */
export function readEvent(raw: Buffer, origin: string, at: string, rules: CaptureRules): Reading {
  const reading = newReading('event', at);
  const cells = row.parse(JSON.parse(raw.toString('utf8')));
  const values = Object.entries(cells).map(([name, value]) => ({ name, value }));
  sayFields(reading, values, 'event list column', rules);
  const file = basename(origin.replace(/:\d+$/, '')).replace(/\.[a-z]{2,4}$/i, '');
  reading.texts.set('file name', file);
  if (!reading.said.has('event')) say(reading, 'event', file, { source: 'file name', confidence: 0.5 });
  return reading;
}
