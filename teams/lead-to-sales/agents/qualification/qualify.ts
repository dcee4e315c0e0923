/** The whole judgement as a pure function: what is known and a rubric in, an explained score out. No clock, no chance. */
import { BatonError } from 'baton';
import type { EnrichmentReport, LeadData, QualificationReport } from '../../lead.ts';
import { adviceOn } from './advice.ts';
import { decisionMaker } from './decision-maker.ts';
import { findingsOf, scoreDimension } from './dimension.ts';
import type { KnownFacts } from './facts.ts';
import type { Framework } from './framework.ts';
import { gatherFacts } from './gather-facts.ts';
import { guardsThatHold } from './guards.ts';
import { type CountedMoods, holds } from './holds.ts';
import { boundFor, type Outcome, outcomeOf } from './outcomes.ts';
import type { FurtherInquiry } from './own-words.ts';
import { countedMoods, type Rubric } from './rubric.ts';
import { summarise } from './summary.ts';

/** How urgent what follows is, by the framework that a report was made by. */
export function priorityOf(
  { framework: name, score }: Pick<QualificationReport, 'framework' | 'score'>,
  { rules, frameworks }: Pick<Rubric, 'rules' | 'frameworks'>,
): Outcome['priority'] {
  const own = Object.values(frameworks).find((framework) => framework.name === name)?.outcomes;
  return outcomeOf(score, own ?? rules.outcomes).priority;
}

/** The framework in force for this lead. */
function frameworkFor(facts: KnownFacts, { rules, frameworks }: Rubric, counted: CountedMoods): Framework {
  const chosen = rules.choose.find((line) => holds(line, facts, counted))?.framework ?? rules.framework;
  const framework = frameworks[chosen];
  if (framework) return framework;
  throw new BatonError(
    'framework-unknown',
    `rules.yaml names the framework "${chosen}", and there is no ${chosen}.yaml beside it. There are: ${Object.keys(frameworks).join(', ')}.`,
  );
}

/**
 * Scores a lead by the rubric, over the needs of all its inquiries. Every reason quotes words that stand in `lead`,
 * `enrichment` or `further`; what has none scores nothing and is listed under `unknown`.
 * Throws `framework-unknown` where the rules name a framework that is not there.
 */
export function qualify(
  lead: LeadData,
  enrichment: EnrichmentReport | null,
  further: readonly FurtherInquiry[],
  rubric: Rubric,
): QualificationReport {
  const { rules } = rubric;
  const counted: CountedMoods = (list) => countedMoods(rubric, list);
  const facts = gatherFacts(lead, enrichment, further, rubric);
  const framework = frameworkFor(facts, rubric, counted);
  const names = Object.entries(framework.dimensions);
  const findings = new Map(names.map(([name, one]) => [name, findingsOf(one, facts, counted)]));
  const dimensions = Object.fromEntries(
    names.map(([name, one], position) => {
      const found = findings.get(name) ?? { credits: [], caps: [] };
      return [name, scoreDimension(one, position, found)];
    }),
  );
  const maximum = names.reduce((sum, [, one]) => sum + one.maximum, 0);
  const sum = Object.values(dimensions).reduce((total, { points }) => total + points, 0);
  const scaled = Math.round((sum * 100) / maximum);
  const outcomes = framework.outcomes ?? rules.outcomes;
  const bounded = rules.guards.map((one) => ({
    ...one,
    at_most: boundFor(one.at_most, rules.outcomes, outcomes),
  }));
  const guards = guardsThatHold(bounded, facts, counted, scaled);
  const score = guards.reduce((left, { points }) => left + points, scaled);
  const outcome = outcomeOf(score, outcomes);
  const ceiling = Math.min(100, ...guards.map(({ at_most }) => at_most));
  const judged = {
    framework: framework.name,
    inquiries: further.length + 1,
    score,
    outcome: outcome.outcome,
    dimensions,
    guards,
    ...decisionMaker(lead, enrichment, facts, rules, counted),
    advice: adviceOn(framework.dimensions, findings, { scale: 100 / maximum, scaled, ceiling }, rules.advice),
  };
  return { ...judged, summary: summarise(lead, judged, framework, outcome.next) };
}
