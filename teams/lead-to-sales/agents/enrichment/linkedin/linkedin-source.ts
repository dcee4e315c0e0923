/** The source `linkedin`: people and figures of a company from exports of LinkedIn Sales Navigator as CSV. */
import { basename, resolve } from 'node:path';
import { createListReaders } from '../list-file.ts';
import type { EnrichmentSource, Findings, SourceAnswer } from '../source.ts';
import { indexSalesNavigator, isAccountList } from './sales-navigator.ts';
import { salesNavigatorFacts } from './sales-navigator-facts.ts';

const WHAT_TO_DO =
  'It must be a CSV file with a column for the company; its path stands in rules.yaml under sources.linkedin.files, what columns may be called under columns.linkedin.';

/** What an earlier list says stays; people are joined. */
function joined(before: Findings, found: Findings): Findings {
  const known = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
  const earlier = Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null));
  const people = [...(before.people ?? []), ...(found.people ?? [])];
  return { ...known, ...earlier, ...(people.length > 0 ? { people } : {}) };
}

/** Makes the source; paths in the rules are relative to `teamFolder`, changes are looked for every `lookEveryMs`. */
export function createLinkedinSource(teamFolder: string, lookEveryMs = 0): EnrichmentSource {
  const readerOf = createListReaders(
    (file, columns) => indexSalesNavigator(file, columns.linkedin),
    WHAT_TO_DO,
    lookEveryMs,
  );
  return {
    name: 'linkedin',
    needs: 'the domain or the name of a company',
    applies: (subject) => subject.domain !== null || subject.name !== null,
    unready: (rules) =>
      rules.sources.linkedin.files.length > 0
        ? null
        : 'Not asked: no Sales Navigator export is named in rules.yaml under sources.linkedin.files.',
    // In memory already, and what the files say now counts.
    cacheKey: () => null,
    async ask(subject, { rules, now }): Promise<SourceAnswer> {
      const read = readerOf(rules.columns);
      let findings: Findings = {};
      let asOf: string | null = null;
      const places: string[] = [];
      for (const path of rules.sources.linkedin.files) {
        const list = await read(resolve(teamFolder, path));
        const { rows, by } = list.rowsOf(subject);
        if (rows.length === 0) {
          continue;
        }
        const fileName = basename(path);
        const listName = `Sales Navigator export ${fileName}`;
        const context = { file: list.file, listName, confidence: by === 'domain' ? 0.85 : 0.7, rules, now };
        const found = salesNavigatorFacts(context, rows, !isAccountList(list.file, rules.columns.linkedin));
        findings = joined(findings, found.findings);
        asOf = found.asOf ?? asOf;
        places.push(`${fileName} by ${by} (${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`);
      }
      return places.length === 0
        ? { status: 'nothing-found', detail: 'No export holds this company.', findings: {} }
        : { status: 'ok', detail: `Found in ${places.join(', ')}.`, findings, as_of: asOf };
    },
  };
}
