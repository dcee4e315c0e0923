/** What rows of a Sales Navigator export say of a company and its people, each value with file, line and column. Pure. */
import type { Evidence } from 'baton';
import { countryCode } from '../../../standards/country.ts';
import { cellOf, type ListFile, type ListRow } from '../list-file.ts';
import { dayOf, percentOf, wholeNumber, yearOf } from '../list-values.ts';
import { profileUrl } from '../providers/facts.ts';
import type { Person } from '../report/people.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';

type Known<Value> = { value: Value; evidence: Evidence[] } | null;

export interface ExportContext {
  readonly file: ListFile;
  readonly fileName: string;
  readonly confidence: number;
  readonly rules: EnrichmentRules;
  readonly now: Date;
}

function factsOf({ file, fileName, confidence, now }: ExportContext, row: ListRow) {
  return <Value>(headers: readonly string[], read: (text: string) => Value | null): Known<Value> => {
    const cell = cellOf(file, row, headers);
    const value = cell === null ? null : read(cell.text);
    if (cell === null || value === null) {
      return null;
    }
    const source = `Sales Navigator export ${fileName}, line ${row.line}, column ${cell.header}`;
    return { value, evidence: [{ source, quote: cell.text, at: now.toISOString(), confidence }] };
  };
}

const asText = (text: string): string => text;

function personOf(context: ExportContext, row: ListRow): Person[] {
  const columns = context.rules.columns.linkedin;
  const fact = factsOf(context, row);
  const first = fact(columns.first_name, asText);
  const last = fact(columns.last_name, asText);
  const name =
    first !== null && last !== null
      ? { value: `${first.value} ${last.value}`, evidence: [...first.evidence, ...last.evidence] }
      : fact(columns.full_name, asText);
  return name === null
    ? []
    : [
        {
          name,
          title: fact(columns.title, asText),
          seniority: null,
          job_function: null,
          is_decision_maker: false,
          reports_to: fact(columns.reports_to, asText),
          profile_url: profileUrl(cellOf(context.file, row, columns.person_url)?.text),
        },
      ];
}

/** The country a place ends in: "Hamburg, Germany", "Greater Boston, Massachusetts, United States". */
function countryIn(text: string): string | null {
  return countryCode(text.split(',').at(-1) ?? '');
}

/** The company as one row has it; a list of people repeats it on each row. */
function companyOf(context: ExportContext, row: ListRow): Findings {
  const columns = context.rules.columns.linkedin;
  const fact = factsOf(context, row);
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
