/** For tests: what every source must keep to, run against each of them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { contextWith, rulesWith } from './enrichment.fixture.ts';
import {
  type EnrichmentSource,
  type SourceAnswer,
  type SourceContext,
  type Subject,
  sourceAnswer,
} from './source.ts';

export interface ContractCase {
  readonly source: EnrichmentSource;
  /** A company the source knows much about. */
  readonly known: Subject;
  /** One it can look for and does not find. */
  readonly unknown: Subject;
  /** Everything the source can see, as text: what its quotations must stand in. */
  readonly world: string;
  readonly context?: Partial<SourceContext>;
  /** The same source with its world broken. */
  readonly broken: { readonly source: EnrichmentSource; readonly context?: Partial<SourceContext> };
  /** The same source where nothing ever answers. */
  readonly slow?: { readonly source: EnrichmentSource; readonly context?: Partial<SourceContext> };
  /** The same source in worlds made to harm it: whatever it answers must be small and fit. */
  readonly hostile?: readonly {
    readonly source: EnrichmentSource;
    readonly context?: Partial<SourceContext>;
  }[];
}

/** What one source may put into a lead's record, in characters. */
const MAX_ANSWER = 300_000;

const NOBODY: Subject = { domain: null, name: null };

function folded(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

/** Every piece of evidence anywhere in an answer. */
function evidenceIn(value: unknown): { source: string; quote: string; at: string; confidence: number }[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const own = sourceAnswer.shape.findings.shape.description
    .unwrap()
    .unwrap()
    .shape.evidence.safeParse('evidence' in value ? value.evidence : undefined);
  return [...(own.success ? own.data : []), ...Object.values(value).flatMap(evidenceIn)];
}

/** Declares the contract's tests for one source; `prepare` sets its world up, and those of `worlds`. */
export function keepsTheContract(
  name: string,
  prepare: (t: TestContext) => Promise<ContractCase>,
  worlds: readonly ('slow' | 'hostile')[] = [],
): void {
  async function ask(given: ContractCase, subject: Subject): Promise<SourceAnswer> {
    return given.source.ask(subject, contextWith(given.context));
  }

  test(`${name}: what it finds fits the schema, with evidence that stands in its world`, async (t) => {
    const given = await prepare(t);
    assert.ok(given.source.applies(given.known));
    const answer = await ask(given, given.known);
    assert.equal(answer.status, 'ok', answer.detail);
    assert.deepEqual(sourceAnswer.parse(answer), answer);
    const evidence = evidenceIn(answer.findings);
    // What DNS and numbering plans say of an address has its sentences in place of quotations.
    assert.ok(evidence.length > 0 || (answer.findings.contact_check?.checks.length ?? 0) > 0);
    const context = contextWith(given.context);
    for (const { quote, source, at } of evidence) {
      assert.ok(folded(given.world).includes(folded(quote)), `"${quote}" does not stand in the source`);
      assert.ok(quote.length <= 1_000);
      assert.notEqual(source, '');
      assert.equal(at, context.now.toISOString());
    }
  });

  test(`${name}: asked twice it answers the same`, async (t) => {
    const given = await prepare(t);
    assert.deepEqual(await ask(given, given.known), await ask(given, given.known));
  });

  test(`${name}: what it does not find it does not make up`, async (t) => {
    const given = await prepare(t);
    const answer = await ask(given, given.unknown);
    assert.equal(answer.status, 'nothing-found', answer.detail);
    assert.deepEqual(answer.findings, {});
    assert.notEqual(answer.detail, '');
  });

  test(`${name}: it says when it cannot be asked, and what it would need`, async (t) => {
    const { source } = await prepare(t);
    assert.equal(source.applies(NOBODY), false);
    assert.notEqual(source.needs, '');
  });

  test(`${name}: two companies never share a place in the cache`, async (t) => {
    const { source, known, unknown } = await prepare(t);
    const key = source.cacheKey(known, rulesWith());
    assert.ok(key === null || key !== source.cacheKey(unknown, rulesWith()));
  });

  test(`${name}: broken, it fails with a reason and gives nothing`, async (t) => {
    const { broken, known } = await prepare(t);
    const answer = await broken.source
      .ask(known, contextWith(broken.context))
      .catch((thrown: unknown) => ({ status: 'failed', detail: String(thrown), findings: {} }));
    assert.ok(['failed', 'timed-out', 'refused'].includes(answer.status), answer.status);
    assert.ok(answer.detail.length > 20, answer.detail);
    assert.deepEqual(answer.findings, {});
  });

  test(`${name}: once its time is over it lets go within a second`, async (t) => {
    const given = await prepare(t);
    const signal = AbortSignal.abort();
    const before = performance.now();
    await given.source.ask(given.known, contextWith({ ...given.context, signal })).catch(() => undefined);
    assert.ok(performance.now() - before < 1_000);
  });

  if (worlds.includes('slow')) {
    // Settled by the signal alone: without it the test would end at its own limit.
    test(`${name}: where nobody answers it ends with its signal`, { timeout: 20_000 }, async (t) => {
      const { slow, known } = await prepare(t);
      assert.ok(slow);
      const signal = AbortSignal.timeout(200);
      const answer = await slow.source
        .ask(known, contextWith({ ...slow.context, signal }))
        .catch((thrown: unknown) => ({ status: 'thrown', detail: String(thrown), findings: {} }));
      assert.ok(signal.aborted);
      assert.ok(['thrown', 'failed', 'timed-out', 'refused'].includes(answer.status), answer.status);
      assert.deepEqual(answer.findings, {});
    });
  }

  if (worlds.includes('hostile')) {
    test(`${name}: what a hostile world makes it say is small and fits`, async (t) => {
      const { hostile = [], known } = await prepare(t);
      assert.ok(hostile.length > 0);
      for (const { source, context } of hostile) {
        const answer = await source
          .ask(known, contextWith(context))
          .catch(
            (thrown: unknown): SourceAnswer => ({ status: 'failed', detail: String(thrown), findings: {} }),
          );
        assert.deepEqual(sourceAnswer.parse(answer), answer);
        assert.ok(answer.detail.length <= 2_000, `a detail of ${answer.detail.length} characters`);
        assert.ok(JSON.stringify(answer).length <= MAX_ANSWER, 'an answer too large for a record');
        for (const { quote } of evidenceIn(answer.findings)) assert.ok(quote.length <= 1_000);
      }
    });
  }
}
