/** Exports of LinkedIn Sales Navigator in memory: lists of people and of accounts, by company. */
import { companyNameKey } from '../../../standards/company-name.ts';
import { registrableDomain } from '../../capture/standardise/domain.ts';
import { cellOf, hasColumn, type ListFile, type ListRow } from '../list-file.ts';
import type { ColumnRules } from '../rules/columns.ts';
import type { Subject } from '../source.ts';

export interface SalesNavigatorList {
  readonly file: ListFile;
  /** Rows of a company: by its domain where the list has it, else by its name. */
  rowsOf(subject: Subject): { readonly rows: readonly ListRow[]; readonly by: 'domain' | 'name' };
}

/** The company's own domain; not a LinkedIn page's. */
function domainOf(text: string): string | null {
  const domain = registrableDomain(text);
  return domain === 'linkedin.com' ? null : domain;
}

/** Throws where neither a company nor a name column is there: then it is no such export. */
export function indexSalesNavigator(file: ListFile, columns: ColumnRules['linkedin']): SalesNavigatorList {
  if (!hasColumn(file, columns.company) && !hasColumn(file, columns.full_name)) {
    throw new Error(`its first line has none of the columns ${columns.company.slice(0, 4).join(', ')} …`);
  }
  const byDomain = new Map<string, ListRow[]>();
  const byName = new Map<string, ListRow[]>();
  const add = (index: Map<string, ListRow[]>, key: string, row: ListRow): void => {
    const rows = index.get(key);
    if (rows === undefined) index.set(key, [row]);
    else rows.push(row);
  };
  // A list of accounts calls the company's name "name".
  const names = isAccountList(file, columns) ? [...columns.company, 'name', 'account name'] : columns.company;
  for (const row of file.rows) {
    const domain = domainOf(cellOf(file, row, columns.domain)?.text ?? '');
    const name = companyNameKey(cellOf(file, row, names)?.text ?? '');
    if (domain !== null) add(byDomain, domain, row);
    if (name !== '') add(byName, name, row);
  }
  return {
    file,
    rowsOf({ domain, name }) {
      const known = domain === null ? undefined : byDomain.get(domain);
      if (known !== undefined) {
        return { rows: known, by: 'domain' };
      }
      const named = byName.get(companyNameKey(name ?? '')) ?? [];
      // A row with another domain is another company of this name.
      const rows = named.filter((row) => {
        const other = domainOf(cellOf(file, row, columns.domain)?.text ?? '');
        return domain === null || other === null || other === domain;
      });
      return { rows, by: 'name' };
    },
  };
}

/** A list of accounts has no people in it. */
export function isAccountList(file: ListFile, columns: ColumnRules['linkedin']): boolean {
  return (
    !hasColumn(file, columns.first_name) &&
    !hasColumn(file, columns.last_name) &&
    !hasColumn(file, columns.title) &&
    !hasColumn(file, columns.person_url)
  );
}
