/** Sentences for the first call, each tied to words that somebody wrote. Pure. */
import type { Fact } from 'baton';
import type { EnrichmentReport, LeadData } from '../../../lead.ts';
import type { TalkingPointRule } from '../rules/judgement.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Span } from './growth.ts';
import { personKey } from './people.ts';
import { dayWords, spanWords } from './spoken.ts';
import type { Match, TechnologyMatches } from './technology-fit.ts';

type TalkingPoint = EnrichmentReport['talking_points'][number];

export interface Occasion {
  readonly lead: LeadData;
  readonly company: EnrichmentReport['company'];
  /** The years that growth is measured between, where they are known. */
  readonly spans: { readonly employees: Span | null; readonly revenue: Span | null };
  readonly people: EnrichmentReport['people'];
  readonly technologies: TechnologyMatches;
  readonly now: Date;
}

const MAX_QUOTE = 220;

/** At most so much of what was said, cut at a word. */
function short(text: string): string {
  const folded = text.replace(/\s+/gu, ' ').trim();
  return folded.length <= MAX_QUOTE ? folded : `${folded.slice(0, MAX_QUOTE).replace(/\s\S*$/u, '')} …`;
}

function filled(say: string, values: Readonly<Record<string, string>>): string {
  return say.replace(/\{(\w{1,20})\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The point on a fact; null where nobody said it. The quotation is the fact's own. */
function pointOn(
  say: string,
  fact: Fact<unknown> | null,
  values: Readonly<Record<string, string>> = {},
): TalkingPoint[] {
  const [first] = fact?.evidence ?? [];
  if (first === undefined) {
    return [];
  }
  return [
    {
      // The sentence around the words has a full stop of its own.
      text: filled(say, { quote: short(first.quote).replace(/(?<![.\s])\.$/u, ''), ...values }),
      quote: first.quote,
      source: first.source,
    },
  ];
}

function pointsOnNews(
  rule: Extract<TalkingPointRule, { about: 'news' }>,
  { company, now }: Occasion,
): TalkingPoint[] {
  const oldest = now.getTime() - rule.not_older_than;
  return company.news
    .filter(({ kind, date }) => kind === rule.kind && (date === null || Date.parse(date) >= oldest))
    .slice(0, 1)
    .flatMap(({ headline, date }) =>
      pointOn(rule.say, headline, { when: date === null ? 'no date given' : dayWords(date) }),
    );
}

function pointOnGrowth(
  rule: Extract<TalkingPointRule, { about: 'employee-growth' | 'revenue-growth' }>,
  { company, spans }: Occasion,
): TalkingPoint[] {
  const [growth, span] =
    rule.about === 'employee-growth'
      ? [company.employee_growth, spans.employees]
      : [company.revenue_growth, spans.revenue];
  if (
    growth === null ||
    growth.value < (rule.at_least ?? Number.NEGATIVE_INFINITY) ||
    growth.value > (rule.at_most ?? Number.POSITIVE_INFINITY)
  ) {
    return [];
  }
  const value = Math.round(Math.abs(growth.value)).toString();
  return pointOn(rule.say, growth, { value, years: span === null ? '' : `, ${spanWords(span)}` });
}

function pointOnTechnology(say: string, [match]: readonly Match[]): TalkingPoint[] {
  return match === undefined
    ? []
    : pointOn(say, match.technology.evidence, { name: match.technology.name, because: match.because });
}

/** A decision maker other than the one who wrote. */
function pointOnDecisionMaker(say: string, { people, lead }: Occasion): TalkingPoint[] {
  const own = personKey(lead.contact_info.last_name?.value ?? '');
  const other = people.find(
    ({ is_decision_maker, name }) =>
      is_decision_maker &&
      name !== null &&
      (own === '' || !` ${personKey(name.value)} `.includes(` ${own} `)),
  );
  return other === undefined || other.name === null || other.title === null
    ? []
    : pointOn(say, other.title, { name: other.name.value, title: other.title.value });
}

function pointsOf(rule: TalkingPointRule, occasion: Occasion): TalkingPoint[] {
  switch (rule.about) {
    case 'own-words':
      return pointOn(rule.say, occasion.lead.need.description);
    case 'news':
      return pointsOnNews(rule, occasion);
    case 'employee-growth':
    case 'revenue-growth':
      return pointOnGrowth(rule, occasion);
    case 'technology-fit':
      return pointOnTechnology(rule.say, occasion.technologies.fits);
    case 'technology-clash':
      return pointOnTechnology(rule.say, occasion.technologies.clashes);
    case 'decision-maker':
      return pointOnDecisionMaker(rule.say, occasion);
  }
}

/** The points of the rules that something was found for, in the rules' order. */
export function talkingPoints(rules: EnrichmentRules['talking_points'], occasion: Occasion): TalkingPoint[] {
  const points: TalkingPoint[] = [];
  for (const rule of rules.points) {
    if (points.length >= rules.most) {
      break;
    }
    points.push(...pointsOf(rule, occasion));
  }
  return points;
}
