/**
 * The source `website`: reads a company's home page and the few pages it leads to, as robots.txt allows,
 * and takes facts out of them by code. What a page says is quoted, never obeyed.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GuardedFetch } from '../guarded-fetch.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { EnrichmentSource, SourceAnswer } from '../source.ts';
import { crawl } from './crawl.ts';
import { extractFindings } from './extract.ts';
import { asWords, phraseIn } from './phrases.ts';

/** Rises when the code finds other things in the same page: what was cached before is then not used. */
const EXTRACTION_VERSION = 1;

const digests = new WeakMap<EnrichmentRules, string>();

/** Whatever of the rules shapes what is found, in short. */
function digestOf(rules: EnrichmentRules): string {
  const known = digests.get(rules);
  if (known !== undefined) {
    return known;
  }
  const { sources, pages, title_words, news, parked_phrases, technologies } = rules;
  const { max_pages, max_page_bytes, user_agent } = sources.website;
  const shaping = [
    max_pages,
    max_page_bytes,
    user_agent,
    pages,
    title_words,
    news,
    parked_phrases,
    technologies,
  ];
  const digest = createHash('sha256').update(JSON.stringify(shaping)).digest('hex').slice(0, 12);
  digests.set(rules, digest);
  return digest;
}

function counted(count: number, one: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${one}s`;
}

/** Makes the source. `fetchText` is the guarded way to the web. */
export function createWebsiteSource(fetchText: GuardedFetch): EnrichmentSource {
  return {
    name: 'website',
    needs: 'the domain of a company',
    applies: (subject) => subject.domain !== null,
    cacheKey: (subject, rules) => `website/${EXTRACTION_VERSION}-${digestOf(rules)}/${subject.domain}`,
    async ask(subject, context): Promise<SourceAnswer> {
      const visit = await crawl(subject.domain ?? '', context, fetchText);
      if (visit.home === null) {
        return { status: visit.status, detail: visit.detail, findings: {} };
      }
      const { home, others, problems } = visit;
      const front = asWords(`${home.title} ${home.lines.slice(0, 200).join(' ')}`);
      const parked = phraseIn(front, context.rules.parked_phrases);
      if (parked !== null) {
        const detail = `${home.url} only holds the domain: it says "${parked}".`;
        return { status: 'nothing-found', detail, findings: {} };
      }
      await nextTurn();
      const findings = await extractFindings(home, others, context.rules);
      const count = counted(others.length + 1, 'page');
      const detail = [`${count} of ${new URL(home.url).origin} read.`, ...problems].join(' ');
      return Object.keys(findings).length === 0
        ? { status: 'nothing-found', detail: `${detail} Nothing there that can be used.`, findings }
        : { status: 'ok', detail, findings };
    },
  };
}
