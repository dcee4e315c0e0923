/** The codes of NAICS 2022 (U.S. Census Bureau, public domain) and their titles. */
import { readFileSync } from 'node:fs';
import { plainLetters } from '../companies/fold.ts';
import { once } from '../word-lists.ts';

export interface NaicsIndustry {
  /** Two to six digits; a sector of several numbers as NAICS writes it, such as 31-33. */
  readonly code: string;
  readonly title: string;
}

const industries = once((): NaicsIndustry[] => {
  // One code and one title a line, as the file beside this one is written.
  const lines = readFileSync(new URL('naics-2022.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const comma = line.indexOf(',');
    return {
      code: line.slice(0, comma),
      title: line
        .slice(comma + 1)
        .replace(/^"|"$/g, '')
        .replaceAll('""', '"'),
    };
  });
});

const byCode = once((): ReadonlyMap<string, NaicsIndustry> => {
  const map = new Map<string, NaicsIndustry>();
  for (const industry of industries()) {
    map.set(industry.code, industry);
    const [from, to] = industry.code.split('-').map(Number);
    if (from === undefined || to === undefined) continue;
    for (let sector = from; sector <= to; sector += 1) map.set(String(sector), industry);
  }
  return map;
});

const byTitle = once((): ReadonlyMap<string, NaicsIndustry> => {
  const map = new Map<string, NaicsIndustry>();
  // Of one title on several levels, the highest: it says no more.
  for (const industry of industries()) {
    const key = titleKey(industry.title);
    if (!map.has(key)) map.set(key, industry);
  }
  return map;
});

/** The industry of a code of two to six digits; null where NAICS 2022 has none such. */
export function naicsByCode(code: string): NaicsIndustry | null {
  return byCode().get(code.trim()) ?? null;
}

/** The industry whose title this is, case and signs aside; null where none is. */
export function naicsByTitle(title: string): NaicsIndustry | null {
  return byTitle().get(titleKey(title.slice(0, 200))) ?? null;
}

function titleKey(title: string): string {
  return plainLetters(title)
    .replace(/\bexcept\b/g, ' ')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && word !== 'and')
    .join(' ');
}
