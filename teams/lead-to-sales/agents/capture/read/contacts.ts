/** Addresses and numbers that stand somewhere in running text. */
import { type Reading, say } from '../reading.ts';
import { mailAddressesIn } from '../standardise/domain.ts';
import { phoneCandidates } from '../standardise/phone.ts';

/** Notes the first addresses and numbers of a text, less sure than a field made for them. */
export function sayFreeContacts(reading: Reading, source: string, text: string): void {
  for (const written of mailAddressesIn(text).slice(0, 3)) {
    say(reading, 'email', written.toLowerCase(), { source, quote: written, confidence: 0.6 });
  }
  for (const written of phoneCandidates(text).slice(0, 5)) {
    say(reading, 'phone', written, { source, confidence: 0.55 });
  }
}
