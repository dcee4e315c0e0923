/** The whole record of a case as `baton lead --json` writes it: keys in snake_case throughout. Pure. */
import type { CaseRecord } from './case-record.ts';
import { type ShownNotice, type ShownStanding, shownNotice, shownStanding } from './standing-data.ts';

export interface CaseRecordData extends Omit<CaseRecord, 'standing' | 'notices'> {
  readonly standing: ShownStanding | null;
  readonly notices: readonly ShownNotice[];
}

/** A record as data. What the engine says in camelCase is renamed; all else stays as it is. */
export function recordData(record: CaseRecord): CaseRecordData {
  const { standing, notices, messages } = record;
  return {
    ...record,
    standing: standing === null ? null : shownStanding(standing, messages),
    notices: notices.map(shownNotice),
  };
}
