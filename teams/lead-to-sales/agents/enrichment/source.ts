/** What a source of enrichment is: asked about one company, it answers with findings and never decides. */
import { z } from 'baton';
import { enrichmentReport } from '../../lead.ts';
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';

/** The company that is looked up. */
export interface Subject {
  /** Registrable domain in lower case; null where none is known. */
  readonly domain: string | null;
  readonly name: string | null;
}

export interface SourceContext {
  /** What evidence is dated with. */
  readonly now: Date;
  /** Aborted when the source's time is over. */
  readonly signal: AbortSignal;
  readonly rules: EnrichmentRules;
  /** Host name → origin on loopback: see `DeskServices`. */
  readonly loopbackSites: ReadonlyMap<string, string>;
}

/** What one source found; a key left out was not found. */
export const findings = enrichmentReport.shape.company
  .partial()
  .extend({ people: enrichmentReport.shape.people.optional() });
export type Findings = z.infer<typeof findings>;

export const sourceAnswer = z.object({
  status: z.enum(['ok', 'nothing-found', 'failed', 'timed-out', 'refused']),
  /** One sentence a person reads. */
  detail: z.string().min(1),
  findings,
});
export type SourceAnswer = z.infer<typeof sourceAnswer>;

export interface EnrichmentSource {
  readonly name: EnrichmentSourceName;
  /** What a subject must have, in words: it stands in the report where the source was skipped. */
  readonly needs: string;
  applies(subject: Subject): boolean;
  /**
   * Names the subject in the cache, together with whatever of the rules shapes the answer. Null: the
   * source is quick enough to be asked each time.
   */
  cacheKey(subject: Subject, rules: EnrichmentRules): string | null;
  /** Called only where `applies`. A throw counts as `failed`, or as `timed-out` once the signal is aborted. */
  ask(subject: Subject, context: SourceContext): Promise<SourceAnswer>;
}
