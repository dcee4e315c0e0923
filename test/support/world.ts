/**
 * A world of runs for property tests of the conductor: a run and its branches, with the messages, timers
 * and tasks that their effects asked for. It carries effects out as the engine promises to, and delivers
 * events one at a time; which one and what it says is the caller's choice. What must always hold is
 * checked by `world-checks.ts` after each event.
 */
import assert from 'node:assert/strict';
import { advance } from '../../src/conductor/advance.ts';
import type { Advance } from '../../src/conductor/draft.ts';
import type { Effect } from '../../src/conductor/effect.ts';
import type { Address, AskAddress, BranchResult, Happening } from '../../src/conductor/event.ts';
import { CONFLICT_BRANCH, newRun, type Run, type Score } from '../../src/conductor/run.ts';
import type { Step, TaskSpec } from '../../src/team/definition.ts';
import { readEvent } from './expected-move.ts';
import { NOW } from './play.ts';
import { scoreOf } from './score.ts';
import { checkMember, checkMove } from './world-checks.ts';

/** A run of the world: the first, or a branch. */
export interface Member {
  readonly id: number;
  readonly score: Score;
  run: Run;
  /** The same run as the database would give it back. */
  stored: Run;
  readonly parent: { readonly member: Member; readonly at: Address; readonly branch: string } | null;
  readonly branches: Member[];
  /** Sent and not yet answered, whether or not the run still waits for them. */
  messages: AskAddress[];
  /** Answered messages: their workers may answer again. */
  readonly answered: AskAddress[];
  timers: { readonly at: Address; readonly timer: string }[];
  task: { readonly at: Address; readonly spec: TaskSpec | null; readonly answers: readonly string[] } | null;
  hasSucceeded: boolean;
  /** What was asked for and must not be asked for twice. */
  readonly once: Set<string>;
  isFinished: boolean;
}

/** What waits to be delivered besides messages, timers and answers. */
interface Pending {
  readonly to: Member;
  readonly what: 'started' | 'cancelled' | { readonly ended: Address };
}

export type Tally = Record<string, number>;

export class World {
  readonly members: Member[] = [];
  readonly root: Member;
  /** What happened how often, over the whole test. */
  readonly tally: Tally;
  pending: Pending[] = [];
  /** Events that changed a run, as they were: the same once more must change nothing. */
  readonly past: { readonly to: Member; readonly happening: Happening }[] = [];
  readonly #tasks: ReadonlyMap<string, TaskSpec>;
  #random = 0;

  constructor(steps: readonly Step[], tasks: ReadonlyMap<string, TaskSpec>, tally: Tally) {
    this.#tasks = tasks;
    this.tally = tally;
    this.root = this.#add(steps, null, {});
  }

  /** Delivers one event and checks all that must hold. */
  deliver(to: Member, happening: Happening): void {
    const before = to.run;
    const reading = readEvent(to, happening);
    try {
      const result = this.#advance(to, happening);
      for (const effect of result.effects) this.#carryOut(to, effect);
      checkMove(to, before, happening, reading.expected, result);
      if (!result.changed) return;
      this.past.push({ to, happening });
      this.#count(reading.expected.kind);
      const isTask = to.run.state.active?.kind === 'task';
      if (reading.expected.kind === 'enters') to.hasSucceeded = false;
      else if (isTask) to.hasSucceeded ||= reading.by === 'success';
      for (const member of this.members) checkMember(this, member);
    } catch (cause) {
      const was = JSON.stringify(before.state);
      const is = JSON.stringify(to.run.state);
      const what = `${JSON.stringify(happening)}, expected: ${JSON.stringify(reading.expected)}`;
      throw new Error(`Run ${to.id}\n${was}\ntook ${what}\nand is\n${is}`, { cause });
    }
  }

  /** Twice, the second time from the database: both must give the same, and change nothing they were given. */
  #advance(to: Member, happening: Happening): Advance {
    this.#random = (this.#random + 0.37) % 1;
    const event = deepFreeze({ ...happening, now: NOW, random: this.#random });
    const result = deepFreeze(advance(to.score, to.run, event));
    assert.deepEqual(advance(to.score, to.stored, event), result);
    if (result.changed) {
      to.run = result.run;
      to.stored = throughDatabase(result.run);
    } else assert.equal(result.run, to.run);
    return result;
  }

  deliverPending(index: number, isReversed: boolean): void {
    const [pending] = this.pending.splice(index, 1);
    if (!pending) return;
    const { to, what } = pending;
    if (what === 'started') this.deliver(to, { kind: 'started', data: {} });
    else if (what === 'cancelled') this.deliver(to, { kind: 'cancelled', reason: 'cancelled' });
    else {
      const results = branchResults(to, what.ended);
      const branches = isReversed ? results.toReversed() : results;
      this.deliver(to, { kind: 'branch-ended', at: what.ended, branches });
    }
  }

  deliverTimer(member: Member, index: number): void {
    const [fired] = member.timers.splice(index, 1);
    if (fired) this.deliver(member, { kind: 'timer-fired', ...fired });
  }

  /** Takes a message out of its queue; whoever took it answers with an event. */
  takeMessage(member: Member, index: number): AskAddress | undefined {
    const [ask] = member.messages.splice(index, 1);
    if (ask) member.answered.push(ask);
    return ask;
  }

  #add(steps: readonly Step[], parent: Member['parent'], data: Run['data']): Member {
    const run: Run = deepFreeze({ ...newRun('World'), data });
    const member: Member = {
      id: this.members.length,
      score: deepFreeze(scoreOf(...steps)),
      run,
      stored: throughDatabase(run),
      parent,
      branches: [],
      messages: [],
      answered: [],
      timers: [],
      task: null,
      hasSucceeded: false,
      once: new Set(),
      isFinished: false,
    };
    this.members.push(member);
    this.pending.push({ to: member, what: 'started' });
    return member;
  }

  #carryOut(member: Member, effect: Effect): void {
    this.#count(effect.kind);
    assert.ok(!member.isFinished, `${effect.kind} after the run had finished`);
    switch (effect.kind) {
      case 'send': {
        const { step, turn, occasion, attempt } = effect;
        once(member, `send ${turn} ${occasion} ${attempt}`);
        member.messages.push({ step, turn, occasion, attempt });
        return;
      }
      case 'set-timer': {
        const { step, turn, timer } = effect;
        once(member, `timer ${turn} ${timer}`);
        member.timers.push({ at: { step, turn }, timer });
        return;
      }
      case 'open-task': {
        const { step, turn, ask, answers } = effect;
        once(member, `task ${turn}`);
        this.#count(effect.error?.code ?? effect.taskKind);
        assert.equal(member.task, null, 'a task opens while another is open');
        member.task = { at: { step, turn }, spec: this.#tasks.get(ask) ?? null, answers };
        return;
      }
      case 'close-task':
        assert.equal(member.task?.at.turn, effect.turn, 'the task that closes is the one that is open');
        member.task = null;
        return;
      case 'start-branch':
        this.#startBranch(member, effect);
        return;
      case 'cancel-branches':
        once(member, `cancel ${effect.turn}`);
        for (const branch of branchesOf(member, effect)) {
          if (!branch.isFinished) this.pending.push({ to: branch, what: 'cancelled' });
        }
        return;
      case 'finish':
        member.isFinished = true;
        if (member.parent) this.pending.push({ to: member.parent.member, what: { ended: member.parent.at } });
        return;
      case 'notify':
      case 'tell':
      case 'record-answer':
    }
  }

  #startBranch(member: Member, { step: id, turn, branch }: Effect & { kind: 'start-branch' }): void {
    // An agent that watches may report conflicts with each of its answers.
    if (branch !== CONFLICT_BRANCH) once(member, `branch ${turn} ${branch}`);
    const step = member.score.steps.find((candidate) => candidate.id === id);
    const steps =
      step?.kind === 'agent'
        ? step.recovery.ruleConflict?.steps
        : step?.kind === 'parallel' && step.branches[branch];
    assert.ok(steps, `a branch ${branch} of ${id} that the workflow does not have`);
    const parent = { member, at: { step: id, turn }, branch };
    member.branches.push(this.#add(steps, parent, member.run.data));
  }

  #count(what: string): void {
    this.tally[what] = (this.tally[what] ?? 0) + 1;
  }
}

function once(member: Member, what: string): void {
  assert.ok(!member.once.has(what), `done twice: ${what}`);
  member.once.add(what);
}

/** The branches that one turn of a parallel step began. */
export function branchesOf(member: Member, { step, turn }: Address): Member[] {
  return member.branches.filter(({ parent }) => parent?.at.step === step && parent.at.turn === turn);
}

function branchResults(member: Member, at: Address): BranchResult[] {
  return branchesOf(member, at).map(({ parent, run }) => ({
    branch: parent?.branch ?? '',
    end: run.state.end,
    outputs: Object.fromEntries(run.state.touched.map((key) => [key, run.data[key]])),
    flags: run.state.flags,
  }));
}

/** As JSON gives it back; the keys in another order, as a database's JSON may. */
function throughDatabase(run: Run): Run {
  const stored: Run = JSON.parse(JSON.stringify(run));
  return inOtherOrder(stored);
}

function inOtherOrder<T extends object>(value: T): T {
  const entries = Object.entries(value).toReversed();
  for (const [key] of entries) Reflect.deleteProperty(value, key);
  for (const [key, inner] of entries) {
    const isRecord = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    Reflect.set(value, key, isRecord ? inOtherOrder(inner) : inner);
  }
  return value;
}

/** Whoever changes what it was given is found out. */
function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
