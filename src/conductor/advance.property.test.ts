/**
 * The conductor under any workflow and any order of events: workflows drawn by chance, and a world that
 * delivers what is outstanding, early, late, twice and wrongly, as chance has it.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EVENTS, workflowOf, workflowSketch } from '../../test/support/arbitrary-workflow.ts';
import { type Member, type Tally, World } from '../../test/support/world.ts';
import type { Happening } from './event.ts';

/** Choices made with one number, a digit at a time: what shrinks the number shrinks the choices. */
class Choice {
  #rest: number;

  constructor(given: number) {
    this.#rest = given;
  }

  below(bound: number): number {
    const chosen = this.#rest % bound;
    this.#rest = Math.floor(this.#rest / bound);
    return chosen;
  }

  of<T>(items: readonly T[]): T | undefined {
    return items[this.below(Math.max(items.length, 1))];
  }
}

/** Lets one thing happen: any that may, and some that may not. */
function happen(world: World, choice: Choice): void {
  const kind = choice.below(16);
  const member = choice.of(world.members.filter(({ isFinished }) => !isFinished)) ?? world.root;
  if (world.pending.length > 0 && kind % 2 === 0) {
    world.deliverPending(choice.below(world.pending.length), choice.below(2) === 1);
  } else if (kind < 9 && member.messages.length > 0) work(world, member, choice);
  else if (kind < 11 && member.task) answer(world, member, choice);
  else if (kind < 13 && member.timers.length > 0)
    world.deliverTimer(member, choice.below(member.timers.length));
  else if (kind === 13) {
    const name = choice.of([...EVENTS, 'rained']) ?? '';
    world.deliver(member, { kind: 'signal', name, data: { n: choice.below(6) }, from: 'Outside' });
  } else if (kind === 14) repeat(world, choice);
  else mislead(world, member, choice);
}

/** Somebody works on a message: well, badly, too late, or never. */
function work(world: World, member: Member, choice: Choice): void {
  const ask = world.takeMessage(member, choice.below(member.messages.length));
  if (!ask) return;
  world.deliver(member, outcome(ask, choice));
}

function outcome(ask: Member['messages'][number], choice: Choice): Happening {
  const way = choice.below(10);
  const n = choice.below(6);
  const code = choice.of(['api-down', 'step-timeout', 'output-invalid', 'input-invalid']) ?? '';
  if (way < 6) {
    const conflict = { rule: 'a', message: 'A against B.', safest_action: 'Nothing.' };
    const conflicts = n === 5 ? { rule_conflicts: [conflict] } : {};
    const output = { n, [`${ask.step}-says`]: n, ...conflicts };
    const flags = n === 0 ? ['odd'] : [];
    return { kind: 'step-succeeded', ask, output, flags, priority: n === 1 ? 'high' : null };
  }
  if (way < 8) return { kind: 'step-failed', ask, error: { code, message: code, retryable: true } };
  if (choice.below(3) === 0) {
    const error = { code: 'dependency-down', message: 'The register is down.', retryable: true };
    return { kind: 'dependency-down', ask, dependency: 'register', error, againInMs: n * 1000 };
  }
  return { kind: way === 8 ? 'start-overdue' : 'delivery-exhausted', ask };
}

function answer(world: World, member: Member, choice: Choice): void {
  if (!member.task) return;
  const given = choice.of([...member.task.answers, ...member.task.answers, 'constructor', 'perhaps']) ?? '';
  const data = { n: choice.below(6) };
  world.deliver(member, { kind: 'task-resolved', at: member.task.at, answer: given, data, by: 'Ada' });
}

/** What has changed a run once comes again. Signals have no address: they may mean something new. */
function repeat(world: World, choice: Choice): void {
  const again = choice.of(world.past);
  if (!again) return;
  const before = again.to.run;
  world.deliver(again.to, again.happening);
  const { kind } = again.happening;
  const isAddressed = kind !== 'signal' && kind !== 'wake-exhausted';
  if (isAddressed) assert.equal(again.to.run, before, `${kind} come twice changes nothing`);
}

/** Late answers, lost wake-up calls, and events that belong nowhere. */
function mislead(world: World, member: Member, choice: Choice): void {
  const { active, turn } = member.run.state;
  const at = { step: choice.of([active?.step ?? 's0', 's0', 'nowhere']) ?? '', turn: turn - choice.below(2) };
  const late = choice.of(member.answered);
  switch (choice.below(5)) {
    case 0:
      if (late) {
        const before = member.run;
        world.deliver(member, outcome(late, choice));
        assert.equal(member.run, before, 'a second answer to a message changes nothing');
      }
      return;
    case 1:
      world.deliver(member, outcome({ ...at, occasion: 'remind', attempt: 3 }, choice));
      return;
    case 2:
      world.deliver(member, { kind: 'timer-fired', at, timer: choice.of(['constructor', 'handoff']) ?? '' });
      return;
    case 3:
      world.deliver(member, { kind: 'branch-ended', at, branches: [] });
      return;
    default:
      world.deliver(member, { kind: 'wake-exhausted', at: choice.below(3) === 0 ? null : at });
  }
}

/** Everything that waits for no person and no clock is done: where does that leave the run? */
function settle(world: World, limit: number): boolean {
  for (let count = 0; count < limit; count += 1) {
    if (world.pending.length > 0) world.deliverPending(0, false);
    else {
      const member = world.members.find(({ messages }) => messages.length > 0);
      const ask = member && world.takeMessage(member, 0);
      if (!ask) return true;
      world.deliver(member, { kind: 'step-succeeded', ask, output: { n: count }, flags: [], priority: null });
    }
  }
  return false;
}

function isAtRest(member: Member): boolean {
  const { status } = member.run.state;
  if (status !== 'joining') return status === 'done' || status === 'waiting' || status === 'in-review';
  return member.branches.every(isAtRest);
}

/** What a few thousand runs must have come to: effects, reasons of tasks, moves. */
const REACHED = [
  'retries',
  'record-answer',
  'tell',
  'cancel-branches',
  'asks',
  'escalation',
  'decision',
  'no-route',
  'wait-over',
  'branch-failed',
  'delivery-exhausted',
  'start-overdue',
  'turning-in-circles',
  'step-timeout',
  'dependency-down',
  'start-branch',
];

test('in any workflow and any order of events, nothing is skipped, done twice or stuck', () => {
  const tally: Tally = {};
  const choices = fc.array(fc.nat(2 ** 30), { maxLength: 80, size: 'max' });
  fc.assert(
    fc.property(workflowSketch, choices, (sketch, tape) => {
      const { steps, tasks } = workflowOf(sketch);
      const world = new World(steps, tasks, tally);
      world.deliverPending(0, false);
      for (const given of tape) happen(world, new Choice(given));
      if (settle(world, 1000)) assert.ok(isAtRest(world.root));
      else tally.restless = (tally.restless ?? 0) + 1;
    }),
    { numRuns: 3000 },
  );
  for (const what of REACHED) assert.ok(tally[what], `no run came to ${what}: the test has lost its reach`);
});
