/**
 * Who is asked next, for which fields, and within what budget. Sources that cost nothing are asked at once and
 * always; those that cost one after another, only for fields that are not sure yet. Pure.
 */
import { confidenceOf } from './report/known.ts';
import type { WantedField } from './rules/fields.ts';
import { wantedField } from './rules/fields.ts';
import type { EnrichmentRules, EnrichmentSourceName } from './rules.ts';
import type { Findings, Subject } from './source.ts';

/** What one answer of a source costs by the rules; 0 for sources that are free. */
export function costOf(name: EnrichmentSourceName, rules: EnrichmentRules): number {
  const settings = rules.sources[name];
  return 'cost' in settings ? settings.cost : 0;
}

function orderOf(field: WantedField, rules: EnrichmentRules): readonly EnrichmentSourceName[] {
  return rules.waterfall.fields[field] ?? [];
}

/** The fields of the waterfall that neither the lead's own words nor any finding makes sure. */
export function openFields(
  subject: Subject,
  found: readonly Findings[],
  rules: EnrichmentRules,
): WantedField[] {
  const { sure_from } = rules.waterfall;
  return wantedField.options.filter(
    (field) =>
      orderOf(field, rules).length > 0 &&
      !subject.said?.includes(field) &&
      !found.some((one) => confidenceOf(field, one, subject, rules.people) >= sure_from),
  );
}

export interface Wave {
  /** To be asked together now. */
  readonly ask: readonly EnrichmentSourceName[];
  /** Would have been asked, but what is left of the lead's budget does not pay for them. */
  readonly tooDear: readonly EnrichmentSourceName[];
}

/**
 * The next wave: each open field names the first source of its order among `available`. A source that the
 * budget no longer pays for is passed over, and the field's next one is named.
 */
export function nextWave(
  open: readonly WantedField[],
  available: ReadonlySet<EnrichmentSourceName>,
  budgetLeft: number,
  rules: EnrichmentRules,
): Wave {
  const ask = new Set<EnrichmentSourceName>();
  const tooDear = new Set<EnrichmentSourceName>();
  let left = budgetLeft;
  for (const field of open) {
    for (const name of orderOf(field, rules)) {
      if (ask.has(name)) {
        break;
      }
      if (!available.has(name) || tooDear.has(name)) {
        continue;
      }
      const cost = costOf(name, rules);
      if (cost <= left) {
        left -= cost;
        ask.add(name);
        break;
      }
      tooDear.add(name);
    }
  }
  return { ask: [...ask], tooDear: [...tooDear] };
}

/** Why a source that costs was not asked, once nobody more is. */
export function whyNotPaid(
  name: EnrichmentSourceName,
  tooDear: ReadonlySet<EnrichmentSourceName>,
  spent: number,
  rules: EnrichmentRules,
): string {
  const fields = wantedField.options.filter((field) => orderOf(field, rules).includes(name));
  if (tooDear.has(name)) {
    const { per_lead } = rules.waterfall.budget;
    return `Not asked: the budget is spent (${spent} of ${per_lead} for this lead; it costs ${costOf(name, rules)}).`;
  }
  return fields.length === 0
    ? 'Not asked: it costs, and no field of the waterfall in rules.yaml names it.'
    : `Not asked: sure enough already of ${fields.map((field) => field.replaceAll('_', ' ')).join(', ')}.`;
}
