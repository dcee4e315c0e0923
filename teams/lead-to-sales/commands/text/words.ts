/** The desk's terms in the words people read: sources, persons, reasons, ends. Pure. */
import type { SourceName } from '../../lead.ts';
import { plain } from './layout.ts';

export const sourceWords: Readonly<Record<SourceName, string>> = {
  form: 'web form',
  email: 'e-mail',
  chat: 'chat',
  event: 'event list',
};

/** One word, for a narrow column. */
export const sourceWord: Readonly<Record<SourceName, string>> = {
  form: 'form',
  email: 'e-mail',
  chat: 'chat',
  event: 'event',
};

/** A dashed word such as `job-application` as people write it. */
export function undashed(word: string): string {
  return plain(word.replaceAll('-', ' '), 60);
}

export interface Named {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** The person's name, else how to reach them, else that nobody knows. */
export function personWords({ first_name, last_name, email, phone }: Named): string {
  const name = [first_name, last_name].filter((part) => part !== null && part !== '').join(' ');
  return plain(name || email || phone || 'name unknown', 80);
}

/** "Anna Schmidt, Müller GmbH", as far as it is known. */
export function whoWords(lead: Named & { readonly company: string | null }): string {
  return lead.company === null ? personWords(lead) : `${personWords(lead)}, ${plain(lead.company, 80)}`;
}

const ends: Readonly<Record<string, string>> = {
  'long-term-nurturing': 'in long-term nurturing',
  marketing: 'with marketing',
  responded: 'answered by its owner',
  'handed-over': 'handed over by a manager',
  'closed-by-manager': 'closed by a manager',
  'closed-by-person': 'closed by a person',
  'not-a-lead': 'no lead',
  joined: 'joined to an earlier lead',
  'kept-warm': 'answered by its owner and kept warm',
  'sequence-finished': 'through its sequence without an answer',
  unsubscribed: 'unsubscribed',
  'do-not-contact': 'not to be contacted',
  'in-contact': 'in contact with sales by another inquiry',
  'not-nurtured': 'with marketing, in no sequence',
};

/** How a case ended, such as "in long-term nurturing". */
export function endWords(end: string): string {
  return ends[end] ?? undashed(end);
}

/** Part of a path that tells files apart: the last two names, with the line. */
export function shortOrigin(origin: string): string {
  return plain(origin.split(/[\\/]/).slice(-2).join('/'), 70);
}
