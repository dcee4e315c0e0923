/** What a row of a register says, each value with file, line and column. Pure. */
import type { CompanyReport } from '../../../lead.ts';
import { hasLegalForm } from '../../../standards/company-name.ts';
import { countryCode } from '../../../standards/country.ts';
import { phoneNumber } from '../../capture/standardise/phone.ts';
import { cellFact, type RowContext, rowFacts } from '../list-facts.ts';
import { cellOf, type ListFile, type ListRow } from '../list-file.ts';
import { companyStatus, dayOf, sumOf, wholeNumber, yearOf } from '../list-values.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Findings } from '../source.ts';

type CompanyYear = CompanyReport['history'][number];

/** The years that have a column of their own, such as employees_2024 or "Umsatz 2023", oldest first. */
function yearColumns(
  file: ListFile,
  headers: readonly string[],
): { readonly header: string; readonly year: number }[] {
  const bases = new Set(headers.map((header) => header.toLowerCase()));
  return [...file.places.keys()]
    .flatMap((header) => {
      const match = /^(.{1,40}?)[ _-]?\(?((?:19|20)\d{2})\)?$/u.exec(header);
      return match?.[1] !== undefined && bases.has(match[1].trim())
        ? [{ header, year: Number(match[2]) }]
        : [];
    })
    .sort((one, other) => one.year - other.year);
}

/** Reads a row. `as_of` is the day its data is from, where a column says so. */
export function registerFacts(
  row: ListRow,
  context: RowContext & { readonly rules: EnrichmentRules },
): { findings: Findings; asOf: string | null } {
  const { file, rules, now } = context;
  const columns = rules.columns.register;
  const fact = rowFacts(row, context);

  // A column called "name" may hold a trade name as well.
  const named = cellOf(file, row, columns.legal_name);
  const legalName = named?.header === 'name' && !hasLegalForm(named.text) ? null : named;
  const currency = cellOf(file, row, columns.currency)?.text.toUpperCase() ?? null;
  const country = fact(columns.country, (text) => countryCode(text.split('_')[0] ?? ''));
  const years = new Map<number, CompanyYear>();
  const yearly = (year: number): CompanyYear => years.get(year) ?? { year, employees: null, revenue: null };
  for (const { header, year } of yearColumns(file, columns.employees)) {
    const employees = fact([header], wholeNumber);
    if (employees !== null) years.set(year, { ...yearly(year), employees });
  }
  for (const { header, year } of yearColumns(file, columns.revenue)) {
    const revenue = fact([header], (text) => sumOf(text, currency));
    if (revenue !== null) years.set(year, { ...yearly(year), revenue });
  }
  const history = [...years.values()].sort((one, other) => one.year - other.year);
  const last = <Key extends 'employees' | 'revenue'>(key: Key): CompanyYear[Key] | null =>
    history.findLast((year) => year[key] !== null)?.[key] ?? null;
  const findings: Findings = {
    legal_name: cellFact(legalName, row, context, (text) => text),
    description: fact(columns.description, (text) => text),
    industry: fact(columns.industry, (text) => text),
    founded: fact(columns.founded, (text) => yearOf(text, now)),
    employees: fact(columns.employees, wholeNumber) ?? last('employees'),
    revenue: fact(columns.revenue, (text) => sumOf(text, currency)) ?? last('revenue'),
    country,
    region: fact(columns.region, (text) => text),
    phone: fact(columns.phone, (text) => {
      const number = phoneNumber(text, country?.value ?? null);
      return number?.e164 ?? null;
    }),
    status: fact(columns.status, (text) => companyStatus(text, rules.register_status)),
    ...(history.length > 0 ? { history } : {}),
  };
  return { findings, asOf: dayOf(cellOf(file, row, columns.as_of)?.text ?? '') };
}
