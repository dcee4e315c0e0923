/** A chat transcript → a reading: only the visitor's words speak for the visitor. */
import { z } from 'baton';
import { cleanText, newReading, type Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { sayFreeContacts } from './contacts.ts';
import { flattened, sayFields } from './fields.ts';
import { sayIntroductions } from './introduction.ts';
import { sayPageCampaign } from './read-form.ts';

const text = z.string().optional();
const line = z.object({
  role: text,
  from: text,
  author: text,
  sender: text,
  type: text,
  text,
  body: text,
  message: text,
  content: text,
});
const transcript = z.looseObject({
  messages: z.array(z.unknown()).optional(),
  transcript: z.array(z.unknown()).optional(),
  conversation: z.array(z.unknown()).optional(),
});

const VISITOR =
  /^(visitor|customer|user|guest|client|lead|contact|besucher|kunde|visiteur|visitante|cliente)\b/i;
const MAX_LINES = 500;

interface ChatLine {
  readonly speaker: string;
  readonly words: string;
}

/** Reads a transcript. Throws where JSON is broken (intake checks it before). */
export function readChat(raw: Buffer, at: string, rules: CaptureRules): Reading {
  const reading = newReading('chat', at);
  const {
    messages,
    transcript: lines,
    conversation,
    ...rest
  } = transcript.parse(JSON.parse(raw.toString('utf8')));
  const all = (messages ?? lines ?? conversation ?? []).slice(0, MAX_LINES).flatMap(readLine);
  const details = flattened(rest).filter(({ name }) => !/^(agent|operator|bot|assigned)/i.test(name));
  sayFields(reading, details, 'chat field', rules);
  const visitorName = reading.said.get('name')?.[0]?.value;
  const own = all.filter(
    ({ speaker }) => VISITOR.test(speaker) || (visitorName !== undefined && speaker === visitorName),
  );
  const words = own
    .map((entry) => entry.words)
    .join('\n')
    .slice(0, 20_000);
  reading.texts.set('chat', words);
  reading.message = words;
  reading.messageSource = 'chat';
  sayPageCampaign(reading);
  sayIntroductions(reading, 'chat', words, rules);
  sayFreeContacts(reading, 'chat', words);
  reading.remarks.unshift(
    `Chat of ${all.length} message${all.length === 1 ? '' : 's'}, ${own.length} of them the visitor's.`,
  );
  return reading;
}

function readLine(value: unknown): ChatLine[] {
  const parsed = line.safeParse(value);
  if (!parsed.success) return [];
  const { role, from, author, sender, type, ...said } = parsed.data;
  const words = said.text ?? said.body ?? said.message ?? said.content;
  const speaker = role ?? from ?? author ?? sender ?? type;
  return words === undefined || speaker === undefined
    ? []
    : [{ speaker, words: cleanText(words.slice(0, 4000)) }];
}
