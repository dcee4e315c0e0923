/** A chat transcript → a reading: only the visitor's words speak for the visitor. */
import { z } from 'baton';
import { type ChatLine, chatLinesIn } from '../../../intake/chat-lines.ts';
import { cleanText, newReading, type Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { sayFreeContacts } from './contacts.ts';
import { conversationOf } from './conversation.ts';
import { flattened, sayFields } from './fields.ts';
import { sayIntroductions } from './introduction.ts';
import { noteTouches } from './touch-words.ts';

const transcript = z.record(z.string(), z.unknown());

const VISITOR =
  /^(visitor|customer|user|guest|client|lead|contact|end[-_ ]?user|human|in(bound|coming)?|me|prospect|besucher(in)?|kunde|kundin|gast|visiteur|visiteuse|visitante|cliente|utente|usuario|usuário|invité|bezoeker|klant|gebruiker)\b/i;
const STAFF =
  /^(agent|operator|bot|assistant|system|admin|support|team|sales|rep|staff|employee|out(bound|going)?|mitarbeiter(in)?|berater(in)?|conseiller|conseillère|asesor|operatore|operador|medewerker)\b/i;

/** Reads a transcript. Throws where JSON is broken (intake checks it before). */
export function readChat(raw: Buffer, at: string, rules: CaptureRules): Reading {
  const reading = newReading('chat', at);
  const content = transcript.parse(JSON.parse(raw.toString('utf8')));
  const found = chatLinesIn(content);
  const rest = found === null ? content : without(content, found.key);
  const all = (found?.lines ?? []).map(({ speaker, words }) => ({ speaker, words: cleanText(words) }));
  const details = flattened(rest).filter(
    ({ name }) => !/(^|\.)(agent|operator|bot|assigned|owner)/i.test(name),
  );
  sayFields(reading, details, 'chat field', rules);
  noteTouches(reading, details, 'chat field');
  const own = visitorsLines(all, reading.said.get('name')?.[0]?.value ?? null);
  const words = own
    .map((entry) => entry.words)
    .join('\n')
    .slice(0, 20_000);
  reading.texts.set('chat', words);
  reading.message = words;
  reading.messageSource = 'chat';
  sayIntroductions(reading, 'chat', words, rules);
  sayFreeContacts(reading, 'chat', words);
  reading.conversation = conversationOf(
    all.length,
    own.map((entry) => entry.words),
    rules,
  );
  reading.remarks.unshift(
    `Chat of ${all.length} message${all.length === 1 ? '' : 's'}, ${own.length} of them the visitor's.`,
  );
  return reading;
}

/** By role or name; where neither tells, whoever is neither staff nor a machine. */
function visitorsLines(all: readonly ChatLine[], name: string | null): readonly ChatLine[] {
  const named = all.filter(
    ({ speaker }) => VISITOR.test(speaker) || (name !== null && speaker.toLowerCase() === name.toLowerCase()),
  );
  if (named.length > 0) return named;
  const staff = all.filter(({ speaker }) => STAFF.test(speaker));
  return staff.length > 0 ? all.filter(({ speaker }) => !STAFF.test(speaker)) : [];
}

/** An object without the transcript's own key, wherever it lies. */
function without(value: Readonly<Record<string, unknown>>, key: string, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== key)
      .map(([name, inner]) => {
        const parsed = depth < 4 && !Array.isArray(inner) ? transcript.safeParse(inner) : null;
        return [name, parsed?.success ? without(parsed.data, key, depth + 1) : inner];
      }),
  );
}
