/** One case told as a short story: what was written, found, judged, and what comes next. Pure. */
import type { Evidence } from 'baton';
import type { Arrival } from '../commands/record/arrival.ts';
import { type CaseRecord, openAssignment } from '../commands/record/case-record.ts';
import { foundFields } from '../commands/record/fields.ts';
import { dimensions, whyOwner } from '../commands/record/judgement-text.ts';
import { holdingOf, respondBy, titledWho } from '../commands/record/record-text.ts';
import {
  bold,
  capitalised,
  labelled,
  listed,
  paragraph,
  plain,
  quoted,
  sentence,
} from '../commands/text/layout.ts';
import { openTaskOf, placeOf } from '../commands/text/place.ts';
import { dayAndTime } from '../commands/text/times.ts';
import { endWords, sourceWords, undashed } from '../commands/text/words.ts';
import type { SourceName } from '../lead.ts';
import type { ChosenStory } from './choose-stories.ts';

export interface Story {
  readonly case: string;
  readonly title: string;
  /** Name, title and company, as far as known. */
  readonly who: string | null;
  /** What the person wrote, each time, bounded. */
  readonly wrote: readonly { readonly source: SourceName; readonly words: string }[];
  /** What was found out and where, each a sentence part. */
  readonly found: readonly string[];
  readonly score: number | null;
  readonly rating: string | null;
  /** Why a person must look, where one must. */
  readonly doubt: string | null;
  /** The weightiest reason of each dimension with the words it rests on. */
  readonly because: readonly string[];
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

/** "website", "company register": where evidence stands, short. */
function place({ source }: Evidence): string {
  if (source.startsWith('company register')) return 'company register';
  return /^https?:/.test(source) ? 'website' : plain(source.split(/[,(]/, 1)[0] ?? source, 30);
}

function foundOf({ enrichment }: CaseRecord): string[] {
  if (enrichment === null) return [];
  const wanted = ['Description', 'Industry', 'Employees', 'Revenue', 'News', 'Uses'];
  const fields = foundFields(enrichment).filter(
    ({ label, value }) => value !== null && wanted.some((name) => label.startsWith(name)),
  );
  const bySource = Map.groupBy(fields, ({ evidence: [first] }) => (first ? place(first) : 'elsewhere'));
  const said = [...bySource].map(([source, known]) => {
    const parts = known.slice(0, 4).map(({ label, value }) => {
      const words = plain(value ?? '', 70).replace(/\.$/, '');
      if (label === 'Employees') return `${words} employees`;
      if (label === 'Revenue') return `revenue ${words}`;
      if (label === 'Uses') return `uses ${words}`;
      return label.startsWith('News') ? `news: "${words}"` : words;
    });
    return `${parts.join(', ')} (${source})`;
  });
  const silent = enrichment.sources.filter(({ status }) =>
    ['failed', 'timed-out', 'refused'].includes(status),
  );
  return [
    ...said,
    ...silent.map(
      ({ name, status }) =>
        `no answer from the ${undashed(name)} (${status === 'timed-out' ? 'too slow' : status})`,
    ),
  ];
}

function becauseOf({ qualification }: CaseRecord): string[] {
  if (qualification === null) return [];
  return dimensions.map((name) => {
    const { points, reasons } = qualification.dimensions[name];
    const best = reasons.toSorted((a, b) => b.points - a.points)[0];
    if (best === undefined || best.points <= 0) return `${name} ${points} (nothing said)`;
    // A bare "290" says little; then what the rubric makes of it.
    const isTelling = best.quote.length >= 20;
    const words = isTelling ? quoted(best.quote, 50) : plain(best.explanation, 80).replace(/\.$/, '');
    return `${name} ${points} (${words})`;
  });
}

/** The first two who came close: who could have had it, or was full. */
function othersOf(record: CaseRecord): string[] {
  const others = (record.assignment?.candidates ?? []).filter(({ chosen }) => !chosen);
  return others
    .filter(({ reason }) => /^could take it|the cap is/.test(reason))
    .slice(0, 2)
    .map(
      ({ name, reason }) =>
        `${name} ${plain(reason.split(' (', 1)[0] ?? reason, 90).replace('; ', ', but ')}`,
    );
}

function nextOf(record: CaseRecord, now: Date, timezone: string): string {
  const task = openTaskOf(record.standing);
  if (task !== null) {
    return `A person decides: ${sentence(plain(task.ask, 200))} \`npx baton resolve ${task.taskId} --answer ${task.answers.join('|')}\``;
  }
  const owner = openAssignment(record);
  const place = placeOf(record.standing, holdingOf(record), now).name;
  if (owner !== null && place === 'responded') return `${owner.owner_name} has responded.`;
  if (owner !== null) {
    const at = respondBy(record);
    const due = at === null ? '' : ` by ${dayAndTime(at, timezone)}`;
    return `${owner.owner_name} has been told and should respond${due}. Without a response come reminders, then the sales manager.`;
  }
  return capitalised(sentence(endWords(record.standing?.end ?? 'in work')));
}

/** Makes a story of a record. */
export function storyOf(chosen: ChosenStory, record: CaseRecord, now: Date, timezone: string): Story {
  const arrivals = [...(record.arrived === null ? [] : [record.arrived]), ...record.joined];
  const owner = openAssignment(record);
  return {
    case: record.case_id,
    title: chosen.title,
    who: titledWho(record),
    wrote: arrivals
      .map((arrival) => wordsOf(arrival, arrivals.length > 1 ? 120 : 220))
      .filter(({ words }) => words !== ''),
    found: foundOf(record),
    score: record.qualification?.score ?? null,
    rating: record.qualification?.outcome ?? null,
    doubt: record.capture?.disposition === 'unclear' ? record.capture.explanation : null,
    because: becauseOf(record),
    owner: owner?.owner_name ?? null,
    why_owner: owner === null ? null : whyOwner(owner),
    why_not_others: owner === null ? [] : othersOf(record),
    next: nextOf(record, now, timezone),
  };
}

const LABEL = 6;

/** About ten lines. */
export function storyText(story: Story, number: number): string {
  const head = `${number}. ${story.title}: ${story.who ?? 'somebody unnamed'} (${story.case})`;
  const line = (label: string, text: string): string => labelled(label, text, LABEL, 3);
  return [
    bold(paragraph(head, 0, 3)),
    ...story.wrote
      .slice(0, 3)
      .map(({ source, words }, index) =>
        line(index === 0 ? 'Wrote' : 'Then', `"${words}" (${sourceWords[source]})`),
      ),
    ...(story.found.length === 0 ? [] : [line('Found', sentence(capitalised(story.found.join('; '))))]),
    ...(story.score === null
      ? []
      : [line('Score', `${story.score} of 100, ${story.rating}: ${listed(story.because)}.`)]),
    ...(story.owner === null
      ? []
      : [
          line(
            'Owner',
            [`${story.owner}: ${story.why_owner}.`, ...story.why_not_others.map((one) => `${one}.`)].join(
              ' ',
            ),
          ),
        ]),
    ...(story.doubt === null ? [] : [line('Doubt', sentence(plain(story.doubt, 200)))]),
    line('Next', story.next),
  ].join('\n');
}
