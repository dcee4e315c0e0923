/** Where each field of a report comes from, how old its data is, and its share of what the answers cost. Pure. */
import type { EnrichmentReport } from '../../../lead.ts';
import type { SourceReport } from '../ask-sources.ts';
import { type FactField, factField } from '../rules/fields.ts';
import type { EnrichmentSourceName } from '../rules.ts';

type FieldUse = EnrichmentReport['fields'][number];

const DAY_MS = 86_400_000;
/** What several sources tell together. */
const LISTS = ['history', 'technologies', 'social_profiles', 'news', 'people', 'contact_check'] as const;

interface Told {
  readonly field: string;
  readonly by: readonly SourceReport[];
}

function toldBy(
  reports: readonly SourceReport[],
  believed: ReadonlyMap<FactField, EnrichmentSourceName>,
): Told[] {
  const facts = factField.options.map((field) => ({
    field,
    by: reports.filter(({ name }) => believed.get(field) === name),
  }));
  const lists = LISTS.map((field) => ({
    field,
    by: reports.filter(({ findings }) => {
      const told = findings[field];
      return told !== undefined && !(Array.isArray(told) && told.length === 0);
    }),
  }));
  return [...facts, ...lists].filter(({ by }) => by.length > 0);
}

/** The day its data is from: as the source says, else when it was read. */
function dayOf({ asOf, readAt }: SourceReport): string {
  return (asOf ?? readAt).slice(0, 10);
}

/**
 * One line for each field that is known. A single value is the believed source's; what several tell together is as
 * old as the oldest of it. What an answer cost is shared evenly by the fields that rest on it, in hundredths.
 */
export function fieldUses(
  reports: readonly SourceReport[],
  believed: ReadonlyMap<FactField, EnrichmentSourceName>,
  now: Date,
): FieldUse[] {
  const told = toldBy(reports, believed);
  const shares = new Map(
    reports.map((report) => [report, report.cost / told.filter(({ by }) => by.includes(report)).length]),
  );
  return told.map(({ field, by }) => {
    const [as_of = ''] = by.map(dayOf).sort();
    const cost = by.reduce((sum, report) => sum + (shares.get(report) ?? 0), 0);
    return {
      field,
      sources: by.map(({ name }) => name),
      as_of,
      age_days: Math.max(0, Math.floor((now.getTime() - Date.parse(as_of)) / DAY_MS)),
      cost: Math.round(cost * 100) / 100,
    };
  });
}
