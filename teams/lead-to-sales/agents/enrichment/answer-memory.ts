/** The answers that this worker read from the cache a moment ago: a company's next lead costs neither query nor check. */
import type { SourceReport } from './ask-sources.ts';

export interface AnswerMemory {
  /** Null where it is not known, or not known to be fresh any more. */
  get(key: string, now: Date): SourceReport | null;
  /** `remainingMs`: how long the answer is still good. */
  set(key: string, report: SourceReport, remainingMs: number, now: Date): void;
  delete(key: string): void;
}

interface Remembered {
  readonly report: SourceReport;
  readonly fromMs: number;
  readonly untilMs: number;
}

const MAX_ANSWERS = 500;

/** Remembers for at most `rememberMs`; what is erased from the cache is gone from here as soon. */
export function createAnswerMemory(rememberMs: number): AnswerMemory {
  const answers = new Map<string, Remembered>();
  return {
    get(key, now) {
      const known = answers.get(key);
      const nowMs = now.getTime();
      return known !== undefined && nowMs >= known.fromMs && nowMs < known.untilMs ? known.report : null;
    },
    set(key, report, remainingMs, now) {
      if (rememberMs <= 0) {
        return;
      }
      const [oldest] = answers.keys();
      if (answers.size >= MAX_ANSWERS && oldest !== undefined) {
        answers.delete(oldest);
      }
      const fromMs = now.getTime();
      answers.delete(key);
      answers.set(key, { report, fromMs, untilMs: fromMs + Math.min(rememberMs, remainingMs) });
    },
    delete: (key) => {
      answers.delete(key);
    },
  };
}
