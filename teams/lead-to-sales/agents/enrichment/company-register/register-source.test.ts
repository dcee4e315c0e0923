import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { contextWith, rulesWith } from '../enrichment.fixture.ts';
import type { SourceAnswer, Subject } from '../source.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createCompanyRegisterSource } from './register-source.ts';

const CSV = `name,domain,industry,employees,revenue,revenue_currency,country,city,founded,description
Nordwind Pumps GmbH,nordwind.example,Manufacturing,"1,240",31500000,EUR,Germany,Bremen,1987,"Pumps, valves and ""service"""
Smith & Sons Ltd,smith.example,Retail,51-200,,,GB,Leeds,,
Smith and Sons Limited,smith-sons.example,Services,12,900000,,GB,York,,
Lone Star LLC,,Logistics,about forty,500000,US$,US,Austin,,
`;

async function folderWith(t: TestContext, csv: string | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'register-'));
  t.after(() => rm(folder, { recursive: true }));
  if (csv !== null) {
    await writeFile(join(folder, 'companies.csv'), csv);
  }
  return folder;
}

const context = contextWith({ rules: rulesWith({}, 'companies.csv') });

async function askOnce(t: TestContext, subject: Partial<Subject>, csv = CSV): Promise<SourceAnswer> {
  const source = createCompanyRegisterSource(await folderWith(t, csv));
  return source.ask({ domain: null, name: null, ...subject }, context);
}

keepsTheContract(
  'company register',
  async (t) => ({
    source: createCompanyRegisterSource(await folderWith(t, CSV)),
    known: { domain: 'nordwind.example', name: null },
    unknown: { domain: 'nowhere.example', name: 'Nowhere' },
    world: CSV.replaceAll('""', '"'),
    context,
    broken: { source: createCompanyRegisterSource(await folderWith(t, null)), context },
    hostile: [
      {
        source: createCompanyRegisterSource(
          await folderWith(
            t,
            `name,domain,employees,founded,phone,status\n${'=1+1,nordwind.example,'.padEnd(200_000, '9')}\n"open`,
          ),
        ),
        context,
      },
      {
        source: createCompanyRegisterSource(
          await folderWith(
            t,
            `name,domain,${Array.from({ length: 3_000 }, (_, at) => `employees ${1900 + (at % 200)}`).join(',')}\nN,nordwind.example${',7'.repeat(3_000)}\n`,
          ),
        ),
        context,
      },
    ],
  }),
  ['hostile'],
);

test('a company is found by its domain, with file, line and column of every value', async (t) => {
  const { findings, detail } = await askOnce(t, { domain: 'nordwind.example', name: 'Something else' });
  assert.match(detail, /by domain in line 2 as "Nordwind Pumps GmbH"/);
  assert.equal(findings.employees?.value, 1240);
  assert.deepEqual(findings.employees?.evidence, [
    {
      source: 'company register companies.csv, line 2, column employees',
      quote: '1,240',
      at: '2026-11-23T09:00:00.000Z',
      confidence: 0.9,
    },
  ]);
  assert.deepEqual(findings.revenue?.value, { amount: 31_500_000, currency: 'EUR' });
  assert.equal(findings.country?.value, 'DE');
  assert.equal(findings.description?.value, 'Pumps, valves and "service"');
});

test('a company without a known domain is found by its name, whatever its legal form', async (t) => {
  const { findings, detail } = await askOnce(t, { name: 'NORDWIND  pumps' });
  assert.match(detail, /by name/);
  assert.equal(findings.industry?.evidence[0]?.confidence, 0.7);
});

test('a name alone is not enough where the domains differ or several companies share it', async (t) => {
  const other = await askOnce(t, { domain: 'nordwind-pumps.com', name: 'Nordwind Pumps' });
  assert.equal(other.status, 'nothing-found');
  assert.match(other.detail, /its domain is nordwind\.example/);
  const several = await askOnce(t, { name: 'Smith & Sons' });
  assert.match(several.detail, /2 companies of this name/);
});

test('cells that are empty or say nothing clear stay unknown', async (t) => {
  const { findings } = await askOnce(t, { name: 'Lone Star' });
  assert.equal(findings.employees, null);
  assert.equal(findings.revenue, null);
  const range = await askOnce(t, { domain: 'smith.example' });
  assert.equal(range.findings.employees?.value, 51);
  assert.equal(range.findings.description, null);
  const noCurrency = await askOnce(t, { domain: 'smith-sons.example' });
  assert.equal(noCurrency.findings.revenue, null);
});

test('the file is read once, and again when it has changed', async (t) => {
  const folder = await folderWith(t, CSV);
  const source = createCompanyRegisterSource(folder);
  const path = join(folder, 'companies.csv');
  const employees = async () => {
    const { findings } = await source.ask({ domain: 'nordwind.example', name: null }, context);
    return findings.employees?.value;
  };
  const time = new Date('2026-01-01T00:00:00Z');
  await utimes(path, time, time);
  assert.equal(await employees(), 1240);
  await writeFile(path, CSV.replace('1,240', '9,999'));
  await utimes(path, time, time);
  assert.equal(await employees(), 1240, 'same time and size: not read again');
  await utimes(path, time, new Date('2026-01-02T00:00:00Z'));
  assert.equal(await employees(), 9999);
});

test('a register that is missing or has other columns is named, with what to do', async (t) => {
  const bad = createCompanyRegisterSource(await folderWith(t, 'what,web\nA,b\n'));
  await assert.rejects(bad.ask({ domain: 'a.example', name: null }, context), {
    code: 'list-unreadable',
    message: /none of the columns name, company name.*rules\.yaml/,
  });
  const folder = await folderWith(t, null);
  const source = createCompanyRegisterSource(folder);
  await assert.rejects(source.ask({ domain: 'nordwind.example', name: null }, context), /no such file/);
  await writeFile(join(folder, 'companies.csv'), CSV);
  const { status } = await source.ask({ domain: 'nordwind.example', name: null }, context);
  assert.equal(status, 'ok', 'and is read once it is there');
});

test('a byte order mark, Windows line ends and ragged rows are no hindrance', async (t) => {
  const csv = `\ufeff${CSV.replaceAll('\n', '\r\n')}Short,short.example\r\n`;
  assert.equal((await askOnce(t, { domain: 'short.example' }, csv)).status, 'ok');
});

const HISTORY = `Firma;Website;Rechtsstand;Stand;Gründungsjahr;Mitarbeiter 2022;Mitarbeiter 2023;Mitarbeiter 2025;Umsatz 2023;Umsatz_2025;Währung;Ort;Land
Müller Pumpen GmbH;https://www.mueller-pumpen.de/start;In Liquidation seit 2025;31.12.2025;gegründet 1987;80;100;144;"12,5 Mio";18.000.000;EUR;Köln;Deutschland
Alt & Söhne KG;;gelöscht;2024-03-01;1899;12;;;;;EUR;Bonn;Deutschland
`;

test('years in the headers become a history; state, founding year and day of the data are read', async (t) => {
  const answer = await askOnce(t, { domain: 'mueller-pumpen.de' }, HISTORY);
  const { findings, as_of } = answer;
  assert.equal(as_of, '2025-12-31');
  assert.equal(findings.legal_name?.value, 'Müller Pumpen GmbH');
  assert.equal(findings.status?.value, 'in-liquidation');
  assert.equal(findings.status?.evidence[0]?.quote, 'In Liquidation seit 2025');
  assert.equal(findings.founded?.value, 1987);
  assert.deepEqual(
    findings.history?.map(({ year, employees, revenue }) => [
      year,
      employees?.value ?? null,
      revenue?.value ?? null,
    ]),
    [
      [2022, 80, null],
      [2023, 100, { amount: 12_500_000, currency: 'EUR' }],
      [2025, 144, { amount: 18_000_000, currency: 'EUR' }],
    ],
  );
  assert.equal(findings.employees?.value, 144, 'without a column of its own the last year counts');
  assert.equal(
    findings.revenue?.evidence[0]?.source,
    'company register companies.csv, line 2, column umsatz_2025',
  );
  const gone = await askOnce(t, { name: 'Alt und Söhne' }, HISTORY);
  assert.equal(gone.findings.status?.value, 'dissolved');
});

test('a register in an old character set with semicolons is read as it was meant', async (t) => {
  const folder = await folderWith(t, null);
  await writeFile(join(folder, 'companies.csv'), Buffer.from(HISTORY, 'latin1'));
  const answer = await createCompanyRegisterSource(folder).ask(
    { domain: null, name: 'Müller Pumpen' },
    context,
  );
  assert.equal(answer.findings.region?.value, 'Köln');
});

test('of several registers the first that knows a company counts', async (t) => {
  const folder = await folderWith(t, CSV);
  await writeFile(join(folder, 'second.csv'), HISTORY);
  const { sources } = context.rules;
  const register = { ...sources['company-register'], files: ['companies.csv', 'second.csv'] };
  const rules = { ...context.rules, sources: { ...sources, 'company-register': register } };
  const source = createCompanyRegisterSource(folder);
  const ask = (domain: string) => source.ask({ domain, name: null }, { ...context, rules });
  assert.equal((await ask('mueller-pumpen.de')).findings.region?.value, 'Köln');
  assert.equal((await ask('nordwind.example')).findings.region?.value, 'Bremen');
});
