/** A web form post → a reading. */
import { z } from 'baton';
import { formPairs } from '../../../intake/form-body.ts';
import { newReading, type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { sayFreeContacts } from './contacts.ts';
import { flattened, type NamedValue, sayFields } from './fields.ts';
import { sayIntroductions } from './introduction.ts';

const jsonObject = z.record(z.string(), z.unknown());

/** Reads a form's fields: urlencoded, or JSON in any nesting. Throws where JSON is broken (intake checks it before). */
export function readForm(raw: Buffer, mediaType: string, at: string, rules: CaptureRules): Reading {
  const reading = newReading('form', at);
  const values: NamedValue[] =
    mediaType === 'application/json'
      ? flattened(jsonObject.parse(JSON.parse(raw.toString('utf8'))))
      : formPairs(raw).map(([name, value]) => ({ name, value }));
  sayFields(reading, values, 'form field', rules);
  sayPageCampaign(reading);
  if (reading.message !== '') {
    sayIntroductions(reading, reading.messageSource, reading.message, rules);
    sayFreeContacts(reading, reading.messageSource, reading.message);
  }
  return reading;
}

/** Campaign parameters of the page's address count where the form has no field for them. */
export function sayPageCampaign(reading: Reading): void {
  for (const page of reading.said.get('page') ?? []) {
    const query = page.value.indexOf('?');
    if (query < 0) continue;
    for (const [name, value] of new URLSearchParams(page.value.slice(query + 1))) {
      const where = { source: page.source, quote: page.quote, confidence: 0.8 };
      if (name === 'utm_campaign') say(reading, 'campaign', value, where);
      if (name === 'utm_medium' || name === 'utm_source') say(reading, 'medium', value, where);
    }
  }
}
