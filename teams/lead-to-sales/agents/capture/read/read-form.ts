/** A web form post → a reading. */
import { z } from 'baton';
import { formPairs } from '../../../intake/form-body.ts';
import { newReading, type Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { sayFreeContacts } from './contacts.ts';
import { flattened, type NamedValue, sayFields } from './fields.ts';
import { sayIntroductions } from './introduction.ts';
import { noteTouches } from './touch-words.ts';

const jsonObject = z.record(z.string(), z.unknown());

/** Reads a form's fields: urlencoded, or JSON in any nesting. Throws where JSON is broken (intake checks it before). */
export function readForm(raw: Buffer, mediaType: string, at: string, rules: CaptureRules): Reading {
  const reading = newReading('form', at);
  const values: NamedValue[] =
    mediaType === 'application/json'
      ? flattened(jsonObject.parse(JSON.parse(raw.toString('utf8'))))
      : formPairs(raw).map(([name, value]) => ({ name, value }));
  sayFields(reading, values, 'form field', rules);
  noteTouches(reading, values, 'form field');
  if (reading.message !== '') {
    sayIntroductions(reading, reading.messageSource, reading.message, rules);
    sayFreeContacts(reading, reading.messageSource, reading.message);
  }
  return reading;
}
