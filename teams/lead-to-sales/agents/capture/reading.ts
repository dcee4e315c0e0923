/**
 * What a source's reader hands on: the texts that arrived, and what each says about whom. Nothing gets
 * in whose words do not stand in those texts.
 */
import { type Evidence, type Fact, isQuotedFrom } from 'baton';
import type { Conversation, SourceName } from '../../lead.ts';
import type { TouchWords } from './read/touch-words.ts';
import type { FieldName } from './rules.ts';

/** A value as written, and the words that say it. */
export interface Said {
  readonly value: string;
  /** The name of a text of the reading, such as "email signature". */
  readonly source: string;
  readonly quote: string;
  readonly confidence: number;
}

export interface MailMarks {
  /** Lower-case header names to values, one string each. */
  readonly headers: ReadonlyMap<string, string>;
  readonly contentType: string;
  readonly subject: string;
  readonly fromAddress: string;
  readonly attachmentNames: readonly string[];
  /** How many links it holds, those behind the words of HTML too. */
  readonly links: number;
  /** How many pictures its HTML shows. */
  readonly pictures: number;
  readonly isHtml: boolean;
  /** Whether it quotes a mail that it answers. */
  readonly isAnswer: boolean;
  /** Of a calendar part (RFC 5546), such as REPLY; null where there is none. */
  readonly calendarMethod: string | null;
}

export interface Reading {
  readonly source: SourceName;
  readonly at: string;
  readonly texts: Map<string, string>;
  readonly said: Map<FieldName, Said[]>;
  /** The person's own words, greeting and signature aside; empty where there are none. */
  message: string;
  /** The name of the text that `message` stands in. */
  messageSource: string;
  subject: string;
  /** Only of e-mails. */
  mail: MailMarks | null;
  /** What trackers said of the first visit and of the last. */
  readonly touches: { readonly first: TouchWords; readonly last: TouchWords };
  /** Only of chats. */
  conversation: Conversation | null;
  /** Plain sentences for the salesperson that are no facts, such as "Forwarded by …". */
  readonly remarks: string[];
}

/** Text from outside without what no database keeps: NUL and halves of surrogate pairs. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** An empty reading of what was received at `at` (ISO 8601). */
export function newReading(source: SourceName, at: string): Reading {
  return {
    source,
    at,
    texts: new Map(),
    said: new Map(),
    message: '',
    messageSource: source,
    subject: '',
    mail: null,
    touches: { first: new Map(), last: new Map() },
    conversation: null,
    remarks: [],
  };
}

/** Notes what a text says about a field. Ignored unless `quote` really stands in that text. */
export function say(
  reading: Reading,
  field: FieldName,
  value: string,
  where: { readonly source: string; readonly quote?: string; readonly confidence: number },
): void {
  const trimmed = value.replace(/\s+/gu, ' ').trim().slice(0, 500);
  const quote = (where.quote ?? value).trim().slice(0, 500);
  const text = reading.texts.get(where.source);
  if (trimmed === '' || text === undefined || !isQuotedFrom(quote, text)) return;
  const list = reading.said.get(field) ?? [];
  list.push({ value: trimmed, source: where.source, quote, confidence: where.confidence });
  reading.said.set(field, list);
}

/** Everything said about a field, surest first. */
export function allSaid(reading: Reading, field: FieldName): readonly Said[] {
  return [...(reading.said.get(field) ?? [])].sort((a, b) => b.confidence - a.confidence);
}

/** A fact of one piece of evidence; null unless its words stand in the text they are said to come from. */
export function factFrom<Value>(
  reading: Reading,
  value: Value,
  said: Pick<Said, 'source' | 'quote' | 'confidence'>,
): { value: Value; evidence: Evidence[] } | null {
  const text = reading.texts.get(said.source);
  if (text === undefined || !isQuotedFrom(said.quote, text)) return null;
  const confidence = Math.min(1, Math.max(0, said.confidence));
  return { value, evidence: [{ source: said.source, quote: said.quote, at: reading.at, confidence }] };
}

/** The first candidate that `read` can make a value of. */
export function firstFact<Value>(
  reading: Reading,
  candidates: readonly Said[],
  read: (said: Said) => Value | null,
): (Fact<Value> & { evidence: Evidence[] }) | null {
  for (const said of candidates) {
    const value = read(said);
    const fact = value === null ? null : factFrom(reading, value, said);
    if (fact !== null) return fact;
  }
  return null;
}
