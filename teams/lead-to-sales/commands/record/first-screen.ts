/**
 * What a salesperson reads of a lead before the first call, on one screen: who, what they want, the score, whose it is,
 * what to say. Everything it rests on is `record-text.ts`'s. Pure.
 */
import { dimensionsInOrder } from '../../lead.ts';
import {
  bold,
  capitalised,
  dim,
  labelled,
  paragraph,
  plain,
  quoted,
  section,
  sentence,
} from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { sourceWords } from '../text/words.ts';
import type { Arrival } from './arrival.ts';
import { type CaseRecord, openAssignment } from './case-record.ts';
import { sourceOf } from './field-lines.ts';
import { needFields, type ShownField } from './fields.ts';
import { foundWords } from './found-words.ts';
import { tasksSection } from './history-text.ts';
import { deciderWords, whyOwner } from './judgement-text.ts';
import { nurturingSection } from './later-text.ts';
import { headLines, isJudged } from './record-text.ts';
import { signsSection } from './signs-text.ts';

const LABEL = 7;
const LONGEST_WORDS = 480;
const SHORT_WORDS = 160;
const MOST_JOINED = 2;
const MOST_POINTS = 3;
const MOST_QUESTIONS = 2;
const MOST_MAILS = 2;

const beside = (label: string, text: string): string => labelled(label, text, LABEL);

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' });

function reachLine({ lead, lead_data }: CaseRecord): string[] {
  const contact = lead_data?.contact_info;
  const mobile = contact?.mobile?.value ?? null;
  const ways = [
    lead?.email ?? contact?.email?.value ?? null,
    lead?.phone ?? contact?.phone?.value ?? null,
    mobile === null ? null : `mobile ${mobile}`,
  ].filter((way) => way !== null);
  const spoken = lead_data?.language ? ` (writes ${languages.of(lead_data.language)})` : '';
  const said = ways.length === 0 ? 'no address and no number is known' : plain(ways.join(', '), 400);
  return lead_data === null && lead === null ? [] : [beside('Reach', `${said}${spoken}`)];
}

function wordsOf({ message, subject }: Arrival, length: number): string {
  const words = message ?? subject;
  return words === null ? 'nothing in words' : quoted(words, length);
}

function writtenBy(arrival: Arrival, timezone: string): string {
  return dim(`(${sourceWords[arrival.source]}, ${dayAndTime(arrival.received_at, timezone)})`);
}

function wishWords({ label, value }: ShownField): string[] {
  // The need itself stands above in their own words.
  if (value === null || label === 'Need') return [];
  return [label === 'Timeline' ? `it ${value}` : `${label.toLowerCase()} ${value}`];
}

/** "It within about 4 weeks" before "urgency high". */
function byWhenFirst(a: string, b: string): number {
  return Number(b.startsWith('it ')) - Number(a.startsWith('it '));
}

/** Their own words, the first time and lately, and what follows from them. */
function wantsLines({ arrived, joined, lead_data, activities }: CaseRecord, timezone: string): string[] {
  const first =
    arrived === null
      ? []
      : [
          beside(
            'Wrote',
            arrived.erased
              ? 'its content has been erased'
              : `${wordsOf(arrived, LONGEST_WORDS)} ${writtenBy(arrived, timezone)}`,
          ),
        ];
  const later = joined
    .slice(-MOST_JOINED)
    .map((one) =>
      beside('Then', `${wordsOf(one, SHORT_WORDS)} ${writtenBy(one, timezone)} ${dim(one.case_id)}`),
    );
  const between = joined.length - later.length;
  const reply = activities.findLast(({ kind }) => kind === 'lead-replied');
  const said = typeof reply?.detail.words === 'string' ? reply.detail.words : null;
  const known = lead_data === null ? [] : needFields(lead_data).flatMap(wishWords).toSorted(byWhenFirst);
  return [
    ...first,
    ...(between > 0 ? [beside('', dim(`… and ${between} more between these`))] : []),
    ...later,
    ...(reply === undefined || said === null
      ? []
      : [beside('Replied', `${quoted(said, SHORT_WORDS)} ${dim(`(${dayAndTime(reply.at, timezone)})`)}`)]),
    ...(known.length === 0 ? [] : [beside('Wants', sentence(known.join(', ')))]),
  ];
}

function companyLines({ enrichment, lead_data }: CaseRecord): string[] {
  const found = foundWords(enrichment);
  const account = lead_data?.company_info.account ?? null;
  const open = account?.opportunity ? ` Open: ${plain(account.opportunity.name, 80)}.` : '';
  return [
    ...(found.length === 0 ? [] : [beside('Company', sentence(capitalised(found.join('; '))))]),
    ...(account === null
      ? []
      : [beside('Account', `${plain(account.name, 80)}, a ${account.status} of ours.${open}`)]),
  ];
}

/** Points by dimension, who decides, and the questions that would raise the score most. */
function scoreLines({ qualification }: CaseRecord): string[] {
  if (qualification === null) return [];
  const parts = dimensionsInOrder(qualification).map(
    ([name, { title, points, maximum }]) =>
      `${title === '' ? name.replaceAll('_', ' ') : title} ${points} of ${maximum}`,
  );
  const asked = qualification.advice.slice(0, MOST_QUESTIONS);
  return [
    beside('Score', `${parts.join(', ')}. ${deciderWords(qualification)}`),
    ...qualification.guards
      .filter(({ points }) => points < 0)
      .slice(0, 1)
      .map(({ explanation }) => beside('But', sentence(plain(explanation, 200)))),
    ...asked.map(({ ask, would_add }, index) =>
      beside(index === 0 ? 'Ask' : '', `${plain(ask, 200)} ${dim(`(up to +${would_add})`)}`),
    ),
  ];
}

function ownerLines(record: CaseRecord): string[] {
  const open = openAssignment(record);
  if (open !== null)
    return [beside('Owner', `${bold(open.owner_name)} (${open.owner_email}): ${sentence(whyOwner(open))}`)];
  const nobody = record.assignment?.owner === null ? record.assignment.reason : null;
  return nobody === null ? [] : [beside('Owner', `nobody yet: ${sentence(plain(nobody, 300))}`)];
}

/** Who may be the same person, where nobody has decided it. */
function doubtLines({ case_id, merges }: CaseRecord): string[] {
  const open = merges.filter(({ kind, undone_at }) => kind === 'proposed' && undone_at === null);
  return open.slice(0, 2).map(({ merge_id, from_case, into_case }) => {
    const other = from_case === case_id ? into_case : from_case;
    const how = `\`baton merge ${from_case} ${into_case}\` or \`baton unmerge ${merge_id}\` decides it`;
    return beside('Perhaps', `the same person as ${other}: ${how}.`);
  });
}

/** Points that are not the person's own words: those stand above. */
function sayLines({ enrichment, lead_data }: CaseRecord): string[] {
  const own = lead_data?.need.description?.evidence.map(({ quote }) => quote) ?? [];
  const points = enrichment?.talking_points.filter(({ quote }) => !own.includes(quote)) ?? [];
  return points
    .slice(0, MOST_POINTS)
    .map(({ text, source }) => labelled('•', `${plain(text, 300)} ${dim(`(${sourceOf(source)})`)}`, 1));
}

/** The text of `baton lead`: some forty lines of 100 columns, times in `timezone`. */
export function firstScreen(record: CaseRecord, now: Date, timezone: string): string {
  const { case_id, capture, mails } = record;
  const body = [
    ...reachLine(record),
    ...wantsLines(record, timezone),
    ...companyLines(record),
    ...scoreLines(record),
    ...ownerLines(record),
    ...doubtLines(record),
  ];
  return [
    ...headLines(record, now, timezone),
    ...tasksSection(record, timezone),
    ...(body.length === 0 ? [] : ['', ...body]),
    ...section('For the first call', sayLines(record)),
    ...nurturingSection({ ...record, mails: mails.slice(-MOST_MAILS) }, timezone),
    ...(isJudged(record) ? [] : signsSection(capture)),
    '',
    paragraph(
      `\`baton lead ${case_id} --all\` tells everything: what arrived word for word, each field with its evidence, each reason of the score, who else was considered, each message. Times are those of ${timezone}.`,
    ),
  ].join('\n');
}
