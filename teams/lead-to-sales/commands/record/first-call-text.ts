/** The section of a record for the first call: what to speak of, with the words it rests on. Pure. */
import type { EnrichmentReport } from '../../lead.ts';
import { columns, dim, plain, quoted, section } from '../text/layout.ts';
import { sourceOf } from './field-lines.ts';

function pointLine({ text, quote, source }: EnrichmentReport['talking_points'][number]): string {
  const said = plain(text, 600);
  const from = sourceOf(source);
  // Most points hold their quotation already, and a bare figure of a list is told by its place alone.
  const isSaid = said.includes(plain(quote, 60).replace(/…$/, '')) || /^[\d.,\s%+-]+$/.test(quote);
  return columns(['•', `${said} ${dim(`(${isSaid ? from : `${quoted(quote, 160)}, ${from}`})`)}`], [1, 92]);
}

/** Talking points; empty where enrichment found nothing to speak of. */
export function firstCallSection(report: EnrichmentReport | null): string[] {
  return section('For the first call', report?.talking_points.map(pointLine) ?? []);
}
