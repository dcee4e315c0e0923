/** The list of leads as data and as lines of 100 columns. Pure. */
import type { CaseStanding } from 'baton';
import Table from 'cli-table3';
import type { LeadLine } from '../store/lead-lines.ts';
import { bold, counted, plain, toned } from './text/layout.ts';
import { openTaskOf, type PlaceName, placeOf, shortPlace } from './text/place.ts';
import { personWords, sourceWord } from './text/words.ts';

/** A lead as `--json` shows it. */
export interface ListedLead {
  readonly case_id: string;
  /** Name, else address or number. */
  readonly person: string;
  readonly title: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** 0–100; null: not scored. */
  readonly score: number | null;
  readonly rating: LeadLine['rating'];
  readonly owner: { readonly owner_id: string; readonly name: string } | null;
  readonly source: LeadLine['lead_source'];
  readonly lead_status: LeadLine['lead_status'];
  readonly lifecycle_stage: LeadLine['lifecycle_stage'];
  readonly stands: PlaceName;
  /** The same for people, short. */
  readonly stands_words: string;
  readonly since: Date | null;
  /** How its run ended; null while it goes on. */
  readonly end: string | null;
  readonly step: string | null;
  /** What a person is asked, where it waits for one. */
  readonly task: { readonly task_id: number; readonly queue: string; readonly ask: string } | null;
  readonly assigned_at: Date | null;
  readonly responded_at: Date | null;
  /** When the owner's response is due. */
  readonly respond_by: Date | null;
  readonly next_action_at: Date;
  readonly created_at: Date;
}

export function listedLead(line: LeadLine, standing: CaseStanding | null, now: Date): ListedLead {
  const place = placeOf(standing, line, now);
  const task = openTaskOf(standing);
  return {
    case_id: line.case_id,
    person: personWords(line),
    title: line.title,
    company: line.company,
    email: line.email,
    phone: line.phone,
    score: line.lead_score,
    rating: line.rating,
    owner:
      line.owner_id === null ? null : { owner_id: line.owner_id, name: line.owner_name ?? line.owner_id },
    source: line.lead_source,
    lead_status: line.lead_status,
    lifecycle_stage: line.lifecycle_stage,
    stands: place.name,
    stands_words: shortPlace(place, standing, now),
    since: place.since,
    end: standing?.end ?? null,
    step: standing?.step ?? null,
    task: task === null ? null : { task_id: task.taskId, queue: task.queue, ask: task.ask },
    assigned_at: line.assigned_at,
    responded_at: line.responded_at,
    respond_by: line.respond_by,
    next_action_at: line.next_action_at,
    created_at: line.created_at,
  };
}

/** No lines but those of the text: what remains is columns. */
export const bare = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' ',
} as const;

/** One line for each lead under a head; below it how many there are in all. */
export function leadsTable(leads: readonly ListedLead[], all: number, isFiltered: boolean): string {
  if (leads.length === 0) {
    return isFiltered
      ? 'No lead is like that. `baton leads` lists all of them.'
      : 'There are no leads yet. `baton intake PATH` takes inquiries in, `baton demo` plays a sample day.';
  }
  const table = new Table({
    chars: bare,
    head: ['case', 'person, company', 'score', 'owner', 'source', 'stands'].map(bold),
    colWidths: [11, 29, 15, 18, 6, 16],
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const lead of leads) {
    table.push([
      lead.case_id,
      lead.company === null ? lead.person : `${lead.person}, ${plain(lead.company, 80)}`,
      lead.score === null
        ? 'not scored'
        : toned(lead.rating, `${String(lead.score).padStart(3)} ${lead.rating ?? ''}`),
      lead.owner?.name ?? '–',
      sourceWord[lead.source],
      lead.stands_words,
    ]);
  }
  const shown = leads.length < all ? `${leads.length} of ${counted(all, 'lead')}` : counted(all, 'lead');
  const more = leads.length < all ? ' `--limit` shows more.' : '';
  const lines = table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
  return `${lines.join('\n')}\n\n${shown}.${more} \`baton lead CASE\` shows one.`;
}
