/** People a company names on its own pages: title, profile, and to whom they report where words or a chart say so. */
import { readTitle } from '../../../standards/titles/read-title.ts';
import { asWords, phraseIn } from '../phrases.ts';
import { isDecisionMaker } from '../report/people.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';
import { isOfType, type JsonObject, listOf, nameIn, textIn } from './json-ld.ts';
import { outlineOf } from './lines.ts';
import { namedIn } from './named-people.ts';
import { readOrgChart } from './org-chart.ts';
import { CONFIDENCE, type Page, quoted } from './page.ts';
import { personProfiles } from './person-profiles.ts';
import { bareName, isName } from './person-words.ts';
import { profileOf } from './social.ts';

export type Person = NonNullable<Findings['people']>[number];

const MAX_PEOPLE = 60;
const MAX_TEXT = 100_000;
const MAX_LINES = 3_000;
/** What other people say about the company is not its team. */
const QUOTATIONS = new Set(['blockquote', 'nav', 'header', 'footer', 'form']);

function person(
  page: Page,
  { name, title }: { readonly name: string; readonly title: string },
  confidence: number,
  rules: EnrichmentRules,
): Person | null {
  const named = quoted(page, name, name, confidence);
  const titled = quoted(page, title, title, confidence);
  if (named === null || titled === null) {
    return null;
  }
  const { seniority, jobFunction } = readTitle(title, page.language);
  const known = { title: titled, seniority, job_function: jobFunction };
  return {
    name: named,
    ...known,
    is_decision_maker: isDecisionMaker(known, rules.people.decision_maker),
    reports_to: null,
    profile_url: null,
  };
}

/** Whether structured data says that the person works for somebody else. */
function worksElsewhere(object: JsonObject, page: Page): boolean {
  const employer = nameIn(listOf(object.worksFor)[0]);
  return (
    employer !== null &&
    !page.title.includes(employer) &&
    !page.lines.slice(0, 30).some((line) => line.includes(employer))
  );
}

function peopleInData(page: Page, rules: EnrichmentRules): Person[] {
  return page.data.flatMap((object) => {
    const name = isOfType(object, /^Person$/) ? textIn(listOf(object.name)[0]) : null;
    const title = textIn(listOf(object.jobTitle)[0]);
    const found =
      name && title && !worksElsewhere(object, page)
        ? person(page, { name, title }, CONFIDENCE.structured, rules)
        : null;
    if (found === null) {
      return [];
    }
    const links = [...listOf(object.sameAs), ...listOf(object.url)].flatMap((link) => textIn(link) ?? []);
    const profile = links
      .map((link) => profileOf(link, page.url, rules.profiles))
      .find((one) => one?.owner === 'person');
    return [{ ...found, profile_url: profile?.url ?? null }];
  });
}

/** "Reports to Jane Doe" in the lines under a person, up to the next one's. */
function superiorIn(
  page: Page,
  lines: readonly string[],
  from: number,
  to: number,
  rules: EnrichmentRules,
): Person['reports_to'] {
  for (const line of lines.slice(from + 1, Math.min(to, from + 6))) {
    const words = asWords(line.slice(0, 200));
    const phrase = phraseIn(words, rules.people.reports_to_words);
    if (phrase === null) continue;
    const at = line.toLowerCase().indexOf(phrase.toLowerCase());
    const rest = at === -1 ? '' : line.slice(at + phrase.length).replace(/^[\s:]+/, '');
    const name = bareName(rest.split(/[,.(]/)[0]?.trim() ?? '');
    if (isName(name)) {
      return quoted(page, name, line.slice(0, 300), CONFIDENCE.stated);
    }
  }
  return null;
}

function peopleInLines(page: Page, rules: EnrichmentRules): Person[] {
  const outline = outlineOf(page.tree.roots, MAX_TEXT, QUOTATIONS);
  const lines = outline.lines.slice(0, MAX_LINES);
  const named = namedIn(lines, rules.title_words).slice(0, MAX_PEOPLE);
  const profiles = personProfiles(named, outline, page.url, rules.profiles);
  const chart = readOrgChart(page, rules);
  return named.flatMap((one, index) => {
    const found = person(page, one, CONFIDENCE.stated, rules);
    if (found === null) {
      return [];
    }
    const reports_to =
      superiorIn(page, lines, one.line, named[index + 1]?.line ?? lines.length, rules) ??
      chart.get(one.name) ??
      null;
    return [{ ...found, reports_to, profile_url: profiles.get(one.name) ?? null }];
  });
}

/** People by name, each once; those of structured data first. Plain text is read only where `inText`. */
export function readPeople(page: Page, rules: EnrichmentRules, inText: boolean): Person[] {
  const byName = new Map<string, Person>();
  for (const one of [...peopleInData(page, rules), ...(inText ? peopleInLines(page, rules) : [])]) {
    const name = one.name?.value.toLowerCase() ?? '';
    const known = byName.get(name);
    byName.set(
      name,
      known === undefined
        ? one
        : {
            ...known,
            reports_to: known.reports_to ?? one.reports_to,
            profile_url: known.profile_url ?? one.profile_url,
          },
    );
  }
  return [...byName.values()].slice(0, MAX_PEOPLE);
}
