/**
 * Where rules contradict each other over a lead: which, and the safest action that rules.yaml names for each. Pure.
 * An owner's cap is counted by the write; all else is seen here.
 */
import type { RuleConflict } from 'baton';
import type { QualificationReport } from '../../lead.ts';
import { outcomeOf } from '../qualification/outcomes.ts';
import type { Rubric } from '../qualification/rubric.ts';
import type { Judgement, RuledOut, Standing } from './judge-owners.ts';
import type { LeadNeeds } from './lead-needs.ts';
import type { RoutingRules } from './rules.ts';

type Outcome = QualificationReport['outcome'];
type Territory = RoutingRules['territories'][string];

const worstFirst: readonly Outcome[] = ['unqualified', 'cold', 'warm', 'hot'];

function isWithin(inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean {
  return outer === undefined || inner?.every((name) => outer.includes(name)) === true;
}

function contains(outer: Territory, inner: Territory): boolean {
  return isWithin(inner.countries, outer.countries) && isWithin(inner.regions, outer.regions);
}

/** Territories, neither within the other, by which different owners may take the lead; the narrowest first. */
function contested(eligible: readonly Standing[], needs: LeadNeeds, rules: RoutingRules): string[] {
  const claimed = new Set(eligible.map(({ territory }) => territory));
  const known = needs.territories.flatMap((name): [string, Territory][] => {
    const territory = rules.territories[name];
    // Which of a country's regions it is, nobody has said: that is no contradiction of rules.
    const isGuess = territory?.regions !== undefined && needs.region === null;
    return territory && claimed.has(name) && !isGuess ? [[name, territory]] : [];
  });
  return known
    .filter(([, one]) => known.some(([, other]) => !contains(one, other) && !contains(other, one)))
    .map(([name]) => name);
}

/** The judgement once contested territories are settled by the safest action, and the conflict; null where there is none. */
export function settleTerritories(
  judged: Judgement,
  needs: LeadNeeds,
  rules: RoutingRules,
): { readonly judged: Judgement; readonly conflict: RuleConflict | null } {
  const isDecided = needs.requestedOwner !== null || judged.eligible.some(({ rank }) => rank === 0);
  const [narrowest, ...others] = isDecided ? [] : contested(judged.eligible, needs, rules);
  if (narrowest === undefined) return { judged, conflict: null };
  const { safest } = rules.conflicts.territories;
  const isKept = ({ territory }: Standing): boolean =>
    safest === 'narrowest' && (territory === null || !others.includes(territory));
  const kept = judged.eligible.filter(isKept);
  const gone = judged.eligible
    .filter((standing) => !isKept(standing))
    .map(({ owner_id, name, territory }): RuledOut => {
      const reason =
        safest === 'narrowest'
          ? `covers ${territory}; ${narrowest} claims the lead too, and is narrower`
          : `covers ${territory}; ${[narrowest, ...others].join(' and ')} both claim the lead`;
      return { owner_id, name, hindrance: 'territory', reason };
    });
  const conflict: RuleConflict = {
    rule: 'territories',
    message: `The territories ${[narrowest, ...others].join(' and ')} claim this lead, and neither is a part of the other.`,
    safest_action:
      safest === 'narrowest'
        ? `${narrowest}, the narrowest, has it.`
        : 'A sales manager is asked who takes it.',
  };
  return { judged: { ...judged, eligible: kept, ruledOut: [...gone, ...judged.ruledOut] }, conflict };
}

/** The outcome to go by, and the conflict where the score has another one by the thresholds. */
export function settleOutcome(
  report: QualificationReport | null,
  rubric: Pick<Rubric, 'rules' | 'frameworks'>,
  { conflicts }: RoutingRules,
): { readonly outcome: Outcome | null; readonly conflict: RuleConflict | null } {
  if (report === null) return { outcome: null, conflict: null };
  const { framework, score, outcome: said } = report;
  const own = Object.values(rubric.frameworks).find(({ name }) => name === framework)?.outcomes;
  const scored = outcomeOf(score, own ?? rubric.rules.outcomes).outcome;
  if (scored === said) return { outcome: said, conflict: null };
  const { safest } = conflicts.score_and_outcome;
  const [better] = [scored, said].toSorted((a, b) => worstFirst.indexOf(b) - worstFirst.indexOf(a));
  const outcome = safest === 'more-urgent' ? (better ?? said) : scored;
  const conflict: RuleConflict = {
    rule: 'score-and-outcome',
    message: `Its score of ${score} is ${scored} by the thresholds of ${framework}, and its outcome says ${said}.`,
    safest_action: `It is answered as a ${outcome} lead.`,
  };
  return { outcome, conflict };
}
