import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { finishSwap, newestAside, stagingFolder, swapIn } from './swap.ts';

const AT = new Date('2026-03-01T08:00:00.000Z');
const ASIDE = 'before-restore-2026-03-01T08-00-00-000Z';

const JOURNAL = JSON.stringify({ from: 'restoring', aside: ASIDE });

async function homeWith(t: TestContext, ...versions: readonly ('old' | 'new')[]): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'baton swap-'));
  t.after(() => rm(home, { recursive: true }));
  for (const version of versions) {
    const folder = version === 'old' ? home : stagingFolder(home);
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data', 'PG_VERSION'), version);
    await writeFile(join(folder, 'password'), version);
  }
  return home;
}

const said = async (folder: string): Promise<string[]> => [
  await readFile(join(folder, 'data', 'PG_VERSION'), 'utf8'),
  await readFile(join(folder, 'password'), 'utf8'),
];

test('the present data is kept beside what takes its place, and can be put back', async (t) => {
  const home = await homeWith(t, 'old', 'new');
  const aside = await swapIn(home, stagingFolder(home), AT);
  assert.equal(aside, join(home, ASIDE));
  assert.deepEqual(await said(home), ['new', 'new']);
  assert.deepEqual(await said(aside ?? ''), ['old', 'old']);
  assert.deepEqual((await readdir(home)).sort(), [ASIDE, 'data', 'password']);
  assert.equal(await newestAside(home), aside);
  const back = await swapIn(home, aside ?? '', new Date(AT.getTime() + 1));
  assert.deepEqual(await said(home), ['old', 'old']);
  assert.deepEqual(await said(back ?? ''), ['new', 'new']);
});

test('into a home without data nothing is set aside', async (t) => {
  const home = await homeWith(t, 'new');
  assert.equal(await swapIn(home, stagingFolder(home), AT), null);
  assert.deepEqual(await said(home), ['new', 'new']);
  assert.deepEqual((await readdir(home)).sort(), ['data', 'password']);
});

test('a swap that was cut off after any of its steps is taken to the same end', async (t) => {
  const steps: readonly (readonly [string, string])[] = [
    ['data', `${ASIDE}/data`],
    ['password', `${ASIDE}/password`],
    ['restoring/password', 'password'],
    ['restoring/data', 'data'],
  ];
  for (let done = 0; done <= steps.length; done += 1) {
    const home = await homeWith(t, 'old', 'new');
    await writeFile(join(home, 'restore-under-way'), JOURNAL);
    await mkdir(join(home, ASIDE));
    for (const [from, to] of steps.slice(0, done)) await rename(join(home, from), join(home, to));
    await finishSwap(home);
    assert.deepEqual(await said(home), ['new', 'new'], `cut off after ${done} steps`);
    assert.deepEqual(await said(join(home, ASIDE)), ['old', 'old'], `cut off after ${done} steps`);
    assert.deepEqual((await readdir(home)).sort(), [ASIDE, 'data', 'password']);
    await finishSwap(home);
    assert.deepEqual(await said(home), ['new', 'new']);
  }
});

test('a swap whose first word was cut off has not begun', async (t) => {
  const home = await homeWith(t, 'old', 'new');
  await writeFile(join(home, 'restore-under-way'), JOURNAL.slice(0, 9));
  await finishSwap(home);
  assert.deepEqual(await said(home), ['old', 'old']);
  assert.deepEqual((await readdir(home)).sort(), ['data', 'password']);
});
