import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enrichmentReport } from '../../lead.ts';
import type { SourceReport } from './ask-sources.ts';
import { composeReport } from './compose-report.ts';
import { rulesWith } from './enrichment.fixture.ts';
import type { Findings } from './source.ts';

const { trust } = rulesWith();

function said<Value>(value: Value, source: string) {
  const at = '2026-11-23T09:00:00.000Z';
  return { value, evidence: [{ source, quote: JSON.stringify(value), at, confidence: 0.9 }] };
}

function report(
  name: SourceReport['name'],
  findings: Findings,
  status: SourceReport['status'] = 'ok',
): SourceReport {
  return { name, status, detail: 'Asked.', tookMs: 1, findings };
}

test('sources that agree give one value with the evidence of both', () => {
  const { company } = composeReport(
    [
      report('website', { employees: said(240, 'site') }),
      report('company-register', { employees: said(240, 'csv') }),
    ],
    trust,
  );
  assert.equal(company.employees?.value, 240);
  assert.deepEqual(
    company.employees?.evidence.map(({ source }) => source),
    ['csv', 'site'],
  );
});

test('of sources that disagree the more trusted one is believed, and the other one’s word is kept', () => {
  const { company, sources } = composeReport(
    [
      report('website', { employees: said(300, 'site'), phone: said('+491', 'site') }),
      report('company-register', { employees: said(240, 'csv'), phone: said('+492', 'csv') }),
    ],
    trust,
  );
  assert.equal(company.employees?.value, 240);
  assert.equal(company.phone?.value, '+491', 'rules.yaml believes the website about telephone numbers');
  assert.deepEqual(
    sources.map(({ detail }) => detail),
    [
      'Asked. Says employees 300; company-register was believed (240).',
      'Asked. Says phone "+492"; website was believed ("+491").',
    ],
  );
});

test('what no source says is null, and the report still fits its schema', () => {
  const made = composeReport([report('website', {}, 'nothing-found')], trust);
  assert.deepEqual(enrichmentReport.parse(made), made);
  assert.equal(made.company.employees, null);
  assert.deepEqual(made.people, []);
});

test('a report is limited by a source that did not speak, not by one that found nothing', () => {
  const limited = (...statuses: SourceReport['status'][]) =>
    composeReport(
      statuses.map((status) => report('website', {}, status)),
      trust,
    ).limited;
  assert.equal(limited('ok', 'nothing-found', 'cached'), false);
  assert.equal(limited('ok', 'skipped'), false);
  assert.equal(limited('ok', 'failed'), true);
  assert.equal(limited('ok', 'timed-out'), true);
  assert.equal(limited('ok', 'refused'), true);
  assert.equal(limited('skipped', 'skipped'), true, 'nothing could be asked at all');
});
