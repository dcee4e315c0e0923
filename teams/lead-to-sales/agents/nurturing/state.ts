/** How a sequence moves: entering, the time of the next touch, being judged again, stopping. Pure. */
import type {
  LeadData,
  NurturingState,
  PlannedTouch,
  QualificationReport,
  RecycleOrder,
  StopReason,
} from '../../lead.ts';
import type { NurturingLibrary } from '../../nurturing/library.ts';
import type { WorkingCalendar } from '../../working-calendar.ts';
import { addWorkingTime } from '../../working-time.ts';

/** Whose working time a touch waits for. */
export interface TouchTime {
  readonly calendar: WorkingCalendar;
  readonly timezone: string;
}

function atWork(at: Date, { calendar, timezone }: TouchTime): Date {
  return addWorkingTime(at, 0, calendar.hours, timezone, calendar.holidays);
}

/** When a touch comes that follows `from`. */
export function touchAt(from: Date, touch: PlannedTouch, time: TouchTime): string {
  return atWork(new Date(from.getTime() + touch.after_ms), time).toISOString();
}

/** The next working time from `at` on. */
export function putOff(at: Date, time: TouchTime): string {
  return atWork(at, time).toISOString();
}

export interface Entry {
  readonly qualification: QualificationReport | null;
  readonly recycle: RecycleOrder | null;
  readonly now: Date;
}

/** The state of a lead that enters its sequence; stopped with `no-sequence` where none is for it. */
export function entered(
  { qualification, recycle, now }: Entry,
  library: NurturingLibrary,
  time: TouchTime,
): NurturingState {
  const rating = qualification?.outcome ?? null;
  const sequence = library.sequences.find((one) =>
    recycle ? one.id === recycle.sequence : rating !== null && one.for.includes(rating),
  );
  const blank = {
    stop_reason: null,
    round: 0,
    next: 0,
    entered_at: now.toISOString(),
    counted_from: now.toISOString(),
    engagement: 0,
    to_sales: false,
    mails: 0,
    tasks: 0,
  };
  const reason = recycle
    ? `given back by ${recycle.by}: ${recycle.reason}`
    : `rated ${rating ?? 'not at all'}`;
  const [first] = sequence?.touches ?? [];
  if (!sequence || !first) {
    const wanted = recycle ? `called "${recycle.sequence}"` : `for leads ${reason}`;
    const note = `There is no sequence ${wanted}.`;
    const none = { status: 'stopped' as const, stop_reason: 'no-sequence' as const };
    return { ...blank, ...none, sequence: null, reason, touches: [], next_at: null, note };
  }
  const start = recycle?.not_before ? new Date(recycle.not_before) : now;
  const next_at = touchAt(start, first, time);
  const note = `Entered "${sequence.name}" (${reason}); first touch ${next_at.slice(0, 10)}.`;
  return {
    ...blank,
    status: 'going-on',
    sequence: sequence.id,
    reason,
    touches: [...sequence.touches],
    next_at,
    note,
  };
}

/** Back from being judged again: the sequence goes on with its next touch. */
export function resumed(before: NurturingState, now: Date, time: TouchTime): NurturingState {
  const touch = before.touches[before.next];
  const next_at = touch ? touchAt(now, touch, time) : putOff(now, time);
  const base = { ...before, status: 'going-on' as const, to_sales: false, engagement: 0 };
  const note = `Judged again and not ready; the sequence goes on ${next_at.slice(0, 10)}.`;
  return { ...base, round: before.round + 1, counted_from: now.toISOString(), next_at, note };
}

/** After a fault that a person has mended: where it stood, with what was due meanwhile due now. */
export function goneOn(before: NurturingState, now: Date, time: TouchTime): NurturingState {
  const due = before.next_at === null ? now : new Date(Math.max(Date.parse(before.next_at), now.getTime()));
  const next_at = putOff(due, time);
  return { ...before, next_at, note: `The sequence goes on ${next_at.slice(0, 10)}, where it stood.` };
}

/** After a touch: the next one has its time, or the sequence waits a while and is over. */
export function advanced(
  before: NurturingState,
  now: Date,
  time: TouchTime,
  afterLastMs: number,
  done: { readonly mails: number; readonly tasks: number; readonly note: string },
): NurturingState {
  const next = before.next + 1;
  const touch = before.touches[next];
  const next_at = touch ? touchAt(now, touch, time) : putOff(new Date(now.getTime() + afterLastMs), time);
  return {
    ...before,
    next,
    next_at,
    mails: before.mails + done.mails,
    tasks: before.tasks + done.tasks,
    note: done.note,
  };
}

export function stopped(before: NurturingState, stop_reason: StopReason, note: string): NurturingState {
  return { ...before, status: 'stopped', stop_reason, next_at: null, note };
}

export function finished(before: NurturingState): NurturingState {
  return { ...before, status: 'finished', next_at: null, note: 'The sequence is over without an answer.' };
}

/** A reply of the lead, in its own words. */
export interface Reply {
  readonly words: string;
  readonly at: Date;
  /** The message, or what else it came by. */
  readonly source: string;
}

/** The lead with the words of its reply: they are part of what it needs, with their evidence. */
export function withReply(lead: LeadData, { words, at, source }: Reply): LeadData {
  const said = words.trim();
  const before = lead.need.description;
  if (said === '' || before?.value.includes(said)) return lead;
  const evidence = { source, quote: said, at: at.toISOString(), confidence: 1 };
  const description = {
    value: before === null ? said : `${before.value}\n\n${said}`,
    evidence: [...(before?.evidence ?? []), evidence],
  };
  return { ...lead, need: { ...lead.need, description } };
}
