/** Which row of a register is the company that is looked for: by its domain, else by its name alone. */
import { cellOf, type ListRow } from '../list-file.ts';
import type { EnrichmentRules } from '../rules.ts';
import type { Subject } from '../source.ts';
import type { Register } from './register.ts';

export interface Match {
  readonly row: ListRow;
  readonly by: 'domain' | 'name';
}

/** The reason where the register does not know the company, or knows several of its name. */
export function findCompany(
  register: Register,
  subject: Subject,
  columns: EnrichmentRules['columns']['register'],
): Match | string {
  const row = subject.domain === null ? null : register.byDomain(subject.domain);
  if (row !== null) {
    return { row, by: 'domain' };
  }
  // A company of this name with another domain may well be another company.
  const named = subject.name === null ? [] : register.byName(subject.name);
  const [only] = named;
  if (only === undefined) {
    return 'The register does not hold this company.';
  }
  if (named.length > 1) {
    return `The register holds ${named.length} companies of this name; which one is not known.`;
  }
  const other = cellOf(register.file, only, columns.domain)?.text ?? '';
  return subject.domain === null || other === ''
    ? { row: only, by: 'name' }
    : `The register holds a company of this name, but its domain is ${other}.`;
}
