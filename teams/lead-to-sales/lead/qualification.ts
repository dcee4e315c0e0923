/** The key `qualification`: the score, its reasons, and what would raise it. */
import { z } from 'baton';

/** A dimension of the framework in force, such as `budget`; the agent holds it against the framework's file. */
export const dimensionName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);

/** One reason for points: the signal, what it is worth, and the words it rests on. */
export const scoreReason = z.object({
  signal: z.string(),
  points: z.number(),
  explanation: z.string(),
  quote: z.string(),
  source: z.string(),
});

export const dimensionScore = z.object({
  /** As people read it, such as "Economic buyer". */
  title: z.string().default(''),
  /** Its place in the framework, from 0. */
  position: z.number().int().default(0),
  points: z.number().int().min(0).max(100),
  maximum: z.number().int().min(1).max(100).default(25),
  band: z.string(),
  reasons: z.array(scoreReason),
  /** What nobody has spoken of. */
  unknown: z.array(z.string()),
  /** What the person's own words speak against. */
  spoken_against: z.array(z.string()).default([]),
});
export type DimensionScore = z.infer<typeof dimensionScore>;

/** A question that would raise the score most, and by how much at best. */
export const advice = z.object({
  ask: z.string(),
  dimension: dimensionName,
  would_add: z.number().int().positive(),
});

/** Somebody who may say yes: the person, or another that their words or enrichment name. */
export const namedDecider = z.object({
  name: z.string(),
  title: z.string().nullable(),
  is_the_person: z.boolean(),
  quote: z.string(),
  source: z.string(),
});

/** A rule that holds the whole score down, such as for a student; `points` is what it takes away, 0 or less. */
export const heldBack = z.object({
  guard: z.string(),
  points: z.number().int().max(0),
  at_most: z.number().int(),
  explanation: z.string(),
  quote: z.string(),
  source: z.string(),
});

/** The key `qualification`. */
export const qualificationReport = z.object({
  framework: z.string(),
  /** How many inquiries of the person it knows of. */
  inquiries: z.number().int().min(1).default(1),
  /** The dimensions' points scaled to 100, and what `guards` take away. */
  score: z.number().int().min(0).max(100),
  outcome: z.enum(['hot', 'warm', 'cold', 'unqualified']),
  dimensions: z.record(dimensionName, dimensionScore),
  guards: z.array(heldBack).default([]),
  decision_maker: z.enum(['yes', 'no', 'unknown']),
  /** Who decides, where that is known. */
  decided_by: namedDecider.nullable().default(null),
  /** What to ask, the most rewarding first. */
  advice: z.array(advice).default([]),
  /** Three sentences a salesperson reads. */
  summary: z.string(),
});
export type QualificationReport = z.infer<typeof qualificationReport>;

/** The dimensions by name, in the framework's order. */
export function dimensionsInOrder({
  dimensions,
}: Pick<QualificationReport, 'dimensions'>): [string, DimensionScore][] {
  return Object.entries(dimensions).sort(([, a], [, b]) => a.position - b.position);
}
