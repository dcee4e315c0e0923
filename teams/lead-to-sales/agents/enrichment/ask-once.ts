/** One question to one source under its time limit, and how long its answer is worth remembering. */
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';
import {
  type EnrichmentSource,
  type SourceAnswer,
  type SourceContext,
  type Subject,
  sourceAnswer,
} from './source.ts';

export type AskContext = SourceContext;

export function stopped(source: EnrichmentSource): SourceAnswer {
  return {
    status: 'timed-out',
    detail: `The step was stopped before ${source.name} answered.`,
    findings: {},
  };
}

/** How long an answer is remembered, in milliseconds; 0 for a source that is not. */
export function lifetimeOf(name: EnrichmentSourceName, answer: SourceAnswer, rules: EnrichmentRules): number {
  const settings = rules.sources[name];
  if (!('cache' in settings)) {
    return 0;
  }
  const { cache } = settings;
  switch (answer.status) {
    case 'ok':
      return cache.found;
    case 'nothing-found':
      return cache['nothing-found'];
    case 'failed':
    case 'timed-out':
    case 'refused':
      return answer.again_in_ms ?? cache.failed;
  }
}

const NO_TEXT = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Without NUL and halves of surrogate pairs: pages hold them, cutting makes them, and no database keeps them. */
function wellFormed(answer: SourceAnswer): SourceAnswer {
  const text = JSON.stringify(answer);
  return NO_TEXT.test(text)
    ? sourceAnswer.parse(
        JSON.parse(text, (_key, value: unknown) =>
          typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value,
        ),
      )
    : answer;
}

/** A source that ignores its signal is left behind. Never rejects. */
export async function askOnce(
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
    return wellFormed(await Promise.race([source.ask(subject, { ...context, signal }), late]));
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
