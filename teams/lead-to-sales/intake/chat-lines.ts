/**
 * The lines of a chat transcript, whatever tool it comes from: a list of messages somewhere in a JSON object, each
 * with a speaker and words, or one text with a speaker before each line.
 */
import { z } from 'baton';

export interface ChatLine {
  /** As the tool calls them: a role, a name, an id. Empty where it does not say. */
  readonly speaker: string;
  readonly words: string;
}

export interface FoundLines {
  /** The key under which the lines lie. */
  readonly key: string;
  readonly lines: readonly ChatLine[];
}

const MAX_LINES = 500;
const MAX_WORDS = 4000;
const MAX_DEPTH = 4;
const LIST_KEYS =
  /^(messages|transcript|conversation|conversations?_?parts?|history|events|comments|chat|chat_?log|turns|dialog(ue)?)$/i;
const TEXT_KEYS = /^(transcript|conversation|chat|chat_?log|history)$/i;
const SPEAKER_KEYS = [
  'role',
  'from',
  'author',
  'sender',
  'speaker',
  'author_type',
  'authorType',
  'sender_type',
  'senderType',
  'participant',
  'user',
  'direction',
  'type',
  'author_id',
  'name',
];
const WORD_KEYS = ['text', 'body', 'message', 'content', 'plain_body', 'utterance'];

const object = z.record(z.string(), z.unknown());

/** The lines of a transcript, at most 500; null where an object holds none. Looks four levels deep. */
export function chatLinesIn(value: Readonly<Record<string, unknown>>, depth = 0): FoundLines | null {
  for (const [key, inner] of Object.entries(value)) {
    if (LIST_KEYS.test(key) && Array.isArray(inner)) {
      const lines = inner.slice(0, MAX_LINES).flatMap(lineOf);
      // An empty list of messages is a chat in which nobody spoke.
      if (lines.length > 0 || (inner.length === 0 && /^(messages|transcript|conversation)$/i.test(key)))
        return { key, lines };
    }
    if (TEXT_KEYS.test(key) && typeof inner === 'string') {
      const lines = linesOfText(inner);
      if (lines.length >= 2) return { key, lines };
    }
  }
  if (depth >= MAX_DEPTH) return null;
  for (const inner of Object.values(value)) {
    const parsed = object.safeParse(inner);
    const found = parsed.success && !Array.isArray(inner) ? chatLinesIn(parsed.data, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

function lineOf(value: unknown): ChatLine[] {
  const parsed = object.safeParse(value);
  if (!parsed.success) return [];
  const speakerKey = SPEAKER_KEYS.find((key) => speakerOf(parsed.data[key]) !== '');
  const words = wordsOf(WORD_KEYS.filter((key) => key !== speakerKey).map((key) => parsed.data[key]));
  if (words === '' || speakerKey === undefined) return [];
  return [{ speaker: speakerOf(parsed.data[speakerKey]), words }];
}

/** A speaker is a word, or an object that says what kind it is. */
function speakerOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 200);
  const parsed = object.safeParse(value);
  if (!parsed.success || Array.isArray(value)) return '';
  const inner = ['type', 'role', 'kind', 'name', 'display_name', 'id'].map((key) => parsed.data[key]);
  return inner.find((one): one is string => typeof one === 'string')?.slice(0, 200) ?? '';
}

function wordsOf(values: readonly unknown[]): string {
  for (const value of values) {
    const words = typeof value === 'string' ? value : partsOf(value);
    if (words.trim() !== '') return withoutMarkup(words).slice(0, MAX_WORDS).trim();
  }
  return '';
}

/** Content in parts: a list of `{ text }`, or one. */
function partsOf(value: unknown): string {
  if (Array.isArray(value))
    return value
      .slice(0, 20)
      .map(partsOf)
      .filter((part) => part !== '')
      .join(' ');
  if (typeof value === 'string') return value;
  const parsed = object.safeParse(value);
  const text = parsed.success ? (parsed.data.text ?? parsed.data.body) : undefined;
  return typeof text === 'string' ? text : '';
}

function withoutMarkup(text: string): string {
  const head = text.slice(0, MAX_WORDS * 2);
  if (!/<\/?[a-z][^<>]{0,200}>/i.test(head)) return head;
  return head
    .replace(/<br\s?\/?>|<\/p>/gi, '\n')
    .replace(/<[^<>]{0,500}>/g, '')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&nbsp;', ' ');
}

const TEXT_LINE =
  /^\s{0,10}(?:[[(]?(?:\d{4}-\d{2}-\d{2}[ T])?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?[\])]?\s?[-–]?\s?)?([\p{L}][\p{L}\p{N} .'_#-]{0,40}?)\s?(?:[[(]\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?[\])])?:\s(.+)$/iu;

/** "Visitor: hello" or "[10:03] Anna: hello", a line each; a line without a speaker goes on with the one above. */
function linesOfText(text: string): ChatLine[] {
  const lines: { speaker: string; words: string }[] = [];
  for (const line of text.slice(0, 200_000).split(/\r?\n/).slice(0, MAX_LINES)) {
    const match = TEXT_LINE.exec(line.slice(0, MAX_WORDS));
    const last = lines.at(-1);
    if (match?.[1] !== undefined && match[2] !== undefined)
      lines.push({ speaker: match[1].trim(), words: match[2].trim() });
    else if (last !== undefined && line.trim() !== '')
      last.words = `${last.words}\n${line.trim()}`.slice(0, MAX_WORDS);
  }
  return lines;
}
