/** The sections of a record on its score and on who got it. Pure. */
import { type DimensionScore, dimensionsInOrder, type QualificationReport } from '../../lead.ts';
import {
  bold,
  capitalised,
  columns,
  dim,
  labelled,
  paragraph,
  plain,
  quoted,
  section,
} from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { type CaseRecord, openAssignment } from './case-record.ts';

/** "+22", "−4", "0". */
function points(count: number): string {
  if (count === 0) return '0';
  return count > 0 ? `+${count}` : `−${Math.abs(count)}`;
}

function dimensionLines(name: string, judged: DimensionScore): string[] {
  const title = judged.title === '' ? capitalised(name.replaceAll('_', ' ')) : judged.title;
  return [
    columns([title, bold(`${judged.points} of ${judged.maximum}`), judged.band], [11, 9, 70]),
    ...judged.reasons.map(({ points: count, explanation, quote, source }) =>
      columns(['', points(count), reasonWords(explanation, quote, source)], [11, 4, 75]),
    ),
    ...(judged.unknown.length === 0 ? [] : [columns(['', '?', dim(judged.unknown.join(', '))], [11, 4, 75])]),
  ];
}

function reasonWords(explanation: string, quote: string, source: string): string {
  const words = quote === '' ? '' : `${quoted(quote, 160)} `;
  return `${plain(explanation, 300)} ${dim(`${words}(${plain(source, 100)})`)}`;
}

/** Who decides, as far as that is known: the person, or somebody the company's pages name. */
export function deciderWords({ decision_maker, decided_by }: QualificationReport): string {
  const says = {
    yes: 'This person decides.',
    no: 'This person does not decide.',
    unknown: 'Whether this person decides is unknown.',
  };
  if (decided_by === null || decided_by.is_the_person) return says[decision_maker];
  const title = decided_by.title === null ? '' : `, ${plain(decided_by.title, 80)}`;
  return `${says[decision_maker]} ${plain(decided_by.name, 80)}${title}, may (${plain(decided_by.source, 100)}).`;
}

/** The score, each dimension with its reasons and the words they rest on, what is unknown, and what to ask. */
export function scoreSection(report: QualificationReport | null): string[] {
  if (report === null) return [];
  const held = report.guards.map(({ points: count, explanation, quote, source }) =>
    columns(['Held back', points(count), reasonWords(explanation, quote, source)], [11, 4, 75]),
  );
  const asked = report.advice.map(({ ask, would_add }, index) =>
    columns([index === 0 ? 'Ask' : '', `+${would_add}`, plain(ask, 300)], [11, 4, 75]),
  );
  return section(`Score: ${report.score} of 100, ${report.outcome}`, [
    paragraph(`${report.framework}. ${deciderWords(report)}`, 2),
    ...dimensionsInOrder(report).flatMap(([name, judged]) => dimensionLines(name, judged)),
    ...held,
    ...asked,
  ]);
}

/** Why this owner, without the name the reason begins with. */
export function whyOwner({ owner_name, reason }: { owner_name: string; reason: string }): string {
  const named = `${owner_name}: `;
  const merits = reason.startsWith(named) ? reason.slice(named.length) : reason;
  return plain(merits, 400).replace(/\.$/, '');
}

function historyLines({ assignments }: CaseRecord, timezone: string): string[] {
  return assignments.map(({ owner_name, assigned_at, responded_at, ended_at }, index) => {
    const answered =
      responded_at === null ? 'no response' : `responded ${dayAndTime(responded_at, timezone)}`;
    const how = index < assignments.length - 1 ? 'given to somebody else' : 'case closed';
    const ended = ended_at === null ? '' : `; ${how} ${dayAndTime(ended_at, timezone)}`;
    return labelled('Since', `${dayAndTime(assigned_at, timezone)} ${owner_name}: ${answered}${ended}`, 9);
  });
}

/** Who owns it and why, and every other owner with the reason why not. */
export function choiceSection(record: CaseRecord, timezone: string): string[] {
  const open = openAssignment(record);
  const last = record.assignment;
  const candidates = last?.candidates ?? open?.candidates ?? [];
  if (open === null && last === null) return [];
  const due = last?.respond_by ?? null;
  const head =
    open === null
      ? [paragraph(plain(last?.reason ?? 'Nobody has it.', 600), 2), ...historyLines(record, timezone)]
      : [
          labelled('Owner', `${bold(open.owner_name)} (${open.owner_email})`, 9),
          labelled('Why', capitalised(whyOwner(open)), 9),
          ...(last?.territory
            ? [labelled('Territory', last.territory === '*' ? 'anywhere' : plain(last.territory, 60), 9)]
            : []),
          ...(due === null ? [] : [labelled('Due', dayAndTime(new Date(due), timezone), 9)]),
          ...historyLines(record, timezone),
        ];
  return section('Who got it, who did not, and why', [
    ...head,
    ...(candidates.length === 0 ? [] : ['']),
    ...candidates.map(({ name, chosen, reason }) =>
      columns([chosen ? 'chosen' : '–', chosen ? bold(name) : name, plain(reason, 300)], [6, 22, 66]),
    ),
  ]);
}
