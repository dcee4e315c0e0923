import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineTeam } from 'baton';
import { formatProblem } from '../../../src/team/format-problems.ts';
import { rulesProblems } from '../../../src/team/read-rules.ts';
import { readShipped, shippedRelease } from '../testing/shipped-rules.ts';
import { deskLibrary } from './library.ts';

const code = defineTeam({
  agents: {},
  rules: [deskLibrary],
  services: async () => ({ services: {}, close: async () => undefined }),
});

/** What `baton check` says where these files are as given. */
function told(files: Readonly<Record<string, string>>): string[] {
  return rulesProblems({ ...shippedRelease.files, ...files }, code).map(formatProblem);
}

const shipped = (path: string): string => shippedRelease.files[path] ?? '';

test('the shipped sequences and templates fit one another', () => {
  assert.deepEqual(told({}), []);
  assert.deepEqual(
    readShipped(deskLibrary).sequences.map(({ id, touches }) => [id, touches.length]),
    [
      ['cold', 5],
      ['unqualified', 3],
      ['warm', 4],
    ],
  );
});

test('a template comes in the language asked for, else in English', () => {
  const { template } = readShipped(deskLibrary);
  assert.equal(template('warm-first', 'de').language, 'de');
  assert.equal(template('warm-first', 'fr').language, 'en');
  assert.equal(template('task-call', null).language, null);
  assert.throws(() => template('warm-frist', null), { code: 'template-unknown', message: /warm-first/ });
});

const sequence = (touches: string): Record<string, string> => ({
  'nurturing/sequences/ours.yaml': `name: Ours\nfor: []\ntouches:\n${touches}`,
});

test('a touch that names no template, or one of the wrong kind, is told at its place', () => {
  const [unknown, ...more] = told(
    sequence(
      '  - { id: a, after: 1 day, mail: warm-frist }\n  - { id: b, after: 1 day, mail: warm-first }\n',
    ),
  );
  assert.match(
    unknown ?? '',
    /^nurturing\/sequences\/ours\.yaml:4:34 {2}There is no template "warm-frist" in nurturing\/templates\/\. \(allowed: .*warm-first/,
  );
  assert.deepEqual(more, []);
  const kinds = told(
    sequence(
      '  - { id: a, after: 1 day, mail: task-call }\n  - { id: b, after: 1 day, task: warm-first, task_for: owner }\n',
    ),
  );
  assert.deepEqual(
    kinds.map((line) => line.replace(/:.*? {2}/, ' ').replace(/:.*/, '')),
    [
      'nurturing/sequences/ours.yaml The template "task-call" is none for a mail',
      'nurturing/sequences/ours.yaml The template "warm-first" is none for a task',
    ],
  );
});

test('touches without anything to do, twice the same, or after nothing at all are told', () => {
  const lines = told(sequence('  - { id: a, after: 1 day }\n  - { id: a, after: soon, mail: cold-last }\n'));
  assert.equal(lines.length, 2, lines.join('\n'));
  assert.match(lines[0] ?? '', /ours\.yaml:4:5 {2}a touch has a `mail`, a `task`, or both/);
  assert.match(lines[1] ?? '', /ours\.yaml:5:21 {2}/);
  const twice = told(
    sequence('  - { id: a, after: 1 day, mail: cold-last }\n  - { id: a, after: 1 day, mail: cold-last }\n'),
  );
  assert.deepEqual(twice, ['nurturing/sequences/ours.yaml:4:3  two touches have one id']);
});

test('two sequences for one rating, and a reason without its sequence, are told', () => {
  const cold = shipped('nurturing/sequences/cold.yaml').replace('for: [cold]', 'for: [cold, warm]');
  assert.deepEqual(told({ 'nurturing/sequences/cold.yaml': cold }), [
    'nurturing/sequences/warm.yaml:5:12  Leads rated warm enter "cold" already.',
  ]);
  const rules = shipped('agents/nurturing/rules.yaml').replace('sequence: warm', 'sequence: warmer');
  const [line, ...more] = told({ 'agents/nurturing/rules.yaml': rules });
  assert.match(
    line ?? '',
    /^agents\/nurturing\/rules\.yaml:\d+:\d+ {2}There is no nurturing\/sequences\/warmer\.yaml\. \(allowed: cold, unqualified, warm\)$/,
  );
  assert.deepEqual(more, []);
});

test('a placeholder that nobody knows, and a language that is not the name’s, are told at their place', () => {
  const path = 'nurturing/templates/warm-first.de.md';
  const [unknown, ...more] = told({ [path]: shipped(path).replace('{{full_name', '{{ful_name') });
  assert.match(
    unknown ?? '',
    /^nurturing\/templates\/warm-first\.de\.md:5:\d+ {2}\{\{ful_name.*There are: first_name, full_name/,
  );
  assert.deepEqual(more, []);
  assert.deepEqual(told({ [path]: shipped(path).replace('language: de', 'language: en') }), [
    'nurturing/templates/warm-first.de.md:3:11  The file\'s name says "de", and this says "en". (allowed: de)',
  ]);
});
