// Counts of how messages were judged, and their tables: what became of each kind, and by which reason leads were lost
// or put before a person. Counts only, so that a set stays unread.

import type { Message } from './junk-messages.ts';

/** One message and what the judgement said of it. */
export interface Judged {
  readonly message: Message;
  readonly disposition: 'lead' | 'not-a-lead' | 'unclear';
  readonly reason: string;
}

export interface Count {
  readonly messages: number;
  /** Taken for a lead: of junk, kept. */
  readonly lead: number;
  /** Judged to be none: of leads, lost. */
  readonly none: number;
  readonly asked: number;
}

/** How many of some messages were taken for a lead, for none, or put before a person. */
export function countOf(judged: readonly Judged[]): Count {
  const of = (disposition: Judged['disposition']): number =>
    judged.filter((one) => one.disposition === disposition).length;
  return { messages: judged.length, lead: of('lead'), none: of('not-a-lead'), asked: of('unclear') };
}

export const isLead = ({ message }: Judged): boolean => message.label === 'lead';
export const isJunk = ({ message }: Judged): boolean => message.label === 'not-lead';

/** In percent, to one decimal; 0 of nothing. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;

/** A table of what became of each kind of message of one set. */
export function kindsTable(title: string, judged: readonly Judged[]): string {
  const rows = [...Map.groupBy(judged, ({ message }) => message.kind)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, of]) => row(`  ${kind}`, countOf(of)));
  return `\n${HEAD(title)}${rows.join('')}`;
}

/** One line per set, for leads and for junk: the columns that the aims are held against. */
export function setsTable(sets: readonly (readonly [title: string, judged: readonly Judged[]])[]): string {
  const rows = sets.flatMap(([title, judged]) => [
    ...[judged.filter(isLead)]
      .filter((of) => of.length > 0)
      .map((of) => row(`  leads, ${title}`, countOf(of))),
    ...[judged.filter(isJunk)]
      .filter((of) => of.length > 0)
      .map((of) => row(`  junk, ${title}`, countOf(of))),
  ]);
  return `\n${HEAD('all sets')}${rows.join('')}`;
}

/** By which reason leads were lost and asked about, and which kinds of junk were kept and asked about: counts. */
export function lossesTable(title: string, judged: readonly Judged[]): string {
  const leads = judged.filter(isLead);
  const junk = judged.filter(isJunk);
  const losses = [
    ['leads lost as', leads, 'not-a-lead', byReason],
    ['leads asked about as', leads, 'unclear', byReason],
    ['junk kept of kind', junk, 'lead', byKind],
    ['junk asked about of kind', junk, 'unclear', byKind],
    ['junk asked about as', junk, 'unclear', byReason],
  ] as const;
  const lines = losses.map(([name, of, disposition, by]) => {
    const groups = Map.groupBy(
      of.filter((one) => one.disposition === disposition),
      by,
    );
    const counts = [...groups].map(([key, members]) => `${key} ${members.length}`).sort();
    return `  ${name.padEnd(26)}${counts.join(', ') || 'none'}\n`;
  });
  return `\n${title}\n${lines.join('')}`;
}

const byReason = ({ reason }: Judged): string => reason;
const byKind = ({ message }: Judged): string => message.kind;

const HEAD = (title: string): string =>
  `${title.padEnd(40)}messages  taken for lead  no lead  asked  asked %\n`;

function row(title: string, { messages, lead, none, asked }: Count): string {
  const cells = [
    String(messages).padStart(8),
    String(lead).padStart(16),
    String(none).padStart(9),
    String(asked).padStart(7),
    String(percent(asked, messages)).padStart(9),
  ];
  return `${title.padEnd(40)}${cells.join('')}\n`;
}
