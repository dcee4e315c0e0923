/** What must hold of a world of runs: of each event's move, and of each run between two events. */
import assert from 'node:assert/strict';
import type { Advance } from '../../src/conductor/draft.ts';
import type { Happening } from '../../src/conductor/event.ts';
import { CONFLICT_BRANCH, LONGEST_PATH, type Run } from '../../src/conductor/run.ts';
import type { Step } from '../../src/team/definition.ts';
import type { Expected } from './expected-move.ts';
import { branchesOf, type Member, type World } from './world.ts';

/** The run went where a plain reading of the workflow says, and nowhere else. */
export function checkMove(
  member: Member,
  before: Run,
  happening: Happening,
  expected: Expected,
  { run, effects, changed }: Advance,
): void {
  if (expected.kind === 'nothing') {
    assert.ok(!changed && effects.length === 0);
    assert.equal(run, before, 'an event that changes nothing gives the very same run back');
    return;
  }
  assert.ok(changed);
  const { state } = run;
  const sent = effects.filter((effect) => effect.kind === 'send');
  const opened = effects.filter((effect) => effect.kind === 'open-task');
  const step = before.state.active?.step;
  const left = step === undefined ? [] : [...before.state.path, step].slice(-LONGEST_PATH);
  assert.equal(state.sequence, before.state.sequence + 1);
  assert.ok(state.turn >= before.state.turn);
  if (happening.kind !== 'cancelled') {
    const leaves = expected.kind === 'enters' || expected.kind === 'ends';
    assert.deepEqual(state.path, leaves ? left : before.state.path);
  }
  switch (expected.kind) {
    case 'stays':
    case 'retries': {
      assert.equal(state.turn, before.state.turn);
      assert.equal(state.active?.step, step);
      const attempt = 'ask' in happening ? happening.ask.attempt + 1 : 0;
      if (expected.kind === 'retries')
        assert.deepEqual(
          sent.map((each) => each.attempt),
          [attempt],
        );
      return;
    }
    case 'lost':
      assert.equal(state.turn, before.state.turn + 1);
      assert.equal(state.active?.step, step);
      assert.deepEqual(
        opened.map(({ queue }) => queue),
        ['undeclared'],
      );
      return;
    case 'asks':
      assert.equal(state.turn, before.state.turn + 1);
      assert.equal(state.active?.step, step);
      assert.deepEqual(
        opened.map(({ ask }) => ask),
        [expected.task.ask],
      );
      return;
    case 'ends':
      assert.equal(state.status, 'done');
      assert.equal(state.end, expected.end);
      assert.deepEqual(effects.at(-1), { kind: 'finish', end: expected.end });
      return;
    case 'enters': {
      assert.equal(state.turn, before.state.turn + 1);
      assert.equal(state.active?.step, expected.step);
      const entered = member.score.steps.find(({ id }) => id === expected.step);
      assert.ok(entered);
      if (opened[0]?.error?.code !== 'turning-in-circles') checkEntered(entered, run, { sent, opened });
    }
  }
}

interface Asked {
  readonly sent: readonly { readonly agent: string; readonly occasion: string; readonly attempt: number }[];
  readonly opened: readonly { readonly ask: string }[];
}

function checkEntered(step: Step, run: Run, { sent, opened }: Asked): void {
  assert.equal(run.state.active?.kind, step.kind === 'person' ? 'task' : step.kind);
  const asks = sent.map(({ agent, occasion, attempt }) => ({ agent, occasion, attempt }));
  const first = step.kind === 'agent' ? [{ agent: step.agent, occasion: 'handoff', attempt: 0 }] : [];
  assert.deepEqual(asks, first);
  assert.deepEqual(
    opened.map(({ ask }) => ask),
    step.kind === 'person' ? [step.task.ask] : [],
  );
}

/** A run never hangs: whatever its status promises is really outstanding. */
export function checkMember(world: World, member: Member): void {
  const { state } = member.run;
  assert.equal(member.isFinished, state.status === 'done');
  assert.equal(member.task !== null, state.status === 'in-review', 'a task and in-review go together');
  assert.ok(state.moves <= 201);
  checkCancelled(world, member);
  if (state.active === null) {
    const isBegun = state.status === 'done' || world.pending.some(({ to }) => to === member);
    assert.ok(isBegun, 'neither over nor to be started');
    return;
  }
  if (member.task) assert.deepEqual(member.task.at, { step: state.active.step, turn: state.turn });
  const asked = checkAsks(member);
  const step = member.score.steps.find(({ id }) => id === state.active?.step);
  const isAwaiting = (step?.kind === 'agent' || step?.kind === 'wait') && step.until !== null;
  const isTimed = member.timers.some(({ at }) => at.turn === state.turn);
  if (state.status === 'running') assert.ok(asked > 0, 'running, and nobody is asked');
  if (state.status === 'waiting') {
    assert.ok(asked === 0 || isParked(member), 'waiting, and somebody has work');
    assert.ok(isAwaiting || isTimed || isParked(member), 'waiting for nothing');
  }
  if (state.status === 'joining') {
    const at = { step: state.active.step, turn: state.turn };
    const isOpen = branchesOf(member, at).some(({ isFinished }) => !isFinished);
    const isTold = world.pending.some(({ to, what: news }) => to === member && typeof news === 'object');
    assert.ok(isOpen || isTold, 'joining, and no branch is outstanding');
  }
}

/** Each question the run believes it has asked has its message. Gives how many there are. */
function checkAsks({ run, messages }: Member): number {
  const { active, turn } = run.state;
  if (active?.kind !== 'agent') return 0;
  const open = Object.entries(active.asks).filter(([, ask]) => ask.state === 'asked');
  for (const [occasion, { attempt }] of open) {
    const isSent = messages.some(
      (ask) => ask.turn === turn && ask.occasion === occasion && ask.attempt === attempt,
    );
    assert.ok(isSent, `no message carries ${occasion}`);
  }
  return open.length;
}

/** All its open questions are put off, and each has a time at which it is given up. */
function isParked({ run, timers }: Member): boolean {
  const { active, turn } = run.state;
  if (active?.kind !== 'agent') return false;
  const open = Object.entries(active.asks).filter(([, { state }]) => state === 'asked');
  return (
    open.length > 0 &&
    open.every(
      ([occasion, { parked }]) =>
        parked && timers.some(({ at, timer }) => at.turn === turn && timer === `give-up:${occasion}`),
    )
  );
}

/** A branch that its parent no longer waits for is over, or told to be. */
function checkCancelled(world: World, member: Member): void {
  const { parent } = member;
  // Whoever owns the rules answers in their own time: the run does not wait.
  if (!parent || member.isFinished || parent.branch === CONFLICT_BRANCH) return;
  const { active, turn } = parent.member.run.state;
  const isWanted = active?.kind === 'parallel' && turn === parent.at.turn;
  const isTold = world.pending.some(({ to, what: news }) => to === member && news === 'cancelled');
  assert.ok(isWanted || isTold, 'its parent has gone on, and nobody calls it off');
}
