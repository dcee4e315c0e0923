/** Whether what a company uses fits what is sold, by the wishes in the rules. Pure. */
import type { EnrichmentReport } from '../../../lead.ts';
import type { TechnologyWish } from '../rules/judgement.ts';
import type { EnrichmentRules } from '../rules.ts';

type Technology = EnrichmentReport['company']['technologies'][number];

/** A technology that a wish of the rules speaks of. */
export interface Match {
  readonly technology: Technology;
  readonly because: string;
}

const names = new WeakMap<TechnologyWish, ReadonlySet<string>>();

function namesOf(wish: TechnologyWish): ReadonlySet<string> {
  const known = names.get(wish) ?? new Set(wish.names?.map((name) => name.toLowerCase()));
  names.set(wish, known);
  return known;
}

function matches(technologies: readonly Technology[], wishes: readonly TechnologyWish[]): Match[] {
  return technologies.flatMap((technology) => {
    const wish = wishes.find(
      (one) =>
        namesOf(one).has(technology.name.toLowerCase()) ||
        (one.categories?.includes(technology.category) ?? false),
    );
    return wish === undefined ? [] : [{ technology, because: wish.because }];
  });
}

export interface TechnologyMatches {
  readonly fits: readonly Match[];
  readonly clashes: readonly Match[];
}

/** What clashes is no fit, even where both wishes name it. */
export function matchTechnologies(
  technologies: readonly Technology[],
  rules: EnrichmentRules['technology_fit'],
): TechnologyMatches {
  const clashes = matches(technologies, rules.clashes);
  const fits = matches(technologies, rules.fits).filter(
    ({ technology }) => !clashes.some((clash) => clash.technology === technology),
  );
  return { fits, clashes };
}

function listed(all: readonly Match[]): string {
  return all.map(({ technology, because }) => `${technology.name} (${because})`).join(', ');
}

/** The report's words on fit; null where no technology is known. */
export function technologyFit(
  technologies: readonly Technology[],
  { fits, clashes }: TechnologyMatches,
): EnrichmentReport['technology_fit'] {
  if (technologies.length === 0) {
    return null;
  }
  const parts = [
    ...(fits.length > 0 ? [`Fits: ${listed(fits)}.`] : []),
    ...(clashes.length > 0 ? [`Clashes: ${listed(clashes)}.`] : []),
  ];
  const known =
    technologies.length === 1 ? 'The one technology' : `None of the ${technologies.length} technologies`;
  const nothing = `${known} known ${technologies.length === 1 ? 'speaks neither for nor against' : 'speaks for or against'} what we sell.`;
  return {
    fits: fits.map(({ technology }) => technology.name),
    clashes: clashes.map(({ technology }) => technology.name),
    summary: parts.length > 0 ? parts.join(' ') : nothing,
  };
}
