/** The section of a record on what an inquiry was judged by: what speaks for a buyer, and what for anything else. Pure. */
import type { CaptureOutcome } from '../../lead.ts';
import { bold, columns, dim, plain, quoted, section } from '../text/layout.ts';
import { undashed } from '../text/words.ts';

const MOST_SIGNS = 8;

type Sign = NonNullable<CaptureOutcome['signs']>[number];

function signLine({ speaks_for, points, quote, source }: Sign): string {
  const what = speaks_for === 'buyer' ? bold('a buyer') : undashed(speaks_for);
  const weight = `${points < 0 ? '−' : '+'}${Math.abs(Math.round(points * 10) / 10)}`;
  return columns([what, weight, `${quoted(quote, 160)} ${dim(`(${plain(source, 80)})`)}`], [16, 5, 71]);
}

/** The signs, strongest first; empty where none were written down. */
export function signsSection(capture: CaptureOutcome | null): string[] {
  const signs = capture?.signs ?? [];
  const more = signs.length - MOST_SIGNS;
  return section('What speaks for a buyer, and what for something else', [
    ...signs.slice(0, MOST_SIGNS).map(signLine),
    ...(more > 0 ? [dim(`  and ${more} more (\`--json\` has all of them)`)] : []),
  ]);
}
