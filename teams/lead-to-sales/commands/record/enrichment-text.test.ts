import assert from 'node:assert/strict';
import { test } from 'node:test';
import { companySection, growthWords, peopleSection } from './company-text.ts';
import { sourceOf } from './field-lines.ts';
import { firstCallSection } from './first-call-text.ts';
import { report } from './record.fixture.ts';
import { sourcesSection } from './sources-text.ts';
import { trustSection } from './trust-text.ts';
import { contradictions, warnings } from './warnings.ts';

const all = (lines: readonly string[]): string => lines.join('\n');

test('the company stands with status, growth beside its figures, its years, technologies by kind and dated news', () => {
  const text = all(companySection(report));
  assert.match(text, /Status +IN LIQUIDATION/);
  assert.match(text, /Employees +480, \+10\.1 % a year +companies\.csv:7, column x, 90 %/);
  assert.match(text, /Revenue +105,000,000 USD, −3\.5 % a year/);
  assert.match(text, /Years +2024: 436 people; 2025: 480 people, 105,000,000 USD/);
  assert.match(text, /Uses +HubSpot and Salesforce \(crm\), Shopify \(e commerce\)\n +Fits: HubSpot/);
  assert.match(text, /News +12 Oct 2026, funding, 40,000,000 USD: "Acme raises" \(acme\.example\/news\)/);
  assert.match(text, /no date, leadership change: "New chief"/);
  assert.match(text, /Unknown +description/);
});

test('growth that has no figure beside it still stands, and none is told as none', () => {
  const text = all(
    companySection({ ...report, company: { ...report.company, employees: null, revenue: null } }),
  );
  assert.match(text, /Employees +\+10\.1 % a year/);
  assert.equal(growthWords(0), '±0 % a year');
});

test('who may decide comes first, and who reports to whom is said', () => {
  const lines = peopleSection(report);
  assert.match(lines[2] ?? '', /Ann Boss, CEO +may decide +https:\/\/|Ann Boss, CEO +may decide/);
  assert.match(all(lines), /Tyler Nguyen, Clerk +reports to Ann Boss; entry, it;\s+acme\.example\/team/);
  const many = { ...report, people: Array.from({ length: 20 }, () => report.people).flat() };
  assert.match(all(peopleSection(many)), /and 32 more/);
});

test('talking points carry their words where they do not hold them already, and where these stand', () => {
  const text = all(firstCallSection(report));
  assert.match(text, /• {2}They grew by 10 % a year, [^"]*2025\.\s+\(companies\.csv:7,\s+column x\)/);
  assert.match(text, /• {2}Ask about the dock\. \("the dock is full", email body\)/);
  assert.deepEqual(firstCallSection(null), []);
});

test('verification says what fails by its check, what passed in one paragraph, the four scores, and who was believed', () => {
  const text = all(trustSection(report));
  assert.match(text, /Verified +e-mail UNDELIVERABLE, telephone valid, company DOUBTFUL/);
  assert.match(
    text,
    /Against it +E-mail domain: acme\.example takes no mail\.\n +name and website: "Acme" does/,
  );
  assert.match(text, /For it +Founded in 1998\./);
  assert.match(text, /Data quality +83 % of what is wanted is known/);
  for (const line of [/contact +4 of 5/, /company +5 of 5/, /deciders +3 of 5/, /technology fit +1 of 5/]) {
    assert.match(text, line);
  }
  assert.match(
    text,
    /Contradictions +employees: 480 is believed \(company register\); website says 510\. About\s+employees/,
  );
});

test('data that is old and data that was paid for is told by field', () => {
  const text = all(trustSection(report));
  assert.match(text, /Old data +legal name and founded of 31 Dec 2024 \(company register\)\./);
  assert.match(text, /Paid for +revenue 2\.5 \(apollo\)\./);
  assert.doesNotMatch(all(trustSection({ ...report, fields: [] })), /Old data|Paid for/);
});

test('who was asked has one line each with time and cost; who was not asked is folded by reason', () => {
  const lines = sourcesSection(report);
  assert.equal(lines[1], 'Who was asked: 2 sources, cost 10');
  assert.match(lines[2] ?? '', /website +answered +0\.4 s +free +3 pages read\.$/);
  assert.match(lines[3] ?? '', /apollo +answered +1\.2 s +cost 10 +Found\..*…$/);
  assert.match(
    lines[4] ?? '',
    /Not asked +3: hunter and opencorporates \(no key\); gdelt \(switched off\)\.$/,
  );
  assert.equal(lines.length, 5);
});

test('the head warns of what would cost a call', () => {
  assert.deepEqual(warnings(report), [
    'the e-mail address is undeliverable',
    'the company is doubtful ("Acme" does not agree with "Other")',
  ]);
  assert.deepEqual(contradictions(report), [
    'employees: 480 by the company register is believed, not 510 by the website',
  ]);
  assert.deepEqual(warnings(null), []);
});

test('places are told short, and what is no place stays as it is', () => {
  assert.equal(sourceOf('company register a.csv, line 12, column employees'), 'a.csv:12, column employees');
  assert.equal(sourceOf('https://acme.example/about'), 'acme.example/about');
  assert.equal(sourceOf('email body'), 'email body');
});

test('nothing of it is wider than the page or carries control characters, whatever it was given', () => {
  const text = all([
    ...companySection(report),
    ...peopleSection(report),
    ...firstCallSection(report),
    ...trustSection(report),
    ...sourcesSection(report),
  ]);
  for (const line of text.split('\n')) {
    assert.ok(line.length <= 100, line);
    assert.doesNotMatch(line, /[\p{Cc}\u202E]/u);
  }
});
