/**
 * The source `website`: reads a company's home page and the few pages it leads to, as robots.txt allows,
 * and takes facts out of them by code. What a page says is quoted, never obeyed.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createRulesDigest } from '../rules-digest.ts';
import type { EnrichmentSource, SourceAnswer } from '../source.ts';
import { shippedTechnologies } from '../technologies/detect.ts';
import { joinFindings, readVisited } from './extract.ts';
import { choosePages, type PageKind } from './links.ts';
import type { SiteReader } from './site-reader.ts';

/** Rises when the code finds other things in the same page: what was cached before is then not used. */
const EXTRACTION_VERSION = 2;
/** Pages of news are the source `news`'s. */
const KINDS: readonly PageKind[] = ['about', 'team', 'imprint', 'contact', 'careers'];

/** Whatever of the rules shapes what is found. */
const rulesDigest = createRulesDigest((rules) => {
  const { max_pages, max_page_bytes, user_agent } = rules.sources.website;
  const { pages, title_words, chart_words, news, parked_phrases, imprint, profiles, people, politeness } =
    rules;
  return [
    [max_pages, max_page_bytes, user_agent, shippedTechnologies().digest],
    [pages, title_words, chart_words, news, parked_phrases, imprint, profiles, people, politeness],
  ];
});

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

/** Makes the source. `sites` may be shared with others that read the same websites. */
export function createWebsiteSource(sites: SiteReader): EnrichmentSource {
  return {
    name: 'website',
    needs: 'the domain of a company',
    applies: (subject) => subject.domain !== null,
    cacheKey: (subject, rules) => `website/${EXTRACTION_VERSION}-${rulesDigest(rules)}/${subject.domain}`,
    async ask(subject, context): Promise<SourceAnswer> {
      const visit = await sites.visit(subject.domain ?? '', context);
      if (visit.home === null) {
        return { status: visit.status, detail: visit.detail, findings: {} };
      }
      const { home } = visit;
      const links = choosePages(
        home,
        context.rules.pages,
        KINDS,
        context.rules.sources.website.max_pages - 1,
      );
      const answers = await Promise.all(
        links.map(async ({ kind, url }) => {
          const page = await visit.readPage(url, context);
          // A page may take some tens of milliseconds; others wait no longer than that.
          await nextTurn();
          return typeof page === 'string' ? page : readVisited(page, kind, context.rules);
        }),
      );
      await nextTurn();
      const read = [
        readVisited(home, 'home', context.rules),
        ...answers.filter((answer) => typeof answer !== 'string'),
      ];
      const problems = answers.filter((answer) => typeof answer === 'string');
      const findings = joinFindings(home.url, read);
      const count = counted(read.length, 'page');
      const detail = [`${count} of ${new URL(home.url).origin} read.`, ...problems].join(' ').slice(0, 900);
      return Object.keys(findings).length === 0
        ? { status: 'nothing-found', detail: `${detail} Nothing there that can be used.`, findings }
        : { status: 'ok', detail, findings };
    },
  };
}
