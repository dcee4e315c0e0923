/** Asks the sources about a company, wave by wave, each with its own time limit, cache and forgiveness. */
import type { Database } from 'baton';
import {
  type CachedValue,
  deleteExpiredEnrichment,
  giveBackSpend,
  readEnrichmentCache,
  reserveSpend,
  writeEnrichmentCache,
} from '../../store/enrichment-cache.ts';
import { createAnswerMemory } from './answer-memory.ts';
import { type AskContext, askOnce, lifetimeOf, stopped } from './ask-once.ts';
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';
import { createSingleFlight } from './single-flight.ts';
import {
  type EnrichmentSource,
  type Findings,
  type SourceAnswer,
  type Subject,
  sourceAnswer,
} from './source.ts';
import { costOf, nextWave, openFields, whyNotPaid } from './waterfall.ts';

/** What became of one source. */
export interface SourceReport {
  readonly name: EnrichmentSourceName;
  readonly status: SourceAnswer['status'] | 'cached' | 'skipped';
  readonly detail: string;
  readonly tookMs: number;
  /** In the rules' unit; 0 from the cache. */
  readonly cost: number;
  /** From when its data is, where it says so. */
  readonly asOf: string | null;
  /** When it answered, ISO 8601: for a remembered answer then, not now. */
  readonly readAt: string;
  readonly findings: Findings;
}

export interface AskSourcesContext extends AskContext {
  readonly database: Database;
  /** Services that are down and are not asked; what the cache knows of them is used. Left out: none. */
  readonly down?: readonly string[];
}

/** Never rejects for what a source does; rejects where the cache's database does not answer. */
export type AskSources = (subject: Subject, context: AskSourcesContext) => Promise<SourceReport[]>;

const TIDY_EVERY_MS = 60_000;

function skipped(name: EnrichmentSourceName, detail: string, { now }: AskContext): SourceReport {
  const readAt = now.toISOString();
  return { name, status: 'skipped', detail, tookMs: 0, cost: 0, asOf: null, readAt, findings: {} };
}

function whySkipped(source: EnrichmentSource, subject: Subject, rules: EnrichmentRules): string | null {
  if (!rules.sources[source.name].enabled) {
    return 'Switched off in rules.yaml.';
  }
  const unready = source.unready?.(rules) ?? null;
  if (unready !== null) {
    return unready;
  }
  return source.applies(subject) ? null : `Not asked: it needs ${source.needs}, and none is known.`;
}

function fromCache(name: EnrichmentSourceName, cached: CachedValue): SourceReport | null {
  const answer = sourceAnswer.safeParse(cached.value);
  if (!answer.success) {
    return null;
  }
  const { status, detail, findings, as_of, cost = 0 } = answer.data;
  const since = cached.fetched_at.toISOString().slice(0, 16).replace('T', ' ');
  const paid = cost > 0 ? `; it cost ${cost} then` : '';
  return {
    name,
    status: status === 'ok' ? 'cached' : status,
    detail: `${detail} (Remembered since ${since} UTC${paid}.)`,
    tookMs: 0,
    cost: 0,
    asOf: as_of ?? null,
    readAt: cached.fetched_at.toISOString(),
    findings,
  };
}

interface Question {
  readonly source: EnrichmentSource;
  readonly key: string | null;
}

/**
 * Makes the asker over a list of sources. Questions about one company at one time are asked once; answers of
 * the cache are kept in memory for `rememberMs`.
 */
export function createAskSources(sources: readonly EnrichmentSource[], rememberMs = 0): AskSources {
  const memory = createAnswerMemory(rememberMs);
  const flights = createSingleFlight<SourceAnswer | null>();
  let tidiedAtMs = Number.NEGATIVE_INFINITY;

  /** Deletes what has expired, for it holds people's names; once a minute is soon enough. */
  async function tidyUp({ database, now }: AskSourcesContext): Promise<void> {
    if (now.getTime() < tidiedAtMs + TIDY_EVERY_MS) return;
    tidiedAtMs = now.getTime();
    await deleteExpiredEnrichment(database, 1_000);
  }

  /** Asks a source that costs only where the day's budget holds, and counts what the answer really cost. */
  async function askWithinBudget(
    source: EnrichmentSource,
    subject: Subject,
    context: AskSourcesContext,
    signal: AbortSignal,
  ): Promise<SourceAnswer | null> {
    const cost = costOf(source.name, context.rules);
    const budget = context.rules.waterfall.budget.per_day;
    if (cost > 0 && !(await reserveSpend(context.database, cost, budget))) {
      return null;
    }
    const answer = await askOnce(source, subject, context, signal);
    // One that answers too late may charge for it all the same.
    const spent = answer.status === 'timed-out' ? cost : (answer.cost ?? 0);
    if (cost > spent) {
      await giveBackSpend(context.database, cost - spent);
    }
    return { ...answer, cost: spent };
  }

  async function ask(
    { source, key }: Question,
    subject: Subject,
    context: AskSourcesContext,
  ): Promise<SourceReport> {
    const startedMs = performance.now();
    let isOurs = false;
    const work = async (abandoned: AbortSignal): Promise<SourceAnswer | null> => {
      isOurs = true;
      const answer = await askWithinBudget(source, subject, context, abandoned);
      const lifetimeMs = answer === null ? 0 : lifetimeOf(source.name, answer, context.rules);
      if (key !== null && lifetimeMs > 0 && !abandoned.aborted) {
        memory.delete(key);
        await writeEnrichmentCache(context.database, key, answer, lifetimeMs);
        await tidyUp(context);
      }
      return answer;
    };
    let answer: SourceAnswer | null;
    if (context.signal.aborted) {
      answer = stopped(source);
    } else if (key === null) {
      answer = await work(context.signal);
    } else {
      answer = await flights.join(key, context.signal, work).catch((thrown: unknown) => {
        if (context.signal.aborted) {
          return stopped(source);
        }
        throw thrown;
      });
    }
    if (answer === null) {
      const { per_day } = context.rules.waterfall.budget;
      const cost = costOf(source.name, context.rules);
      const why = `Not asked: the day's budget of ${per_day} is spent (it costs ${cost}).`;
      return skipped(source.name, why, context);
    }
    const { status, detail, findings, as_of, cost = 0 } = answer;
    const tookMs = Math.round(performance.now() - startedMs);
    // Who waited for another lead's question pays nothing.
    return {
      name: source.name,
      status,
      detail,
      tookMs,
      cost: isOurs ? cost : 0,
      asOf: as_of ?? null,
      readAt: context.now.toISOString(),
      findings,
    };
  }

  /** The waves of those that cost, until every field is sure, nobody is left, or the money is. */
  async function askPaid(
    waiting: Map<EnrichmentSourceName, Question>,
    reports: Map<EnrichmentSourceName, SourceReport>,
    subject: Subject,
    context: AskSourcesContext,
  ): Promise<void> {
    const { rules } = context;
    const tooDear = new Set<EnrichmentSourceName>();
    let spent = 0;
    while (waiting.size > 0 && !context.signal.aborted) {
      const found = [...reports.values()].map(({ findings }) => findings);
      const open = openFields(subject, found, rules);
      const available = new Set([...waiting.keys()].filter((name) => !tooDear.has(name)));
      const wave = nextWave(open, available, rules.waterfall.budget.per_lead - spent, rules);
      for (const name of wave.tooDear) tooDear.add(name);
      if (wave.ask.length === 0) {
        break;
      }
      const asked = wave.ask.flatMap((name) => waiting.get(name) ?? []);
      for (const report of await Promise.all(asked.map((question) => ask(question, subject, context)))) {
        waiting.delete(report.name);
        reports.set(report.name, report);
        spent += report.cost;
      }
    }
    for (const name of waiting.keys()) {
      reports.set(name, skipped(name, whyNotPaid(name, tooDear, spent, rules), context));
    }
  }

  /** What memory and cache hold, by key: one query for all that memory does not. */
  async function readCached(
    questions: readonly Question[],
    { database, now }: AskSourcesContext,
  ): Promise<Map<string, SourceReport>> {
    const known = new Map<string, SourceReport>();
    const names = new Map<string, EnrichmentSourceName>();
    for (const { source, key } of questions) {
      const report = key === null ? null : memory.get(key, now);
      if (key !== null && report !== null) known.set(key, report);
      else if (key !== null) names.set(key, source.name);
    }
    const rows = names.size === 0 ? [] : await readEnrichmentCache(database, [...names.keys()]);
    for (const row of rows) {
      const name = names.get(row.cache_key);
      const report = name === undefined ? null : fromCache(name, row);
      if (report !== null) {
        known.set(row.cache_key, report);
        memory.set(row.cache_key, report, row.remaining_ms, now);
      }
    }
    return known;
  }

  return async (subject, context) => {
    const reports = new Map<EnrichmentSourceName, SourceReport>();
    const questions: Question[] = [];
    for (const source of sources) {
      const why = whySkipped(source, subject, context.rules);
      if (why === null) {
        questions.push({ source, key: source.cacheKey(subject, context.rules) });
      } else {
        reports.set(source.name, skipped(source.name, why, context));
      }
    }
    const cached = await readCached(questions, context);
    const free: Question[] = [];
    const waiting = new Map<EnrichmentSourceName, Question>();
    for (const question of questions) {
      const { source, key } = question;
      const known = key === null ? null : (cached.get(key) ?? null);
      if (known !== null) {
        reports.set(source.name, known);
      } else if (context.down?.includes(source.name)) {
        const why = `Not asked: ${source.name} is down, and is tried again by itself.`;
        reports.set(source.name, skipped(source.name, why, context));
      } else if (costOf(source.name, context.rules) === 0) {
        free.push(question);
      } else {
        waiting.set(source.name, question);
      }
    }
    for (const report of await Promise.all(free.map((question) => ask(question, subject, context)))) {
      reports.set(report.name, report);
    }
    await askPaid(waiting, reports, subject, context);
    return sources.flatMap(({ name }) => reports.get(name) ?? []);
  };
}
