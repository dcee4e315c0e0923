/** What a health check has to say: something that is wrong, in words a person can act on. */
import type { RunStart } from '../../team/define.ts';

/** What `baton doctor --repair` would do about a finding. */
export type Repair =
  /** Put these runs before a person. */
  | { readonly kind: 'runs'; readonly runIds: readonly string[] }
  /** Open the answered tasks of these runs again. */
  | { readonly kind: 'tasks'; readonly runs: readonly { readonly runId: string; readonly turn: number }[] }
  /** Start these runs. */
  | { readonly kind: 'starts'; readonly starts: readonly RunStart[] };

export interface Finding {
  /** Such as `run-without-work`. */
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly what: string;
  /** What to do about it, in a sentence. */
  readonly advice: string;
  /** The cases it is about; none where it is about no case. */
  readonly cases: readonly string[];
  /** Null: a person must act. */
  readonly repair: Repair | null;
}

/** "3 cases", "1 case". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
