/** What a source of enrichment is: asked about one company and its person, it answers with findings and never decides. */
import { type Evidence, z } from 'baton';
import { enrichmentReport, verification } from '../../lead.ts';
import type { WantedField } from './rules/fields.ts';
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';

/** The person who wrote, as far as known. */
export interface SubjectPerson {
  readonly name: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
}

/** The company that is looked up, and the person at it. */
export interface Subject {
  /** Registrable domain in lower case; null where none is known. */
  readonly domain: string | null;
  readonly name: string | null;
  /** ISO 3166-1 alpha-2, where the lead says it. */
  readonly country?: string | null;
  readonly person?: SubjectPerson | null;
  /** What the lead's own words say already: nobody is paid for it. */
  readonly said?: readonly WantedField[];
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

/** Whether mail and calls reach the person, as far as one source can tell. */
const contactCheck = verification.omit({ company: true });
export type ContactCheck = z.infer<typeof contactCheck>;

/** What one source found; a key left out was not found. */
export const findings = enrichmentReport.shape.company.partial().extend({
  people: enrichmentReport.shape.people.optional(),
  contact_check: contactCheck.optional(),
  /** Whether the company's domain has an address or takes mail; left out where nobody could tell. */
  domain_alive: z.object({ alive: z.boolean(), detail: z.string() }).optional(),
});
export type Findings = z.infer<typeof findings>;

/** A fact that is known: the shape of `factOf` without its null. */
export interface KnownFact<Value> {
  value: Value;
  evidence: Evidence[];
}

/** Leaves out what was not found. */
export function compact(all: Findings): Findings {
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value != null && !(Array.isArray(value) && value.length === 0)),
  );
}

export const sourceAnswer = z.object({
  status: z.enum(['ok', 'nothing-found', 'failed', 'timed-out', 'refused']),
  /** One sentence a person reads. */
  detail: z.string().min(1),
  findings,
  /** From when the data is, where the source says so. */
  as_of: z.iso.date().nullish(),
  /** What the answer cost; left out: nothing. */
  cost: z.number().nonnegative().optional(),
  /** For an answer that is no final one: how long to leave the source alone, in place of the rules' time. */
  again_in_ms: z.number().nonnegative().optional(),
});
export type SourceAnswer = z.infer<typeof sourceAnswer>;

export interface EnrichmentSource {
  readonly name: EnrichmentSourceName;
  /**
   * One service for all companies: its failures say something of it, not of the company. While it is down it is not
   * asked, and the technicians are told once.
   */
  readonly isService?: boolean;
  /** What a subject must have, in words: it stands in the report where the source was skipped. */
  readonly needs: string;
  /**
   * What it can tell. A source that costs nothing may leave it out: it is asked anyhow. One that costs is
   * asked only while one of these is not sure.
   */
  readonly tells?: readonly WantedField[];
  applies(subject: Subject): boolean;
  /** Why it cannot be asked at all as things are, such as a missing key; null where it can. */
  unready?(rules: EnrichmentRules): string | null;
  /**
   * Names the subject in the cache, together with whatever of the rules shapes the answer. Null: the
   * source is quick enough to be asked each time.
   */
  cacheKey(subject: Subject, rules: EnrichmentRules): string | null;
  /** Called only where `applies`. A throw counts as `failed`, or as `timed-out` once the signal is aborted. */
  ask(subject: Subject, context: SourceContext): Promise<SourceAnswer>;
}
