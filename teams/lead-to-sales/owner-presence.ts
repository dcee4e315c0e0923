/** Whether an owner is there at all: for whoever gives them leads, reminds them, or lets leads come back to them. Pure. */
import { isTimeZone, localDay } from './local-time.ts';
import type { Owner } from './store/owners.ts';

/** Why somebody is not there, in a word that can be counted and in a sentence's end. */
export interface Unavailability {
  readonly hindrance: 'inactive' | 'time-zone' | 'absent';
  readonly reason: string;
}

/** Why an owner can take no lead at all at this time; null where they can. Absences are days of their own zone. */
export function unavailability(
  owner: Pick<Owner, 'active' | 'timezone' | 'absent_from' | 'absent_until'>,
  now: Date,
): Unavailability | null {
  if (!owner.active) return { hindrance: 'inactive', reason: 'is not active' };
  if (!isTimeZone(owner.timezone)) {
    return {
      hindrance: 'time-zone',
      reason: `has the time zone "${owner.timezone}", which is unknown; give one such as Europe/Berlin`,
    };
  }
  const { absent_from: from, absent_until: until } = owner;
  if (from === null && until === null) return null;
  const today = localDay(now, owner.timezone);
  if ((from !== null && today < from) || (until !== null && today > until)) return null;
  return { hindrance: 'absent', reason: `is absent${until === null ? '' : ` until ${until}`}` };
}
