/** The desk's activities in the words people read. Pure. */
import type { Activity } from '../../store/activities.ts';
import { plain } from '../text/layout.ts';
import { endWords, sourceWords, undashed } from '../text/words.ts';
import type { CaseRecord } from './case-record.ts';

export type Names = CaseRecord['owner_names'];

/** An owner's name in place of their id. */
export function named(id: string, names: Names): string {
  return plain(names[id] ?? id, 60);
}

const text = (value: unknown): string => (typeof value === 'string' ? plain(value, 400) : '');
const reasons = (value: unknown): string =>
  Array.isArray(value) ? plain(value.filter((one) => typeof one === 'string').join(' '), 400) : '';
const after = (mark: string, words: string): string => (words === '' ? '' : `${mark}${words}`);

const words: Readonly<Record<string, (detail: Activity['detail'], names: Names) => string>> = {
  'lead-created': () => 'the lead was made',
  'lead-read-again': () => 'capture read the inquiry again',
  'inquiry-joined': ({ from_case, source }) => {
    const way = Object.entries(sourceWords).find(([name]) => name === source)?.[1] ?? text(source);
    return `another inquiry of the same person was joined: ${text(from_case)}${after(', ', way)}`;
  },
  joined: ({ into_case, explanation }) => `joined to ${text(into_case)}. ${text(explanation)}`,
  'lead-continued': ({ from_case, why }) =>
    `goes on for ${text(from_case)}, an earlier lead of the same person. ${reasons(why)}`,
  'lead-merged': ({ into_case, why }) => `merged into ${text(into_case)}. ${reasons(why)}`,
  unmerged: ({ other_case, by, why }) =>
    `taken apart from ${text(other_case)} by ${text(by)}${after(': ', text(why))}`,
  'account-settled': ({ name, account_id }) =>
    account_id === null ? 'a person says: none of our accounts' : `a person says: the account ${text(name)}`,
  'possible-duplicate': ({ other_case, contact_id, why }) =>
    `may be the same person as ${text(other_case) || `contact ${text(contact_id)}`}. ${reasons(why)}`,
  'not-a-lead': ({ reason, explanation }) => `no lead (${undashed(text(reason))}). ${text(explanation)}`,
  scored: ({ score, outcome }) => `scored ${String(score)} of 100, ${text(outcome)}`,
  assigned: ({ owner_id }, names) => `given to ${named(text(owner_id), names)}`,
  'not-assigned': ({ reason }) => `given to nobody. ${text(reason)}`,
  'owner-told': ({ owner_id }, names) => `${named(text(owner_id), names)} was told`,
  'inquiry-told': ({ owner_id }, names) => `${named(text(owner_id), names)} was told of the further inquiry`,
  reminded: ({ owner_id, reminders }, names) =>
    `${named(text(owner_id), names)} was reminded (${String(reminders)})`,
  'rating-rose': ({ note }) => text(note),
  'owner-away': ({ note }) => text(note),
  escalated: ({ owner_id }, names) => `escalated: no response from ${named(text(owner_id), names)}`,
  responded: ({ owner_id, by, note }, names) => {
    const instead = by === owner_id ? '' : ` for ${named(text(owner_id), names)}`;
    return `${named(text(by), names)} responded${instead}${after(': ', text(note))}`;
  },
  'sequence-begun': ({ note }) => text(note),
  'sequence-resumed': ({ note }) => text(note),
  'sequence-ended': ({ note }) => text(note),
  'mail-queued': ({ note }) => text(note),
  'touch-as-task': ({ note }) => text(note),
  'touch-left-out': ({ note }) => text(note),
  'touch-put-off': ({ note }) => text(note),
  'engagement-weighed': ({ note }) => text(note),
  're-qualified': ({ note }) => text(note),
  'lead-replied': ({ words: said }) => `the lead replied: "${text(said)}"`,
  'owner-wrote': ({ owner_id }, names) => `${named(text(owner_id), names)} wrote to the lead`,
  'internal-mail': ({ from }) => `${text(from)} wrote within the house`,
  'unproven-response': ({ from }) =>
    `a mail in the name of ${text(from)} went to the lead; nothing proves that they wrote it, so the clock runs on`,
  'auto-reply': ({ from }) => `an automatic reply came from ${text(from)}`,
  'mail-bounced': ({ address, what }) =>
    what === 'complaint' ? `${text(address)} called our mail spam` : `the mail to ${text(address)} came back`,
  suppressed: ({ value, reason }) => `${text(value)} is written to no more (${undashed(text(reason))})`,
  recycled: ({ by, reason, note }) =>
    `given back by ${text(by)} (${undashed(text(reason))})${after(': ', text(note))}`,
  'stalled-told': ({ since }) => `told of as stalled: nothing since ${text(since).slice(0, 10)}`,
  'case-ended': ({ end }) => `the case is over: ${endWords(text(end))}`,
};

/** One activity; a kind that has no words yet is told by its name. */
export function activityWords({ kind, detail }: Activity, names: Names): string {
  return (Object.hasOwn(words, kind) ? words[kind]?.(detail, names).trim() : undefined) || undashed(kind);
}
