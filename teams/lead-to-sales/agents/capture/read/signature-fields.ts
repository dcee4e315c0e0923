/** Notes in a reading what a signature's card says. */

import { foldWord } from '../phrases.ts';
import { type Reading, say } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { isFreeMailDomain, isOurs, registrableDomain } from '../standardise/domain.ts';
import { languageOf } from '../standardise/language.ts';
import { nameWords } from '../standardise/name-words.ts';
import { personName } from '../standardise/person-name.ts';
import { regionIn } from '../standardise/place.ts';
import { type SenderKey, signedAs } from './sender.ts';
import { type Card, readCard } from './signature-card.ts';

/** Countries where the last two words of a name are the family's. */
const TWO_FAMILY_NAMES = new Set(
  'ES MX AR CO CL PE EC VE UY PY BO CR PA GT HN SV NI DO CU PR PT BR'.split(' '),
);

/** Notes what a card says. `text` is the signature as it stands, in the reading under `source`. */
export function saySignature(
  reading: Reading,
  source: string,
  signature: { readonly text: string; readonly card: readonly string[] },
  sender: SenderKey,
  rules: CaptureRules,
): Card {
  const card = readCard(signature.card, sender, reading.message, rules);
  sayName(reading, source, card, sender);
  if (card.title !== null) say(reading, 'title', card.title, { source, confidence: 0.85 });
  if (card.company !== null) say(reading, 'company', card.company, { source, confidence: 0.85 });
  for (const written of card.emails) {
    if (!isOurs(written, rules))
      say(reading, 'email', written.toLowerCase(), { source, quote: written, confidence: 0.75 });
  }
  card.phones.forEach(({ written, kind, isLabelled }, index) => {
    const sure = isLabelled || written.trim().startsWith('+') ? 0.88 : 0.75;
    say(reading, kind, written, { source, confidence: sure - Math.min(index, 9) * 0.005 });
  });
  const spare = card.phones
    .filter(({ kind }, index) => kind !== 'fax' && index > 0)
    .map(({ written }) => written);
  if (spare.length > 1)
    reading.remarks.push(`Other numbers in the signature: ${spare.slice(0, 5).join(', ')}.`);
  const domain = card.website === null ? null : registrableDomain(card.website);
  if (card.website !== null && domain !== null && !isFreeMailDomain(domain, rules)) {
    say(reading, 'website', card.website, { source, confidence: 0.8 });
  }
  for (const site of card.social) say(reading, 'social', site, { source, confidence: 0.85 });
  sayPlace(reading, source, signature.text, card);
  return card;
}

/** The language of the mail, where a name of three words and more may be split in two ways. */
export function languageOfName(reading: Reading, name: string): string | null {
  return name.trim().split(/\s+/).length < 3 ? null : languageOf(reading.message);
}

/** Who signs counts; a half of the name, or initials, leave the other half to the mail's head. */
function sayName(reading: Reading, source: string, card: Card, sender: SenderKey): void {
  if (card.name === null) return;
  const written = nameWords(card.name).map((word) => foldWord(word).replace(/[^\p{L}]/gu, ''));
  const familyFirst =
    written.length > 1 &&
    ((sender.family.has(written[0] ?? '') && sender.given.has(written.at(-1) ?? '')) ||
      (signedAs(card.name, sender) === null && sender.familyFirst));
  const isIberian = card.country !== null && TWO_FAMILY_NAMES.has(card.country.code);
  const { first, last } = personName(
    card.name,
    isIberian ? 'es' : languageOfName(reading, card.name),
    familyFirst,
  );
  const only = written.length === 1 ? (written[0] ?? '') : '';
  const isFamily = only !== '' && sender.family.has(only) && !sender.given.has(only);
  const isGivenOnly =
    written.length > 1 && written.every((word) => sender.given.has(word) && !sender.family.has(word));
  const known = isFamily || isGivenOnly || familyFirst ? null : partedByFamily(card.name, sender);
  const given = isFamily ? null : isGivenOnly ? card.name : (known?.given ?? first);
  const family = isFamily ? first : isGivenOnly ? null : (known?.family ?? last);
  if (given !== null) {
    const isInitial = /^(?:\p{L}\.?-?){1,3}$/u.test(given) && (given.includes('.') || given.length === 1);
    say(reading, 'first_name', given, { source, quote: card.name, confidence: isInitial ? 0.45 : 0.9 });
  }
  if (family !== null) say(reading, 'last_name', family, { source, quote: card.name, confidence: 0.9 });
}

/** "Ilaria Colonna di Stigliano", where the head says that Colonna is the family. */
function partedByFamily(name: string, sender: SenderKey): { given: string; family: string } | null {
  const words = nameWords(name);
  const keys = words.map((word) => foldWord(word).replace(/[^\p{L}]/gu, ''));
  const at = keys.findIndex((word) => sender.family.has(word));
  const isGiven = keys.slice(0, at).every((word) => sender.given.has(word));
  if (at < 1 || at === words.length - 1 || !isGiven) return null;
  return { given: words.slice(0, at).join(' '), family: words.slice(at).join(' ') };
}

function sayPlace(reading: Reading, source: string, text: string, card: Card): void {
  if (card.country !== null) {
    const { code, quote, isNamed } = card.country;
    say(reading, 'country', code, { source, quote, confidence: isNamed ? 0.8 : 0.65 });
  }
  if (card.address === null) return;
  const [first, last] = [card.address.parts[0] ?? '', card.address.parts.at(-1) ?? ''];
  const from = text.indexOf(first);
  const to = text.indexOf(last, from);
  const quote = from < 0 || to < 0 ? first : text.slice(from, to + last.length);
  say(reading, 'address', card.address.text, { source, quote, confidence: 0.8 });
  for (const part of card.address.parts) {
    const place = regionIn(part);
    if (place !== null) {
      say(reading, 'region', place.region, { source, quote: place.quote, confidence: 0.75 });
      return;
    }
  }
}
