/** A company register in memory: its rows by domain and by name. */
import { companyNameKey } from '../../../standards/company-name.ts';
import { registrableDomain } from '../../capture/standardise/domain.ts';
import { cellOf, hasColumn, type ListFile, type ListRow } from '../list-file.ts';
import type { EnrichmentRules } from '../rules.ts';

export interface Register {
  readonly file: ListFile;
  byDomain(domain: string): ListRow | null;
  /** Companies of one name, legal form and spelling apart. */
  byName(name: string): readonly ListRow[];
}

/** Throws where a column for the name is missing. */
export function indexRegister(file: ListFile, columns: EnrichmentRules['columns']['register']): Register {
  if (!hasColumn(file, columns.name)) {
    throw new Error(`its first line has none of the columns ${columns.name.slice(0, 5).join(', ')} …`);
  }
  const byDomain = new Map<string, ListRow>();
  const byName = new Map<string, ListRow[]>();
  for (const row of file.rows) {
    const website = cellOf(file, row, columns.domain)?.text.toLowerCase() ?? '';
    const domain = website === '' ? null : (registrableDomain(website) ?? website);
    const name = companyNameKey(cellOf(file, row, columns.name)?.text ?? '');
    if (domain !== null && !byDomain.has(domain)) {
      byDomain.set(domain, row);
    }
    const namesakes = byName.get(name);
    if (namesakes !== undefined) {
      namesakes.push(row);
    } else if (name !== '') {
      byName.set(name, [row]);
    }
  }
  return {
    file,
    byDomain: (domain) => byDomain.get(domain.toLowerCase()) ?? null,
    byName: (name) => byName.get(companyNameKey(name)) ?? [],
  };
}
