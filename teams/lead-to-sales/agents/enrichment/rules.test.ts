import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'baton';
import { parse } from 'yaml';
import { enrichmentRules } from './rules.ts';

const text = readFileSync(join(import.meta.dirname, 'rules.yaml'), 'utf8');

function problemsOf(change: (from: string) => string): string {
  const changed = change(text);
  assert.notEqual(changed, text);
  return JSON.stringify(enrichmentRules.safeParse(parse(changed)).error?.issues ?? []);
}

test('the rules that ship are complete', () => {
  const rules = enrichmentRules.parse(parse(text));
  assert.equal(rules.sources.website.cache.found, 7 * 24 * 3_600_000);
});

test('every source of the waterfall costs something, and every field that is wanted has an order of trust', () => {
  const rules = enrichmentRules.parse(parse(text));
  for (const names of Object.values(rules.waterfall.fields)) {
    for (const name of names ?? []) {
      const settings = rules.sources[name];
      assert.ok('cost' in settings && settings.cost > 0, name);
      assert.ok(settings.cost <= rules.waterfall.budget.per_lead, `${name} is never asked`);
    }
  }
});

const slips: readonly [string, string, RegExp][] = [
  ['timeout: 10 seconds', 'timeout: "10"', /is no duration/],
  ['timeout: 10 seconds', 'timeout: -10 seconds', /no duration/],
  ['enabled: true', 'enable: true', /enable/],
  ['phone: [website, ', 'phone: [webside, ', /company-register/],
  ['phone: [website, ', 'phone: [dns, dns, ', /only once/],
  ['half_life: { default: 3 years, ', 'half_life: { ', /Name the default/],
  ['employees: [people-data-labs, apollo]', 'employes: [people-data-labs, apollo]', /employes/],
  ['key_env: PDL_API_KEY', 'key_env: 3f9a-4c1e', /never the key itself/],
  ['base_url: https://api.apollo.io', 'base_url: http://api.apollo.io', /https address/],
  ['base_url: https://api.apollo.io', 'base_url: https://me:secret@api.apollo.io', /https address/],
  ['base_url: https://api.apollo.io', 'base_url: http://10.0.0.7', /https address/],
  ['step: 0.7', 'step: 1', /step/],
  ['about: own-words', 'about: own-word', /own-word/],
  ['doubtful: [name-and-website', 'doubtful: [name-and-web', /register-status/],
];
for (const [from, to, expected] of slips) {
  test(`a slip in the rules is named: ${to}`, () => {
    assert.match(
      problemsOf((whole) => whole.replace(from, to)),
      expected,
    );
  });
}

test('every technology and category that fits or clashes is one that can be recognised', () => {
  const { technology_fit } = enrichmentRules.parse(parse(text));
  const known = z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .parse(parse(readFileSync(join(import.meta.dirname, 'technologies.yaml'), 'utf8')));
  const names = new Set(Object.values(known).flatMap((products) => Object.keys(products)));
  for (const wish of [...technology_fit.fits, ...technology_fit.clashes]) {
    for (const name of wish.names ?? []) assert.ok(names.has(name), name);
    for (const category of wish.categories ?? []) assert.ok(Object.hasOwn(known, category), category);
  }
});
