import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { enrichmentRules } from './rules.ts';

const text = readFileSync(join(import.meta.dirname, 'rules.yaml'), 'utf8');

function problemsOf(change: (from: string) => string): string {
  const changed = change(text);
  assert.notEqual(changed, text);
  return JSON.stringify(enrichmentRules.safeParse(parse(changed)).error?.issues ?? []);
}

test('the rules that ship are complete, with at least sixty technologies', () => {
  const rules = enrichmentRules.parse(parse(text));
  assert.ok(rules.technologies.length >= 60);
  assert.equal(rules.sources.website.cache.found, 7 * 24 * 3_600_000);
});

test('a slip in the rules is named', () => {
  assert.match(
    problemsOf((from) => from.replace('timeout: 10 seconds', 'timeout: "10"')),
    /is no duration/,
  );
  assert.match(
    problemsOf((from) => from.replace('timeout: 10 seconds', 'timeout: -10 seconds')),
    /no duration/,
  );
  assert.match(
    problemsOf((from) => from.replace('enabled: true', 'enable: true')),
    /enable/,
  );
  assert.match(
    problemsOf((from) => from.replace('phone: [website, ', 'phone: [webside, ')),
    /company-register/,
  );
  assert.match(
    problemsOf((from) => from.replace('phone: [website, ', 'phone: [dns, dns, ')),
    /only once/,
  );
  assert.match(
    problemsOf((from) => from.replace('"^Ghost [0-9]"', '"(?=lookahead)"')),
    /technologies/,
  );
  assert.match(
    problemsOf((from) => from.replace('{ name: Drupal,', '{ name: WordPress,')),
    /one name/,
  );
});
