/** The source `company-register`: looks a company up in lists as CSV, by domain, else by its name. */
import { basename, resolve } from 'node:path';
import { cellOf, createListReaders } from '../list-file.ts';
import type { EnrichmentSource, SourceAnswer } from '../source.ts';
import { findCompany } from './find-company.ts';
import { indexRegister } from './register.ts';
import { registerFacts } from './register-facts.ts';

const WHAT_TO_DO =
  'It must be a CSV file with a column for the company’s name; its path stands in rules.yaml under sources.company-register.files, what columns may be called under columns.register.';

/** Makes the source; paths in the rules are relative to `teamFolder`, changes are looked for every `lookEveryMs`. */
export function createCompanyRegisterSource(teamFolder: string, lookEveryMs = 0): EnrichmentSource {
  const readerOf = createListReaders(
    (file, columns) => indexRegister(file, columns.register),
    WHAT_TO_DO,
    lookEveryMs,
  );
  return {
    name: 'company-register',
    needs: 'the domain or the name of a company',
    applies: (subject) => subject.domain !== null || subject.name !== null,
    // In memory already, and what the files say now counts.
    cacheKey: () => null,
    async ask(subject, { rules, now }): Promise<SourceAnswer> {
      const columns = rules.columns.register;
      const read = readerOf(rules.columns);
      let why = '';
      for (const path of rules.sources['company-register'].files) {
        const register = await read(resolve(teamFolder, path));
        const found = findCompany(register, subject, columns);
        if (typeof found === 'string') {
          why ||= found;
          continue;
        }
        const { row, by } = found;
        const name = cellOf(register.file, row, columns.name)?.text ?? '';
        const confidence = by === 'domain' ? 0.9 : 0.7;
        const { findings, asOf } = registerFacts(row, {
          file: register.file,
          listName: `company register ${basename(path)}`,
          confidence,
          rules,
          now,
        });
        return {
          status: 'ok',
          detail: `Found by ${by} in line ${row.line} as "${name.slice(0, 100)}".`,
          findings,
          as_of: asOf,
        };
      }
      return { status: 'nothing-found', detail: why, findings: {} };
    },
  };
}
