/** The whole judgement as a pure function: a lead and a rubric in, an explained score out. No clock, no chance. */
import type { EnrichmentReport, LeadData, QualificationReport } from '../../lead.ts';
import { scoreDimension } from './dimension.ts';
import { gatherFacts, type KnownFacts } from './facts.ts';
import { holds } from './holds.ts';
import type { QualificationRules } from './rules.ts';
import { createEar, type Ear } from './statements.ts';
import { summarise } from './summary.ts';

/** Preparing the phrases costs more than judging a lead, and a release's rules never change. */
const ears = new WeakMap<QualificationRules, Ear>();

function earOf(rules: QualificationRules): Ear {
  const known = ears.get(rules);
  if (known) return known;
  const ear = createEar(rules);
  ears.set(rules, ear);
  return ear;
}

/** The outcome a score has, and how urgent what follows is: the first whose lower bound it reaches. */
export function outcomeOf(score: number, rules: QualificationRules): QualificationRules['outcomes'][number] {
  const reached = rules.outcomes.find(({ from }) => score >= from);
  if (!reached) throw new RangeError(`No outcome of the rubric begins at or below ${score}.`);
  return reached;
}

function decisionMaker(facts: KnownFacts, rules: QualificationRules): 'yes' | 'no' | 'unknown' {
  return rules.decision_maker.find((line) => holds(line, facts))?.answer ?? 'unknown';
}

/**
 * Scores a lead by the rubric. Every reason quotes words that stand in `lead` or `enrichment`; what
 * has none scores nothing and is listed under `unknown`.
 */
export function qualify(
  lead: LeadData,
  enrichment: EnrichmentReport | null,
  rules: QualificationRules,
): QualificationReport {
  const facts = gatherFacts(lead, enrichment, rules, earOf(rules));
  const { budget, authority, need, timeline } = rules.dimensions;
  const dimensions = {
    budget: scoreDimension(budget, facts),
    authority: scoreDimension(authority, facts),
    need: scoreDimension(need, facts),
    timeline: scoreDimension(timeline, facts),
  };
  const score = Object.values(dimensions).reduce((total, { points }) => total + points, 0);
  const judged = {
    framework: rules.framework,
    score,
    outcome: outcomeOf(score, rules).outcome,
    dimensions,
    decision_maker: decisionMaker(facts, rules),
  };
  return { ...judged, summary: summarise(lead, judged, rules) };
}
