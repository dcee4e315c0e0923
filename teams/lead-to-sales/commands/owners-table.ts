/** The owners and their loads as a table of 100 columns and as data. Pure. */
import Table from 'cli-table3';
import { unavailability } from '../owner-presence.ts';
import type { OwnerLoad } from '../store/assignments.ts';
import type { Owner } from '../store/owners.ts';

/** An owner as `--json` shows them. */
export interface OwnerLine extends Owner {
  readonly today: number;
  readonly open: number;
  /** Assignments since Monday. */
  readonly week: number;
  /** Absent today, in their own time zone. */
  readonly absent: boolean;
}

export function ownerLines(owners: readonly Owner[], loads: readonly OwnerLoad[], now: Date): OwnerLine[] {
  const byId = new Map(loads.map((load) => [load.owner_id, load]));
  return owners.map((owner) => {
    const load = byId.get(owner.owner_id);
    return {
      ...owner,
      today: load?.today ?? 0,
      open: load?.open ?? 0,
      week: load?.week ?? 0,
      absent: unavailability({ ...owner, active: true }, now)?.hindrance === 'absent',
    };
  });
}

function away({ active, absent, absent_from, absent_until }: OwnerLine): string {
  if (!active) return 'not active';
  if (absent) return absent_until === null ? 'away' : `away until ${absent_until}`;
  if (absent_from === null && absent_until === null) return '';
  const isPlanned = absent_from !== null && (absent_until === null || absent_from <= absent_until);
  return isPlanned ? `from ${absent_from}` : '';
}

function names({ name, owner_id, role }: OwnerLine): string {
  return `${name}\n${owner_id}${role === 'manager' ? ' (manager)' : ''}`;
}

/** Each owner with what they cover and know, today's and open leads against the caps, and absence. */
export function ownersTable(lines: readonly OwnerLine[]): string {
  if (lines.length === 0) return 'There are no owners yet. `baton owners --import FILE.csv` adds them.';
  const table = new Table({
    head: ['Owner', 'Covers', 'Knows', 'Today', 'Open', 'Week', 'Away'],
    colWidths: [23, 17, 17, 8, 8, 6, 13],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'left'],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const line of lines) {
    table.push([
      names(line),
      line.territories.map((one) => (one === '*' ? 'anywhere' : one)).join(', '),
      [...line.languages, ...line.specialties, ...line.segments].join(', '),
      `${line.today}/${line.daily_cap}`,
      `${line.open}/${line.open_cap}`,
      line.weekly_cap === null ? String(line.week) : `${line.week}/${line.weekly_cap}`,
      away(line),
    ]);
  }
  const note = 'Today and Open: leads against the cap. Open: waiting for a first response.';
  return `${table.toString()}\n${note}`;
}
