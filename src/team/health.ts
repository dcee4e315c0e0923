/** What a team says of its own health when `baton doctor` asks. */
import type { RunStart } from './define.ts';

/** One figure of how the business goes, over the last 24 hours. */
export interface HealthTrend {
  /** Such as "Leads". */
  readonly name: string;
  /** Null where there was nothing to measure. */
  readonly value: number | null;
  /** What it is counted in, such as "leads", "%" or "minutes". */
  readonly unit: string;
  /** The same over an average day of the week before; null where that week says too little. */
  readonly before: number | null;
  /** Which way it would be bad news. */
  readonly bad: 'less' | 'more';
}

/** Something that is wrong, for people to see to. */
export interface HealthFinding {
  /** Such as `inquiry-without-run`. */
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly what: string;
  /** What to do about it, in a sentence. */
  readonly advice: string;
  /** The cases it is about, oldest first; none where it is about no case. */
  readonly cases: readonly string[];
  /** Runs whose start puts these cases before a person or sets them to work; left out: a person must act. */
  readonly starts?: readonly RunStart[];
}

/** What a team's own tables say about its health. */
export interface TeamHealth {
  readonly trends: readonly HealthTrend[];
  readonly findings: readonly HealthFinding[];
}
