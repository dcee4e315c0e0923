import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'baton';
import { parse } from 'yaml';
import { judgePhrases } from './judge/judge-rules.ts';
import { captureRules } from './rules.ts';

const shipped = readFileSync(join(import.meta.dirname, 'rules.yaml'), 'utf8');

/** The paths and messages of what is wrong after a replacement that must have happened. */
function problemsAfter(from: string, to: string): string[] {
  const changed = shipped.replace(from, to);
  assert.notEqual(changed, shipped, `${from} stands in the rules`);
  const { error } = captureRules.safeParse(parse(changed));
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('the shipped rules are good', () => {
  assert.equal(captureRules.safeParse(parse(shipped)).error, undefined);
});

for (const [from, to, typo] of [
  ['\nown_domains:', '\nown_domain:', 'own_domain'],
  ['seniority: manager', 'senority: manager', 'senority'],
  ['next_action_minutes: { high: 15,', 'next_action_minutes: { hihg: 15,', 'hihg'],
  ['introductions:\n  name:', 'introductions:\n  nam:', 'nam'],
  ['\nurgency:\n  high:', '\nurgency:\n  very_high:', 'very_high'],
  ['no_lead: { points: 4', 'no_lead: { point: 4', 'point'],
  ['  website: [', '  web_site: [', 'web_site'],
  ['\n    vendor-pitch:\n', '\n    vendor-pich:\n', 'vendor-pich'],
] as const) {
  test(`a mistyped key such as ${typo} is a problem that names it`, () => {
    assert.ok(problemsAfter(from, to).join('\n').includes(typo));
  });
}

test('phrases of the judgement are for a buyer or a known reason, of a known strength, and well put together', () => {
  const problems = (phrases: unknown): string =>
    (judgePhrases.safeParse(phrases).error?.issues ?? []).map(({ message }) => message).join('\n');
  assert.equal(problems({ buyer: { decides: ['(we|i) need (a|)'] } }), '');
  assert.match(problems({ vendor: { decides: ['we offer'] } }), /vendor/);
  assert.match(problems({ buyer: { surely: ['we need'] } }), /surely/);
  assert.match(problems({ buyer: { weak: ['(we|i need'] } }), /brackets must pair up/);
});

test('editors have help on every key', () => {
  const schema = z.toJSONSchema(captureRules, { io: 'input', unrepresentable: 'any' });
  const keys = Object.entries(schema.properties ?? {});
  const bare = keys.filter(([, property]) => typeof property === 'boolean' || !property.description);
  assert.deepEqual(
    bare.map(([key]) => key),
    [],
  );
});
