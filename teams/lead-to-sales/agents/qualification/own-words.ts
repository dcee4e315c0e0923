/** The person's own words over all their inquiries, heard once, and what they say of time, money and haste. */
import { isQuotedFrom } from 'baton';
import type { LeadData } from '../../lead.ts';
import { timesAhead } from '../../text/dates.ts';
import { moodOf } from '../../text/moods.ts';
import { type Heard, hear, type Passage, quoteAround, type Statement } from '../../text/statements.ts';
import { sumAt } from '../../text/sums.ts';
import { itself, type KnownFacts, type Money, money, months, type Stated, stated } from './facts.ts';
import type { Rubric } from './rubric.ts';

/** A further inquiry of the same person that was joined to the lead. */
export interface FurtherInquiry {
  /** The case it came in as. */
  readonly from_case: string;
  readonly received_at: string;
  readonly need: LeadData['need'];
  /** Capture's notes on it. */
  readonly notes: string;
}

/** One inquiry's need; `case_id` is null for the one the lead began with. */
interface Asked {
  readonly caseId: string | null;
  /** From 0, as they came. */
  readonly order: number;
  readonly at: Date;
  readonly need: LeadData['need'];
  readonly notes: string;
}

function askedIn(lead: LeadData, further: readonly FurtherInquiry[]): Asked[] {
  return [
    {
      caseId: null,
      order: 0,
      at: new Date(lead.source_info.received_at),
      need: lead.need,
      notes: lead.initial_notes,
    },
    ...further.map(({ from_case, received_at, need, notes }, index) => ({
      caseId: from_case,
      order: index + 1,
      at: new Date(received_at),
      need,
      notes,
    })),
  ];
}

/** "LEAD-10044, email body": a further inquiry's words are quoted with its number. */
function sourceIn({ caseId }: Asked, source: string): string {
  return caseId === null ? source : `${caseId}, ${source}`;
}

/** Capture's notes are its own words but for what it found said in a second place. */
const alsoSaid = 'Also said: ';

/** A text is read once: a description that repeats the message adds nothing. */
function passagesOf(asked: Asked, language: string | null): Passage[] {
  const { description } = asked.need;
  const texts = (description?.evidence ?? []).map(({ source, quote }) => ({ source, text: quote }));
  const [first] = texts;
  if (description && first) texts.push({ source: first.source, text: description.value });
  const also = asked.notes.indexOf(alsoSaid);
  if (also >= 0) texts.push({ source: 'initial notes', text: asked.notes.slice(also + alsoSaid.length) });
  const kept: Passage[] = [];
  for (const { source, text } of texts) {
    if (text.trim() === '' || kept.some((passage) => isQuotedFrom(text, passage.text))) continue;
    kept.push({ source: sourceIn(asked, source), text, language, order: asked.order });
  }
  return kept;
}

type Times = Pick<KnownFacts, 'planned_months' | 'named_months'>;

/** How many characters lie between a time and the nearest word of a list in its sentence. */
function distance(
  statements: readonly Statement[],
  list: string,
  sentence: number | undefined,
  start: number,
): number {
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...statements
      .filter((one) => one.list === list && one.sentence === sentence)
      .map((one) => Math.abs(one.start - start)),
  );
}

/** The times a passage speaks of: planned with, merely named, or (for a call or a meeting) neither. */
function timesIn({ passage, words, marked, statements }: Heard, at: Date): Times {
  const planned: Stated<number>[] = [];
  const named: Stated<number>[] = [];
  for (const { first, last, months: ahead } of timesAhead(words, passage.text, at)) {
    const mood = moodOf(words, { first, last, inGaps: [] }, marked, false);
    if (mood === 'denied' || mood === 'past' || mood === 'other') continue;
    const start = words[first]?.start ?? 0;
    const sentence = words[first]?.sentence;
    const plan = distance(statements, 'planning', sentence, start);
    const meet = distance(statements, 'meeting', sentence, start);
    const time: Stated<number> = {
      value: ahead,
      shown: months(ahead),
      quote: quoteAround(words, first, last, passage.text),
      source: passage.source,
      order: passage.order,
    };
    if (plan < meet) (mood === 'said' ? planned : named).push(time);
    else if (meet === Number.POSITIVE_INFINITY) named.push(time);
  }
  return { planned_months: planned, named_months: named };
}

/** Where a quotation stands in what was heard: the passage and its words by number. */
function placeOf(quote: string, heard: readonly Heard[]): { at: Heard; first: number; last: number } | null {
  for (const one of heard) {
    const start = one.passage.text.indexOf(quote);
    if (start < 0) continue;
    const end = start + quote.length;
    const first = one.words.findIndex((word) => word.start >= start);
    const last = one.words.findLastIndex((word) => word.end <= end);
    if (first >= 0 && last >= first) return { at: one, first, last };
  }
  return null;
}

/** Whether capture's reading of a sentence can stand: what it rests on is not denied, past, or somebody else's. */
function stands(
  quote: string,
  heard: readonly Heard[],
  isAbout: (at: Heard, word: number) => boolean,
): boolean {
  const place = placeOf(quote, heard);
  if (!place) return true;
  const { at, first, last } = place;
  for (let word = first; word <= last; word += 1) {
    if (!isAbout(at, word)) continue;
    const mood = moodOf(at.words, { first: word, last: word, inGaps: [] }, at.marked, false);
    if (mood === 'said' || mood === 'conditional') return true;
  }
  return false;
}

const isSum = ({ words, passage }: Heard, at: number): boolean => sumAt(words, at, passage.text) !== null;

/** Everything the person says, and what it tells of time, money and haste. */
export function ownWords(
  lead: LeadData,
  further: readonly FurtherInquiry[],
  { rules, ear }: Rubric,
): Pick<KnownFacts, 'says' | 'planned_months' | 'named_months' | 'budget' | 'urgency' | 'own_words'> {
  const worth = ({ amount, currency }: Money): number | null => {
    const rate = rules.money.rates[currency.toUpperCase()];
    return rate === undefined ? null : amount * rate;
  };
  const read = askedIn(lead, further).map((asked) => {
    const { need, at } = asked;
    const heard = passagesOf(asked, lead.language).map((passage) => hear(passage, ear));
    const named = <Value>(facts: Stated<Value>[]): Stated<Value>[] =>
      facts.map((fact) => ({ ...fact, source: sourceIn(asked, fact.source), order: asked.order }));
    const times = heard.map((one) => timesIn(one, at));
    const quoteOf = (fact: LeadData['need'][keyof LeadData['need']]): string =>
      fact?.evidence[0]?.quote ?? '';
    // What stands in the message was read again just now; an answer in a field of its own was not.
    const answered = placeOf(quoteOf(need.timeline_months), heard) === null;
    const hasBudget = stands(quoteOf(need.budget), heard, isSum);
    const hasUrgency = stands(quoteOf(need.urgency), heard, () => true);
    return {
      says: heard.flatMap(({ statements }) => statements),
      planned_months: [
        ...(answered ? named(stated(need.timeline_months, itself, months)) : []),
        ...times.flatMap(({ planned_months }) => planned_months),
      ],
      named_months: times.flatMap(({ named_months }) => named_months),
      budget: hasBudget ? named(stated(need.budget, worth, money)) : [],
      urgency: hasUrgency ? named(stated(need.urgency, itself, itself)) : [],
      words: heard.reduce((count, { words }) => count + words.length, 0),
      first: named(stated(need.description, itself, itself)),
    };
  });
  const count = read.reduce((sum, { words }) => sum + words, 0);
  const [first] = read.flatMap((one) => one.first);
  return {
    says: read.flatMap(({ says }) => says),
    planned_months: read.flatMap(({ planned_months }) => planned_months),
    named_months: read.flatMap(({ named_months }) => named_months),
    budget: read.flatMap(({ budget }) => budget),
    urgency: read.flatMap(({ urgency }) => urgency),
    own_words: first ? [{ ...first, value: count, shown: String(count) }] : [],
  };
}
