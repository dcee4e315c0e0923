/** The source `company-register`: looks a company up in a CSV file, by domain, else by its name. */
import { basename, resolve } from 'node:path';
import { type Evidence, isQuotedFrom } from 'baton';
import { countryCode } from '../../../standards/country.ts';
import type { EnrichmentSource, Findings, SourceAnswer, Subject } from '../source.ts';
import { createRegisterReader, type Register, type RegisterEntry } from './register.ts';

const MAX_CELL = 500;

interface Match {
  readonly entry: RegisterEntry;
  readonly by: 'domain' | 'name';
}

/** Null with the reason where the register does not know the company, or knows several of its name. */
function find(register: Register, subject: Subject): Match | string {
  const entry = subject.domain === null ? null : register.byDomain(subject.domain);
  if (entry !== null) {
    return { entry, by: 'domain' };
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
  const other = only.cells.domain ?? '';
  return subject.domain === null || other === ''
    ? { entry: only, by: 'name' }
    : `The register holds a company of this name, but its domain is ${other}.`;
}

/** A whole number as registers write it: "1,200", "1200", or the lower end of "51-200". */
function wholeNumber(text: string): number | null {
  const digits = /^(\d[\d,. ']{0,20})(?:\s*[-–+].*)?$/u.exec(text)?.[1]?.replace(/[,. ']/g, '');
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

function findingsOf({ entry, by }: Match, file: string, at: string): Findings {
  const row = Object.values(entry.cells).join(' | ');

  function fact<Value>(
    column: string,
    read: (cell: string) => Value | null,
  ): { value: Value; evidence: Evidence[] } | null {
    const quote = (entry.cells[column] ?? '').slice(0, MAX_CELL).trim();
    const value = quote === '' ? null : read(quote);
    if (value === null || !isQuotedFrom(quote, row)) {
      return null;
    }
    const source = `company register ${file}, line ${entry.line}, column ${column}`;
    return { value, evidence: [{ source, quote, at, confidence: by === 'domain' ? 0.9 : 0.7 }] };
  }

  const currency = entry.cells.revenue_currency?.trim().toUpperCase() ?? '';
  return {
    description: fact('description', (cell) => cell),
    industry: fact('industry', (cell) => cell),
    employees: fact('employees', wholeNumber),
    revenue: fact('revenue', (cell) => {
      const amount = wholeNumber(cell);
      return amount === null || !/^[A-Z]{3}$/.test(currency) ? null : { amount, currency };
    }),
    country: fact('country', countryCode),
    region: fact('city', (cell) => cell),
  };
}

/** Makes the source; paths in the rules are relative to `teamFolder`. */
export function createCompanyRegisterSource(teamFolder: string): EnrichmentSource {
  const readRegister = createRegisterReader();
  return {
    name: 'company-register',
    needs: 'the domain or the name of a company',
    applies: (subject) => subject.domain !== null || subject.name !== null,
    // In memory already, and what the file says now counts.
    cacheKey: () => null,
    async ask(subject, context): Promise<SourceAnswer> {
      const { file } = context.rules.sources['company-register'];
      const found = find(await readRegister(resolve(teamFolder, file)), subject);
      if (typeof found === 'string') {
        return { status: 'nothing-found', detail: found, findings: {} };
      }
      const name = found.entry.cells.name ?? '';
      return {
        status: 'ok',
        detail: `Found by ${found.by} in line ${found.entry.line} as "${name.slice(0, 100)}".`,
        findings: findingsOf(found, basename(file), context.now.toISOString()),
      };
    },
  };
}
