import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { defineRules, defineRulesFile, defineTeam } from '../index.ts';
import { checkTeam } from './code.ts';
import { formatProblem } from './format-problems.ts';
import { WORDS_FILE } from './kept-files.ts';
import { makeRelease, readTeamFiles } from './load.ts';
import { parseMarkdown } from './markdown-file.ts';
import { rulesIn, rulesProblems, rulesReader } from './read-rules.ts';
import { greeterTs, problemsWith, smallTeam, teamFolder, teamTs } from './team.fixture.ts';

const services = async () => ({ services: {}, close: async () => {} });
const withRules = (named: string): string => `${smallTeam['team.yaml']}${named}\n`;

const songs = defineRules({
  files: {
    book: { path: 'songs/book.yaml', schema: z.strictObject({ first: z.string() }) },
    songs: {
      path: 'songs/*.yaml',
      schema: z.strictObject({ line: z.string(), next: z.string().nullable() }),
    },
    verses: { path: 'verses/*.md', schema: z.strictObject({ title: z.string(), text: z.string().min(1) }) },
  },
  check({ book, songs: all }, complain) {
    if (!Object.hasOwn(all, book.first)) {
      complain('songs/book.yaml', ['first'], 'There is no such song.', Object.keys(all));
    }
    for (const [name, { next }] of Object.entries(all)) {
      if (next !== null && !Object.hasOwn(all, next)) {
        complain(`songs/${name}.yaml`, ['next'], 'There is no such song.', Object.keys(all));
      }
    }
  },
  make: ({ book, songs: all, verses }) => ({ first: all[book.first]?.line, titles: Object.keys(verses) }),
});
const code = defineTeam({ agents: {}, rules: [songs], services });

const songFiles = {
  ...smallTeam,
  'team.yaml': withRules('rules: [songs/*.yaml, verses/*.md]'),
  'songs/book.yaml': 'first: low\n',
  'songs/low.yaml': 'line: La\nnext: high\n',
  'songs/high.yaml': 'line: Lo\nnext: null\n',
  'verses/one.md': '---\ntitle: One\n---\n\nLa la\n',
};

test('rules in several files are read out of the release, once for the same texts', () => {
  const one = makeRelease(songFiles, 'greeters');
  assert.deepEqual(rulesIn(one, songs), { first: 'La', titles: ['one'] });
  const workflow = { ...songFiles, 'workflows/greet.yaml': `${smallTeam['workflows/greet.yaml']}# other\n` };
  const two = makeRelease(workflow, 'greeters');
  assert.notEqual(two.id, one.id);
  assert.equal(rulesIn(two, songs), rulesIn(one, songs));
  const three = makeRelease({ ...songFiles, 'songs/low.yaml': 'line: Li\nnext: high\n' }, 'greeters');
  assert.equal(rulesIn(three, songs).first, 'Li');
  assert.equal(rulesIn(one, songs).first, 'La');
});

test('what is wrong in or between the files is told at its place', () => {
  const broken = {
    ...songFiles,
    'songs/low.yaml': 'line: La\nnext: hihg\n',
    'songs/book.yaml': '# the book\nfirst: lo\n',
  };
  const told = (files: Record<string, string>) => rulesProblems(files, code).map(formatProblem);
  assert.deepEqual(told(broken), [
    'songs/book.yaml:2:8  There is no such song. (allowed: low, high)',
    'songs/low.yaml:2:7  There is no such song. (allowed: low, high)',
  ]);
  assert.deepEqual(told({ ...songFiles, 'songs/low.yaml': 'line: 5\nnext: high\n', 'verses/one.md': 'La' }), [
    'songs/low.yaml:1:7  Expected text, found 5.',
    'verses/one.md:1:1  Begin with front matter: a line `---`, then keys with their values, then a line `---`.',
  ]);
  const { 'songs/book.yaml': _gone, ...without } = songFiles;
  assert.deepEqual(told(without), [
    'songs/book.yaml:1:1  This file is missing: the code goes by it, and `rules` in team.yaml must name it.',
  ]);
  assert.throws(() => rulesIn(makeRelease(broken, 'greeters'), songs), {
    code: 'rules-invalid',
    message: /songs\/book\.yaml:2:8 {2}There is no such song/,
  });
});

test('only rules that the code registers are given', () => {
  const read = rulesReader(makeRelease(songFiles, 'greeters'), code);
  assert.equal(read(songs).first, 'La');
  assert.throws(() => read(defineRulesFile('songs/book.yaml', z.object({ first: z.string() }))), {
    code: 'rules-unregistered',
    message: /songs\/book\.yaml.*`rules`/,
  });
});

test('a place in the text below front matter is the place in the file', () => {
  const file = parseMarkdown('a.md', '---\ntitle: One\n---\n\n\nLa la\n  lo\n');
  assert.deepEqual(file.value, { title: 'One', text: 'La la\n  lo' });
  const place = (offset: number) => formatProblem(file.problem(['text'], 'here', { offset }));
  assert.deepEqual([place(0), place(3), place(8)], ['a.md:6:1  here', 'a.md:6:4  here', 'a.md:7:3  here']);
  assert.equal(formatProblem(file.problem(['title'], 'here')), 'a.md:2:8  here');
});

test('a release keeps the rules that team.yaml names by content, and of word lists a digest', async (t) => {
  const folder = await teamFolder(t, {
    ...songFiles,
    'team.yaml': withRules(
      'rules: [songs/*.yaml, verses/*.md]\nwords: [lists/*/*.csv, agents/greeter/names.yaml]',
    ),
    'lists/de/a.csv': 'Anna\r\n',
    'lists/.hidden/a.csv': 'Otto\n',
    'agents/greeter/names.yaml': '- Anna\n',
    'sample/other.yaml': 'a: 1\n',
  });
  const files = await readTeamFiles(folder);
  assert.deepEqual(Object.keys(files).sort(), [...Object.keys(songFiles), WORDS_FILE].sort());
  assert.deepEqual(
    (files[WORDS_FILE] ?? '').split('\n').map((line) => line.replace(/^[0-9a-f]{64} {2}/, '')),
    ['agents/greeter/names.yaml', 'lists/de/a.csv', ''],
  );
  const unix = await teamFolder(t, {
    ...files,
    'lists/de/a.csv': 'Anna\n',
    'agents/greeter/names.yaml': '- Anna\n',
  });
  const before = makeRelease(files, 'greeters');
  assert.equal(makeRelease(await readTeamFiles(unix), 'greeters').id, before.id);
  await rm(join(unix, 'lists/de/a.csv'));
  const other = await teamFolder(t, {
    ...files,
    'lists/de/a.csv': 'Anne\n',
    'agents/greeter/names.yaml': '- Anna\n',
  });
  assert.notEqual(makeRelease(await readTeamFiles(other), 'greeters').id, before.id);
});

test('rules and words that are not there, and paths that lead elsewhere, are told', () => {
  assert.deepEqual(
    problemsWith({ 'team.yaml': withRules('rules: [songs/*.yaml, ../*.yaml, a.csv]\nwords: [lists/a.csv]') }),
    [
      'team.yaml:10:23  "../*.yaml" is no path in the team\'s folder. Write it as in "nurturing/sequences/*.yaml".',
      'team.yaml:10:34  Rules stand in files that end with .yaml or .md.',
    ],
  );
  assert.deepEqual(problemsWith({ 'team.yaml': withRules('rules: [songs/*.yaml]\nwords: [lists/a.csv]') }), [
    'team.yaml:10:9  There is no file songs/*.yaml.',
    'team.yaml:11:9  There is no file lists/a.csv.',
  ]);
});

test('a rules file that nothing reads is told, and so is its syntax where the code cannot be loaded', async (t) => {
  const files = {
    ...smallTeam,
    'team.ts': teamTs,
    'agents/greeter/agent.ts': greeterTs,
    'agents/greeter/words.yaml': 'a: [\n',
    'team.yaml': withRules('rules: [hours.yaml]'),
    'hours.yaml': 'from: 9\n',
  };
  const told = async (more: Record<string, string>) =>
    (await checkTeam(await teamFolder(t, { ...files, ...more }))).map(formatProblem);
  const nothing = 'Nothing reads this file: neither an agent nor team.ts declares `rules` with it.';
  assert.deepEqual(await told({}), [
    `agents/greeter/words.yaml:1:1  ${nothing}`,
    `hours.yaml:1:1  ${nothing}`,
  ]);
  const [syntax, ...rest] = await told({ 'team.ts': 'throw null;\n' });
  assert.match(syntax ?? '', /^agents\/greeter\/words\.yaml:\d+:\d+ {2}This is not YAML/);
  assert.deepEqual(rest, ['team.ts:1:1  Importing failed: null']);
});
