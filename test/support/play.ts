/** Plays one run event by event, for example tests: fills in clock, chance and addresses. */
import { advance } from '../../src/conductor/advance.ts';
import type { Advance } from '../../src/conductor/draft.ts';
import type { Effect } from '../../src/conductor/effect.ts';
import type { AskAddress, BranchResult, Happening } from '../../src/conductor/event.ts';
import type { ActiveStep, Run, RunState, Score } from '../../src/conductor/run.ts';
import { freshRun } from './score.ts';

type Data = Readonly<Record<string, unknown>>;
type EffectOf<Kind extends Effect['kind']> = Extract<Effect, { kind: Kind }>;

export const NOW = new Date('2026-03-02T09:00:00Z');

export class Play {
  readonly score: Score;
  /** Drawn for the next event. */
  random = 0.5;
  #run: Run = freshRun();
  #last: readonly Effect[] = [];

  constructor(score: Score) {
    this.score = score;
  }

  /** A run that has begun. */
  static begin(score: Score, data: Data = {}): Play {
    const play = new Play(score);
    play.take({ kind: 'started', data });
    return play;
  }

  get run(): Run {
    return this.#run;
  }

  get state(): RunState {
    return this.#run.state;
  }

  get active(): ActiveStep | null {
    return this.#run.state.active;
  }

  /** What the last event wanted done. */
  get effects(): readonly Effect[] {
    return this.#last;
  }

  take(happening: Happening): Advance {
    const result = advance(this.score, this.#run, { ...happening, now: NOW, random: this.random });
    this.#run = result.run;
    this.#last = result.effects;
    return result;
  }

  effectsOf<Kind extends Effect['kind']>(kind: Kind): EffectOf<Kind>[] {
    return this.#last.filter((effect): effect is EffectOf<Kind> => effect.kind === kind);
  }

  /** The address of the question the run waits for now. */
  ask(occasion = 'handoff'): AskAddress {
    const { active, turn } = this.state;
    if (active?.kind !== 'agent') throw new Error(`the run stands in ${active?.kind ?? 'no step'}`);
    return { step: active.step, turn, occasion, attempt: active.asks[occasion]?.attempt ?? 0 };
  }

  succeed(
    output: Data = {},
    { occasion = 'handoff', flags = [] }: { occasion?: string; flags?: string[] } = {},
  ): Advance {
    return this.take({ kind: 'step-succeeded', ask: this.ask(occasion), output, flags, priority: null });
  }

  fail(code = 'unexpected', occasion = 'handoff'): Advance {
    const error = { code, message: `The agent failed: ${code}.`, retryable: true };
    return this.take({ kind: 'step-failed', ask: this.ask(occasion), error });
  }

  /** Fires a timer of where the run stands now. */
  fire(timer: string): Advance {
    return this.take({ kind: 'timer-fired', at: this.at(), timer });
  }

  answer(answer: string, data: Data = {}, by = 'Ada'): Advance {
    return this.take({ kind: 'task-resolved', at: this.at(), answer, data, by });
  }

  signal(name: string, data: Data = {}): Advance {
    return this.take({ kind: 'signal', name, data, from: 'Outside' });
  }

  branchEnded(...branches: readonly (Pick<BranchResult, 'branch'> & Partial<BranchResult>)[]): Advance {
    const results = branches.map((branch) => ({ end: 'done', outputs: {}, flags: [], ...branch }));
    return this.take({ kind: 'branch-ended', at: this.at(), branches: results });
  }

  /** Where the run stands. */
  at(): { step: string; turn: number } {
    const { active, turn } = this.state;
    if (active === null) throw new Error('the run stands in no step');
    return { step: active.step, turn };
  }
}
