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

keepsTheContract('company register', async (t) => ({
  source: createCompanyRegisterSource(await folderWith(t, CSV)),
  known: { domain: 'nordwind.example', name: null },
  unknown: { domain: 'nowhere.example', name: 'Nowhere' },
  world: CSV.replaceAll('""', '"'),
  context,
  broken: { source: createCompanyRegisterSource(await folderWith(t, null)), context },
}));

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
  const bad = createCompanyRegisterSource(await folderWith(t, 'firm,web\nA,b\n'));
  await assert.rejects(bad.ask({ domain: 'a.example', name: null }, context), {
    code: 'register-unreadable',
    message: /lacks the column name and domain.*rules\.yaml/,
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
