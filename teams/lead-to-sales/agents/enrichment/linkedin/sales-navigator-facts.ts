/** What rows of a Sales Navigator export say of a company and its people, each value with file, line and column. Pure. */
import { countryCode } from '../../../standards/country.ts';
import { type RowContext, rowFacts } from '../list-facts.ts';
import { cellOf, type ListRow } from '../list-file.ts';
import { dayOf, percentOf, wholeNumber, yearOf } from '../list-values.ts';
import { foundPerson, profileUrl } from '../providers/facts.ts';
import type { Person } from '../report/people.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';

export type ExportContext = RowContext & { readonly rules: EnrichmentRules };

const asText = (text: string): string => text;

function personOf(context: ExportContext, row: ListRow): Person[] {
  const columns = context.rules.columns.linkedin;
  const fact = rowFacts(row, context);
  const first = fact(columns.first_name, asText);
  const last = fact(columns.last_name, asText);
  const name =
    first !== null && last !== null
      ? { value: `${first.value} ${last.value}`, evidence: [...first.evidence, ...last.evidence] }
      : fact(columns.full_name, asText);
  return name === null
    ? []
    : [
        foundPerson({
          name,
          title: fact(columns.title, asText),
          reports_to: fact(columns.reports_to, asText),
          profile_url: profileUrl(cellOf(context.file, row, columns.person_url)?.text),
        }),
      ];
}

/** The country a place ends in: "Hamburg, Germany", "Greater Boston, Massachusetts, United States". */
function countryIn(text: string): string | null {
  return countryCode(text.split(',').at(-1) ?? '');
}

/** The company as one row has it; a list of people repeats it on each row. */
function companyOf(context: ExportContext, row: ListRow): Findings {
  const columns = context.rules.columns.linkedin;
  const fact = rowFacts(row, context);
  const url = profileUrl(cellOf(context.file, row, columns.company_url)?.text);
  return {
    description: fact(columns.description, asText),
    industry: fact(columns.industry, asText),
    employees: fact(columns.employees, wholeNumber),
    employee_growth: fact(columns.employee_growth, percentOf),
    founded: fact(columns.founded, (text) => yearOf(text, context.now)),
    country: fact(columns.headquarters, countryIn),
    region: fact(columns.headquarters, asText),
    ...(url === null ? {} : { social_profiles: [{ network: 'linkedin', url }] }),
  };
}

/** Everything some rows of one export say; the first row with a value for the company counts. */
export function salesNavigatorFacts(
  context: ExportContext,
  rows: readonly ListRow[],
  withPeople: boolean,
): { findings: Findings; asOf: string | null } {
  const [first] = rows;
  if (first === undefined) {
    return { findings: {}, asOf: null };
  }
  const people = withPeople ? rows.slice(0, 200).flatMap((row) => personOf(context, row)) : [];
  return {
    findings: { ...companyOf(context, first), ...(people.length > 0 ? { people } : {}) },
    asOf: dayOf(cellOf(context.file, first, context.rules.columns.linkedin.exported_at)?.text ?? ''),
  };
}
