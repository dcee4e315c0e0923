/** Asks every source about a company at once, each with its own time limit, cache and forgiveness. */
import type { Database } from 'baton';
import {
  type CachedValue,
  deleteExpiredEnrichment,
  readEnrichmentCache,
  writeEnrichmentCache,
} from '../../store/enrichment-cache.ts';
import type { CacheLifetimes, EnrichmentRules } from './rules.ts';
import { createSingleFlight } from './single-flight.ts';
import {
  type EnrichmentSource,
  type Findings,
  type SourceAnswer,
  type SourceContext,
  type Subject,
  sourceAnswer,
} from './source.ts';

/** What became of one source. */
export interface SourceReport {
  readonly name: EnrichmentSource['name'];
  readonly status: SourceAnswer['status'] | 'cached' | 'skipped';
  readonly detail: string;
  readonly tookMs: number;
  readonly findings: Findings;
}

export interface AskContext extends SourceContext {
  readonly database: Database;
}

const TIDY_EVERY_MS = 60_000;

/** Never rejects for what a source does; rejects where the cache's database does not answer. */
export type AskSources = (subject: Subject, context: AskContext) => Promise<SourceReport[]>;

function lifetimesOf(name: EnrichmentSource['name'], rules: EnrichmentRules): CacheLifetimes | null {
  return name === 'company-register' ? null : rules.sources[name].cache;
}

function lifetimeOf(status: SourceAnswer['status'], lifetimes: CacheLifetimes): number {
  switch (status) {
    case 'ok':
      return lifetimes.found;
    case 'nothing-found':
      return lifetimes['nothing-found'];
    case 'failed':
    case 'timed-out':
    case 'refused':
      return lifetimes.failed;
  }
}

function fromCache(name: EnrichmentSource['name'], cached: CachedValue): SourceReport | null {
  const answer = sourceAnswer.safeParse(cached.value);
  if (!answer.success) {
    return null;
  }
  const { status, detail, findings } = answer.data;
  const since = cached.fetched_at.toISOString().slice(0, 16).replace('T', ' ');
  return {
    name,
    status: status === 'ok' ? 'cached' : status,
    detail: `${detail} (Remembered since ${since} UTC.)`,
    tookMs: 0,
    findings,
  };
}

/** One question under the source's time limit. A source that ignores its signal is left behind. */
async function askOnce(
  source: EnrichmentSource,
  subject: Subject,
  context: AskContext,
  abandoned: AbortSignal,
): Promise<SourceAnswer> {
  const timeoutMs = context.rules.sources[source.name].timeout;
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const signal = AbortSignal.any([deadline.signal, abandoned]);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([source.ask(subject, { ...context, signal }), late]);
  } catch (thrown) {
    if (signal.aborted) {
      const detail = `${source.name} did not answer within ${timeoutMs / 1000} s.`;
      return { status: 'timed-out', detail, findings: {} };
    }
    const detail = thrown instanceof Error && thrown.message !== '' ? thrown.message : String(thrown);
    return { status: 'failed', detail: detail.slice(0, 500), findings: {} };
  } finally {
    clearTimeout(timer);
  }
}

/** Makes the asker over a list of sources. Questions about one company at one time are asked once. */
export function createAskSources(sources: readonly EnrichmentSource[]): AskSources {
  const flights = createSingleFlight<SourceAnswer>();
  let tidiedAtMs = Number.NEGATIVE_INFINITY;

  /** Deletes what has expired, for it holds people's names; once a minute is soon enough. */
  async function tidyUp({ database, now }: AskContext): Promise<void> {
    if (now.getTime() < tidiedAtMs + TIDY_EVERY_MS) return;
    tidiedAtMs = now.getTime();
    await deleteExpiredEnrichment(database, 1_000);
  }

  async function ask(
    source: EnrichmentSource,
    key: string | null,
    subject: Subject,
    context: AskContext,
  ): Promise<SourceReport> {
    const startedMs = performance.now();
    const lifetimes = lifetimesOf(source.name, context.rules);
    const work = async (abandoned: AbortSignal): Promise<SourceAnswer> => {
      const answer = await askOnce(source, subject, context, abandoned);
      if (key !== null && lifetimes !== null && !abandoned.aborted) {
        await writeEnrichmentCache(context.database, key, answer, lifetimeOf(answer.status, lifetimes));
        await tidyUp(context);
      }
      return answer;
    };
    let answer: SourceAnswer;
    if (context.signal.aborted) {
      answer = stopped(source);
    } else if (key === null) {
      answer = await askOnce(source, subject, context, context.signal);
    } else {
      answer = await flights.join(key, context.signal, work).catch((thrown: unknown) => {
        if (context.signal.aborted) {
          return stopped(source);
        }
        throw thrown;
      });
    }
    return { name: source.name, tookMs: Math.round(performance.now() - startedMs), ...answer };
  }

  return async (subject, context) => {
    const questions = sources.map((source) => {
      const why = whySkipped(source, subject, context.rules);
      return { source, why, key: why === null ? source.cacheKey(subject, context.rules) : null };
    });
    const keys = questions.flatMap(({ key }) => key ?? []);
    const rows = keys.length === 0 ? [] : await readEnrichmentCache(context.database, keys);
    const cached = new Map(rows.map((row) => [row.cache_key, row]));
    return Promise.all(
      questions.map(({ source, why, key }) => {
        if (why !== null) {
          return { name: source.name, status: 'skipped' as const, detail: why, tookMs: 0, findings: {} };
        }
        const row = key === null ? undefined : cached.get(key);
        return (row && fromCache(source.name, row)) ?? ask(source, key, subject, context);
      }),
    );
  };
}

function stopped(source: EnrichmentSource): SourceAnswer {
  return {
    status: 'timed-out',
    detail: `The step was stopped before ${source.name} answered.`,
    findings: {},
  };
}

function whySkipped(source: EnrichmentSource, subject: Subject, rules: EnrichmentRules): string | null {
  if (!rules.sources[source.name].enabled) {
    return 'Switched off in rules.yaml.';
  }
  return source.applies(subject) ? null : `Not asked: it needs ${source.needs}, and none is known.`;
}
