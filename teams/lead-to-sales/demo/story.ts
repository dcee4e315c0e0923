/** One case as a short story: what was written, found, judged, and what comes next. Pure. */
import type { Arrival } from '../commands/record/arrival.ts';
import { type CaseRecord, openAssignment } from '../commands/record/case-record.ts';
import { foundWords } from '../commands/record/found-words.ts';
import { whyOwner } from '../commands/record/judgement-text.ts';
import { holdingOf, respondBy, titledWho } from '../commands/record/record-text.ts';
import { contradictions, warnings } from '../commands/record/warnings.ts';
import { capitalised, counted, plain, quoted, sentence, withoutCommands } from '../commands/text/layout.ts';
import { openTaskOf, placeOf } from '../commands/text/place.ts';
import { dayAndTime } from '../commands/text/times.ts';
import { endWords, undashed } from '../commands/text/words.ts';
import { dimensionsInOrder, type SourceName } from '../lead.ts';
import type { ChosenStory, StoryKind } from './choose-stories.ts';

export interface Story {
  readonly case: string;
  readonly kind: StoryKind;
  readonly title: string;
  /** Name, title and company, as far as known. */
  readonly who: string | null;
  /** What the person wrote, each time, bounded. */
  readonly wrote: readonly { readonly source: SourceName; readonly words: string }[];
  /** What was found out and where, each a sentence part. */
  readonly found: readonly string[];
  /** What speaks against what was found, each a sentence part. */
  readonly doubts: readonly string[];
  readonly score: number | null;
  readonly rating: string | null;
  /** Why a person must look, where one must. */
  readonly doubt: string | null;
  /** The weightiest reason of each dimension with the words it rests on. */
  readonly because: readonly string[];
  /** The rule that holds the score down; null: none does. */
  readonly held_back: string | null;
  /** A sentence for the first call, and the question that would raise the score most. */
  readonly say: string | null;
  readonly ask: string | null;
  readonly owner: string | null;
  readonly why_owner: string | null;
  readonly why_not_others: readonly string[];
  readonly next: string;
}

/** Lines of a chat or a note, one after the other. */
function wordsOf({ source, message, subject }: Arrival, length: number): Story['wrote'][number] {
  const lines = (message ?? subject ?? '').slice(0, 4000).trim();
  const words = source === 'email' ? lines : lines.replace(/\s*\n\s*/g, ' / ');
  return { source, words: plain(words, length) };
}

const TOLD_WITH_REASON = 1;

/** Every dimension with its points; the reasons of those that weigh most. */
function becauseOf({ qualification }: CaseRecord): string[] {
  if (qualification === null) return [];
  const judged = dimensionsInOrder(qualification).map(([key, { points, maximum, reasons }]) => {
    const [top] = reasons.toSorted((a, b) => b.points - a.points);
    return { name: key.replaceAll('_', ' '), points, share: points / maximum, top };
  });
  const telling = judged
    .filter(({ top }) => top !== undefined && top.points > 0)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, TOLD_WITH_REASON);
  return judged.map((one) => {
    const { name, points, top } = one;
    if (top === undefined || top.points <= 0) return `${name} ${points} (nothing said)`;
    if (!telling.includes(one)) return `${name} ${points}`;
    // A bare "290" says little; then what the rubric makes of it.
    const isTelling = top.quote.length >= 20;
    const words = isTelling ? quoted(top.quote, 50) : plain(top.explanation, 80).replace(/\.$/, '');
    return `${name} ${points} (${words})`;
  });
}

/** The first one who came as close as the owner: next by fair share, or full. */
function othersOf(record: CaseRecord): string[] {
  const others = (record.assignment?.candidates ?? []).filter(({ chosen }) => !chosen);
  return others
    .filter(({ reason }) => /comes first by fair share|the cap is/.test(reason))
    .slice(0, 1)
    .map(
      ({ name, reason }) =>
        `${name} ${plain(reason.split(' (', 1)[0] ?? reason, 90).replace('; ', ', but ')}`,
    );
}

/** A point that is not the person's own words: those stand in the story already. */
function sayOf({ enrichment, lead_data }: CaseRecord): string | null {
  const own = lead_data?.need.description?.evidence.map(({ quote }) => quote) ?? [];
  const point = enrichment?.talking_points.find(({ quote }) => !own.includes(quote));
  return point === undefined ? null : plain(point.text, 240);
}

function sequenceWords({ nurturing }: CaseRecord, timezone: string): string | null {
  if (nurturing === null || nurturing.status !== 'going-on') return null;
  const touch = nurturing.touches[nurturing.next];
  const when = nurturing.next_at === null ? '' : ` on ${dayAndTime(new Date(nurturing.next_at), timezone)}`;
  const what = touch === undefined ? '' : ` Next comes "${undashed(touch.id)}"${when}.`;
  return `In the sequence ${undashed(nurturing.sequence ?? 'none')}, ${counted(nurturing.touches.length, 'touch', 'touches')}.${what} An answer leads back to sales.`;
}

function nextOf(record: CaseRecord, now: Date, timezone: string): string {
  const task = openTaskOf(record.standing);
  if (task !== null) {
    const answers = task.answers.join('|');
    return `${sentence(plain(withoutCommands(task.ask), 160))} \`npx baton resolve ${task.taskId} --answer ${answers}\``;
  }
  const owner = openAssignment(record);
  const place = placeOf(record.standing, holdingOf(record), now).name;
  if (owner !== null && place === 'responded') return `${owner.owner_name} has responded.`;
  if (owner !== null) {
    const at = respondBy(record);
    const due = at === null ? '' : ` by ${dayAndTime(at, timezone)}`;
    return `Told; a response is due${due}, then come reminders and the manager.`;
  }
  return (
    sequenceWords(record, timezone) ?? capitalised(sentence(endWords(record.standing?.end ?? 'in work')))
  );
}

/** Why a person is asked: capture could not tell, or nobody could take it. */
function doubtOf({ capture, assignment, standing }: CaseRecord): string | null {
  if (openTaskOf(standing) === null) return null;
  if (capture?.disposition === 'unclear') return capture.explanation;
  return assignment !== null && assignment.owner === null ? assignment.reason : null;
}

/** Makes a story of a record. */
export function storyOf(chosen: ChosenStory, record: CaseRecord, now: Date, timezone: string): Story {
  const arrivals = [...(record.arrived === null ? [] : [record.arrived]), ...record.joined];
  const owner = openAssignment(record);
  const { qualification, enrichment } = record;
  return {
    case: record.case_id,
    kind: chosen.kind,
    title: chosen.title,
    who: titledWho(record),
    wrote: arrivals
      .map((arrival) => wordsOf(arrival, arrivals.length > 1 ? 76 : 160))
      .filter(({ words }) => words !== ''),
    found: foundWords(enrichment),
    doubts: [...warnings(enrichment), ...(enrichment === null ? [] : contradictions(enrichment).slice(0, 1))],
    score: qualification?.score ?? null,
    rating: qualification?.outcome ?? null,
    doubt: doubtOf(record),
    held_back: qualification?.guards.find(({ points }) => points < 0)?.explanation ?? null,
    because: becauseOf(record),
    say: sayOf(record),
    ask: qualification?.advice[0]?.ask ?? null,
    owner: owner?.owner_name ?? null,
    why_owner: owner === null ? null : whyOwner(owner),
    why_not_others: owner === null ? [] : othersOf(record),
    next: nextOf(record, now, timezone),
  };
}
