/** The section of a record on which other cases are the same person's, who said so and why. Pure. */
import type { Merge } from '../../store/merges.ts';
import { columns, dim, plain, section } from '../text/layout.ts';
import { dayAndTime } from '../text/times.ts';
import { undashed } from '../text/words.ts';
import type { CaseRecord } from './case-record.ts';

const deeds: Readonly<Record<Merge['kind'], readonly [from: string, into: string]>> = {
  joined: ['was joined to', 'was joined to this one'],
  continued: ['goes on as', 'goes on with this one'],
  'by-hand': ['was merged into', 'was merged into this one'],
  proposed: ['may be the same person as', 'may be the same person'],
};

function mergeLine(merge: Merge, caseId: string, timezone: string): string {
  const [from, into] = deeds[merge.kind];
  const words =
    merge.from_case === caseId ? `${caseId} ${from} ${merge.into_case}` : `${merge.from_case} ${into}`;
  const sure = merge.probability === null ? '' : `, ${Math.round(merge.probability * 100)} % sure`;
  const undone =
    merge.undone_at === null
      ? ''
      : ` Undone by ${plain(merge.undone_by ?? 'somebody', 40)}, ${dayAndTime(merge.undone_at, timezone)}${merge.undone_why === null ? '' : `: ${plain(merge.undone_why, 200)}`}.`;
  const who = `${undashed(merge.decided_by)}, ${dayAndTime(merge.at, timezone)}${sure}`;
  return columns(
    [`No. ${merge.merge_id}`, `${words} ${dim(`(${who})`)}. ${plain(merge.why.join(' '), 400)}${undone}`],
    [8, 86],
  );
}

/** Joins and merges of this case, and the doubts; how to take one back. */
export function mergesSection({ merges, case_id }: CaseRecord, timezone: string): string[] {
  const standing = merges.some(({ undone_at, kind }) => undone_at === null && kind !== 'proposed');
  const undo = standing ? [dim('  `baton unmerge NUMBER` takes two apart again.')] : [];
  return section('One person, several inquiries', [
    ...merges.map((merge) => mergeLine(merge, case_id, timezone)),
    ...undo,
  ]);
}
