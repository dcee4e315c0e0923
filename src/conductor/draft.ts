/** The run while one event is being taken: what it becomes, and what is to be done. Decides nothing. */
import type { Priority } from '../core/priority.ts';
import type { RouteNotice } from '../team/definition.ts';
import type { Effect } from './effect.ts';
import type { RunEvent } from './event.ts';
import {
  type ActiveStep,
  type Ask,
  type Clock,
  LONGEST_PATH,
  type Run,
  type RunState,
  type RunStatus,
  type Score,
} from './run.ts';

export interface Advance {
  readonly run: Run;
  /** In the order they are meant; empty where nothing changed. */
  readonly effects: readonly Effect[];
  /** False where the event was stale, repeated or not meant for this run. */
  readonly changed: boolean;
}

export class Draft {
  readonly score: Score;
  readonly event: RunEvent;
  readonly #before: Run;
  readonly #effects: Effect[] = [];
  #state: RunState;
  #data: Readonly<Record<string, unknown>>;

  constructor(score: Score, run: Run, event: RunEvent) {
    this.score = score;
    this.event = event;
    this.#before = run;
    this.#state = run.state;
    this.#data = run.data;
  }

  get state(): RunState {
    return this.#state;
  }

  get data(): Readonly<Record<string, unknown>> {
    return this.#data;
  }

  result(): Advance {
    const changed = this.#state !== this.#before.state || this.#effects.length > 0;
    if (!changed) return { run: this.#before, effects: [], changed };
    const state = { ...this.#state, sequence: this.#before.state.sequence + 1 };
    return { run: { state, data: this.#data }, effects: this.#effects, changed };
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** What the run begins with is not its own writing: a branch does not bring it back to its parent. */
  begin(data: Readonly<Record<string, unknown>>): void {
    // Unchanged data stays the same object: whoever writes it down need not write it again.
    if (Object.keys(data).length === 0) return;
    this.#data = { ...this.#data, ...data };
  }

  merge(data: Readonly<Record<string, unknown>>): void {
    const keys = Object.keys(data);
    if (keys.length === 0) return;
    this.#data = { ...this.#data, ...data };
    this.#set({ touched: union(this.#state.touched, keys) });
  }

  flag(flags: readonly string[]): void {
    if (flags.some((flag) => !this.#state.flags.includes(flag))) {
      this.#set({ flags: union(this.#state.flags, flags) });
    }
  }

  setPriority(priority: Priority): void {
    this.#set({ priority });
  }

  /** Someone did something: they are who the next message comes from. */
  act(actor: string): void {
    this.#set({ lastActor: actor, previousActor: this.#state.lastActor });
  }

  /** A person, the outside world or the clock acted: the run may move on as long as it likes again. */
  resetMoves(): void {
    this.#set({ moves: 0 });
  }

  rest(status: RunStatus): void {
    this.#set({ status });
  }

  stand(active: ActiveStep | null, status: RunStatus): void {
    this.#set({ active, status });
  }

  nextTurn(): void {
    this.#set({ turn: this.#state.turn + 1, moves: this.#state.moves + 1 });
  }

  stepLeft(step: string): void {
    this.#set({ path: [...this.#state.path, step].slice(-LONGEST_PATH) });
  }

  end(end: string): void {
    this.#set({ active: null, status: 'done', end });
  }

  setAsk(occasion: string, ask: Ask): void {
    const { active } = this.#state;
    if (active?.kind === 'agent') {
      this.#set({ active: { ...active, asks: { ...active.asks, [occasion]: ask } } });
    }
  }

  markAsk(occasion: string, state: Ask['state']): void {
    const { active } = this.#state;
    const ask = active?.kind === 'agent' ? active.asks[occasion] : undefined;
    if (ask) this.setAsk(occasion, { ...ask, state });
  }

  markEscalated(): void {
    const { active } = this.#state;
    if (active?.kind === 'agent') this.#set({ active: { ...active, escalated: true } });
  }

  setClock(timer: string, clock: Clock | null): void {
    const { active } = this.#state;
    if (active?.kind !== 'agent') return;
    const { [timer]: _before, ...others } = active.clocks ?? {};
    this.#set({ active: { ...active, clocks: clock === null ? others : { ...others, [timer]: clock } } });
  }

  markOverdue(): void {
    this.#set({ overdueTurn: this.#state.turn });
  }

  /** The step goes on without the person or the branches it had waited for. */
  withdraw(reason: string): void {
    const { active, turn } = this.#state;
    const hasTask = active?.kind === 'task' || (active?.kind === 'agent' && active.escalated);
    if (hasTask) this.effect({ kind: 'close-task', turn, outcome: 'withdrawn', reason, by: null });
    if (active?.kind === 'parallel') this.effect({ kind: 'cancel-branches', step: active.step, turn });
    this.resetMoves();
  }

  notify(notices: readonly RouteNotice[]): void {
    for (const { to, subject } of notices) {
      this.effect({ kind: 'notify', to, subject, text: `${this.score.caseId}: ${subject}` });
    }
  }

  setTimer(step: string, timer: string, afterMs: number): void {
    this.effect({ kind: 'set-timer', step, turn: this.#state.turn, timer, afterMs });
  }

  #set(change: Partial<RunState>): void {
    this.#state = { ...this.#state, ...change };
  }
}

function union(known: readonly string[], added: readonly string[]): readonly string[] {
  return [...new Set([...known, ...added])];
}
