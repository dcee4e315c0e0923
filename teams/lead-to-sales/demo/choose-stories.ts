/** Which five cases are told in full: one of each kind, chosen by the data, the same ones for the same day. Pure. */
import { isNurtured, openTaskOf } from '../commands/text/place.ts';
import type { SourceName } from '../lead.ts';
import type { DayCase } from './day.ts';
import { outcomeOf } from './figures.ts';

/**
 * - `account`: it went to the owner of the account. `new`: somebody nobody knew, with the best score.
 * - `joined`: one person's several inquiries. `waits`: a person is asked. `nurtured`: too early for sales.
 * - `other`: told because the day has none of a kind.
 */
export type StoryKind = 'account' | 'new' | 'joined' | 'waits' | 'nurtured' | 'other';

export interface ChosenStory {
  readonly case_id: string;
  readonly kind: StoryKind;
  /** Why this one, as a heading. */
  readonly title: string;
}

/** What the choice rests on beside the cases themselves. */
export interface ChoiceFacts {
  /** Cases that the owner of their account has. */
  readonly accountOwned: ReadonlySet<string>;
  /** How much the people wrote whose cases wait, in characters. */
  readonly words: ReadonlyMap<string, number>;
}

type Pick = (cases: readonly DayCase[]) => ChosenStory | null;

const STORIES = 5;

function byScore(a: DayCase, b: DayCase): number {
  const difference = (b.lead?.lead_score ?? -1) - (a.lead?.lead_score ?? -1);
  return difference || (a.case_id < b.case_id ? -1 : 1);
}

function best(
  kind: StoryKind,
  title: string,
  fits: (one: DayCase) => boolean,
  order: (a: DayCase, b: DayCase) => number = byScore,
): Pick {
  return (cases) => {
    const [first] = cases.filter(fits).sort(order);
    return first === undefined ? null : { case_id: first.case_id, kind, title };
  };
}

const isLead = (one: DayCase): boolean => outcomeOf(one) === 'lead';
const isRated = (one: DayCase, rating: string): boolean => isLead(one) && one.lead?.rating === rating;
const isUnclear = (one: DayCase): boolean => outcomeOf(one) === 'unclear';
const isWaiting = ({ standing }: DayCase): boolean => openTaskOf(standing) !== null;

/** The lead whose person wrote by the most different ways, then most often. */
function mostJoined(all: readonly DayCase[]): Pick {
  const further = Map.groupBy(
    all.filter((one) => one.joined_to !== null && outcomeOf(one) === 'joined'),
    (one) => one.joined_to ?? '',
  );
  const others = (one: DayCase): readonly DayCase[] => further.get(one.case_id) ?? [];
  const ways = (one: DayCase): number =>
    new Set<SourceName>([one, ...others(one)].map(({ source }) => source)).size;
  return (cases) => {
    const [first] = cases
      .filter((one) => isLead(one) && others(one).length > 0)
      .sort((a, b) => ways(b) - ways(a) || others(b).length - others(a).length || byScore(a, b));
    if (first === undefined) return null;
    const title = `One person, ${others(first).length + 1} inquiries, one lead`;
    return { case_id: first.case_id, kind: 'joined', title };
  };
}

/**
 * Five kinds, each case once: for the account's owner, the hottest newcomer, one person over several sources,
 * what waits for a person, what is nurtured. Where the day has none of a kind, the next best ones take its place.
 */
export function chooseStories(
  cases: readonly DayCase[],
  { accountOwned, words }: ChoiceFacts,
): ChosenStory[] {
  const isAccounts = ({ case_id }: DayCase): boolean => accountOwned.has(case_id);
  const isOwned = (one: DayCase): boolean => isLead(one) && one.lead?.owner_id != null && !isWaiting(one);
  const length = (one: DayCase): number => words.get(one.case_id) ?? 0;
  const told: ChosenStory[] = [];
  const tell = (pick: Pick): void => {
    const left = cases.filter((one) => told.every(({ case_id }) => case_id !== one.case_id));
    const story = told.length < STORIES ? pick(left) : null;
    if (story !== null) told.push(story);
  };
  tell(mostJoined(cases));
  tell(
    best('account', 'For the owner of the account', (one) => isAccounts(one) && isOwned(one) && isLead(one)),
  );
  tell(
    best(
      'new',
      'The hottest newcomer',
      (one) => isRated(one, 'hot') && one.lead?.owner_id != null && !isAccounts(one),
    ),
  );
  tell(
    best(
      'waits',
      'Doubtful, so a person is asked',
      isUnclear,
      (a, b) => length(b) - length(a) || byScore(a, b),
    ),
  );
  if (!told.some(({ kind }) => kind === 'waits')) tell(best('waits', 'Waits for a person', isWaiting));
  tell(
    best(
      'nurtured',
      'Too early for sales, so it is nurtured',
      (one) => isRated(one, 'cold') && isNurtured(one.standing),
    ),
  );
  tell(best('other', 'The hottest lead', (one) => isRated(one, 'hot')));
  tell(best('other', 'The best warm lead', (one) => isRated(one, 'warm')));
  tell(best('other', 'Just below what goes to sales', (one) => isRated(one, 'cold')));
  tell(best('other', 'Another warm lead', (one) => isRated(one, 'warm')));
  const order: readonly StoryKind[] = ['account', 'new', 'joined', 'waits', 'nurtured', 'other'];
  return told.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}
