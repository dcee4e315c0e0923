/** A company register as a CSV file: read once per process, and again when the file has changed. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BatonError, z } from 'baton';
import { parse } from 'csv-parse';
import { companyNameKey } from '../../../standards/company-name.ts';

export interface RegisterEntry {
  readonly line: number;
  /** Cells by column, as they stand in the file. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface Register {
  byDomain(domain: string): RegisterEntry | null;
  /** Companies of one name, legal form and spelling apart. */
  byName(name: string): readonly RegisterEntry[];
}

const MAX_BYTES = 100_000_000;
const REQUIRED = ['name', 'domain'];

const parsed = z.object({
  record: z.record(z.string(), z.string()),
  info: z.object({ lines: z.number() }),
});

async function readRegister(path: string): Promise<Register> {
  const byDomain = new Map<string, RegisterEntry>();
  const byName = new Map<string, RegisterEntry[]>();
  const parser = parse({
    bom: true,
    trim: true,
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    columns: (header: string[]) => {
      const names = header.map((name) => name.trim().toLowerCase());
      const missing = REQUIRED.filter((name) => !names.includes(name));
      if (missing.length > 0) {
        throw new Error(`its first line lacks the column ${missing.join(' and ')}`);
      }
      return names;
    },
  });
  for await (const row of createReadStream(path)
    .on('error', (error) => parser.destroy(error))
    .pipe(parser)) {
    const { record, info } = parsed.parse(row);
    const entry = { line: info.lines, cells: record };
    const domain = record.domain?.toLowerCase() ?? '';
    const name = companyNameKey(record.name ?? '');
    if (domain !== '' && !byDomain.has(domain)) {
      byDomain.set(domain, entry);
    }
    if (name !== '') {
      byName.set(name, [...(byName.get(name) ?? []), entry]);
    }
  }
  return {
    byDomain: (domain) => byDomain.get(domain.toLowerCase()) ?? null,
    byName: (name) => byName.get(companyNameKey(name)) ?? [],
  };
}

/**
 * Makes a reader of registers by absolute path. It throws `register-unreadable`, and tries again when
 * asked again, where the file is missing, too large, or no CSV with a `name` and a `domain` column.
 */
export function createRegisterReader(): (path: string) => Promise<Register> {
  const known = new Map<string, { readonly state: string; readonly register: Promise<Register> }>();
  return async (path) => {
    try {
      const { mtimeMs, size } = await stat(path);
      if (size > MAX_BYTES) {
        throw new Error(`it is larger than ${MAX_BYTES} bytes`);
      }
      const state = `${mtimeMs}/${size}`;
      const before = known.get(path);
      const register = before?.state === state ? before.register : readRegister(path);
      known.set(path, { state, register });
      return await register;
    } catch (thrown) {
      known.delete(path);
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new BatonError(
        'register-unreadable',
        `The company register ${path} cannot be read: ${why}. It must be a CSV file with the columns name and domain; its path stands in rules.yaml under sources.company-register.file.`,
        { cause: thrown },
      );
    }
  };
}
