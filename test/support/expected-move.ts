/**
 * Where a run must go with an event: a second, plain reading of the workflow language, made from the
 * documentation alone, that the conductor is checked against. It says where, not what with.
 */
import type { Happening } from '../../src/conductor/event.ts';
import type { Run, Score } from '../../src/conductor/run.ts';
import { FINISH_BY_HAND, type Route, type Step, type TaskSpec } from '../../src/team/definition.ts';

type Data = Readonly<Record<string, unknown>>;

export type Expected =
  /** The event is stale or foreign. */
  | { readonly kind: 'nothing' }
  /** Something happens, but the run stays in its step. */
  | { readonly kind: 'stays' }
  /** The step is asked again. */
  | { readonly kind: 'retries' }
  /** No way on: a person decides. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'asks'; readonly task: TaskSpec }
  | { readonly kind: 'enters'; readonly step: string }
  | { readonly kind: 'ends'; readonly end: string };

/** What the test knows of a run besides its state. */
export interface Known {
  readonly score: Score;
  readonly run: Run;
  /** The task that is open, if any: `spec` null for one that no route declares. */
  readonly task: { readonly spec: TaskSpec | null } | null;
  /** Whether the step has succeeded already, and a task decides what follows. */
  readonly hasSucceeded: boolean;
}

const NOTHING = { kind: 'nothing' } as const;
const STAYS = { kind: 'stays' } as const;
const LOST = { kind: 'lost' } as const;

/** Which list of routes a step was left by, and where to. */
export interface Reading {
  readonly expected: Expected;
  readonly by: 'success' | 'other';
}

type EventOf<Kind extends Happening['kind']> = Extract<Happening, { kind: Kind }>;
type AskEvent = EventOf<'step-succeeded' | 'step-failed' | 'start-overdue' | 'delivery-exhausted'>;

export function readEvent(known: Known, event: Happening): Reading {
  const { score, run } = known;
  if (run.state.status === 'done') return other(NOTHING);
  if (event.kind === 'cancelled') return other({ kind: 'ends', end: event.reason });
  if (event.kind === 'started') return other(run.state.turn === 0 ? entering(score, 0) : NOTHING);
  const step = score.steps.find(({ id }) => id === run.state.active?.step);
  return step ? readAt(known, step, event) : other(NOTHING);
}

function readAt(
  known: Known,
  step: Step,
  event: Exclude<Happening, EventOf<'started' | 'cancelled'>>,
): Reading {
  switch (event.kind) {
    case 'signal': {
      const isAwaited = (step.kind === 'agent' || step.kind === 'wait') && step.until === event.name;
      return isAwaited && !known.hasSucceeded ? succeed(known, step, event.data) : other(NOTHING);
    }
    case 'timer-fired':
      return isHere(known, step, event.at) ? readTimer(known, step, event.timer) : other(NOTHING);
    case 'task-resolved': {
      const isOpen = isHere(known, step, event.at) && known.task !== null;
      if (!isOpen) return other(NOTHING);
      const { spec } = known.task;
      const isByHand =
        step.kind === 'agent' && spec === step.recovery.timeout?.task && event.answer === FINISH_BY_HAND;
      if (isByHand) return succeed(known, step, event.data);
      return other(answered(known.score, step, spec, event.answer));
    }
    case 'branch-ended':
      return isHere(known, step, event.at) ? readBranches(known, step, event) : other(NOTHING);
    case 'wake-exhausted': {
      if (event.at !== null && !isHere(known, step, event.at)) return other(NOTHING);
      if (!known.task) return other(LOST);
      return other(known.run.state.flags.includes('wake-up-lost') ? NOTHING : STAYS);
    }
    case 'dependency-down':
      return other(readParked(known, step, event));
    case 'task-unattended': {
      const isOpen = isHere(known, step, event.at) && known.task !== null;
      return other(isOpen && known.score.queues[event.queue]?.escalate?.[event.level] ? STAYS : NOTHING);
    }
    default:
      return readAsk(known, step, event);
  }
}

function readAsk(known: Known, step: Step, event: AskEvent): Reading {
  const { ask } = event;
  const { active } = known.run.state;
  if (active?.kind !== 'agent' || step.kind !== 'agent' || !isHere(known, step, ask)) return other(NOTHING);
  const open = active.asks[ask.occasion];
  if (open?.state !== 'asked' || open.attempt !== ask.attempt) return other(NOTHING);
  if (event.kind === 'step-succeeded') {
    const isOver = step.until === null && ask.occasion === 'handoff';
    return isOver ? succeed(known, step, event.output) : other(STAYS);
  }
  if (event.kind === 'delivery-exhausted') return other(known.task ? STAYS : LOST);
  const isFinal = event.kind === 'step-failed' && event.error.code === 'input-invalid';
  const tries = ask.attempt - (open.parked?.times ?? 0);
  if (!isFinal && tries < step.retry.attempts) return other({ kind: 'retries' });
  if (known.task) return other(STAYS);
  const isSlow =
    event.kind === 'start-overdue' || (event.kind === 'step-failed' && event.error.code === 'step-timeout');
  const backup = step.recovery.timeout;
  return isSlow && backup ? other({ kind: 'asks', task: backup.task }) : fail(known, step, {});
}

function readParked(known: Known, step: Step, event: EventOf<'dependency-down'>): Expected {
  const { ask, error } = event;
  if (step.kind === 'agent' && step.recovery.apiFailure === null) {
    return readAsk(known, step, { kind: 'step-failed', ask, error }).expected;
  }
  return isOpenAsk(known, step, ask) ? { kind: 'retries' } : NOTHING;
}

function isOpenAsk({ run }: Known, step: Step, ask: AskEvent['ask']): boolean {
  const { active, turn } = run.state;
  if (active?.kind !== 'agent' || ask.step !== step.id || ask.turn !== turn) return false;
  const open = active.asks[ask.occasion];
  return open?.state === 'asked' && open.attempt === ask.attempt;
}

function readTimer(known: Known, step: Step, timer: string): Reading {
  const { active, overdueTurn, turn } = known.run.state;
  const spec = known.task?.spec;
  if (timer === 'safe-default') {
    return other(spec?.safeDefault ? answered(known.score, step, spec, spec.safeDefault.answer) : NOTHING);
  }
  if (timer === 'deadline') return other(spec?.deadlineMs && overdueTurn !== turn ? STAYS : NOTHING);
  if (timer === 'wait' && active?.kind === 'wait' && step.kind === 'wait') {
    return step.until === null ? succeed(known, step, {}) : fail(known, step, {});
  }
  if (active?.kind !== 'agent' || step.kind !== 'agent') return other(NOTHING);
  const givenUp = timer.startsWith('give-up:') ? active.asks[timer.slice('give-up:'.length)] : undefined;
  if (timer.startsWith('give-up:')) {
    if (givenUp?.state !== 'asked' || !givenUp.parked) return other(NOTHING);
    return known.task ? other(STAYS) : fail(known, step, {});
  }
  if (timer === 'escalation') return other(step.escalation && !active.escalated ? STAYS : NOTHING);
  const due = step.schedule.find(({ occasion }) => timer === `ask:${occasion}`)?.occasion;
  const isDue = due !== undefined && active.asks.handoff?.state === 'answered' && !active.asks[due];
  return other(isDue ? STAYS : NOTHING);
}

function readBranches(known: Known, step: Step, event: EventOf<'branch-ended'>): Reading {
  if (known.run.state.active?.kind !== 'parallel' || step.kind !== 'parallel') return other(NOTHING);
  const inOrder = Object.keys(step.branches).flatMap((name) =>
    event.branches.filter(({ branch }) => branch === name),
  );
  const ended = inOrder.filter(({ end }) => end !== null);
  const good = ended.filter(({ end }) => end !== 'failed' && end !== 'closed-by-person');
  const winner = step.join === 'any' ? good[0] : undefined;
  if (winner) return succeed(known, step, winner.outputs);
  if (ended.length < Object.keys(step.branches).length) return other(NOTHING);
  const data: Data = Object.assign({}, ...good.map(({ outputs }) => outputs));
  return good.length === ended.length ? succeed(known, step, data) : fail(known, step, data);
}

function other(expected: Expected): Reading {
  return { expected, by: 'other' };
}

function isHere({ run }: Known, step: Step, at: { step: string; turn: number }): boolean {
  return at.step === step.id && at.turn === run.state.turn;
}

function succeed({ score, run }: Known, step: Step, data: Data): Reading {
  const routes = step.kind === 'person' ? [] : step.success;
  return { expected: byRoutes(score, step, routes, { ...run.data, ...data }), by: 'success' };
}

function fail({ score, run }: Known, step: Step, data: Data): Reading {
  const routes = step.kind === 'person' ? [] : step.failure;
  return other(byRoutes(score, step, routes, { ...run.data, ...data }));
}

function answered(score: Score, step: Step, spec: TaskSpec | null, answer: string): Expected {
  if (spec) {
    const found = Object.entries(spec.answers).find(([name]) => name === answer);
    return found ? byRoute(score, step, found[1]) : NOTHING;
  }
  if (answer === 'retry') return { kind: 'enters', step: step.id };
  if (answer === 'close') return { kind: 'ends', end: 'closed-by-person' };
  return answer === 'skip' ? entering(score, score.steps.indexOf(step) + 1) : NOTHING;
}

function byRoutes(score: Score, step: Step, routes: readonly Route[], data: Data): Expected {
  const facts = { output: {}, data, error: null, run: { case_id: score.caseId, flags: [] } };
  for (const route of routes) {
    if (route.when?.source === 'throws') return LOST;
    if (route.when === null || route.when.holds(facts)) return byRoute(score, step, route);
  }
  return LOST;
}

function byRoute(score: Score, step: Step, { destination, tell }: Route): Expected {
  if (tell?.caseId.source === 'throws') return LOST;
  switch (destination.kind) {
    case 'task':
      return { kind: 'asks', task: destination.task };
    case 'end':
      return { kind: 'ends', end: destination.end };
    case 'step':
      return { kind: 'enters', step: destination.step };
    case 'next':
      return entering(score, score.steps.indexOf(step) + 1);
  }
}

function entering(score: Score, index: number): Expected {
  const step = score.steps[index];
  return step ? { kind: 'enters', step: step.id } : { kind: 'ends', end: 'done' };
}
