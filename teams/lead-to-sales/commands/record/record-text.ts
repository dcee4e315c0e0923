/** The whole record of a case as one text: who, where it stands, and then everything behind it. Pure. */
import { bold, capitalised, labelled, paragraph, plain, sentence } from '../text/layout.ts';
import { type Holding, longPlace, placeOf } from '../text/place.ts';
import { dayAndTime } from '../text/times.ts';
import { undashed, whoWords } from '../text/words.ts';
import { arrivalSection } from './arrival-text.ts';
import { type CaseRecord, isForgotten, openAssignment } from './case-record.ts';
import { companySection, peopleSection } from './company-text.ts';
import { knownSection } from './facts-text.ts';
import { firstCallSection } from './first-call-text.ts';
import { activitiesSection, messagesSection, noticesSection, tasksSection } from './history-text.ts';
import { choiceSection, scoreSection } from './judgement-text.ts';
import { beforeSection, engagementSection, nurturingSection } from './later-text.ts';
import { mergesSection } from './merges-text.ts';
import { signsSection } from './signs-text.ts';
import { sourcesSection } from './sources-text.ts';
import { trustSection } from './trust-text.ts';
import { forbidden, warnings } from './warnings.ts';

/** When its owner's response is due, as routing said; null where nothing says it. */
export function respondBy({ assignment, follow_up }: CaseRecord): Date | null {
  const due = assignment?.respond_by ?? follow_up?.respond_by ?? null;
  return due === null ? null : new Date(due);
}

/** What is known of its owner, for `placeOf`. */
export function holdingOf(record: CaseRecord): Holding {
  const open = openAssignment(record);
  return {
    owner_name: open?.owner_name ?? null,
    assigned_at: open?.assigned_at ?? null,
    responded_at: open?.responded_at ?? null,
    respond_by: open === null ? null : respondBy(record),
  };
}

/** "Priya Raman, VP Operations, Cascade Cold Chain Inc.": null where nobody is known. */
export function titledWho({ lead, lead_data }: CaseRecord): string | null {
  const contact = lead_data?.contact_info;
  const who =
    lead ??
    (contact === undefined
      ? null
      : {
          first_name: contact.first_name?.value ?? null,
          last_name: contact.last_name?.value ?? null,
          email: contact.email?.value ?? null,
          phone: contact.phone?.value ?? null,
          title: contact.title?.value ?? null,
          company: lead_data?.company_info.name?.value ?? null,
        });
  if (who === null) return null;
  const [person = '', ...company] = [
    whoWords({ ...who, company: null }),
    ...(who.company ? [who.company] : []),
  ];
  return [
    person,
    ...(who.title ? [plain(who.title, 80)] : []),
    ...company.map((name) => plain(name, 80)),
  ].join(', ');
}

function standsLine(record: CaseRecord, now: Date, timezone: string): string {
  const { capture, qualification, standing } = record;
  if (capture?.disposition === 'joined' && standing?.end === 'joined') {
    return `Joined to ${capture.into_case}: this person has a lead already. ${sentence(capture.explanation)} \`baton lead ${capture.into_case}\` tells of it.`;
  }
  if (standing?.end === 'not-a-lead') {
    const why =
      capture?.disposition === 'not-a-lead'
        ? `${undashed(capture.reason)}. ${capture.explanation}`
        : 'a person said so.';
    return sentence(`No lead: ${why}`);
  }
  const score =
    qualification === null
      ? 'Not scored.'
      : `${capitalised(qualification.outcome)}, ${qualification.score} of 100.`;
  const holding = holdingOf(record);
  const place = placeOf(standing, holding, now);
  const owner =
    holding.owner_name === null || holding.assigned_at === null
      ? ''
      : ` Owned by ${holding.owner_name} since ${dayAndTime(holding.assigned_at, timezone)}.`;
  const due =
    place.name === 'awaiting-response' && holding.respond_by !== null
      ? `, due by ${dayAndTime(holding.respond_by, timezone)}`
      : '';
  return `${score}${owner} ${capitalised(sentence(longPlace(place, standing, now) + due))}`;
}

/** Whether it is clear what the inquiry is; where it is not, whoever decides reads the signs first. */
export function isJudged({ capture }: CaseRecord): boolean {
  return capture?.disposition === 'lead' || capture?.disposition === 'joined';
}

/** What a salesperson reads before the first call. */
function forSales(record: CaseRecord, timezone: string): string[] {
  const { enrichment, qualification } = record;
  return [
    ...tasksSection(record, timezone),
    ...(isJudged(record) ? [] : signsSection(record.capture)),
    ...firstCallSection(enrichment),
    ...arrivalSection(record.arrived, record.joined, timezone),
    ...knownSection(record.lead_data, timezone),
    ...companySection(enrichment),
    ...peopleSection(enrichment),
    ...scoreSection(qualification),
    ...choiceSection(record, timezone),
    ...nurturingSection(record, timezone),
    ...engagementSection(record, timezone),
    ...beforeSection(record, timezone),
  ];
}

/** What it all rests on, for who checks. */
function forAudit(record: CaseRecord, timezone: string): string[] {
  return [
    ...(isJudged(record) ? signsSection(record.capture) : []),
    ...trustSection(record.enrichment),
    ...sourcesSection(record.enrichment),
    ...mergesSection(record, timezone),
    ...messagesSection(record, timezone),
    ...activitiesSection(record, timezone),
    ...noticesSection(record, timezone),
  ];
}

const FORGOTTEN =
  'Its case ended so long ago that the record of its messages, tasks and notices was erased (`retention` in team.yaml). What stands here is what the lead itself keeps.';

/** What the validator that left the flag says; of a flag that none left, the flag itself. */
function flagWords(flag: string, { data_quality }: CaseRecord): string {
  const found = data_quality.find((finding) => finding.flag === flag);
  return found === undefined ? undashed(flag) : plain(found.message, 200).replace(/\.$/, '');
}

/** Who, where it stands, the score in three sentences, and what speaks against relying on it. */
export function headLines(record: CaseRecord, now: Date, timezone: string): string[] {
  const { qualification, standing, capture, enrichment } = record;
  const who = titledWho(record);
  const flags = (standing?.flags ?? []).map((flag) => flagWords(flag, record));
  const careful = [...forbidden(record.suppressed), ...warnings(enrichment)];
  const unclear = capture?.disposition === 'unclear' ? [paragraph(sentence(capture.explanation))] : [];
  return [
    bold(paragraph(`${record.case_id}${who === null ? '' : `  ${who}`}`)),
    paragraph(standsLine(record, now, timezone)),
    ...(isForgotten(record) ? [paragraph(FORGOTTEN)] : []),
    ...unclear,
    ...(qualification === null ? [] : [paragraph(plain(qualification.summary, 1200))]),
    ...(careful.length === 0 ? [] : [paragraph(sentence(`Careful: ${careful.join('; ')}`))]),
    ...(flags.length === 0 ? [] : [labelled('Flagged:', flags.join(', '), 8, 0)]),
  ];
}

/** The text of `baton lead --all`: 100 columns, times in `timezone`. */
export function recordText(record: CaseRecord, now: Date, timezone: string): string {
  return [
    ...headLines(record, now, timezone),
    ...forSales(record, timezone),
    ...forAudit(record, timezone),
    '',
    `Times are those of ${timezone}. \`baton lead ${record.case_id} --json\` has all of it as data.`,
  ].join('\n');
}
