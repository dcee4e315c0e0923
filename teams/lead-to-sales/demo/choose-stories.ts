/** Which three cases are told in full: chosen by the data, the same ones for the same day. Pure. */
import { openTaskOf } from '../commands/text/place.ts';
import type { SourceName } from '../lead.ts';
import type { DayCase } from './day.ts';
import { outcomeOf } from './figures.ts';

export interface ChosenStory {
  readonly case_id: string;
  /** Why this one, as a heading. */
  readonly title: string;
}

function byScore(a: DayCase, b: DayCase): number {
  const difference = (b.lead?.lead_score ?? -1) - (a.lead?.lead_score ?? -1);
  return difference || (a.case_id < b.case_id ? -1 : 1);
}

/** The lead whose person wrote by the most different ways, then most often. */
function mostJoined(cases: readonly DayCase[]): ChosenStory | null {
  const further = Map.groupBy(
    cases.filter((one) => one.joined_to !== null && outcomeOf(one) === 'joined'),
    (one) => one.joined_to ?? '',
  );
  const ways = (one: DayCase): Set<SourceName> =>
    new Set([one, ...(further.get(one.case_id) ?? [])].map(({ source }) => source));
  const times = (one: DayCase): number => further.get(one.case_id)?.length ?? 0;
  const [best] = cases
    .filter((one) => outcomeOf(one) === 'lead' && times(one) > 0)
    .sort((a, b) => ways(b).size - ways(a).size || times(b) - times(a) || byScore(a, b));
  if (best === undefined) return null;
  return { case_id: best.case_id, title: `One person, ${times(best) + 1} inquiries, one lead` };
}

/** Of what waits for a person the best scored, then who has written most (`words` by case). */
function waiting(cases: readonly DayCase[], words: ReadonlyMap<string, number>): ChosenStory | null {
  const length = (one: DayCase): number => words.get(one.case_id) ?? 0;
  const [best] = cases
    .filter(({ standing }) => openTaskOf(standing) !== null)
    .sort(
      (a, b) =>
        (b.lead?.lead_score ?? -1) - (a.lead?.lead_score ?? -1) || length(b) - length(a) || byScore(a, b),
    );
  return best === undefined ? null : { case_id: best.case_id, title: 'Waits for a person' };
}

function scored(
  cases: readonly DayCase[],
  rating: 'hot' | 'warm' | 'cold',
  title: string,
): ChosenStory | null {
  const [best] = cases
    .filter((one) => outcomeOf(one) === 'lead' && one.lead?.rating === rating)
    .sort(byScore);
  return best === undefined ? null : { case_id: best.case_id, title };
}

/**
 * One hot lead, one that was joined from several inquiries, one that waits for a person; where the day
 * has none of a kind, a warm one or the cold one that came nearest. At most three, each case once.
 */
export function chooseStories(cases: readonly DayCase[], words: ReadonlyMap<string, number>): ChosenStory[] {
  const joined = mostJoined(cases);
  const others = cases.filter(({ case_id }) => case_id !== joined?.case_id);
  const hot = scored(others, 'hot', 'The hottest lead') ?? scored(others, 'warm', 'The best warm lead');
  const rest = others.filter(({ case_id }) => case_id !== hot?.case_id);
  const waits = waiting(rest, words);
  const told = new Set([hot?.case_id, joined?.case_id, waits?.case_id]);
  const left = rest.filter(({ case_id }) => !told.has(case_id));
  const near =
    scored(left, 'cold', 'Just below what goes to sales') ?? scored(left, 'warm', 'Another warm lead');
  const stories = [hot, joined ?? near, waits ?? (joined === null ? null : near)];
  return stories.flatMap((story) => story ?? []);
}
