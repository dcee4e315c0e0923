import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TeamFiles } from './definition.ts';
import { parseTeam } from './load.ts';
import { smallTeam } from './team.fixture.ts';

const paths = [
  'team.yaml',
  'workflows/greet.yaml',
  'agents/greeter/agent.md',
  'agents/greeter/rules.yaml',
] as const;

const whole: TeamFiles = smallTeam;

const naughty = [
  '',
  ' ',
  '\t',
  '\0',
  '\uFEFF',
  '\u2028',
  '\u202E',
  '---',
  '...',
  '--- |',
  '%YAML 9',
  '!!js/function x',
  '!<x>',
  '&a',
  '*a',
  '&a [*a]',
  'a: &a { b: *a }',
  '<<: *a',
  '? a',
  '? ? ?',
  '[',
  ']',
  '{',
  '}',
  '{{{{',
  '[[[[',
  '- - - -',
  ':',
  ': :',
  'a: b: c',
  '"',
  "'",
  '|',
  '>',
  '|9',
  '# ',
  '@',
  '`',
  '__proto__: { x: 1 }',
  'constructor: 1',
  'toString: 1',
  'null',
  '~',
  'true',
  'NaN',
  '.inf',
  '-0',
  '0x1F',
  '1e999',
  '9007199254740993',
  'yes',
  '2026-13-45',
  '"\\u0000"',
  '"\\xZZ"',
  '\ud800',
  '💥',
  'Ω≈ç',
  'ﷺ',
  'name: ',
  'trigger: ',
  'steps:',
  '  - id: a',
  '    agent: greeter',
  '    success:',
  '      - when: ((((',
  '    to: a',
  '    timeout: 5',
  '    retry: { attempts: 1e9, backoff: 1ms }',
  '    parallel: { join: all, branches: { a: [',
  '    answers: { "": {} }',
  'queues: { a: { title: b } }',
  'case_prefix: A',
  'workflow: greet',
  'output.a.matches("(a+)+$")',
  '\r',
  '\r\n',
];

test('no text in any file makes parsing throw, hang, or accept what it cannot place', () => {
  const line = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...naughty) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
  const texts = fc
    .array(fc.tuple(fc.constantFrom('\n', '\n', '\n  ', ' ', ''), line), { maxLength: 25 })
    .map((parts) => parts.flat().join(''));
  fc.assert(
    fc.property(fc.constantFrom(...paths), texts, fc.boolean(), (path, text, isAdded) => {
      const before = performance.now();
      const content = isAdded ? `${whole[path] ?? ''}\n${text}` : text;
      const { team, problems } = parseTeam({ ...smallTeam, [path]: content }, 'greeters');
      assert.equal(team === null, problems.length > 0);
      const lines = content.split(/\r\n?|\n/).length;
      for (const problem of problems) {
        assert.ok(problem.line >= 1 && problem.column >= 1, JSON.stringify(problem));
        if (problem.file === path) assert.ok(problem.line <= lines, JSON.stringify(problem));
        assert.notEqual(problem.message.trim(), '');
      }
      assert.ok(performance.now() - before < 5000);
    }),
    { numRuns: 400 },
  );
});

test('texts that make a YAML parser slow are answered in bounded time', () => {
  const many = (text: string, length = 40_000): string => text.repeat(Math.floor(length / text.length));
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [one, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [...pair])) {
    bomb.push(`${next}: &${next} [${Array(9).fill(`*${one}`).join(', ')}]`);
  }
  const texts: Record<string, string> = {
    braces: many('{'),
    brackets: many('['),
    'groups of brackets': many(`${'['.repeat(30)}\n`),
    'groups of braces': many(`${'{'.repeat(30)}}\n`),
    'explicit keys': many('? '),
    dashes: many('- '),
    'deep indentation': Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'many keys': Array.from({ length: 5_000 }, (_, index) => `k${index}: 1`).join('\n'),
    'the same key': many('a: 1\n'),
    tabs: many('\t\n'),
    quotes: many('"'),
    anchors: many('&a '),
    aliases: many('*a '),
    'an alias bomb': bomb.join('\n'),
    'an alias to itself': 'a: &a [*a, *a]\n',
    'many steps': `name: G\ntrigger: { hand: true }\nsteps:\n${many('  - { id: a, agnet: b }\n', 20_000)}`,
    'nested routes': `name: G\ntrigger: { hand: true }\nsteps:\n  - id: a\n    agent: b\n    success: ${'{ queue: q, ask: a, answers: { x: '.repeat(14)}{}${' } }'.repeat(14)}`,
    'nested branches': `name: G\ntrigger: { hand: true }\nsteps: ${'[{ id: a, parallel: { join: all, branches: { x: '.repeat(7)}[]${' } } }]'.repeat(7)}`,
    'a long condition': `name: G\ntrigger: { hand: true }\nsteps: [{ id: a, agent: b, success: [{ when: "${many('(', 900)}" }] }]`,
  };
  for (const [what, text] of Object.entries(texts)) {
    for (const path of ['workflows/greet.yaml', 'agents/greeter/agent.md'] as const) {
      const content = path.endsWith('.md') ? `---\n${text}\n---\nSay.\n` : text;
      const before = performance.now();
      parseTeam({ ...smallTeam, [path]: content }, 'greeters');
      const took = performance.now() - before;
      assert.ok(took < 5000, `${what} in ${path} took ${Math.round(took)} ms`);
    }
  }
});
