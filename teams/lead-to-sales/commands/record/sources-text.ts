/** The section of a record on who was asked, what it took and cost, and who was not asked and why. Pure. */
import type { EnrichmentReport } from '../../lead.ts';
import { columns, counted, listed, plain, section } from '../text/layout.ts';
import { tookWords } from '../text/times.ts';
import { undashed } from '../text/words.ts';

type SourceUse = EnrichmentReport['sources'][number];

const statusWords: Readonly<Record<SourceUse['status'], string>> = {
  ok: 'answered',
  cached: 'from cache',
  'nothing-found': 'found nothing',
  failed: 'failed',
  'timed-out': 'too slow',
  refused: 'refused',
  skipped: 'not asked',
};

const SPOKE_NOT: ReadonlySet<SourceUse['status']> = new Set(['failed', 'timed-out', 'refused']);

/** One line: name, what came of it, time, cost, and as much of the detail as has room; all of it where it failed. */
function askedLine({ name, status, detail, took_ms, cost }: SourceUse, nameWidth: number): string {
  const detailWidth = 94 - nameWidth - 13 - 6 - 8 - 2 * 4;
  return columns(
    [
      plain(undashed(name), nameWidth),
      statusWords[status],
      tookWords(took_ms),
      cost > 0 ? `cost ${cost}` : 'free',
      plain(detail.replaceAll(/https?:\/\//g, ''), SPOKE_NOT.has(status) ? 400 : detailWidth),
    ],
    [nameWidth, 13, 6, 8, detailWidth],
  );
}

/** Why a source was not asked, in so few words that those of one kind fall together. */
function shortWhy({ detail }: SourceUse): string {
  if (/wants a key/.test(detail)) return 'no key';
  if (/switched off/i.test(detail)) return 'switched off';
  if (/budget/.test(detail)) return 'the budget is spent';
  if (/sure enough/.test(detail)) return 'what it would say is sure already';
  return plain(detail.replace(/^Not asked: /, ''), 120).replace(/\.$/, '');
}

/** One line for all that were not asked. */
function notAskedLine(skipped: readonly SourceUse[]): string[] {
  if (skipped.length === 0) return [];
  const groups = [...Map.groupBy(skipped, shortWhy)].map(
    ([why, same]) => `${listed(same.map(({ name }) => undashed(name)))} (${why})`,
  );
  return [columns(['Not asked', `${skipped.length}: ${groups.join('; ')}.`], [16, 78])];
}

/** Who was asked for this lead. */
export function sourcesSection(report: EnrichmentReport | null): string[] {
  const sources = report?.sources ?? [];
  const asked = sources.filter(({ status }) => status !== 'skipped');
  const nameWidth = Math.min(24, Math.max(16, ...asked.map(({ name }) => name.length)));
  const cost = asked.reduce((sum, one) => sum + one.cost, 0);
  const title = `Who was asked: ${counted(asked.length, 'source')}, ${cost === 0 ? 'free of charge' : `cost ${cost}`}`;
  return section(sources.length === 0 ? '' : title, [
    ...asked.map((one) => askedLine(one, nameWidth)),
    ...notAskedLine(sources.filter(({ status }) => status === 'skipped')),
  ]);
}
