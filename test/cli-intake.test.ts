// `baton intake` as a user has it: any file, folder or standard input; bad rows told, good ones taken.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type BatonHome, openBatonHome, project, sample } from './support/baton.ts';

const FORM = JSON.stringify({
  name: 'Alan Turing',
  email: 'alan@bletchley.example',
  message: 'We want a demo of your dock planning for forty gates, please.',
});
const EVENTS = [
  'First name,Last name,E-mail,Company,Registered at',
  'Ada,Byron,ada@analytical.example,Analytical Engines,2026-03-02 10:00',
  'Charles,Babbage,charles@analytical.example,Analytical Engines,2026-03-02 10:01,one,too many',
  'Grace,Hopper,grace@navy.example,Navy,2026-03-02 10:05',
  '',
].join('\n');

let home: BatonHome;
let folder: string;
before(async () => {
  home = await openBatonHome({ keep: true });
  folder = await mkdtemp(join(tmpdir(), 'baton intake '));
  await writeFile(join(folder, 'form.json'), FORM);
  await writeFile(join(folder, 'booth.csv'), EVENTS);
  await writeFile(join(folder, 'broken.json'), '{"name":');
  await writeFile(join(folder, 'nothing.eml'), '');
  await writeFile(join(folder, 'noise.bin'), Buffer.from([0, 1, 2, 255]));
  await writeFile(join(folder, '.hidden.json'), FORM);
  const letter = join(sample, 'mail', 'costa-ribeira.eml');
  await copyFile(letter, join(folder, 'letter.eml'));
  await symlink(join(folder, 'form.json'), join(folder, 'same-form.json'));
  await symlink('/etc/passwd', join(folder, 'leads-out.csv'));
  execFileSync('mkfifo', [join(folder, 'pipe.eml')]);
});
after(async () => {
  await home.close();
  await rm(folder, { recursive: true, force: true });
});

async function cases(): Promise<number> {
  return (await home.query('SELECT 1 FROM lead_to_sales.inquiries')).length;
}

test('a folder’s good rows are taken, its bad ones told with file, line, what is wrong and what was expected', async () => {
  const { code, stdout } = await home.run('intake', folder);
  const lines = stdout.trimEnd().split('\n');
  const at = (name: string): string[] => lines.filter((line) => line.includes(`/${name}`));
  assert.match(at('form.json')[0] ?? '', /^LEAD-\d+ {2}form {3}\/.*\/form\.json$/);
  assert.match(
    at('booth.csv')[0] ?? '',
    /columns read as First name = first_name, .*Wrong\? Say it with --columns/,
  );
  assert.match(at('letter.eml')[0] ?? '', /^LEAD-\d+ {2}email /);
  assert.match(at('same-form.json')[0] ?? '', /^LEAD-\d+ .*\(known already\)$/);
  assert.match(at('leads-out.csv')[0] ?? '', /^not taken .*leads out of the folder/);
  assert.deepEqual(at('pipe.eml'), []);
  assert.deepEqual(
    at('booth.csv')
      .filter((line) => !line.includes(': columns read as '))
      .map((line) => /^LEAD-\d+ {2}event {2}.*:(\d+)$/.exec(line)?.[1] ?? line.split('booth.csv')[1]),
    [
      '2',
      '4',
      ':3: the row has 7 cells. Expected: 5 cells, as the header row has; put cells that hold the separator in quotation marks.',
    ],
  );
  assert.match(
    at('broken.json')[0] ?? '',
    /^not taken .*broken\.json:1: the JSON cannot be read.* Expected: /,
  );
  assert.match(at('nothing.eml')[0] ?? '', /^not taken .*: the file is empty\. Expected: /);
  assert.match(at('noise.bin')[0] ?? '', /^not taken .* Expected: an e-mail \(\.eml\)/);
  assert.deepEqual(at('.hidden.json'), []);
  assert.equal(
    lines.at(-1),
    '4 taken in, 1 known already, 5 not taken. Nobody is at work: `baton start` works on them.',
  );
  assert.equal(code, 4);
  assert.equal(await cases(), 4);
});

test('the same again, and standard input, double nothing', async () => {
  const again = await home.run('intake', folder, join(folder, 'form.json'));
  assert.match(again.stdout, /^0 taken in, 5 known already, 5 not taken\.$/m);
  const piped = await home.spawn(['intake', '-', '--json'], { input: FORM }).finished;
  assert.equal(piped.code, 0);
  const { receipts } = JSON.parse(piped.stdout);
  assert.deepEqual(
    receipts.map(({ file, source, is_new }: Record<string, unknown>) => ({ file, source, is_new })),
    [{ file: '-', source: 'form', is_new: false }],
  );
  assert.equal(await cases(), 4);
});

test('a file that may never end, and a name that would move the cursor, are refused or made harmless', async () => {
  const { code, stdout } = await home.run('intake', join(folder, 'pipe.eml'));
  assert.match(stdout, /^not taken .*pipe\.eml: It is no ordinary file\./);
  assert.equal(code, 1);
  const odd = join(folder, 'x\u001b[2J\nLEAD-1  forged.bin');
  await writeFile(odd, Buffer.from([0, 1]));
  const shown = await home.run('intake', odd);
  assert.ok(!shown.stdout.includes('\u001b[2J'));
  assert.doesNotMatch(shown.stdout, /^LEAD-1/m);
  await rm(odd);
});

test('where nothing could be taken in it has failed', async () => {
  const { code, stdout } = await home.run('intake', join(folder, 'noise.bin'));
  assert.match(stdout, /^0 taken in, 1 not taken\.$/m);
  assert.equal(code, 1);
});

test('it waits until they are through, working itself where nobody is at work', async () => {
  const { code, stdout } = await home.run('intake', '--wait', join(sample, 'forms'));
  assert.equal(code, 0);
  assert.match(stdout, /^\d+ taken in\.$/m);
  const open = await home.query("SELECT 1 FROM baton.runs WHERE status IN ('running', 'joining')");
  assert.deepEqual(open, []);
});

test('Ctrl-C in the middle loses nothing, says how to go on, and leaves no server behind', async () => {
  const own = await openBatonHome();
  try {
    const paths = [join(sample, 'mail'), join(sample, 'events'), join(sample, 'chat')];
    const running = own.spawn(['intake', '--wait', ...paths]);
    await running.says(/LEAD-\d+ .*\n.*LEAD-/);
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    assert.equal(code, 130);
    assert.match(stderr, /^Stopped by SIGINT\. \d+ taken in, and kept: `baton start` works on them\./);
    assert.equal(await own.postgresPid(), null);

    const again = await own.run('intake', '--wait', ...paths, '--json');
    const { receipts } = JSON.parse(again.stdout);
    const known = new Set(receipts.map(({ case_id }: { case_id: string }) => case_id));
    for (const [caseId] of stdout.matchAll(/LEAD-\d+/g)) assert.ok(known.has(caseId), `${caseId} is kept`);
    const worker = await own.start();
    const runs = await own.query<{ status: string }>(
      "SELECT status FROM baton.runs WHERE workflow = 'lead-to-sales'",
    );
    assert.equal(runs.length, known.size);
    assert.deepEqual(
      runs.filter(({ status }) => status === 'running' || status === 'joining'),
      [],
    );
    worker.child.kill('SIGTERM');
    await worker.finished;
  } finally {
    await own.close();
  }
});

test('two intakes of the same files at once take each in once', async () => {
  const before = await cases();
  const both = await Promise.all([
    home.run('intake', join(sample, 'chat'), '--json'),
    home.run('intake', join(sample, 'chat'), '--json'),
  ]);
  const receipts = both.flatMap(({ stdout }) => JSON.parse(stdout).receipts);
  const fresh = receipts.filter(({ is_new }: { is_new: boolean }) => is_new);
  assert.equal((await cases()) - before, fresh.length);
  assert.equal(
    new Set(receipts.map(({ case_id }: { case_id: string }) => case_id)).size,
    receipts.length / 2,
  );
});

test('a folder of malformed mail is survived: what can be read is taken, the rest is said', async () => {
  const mail = join(project, 'teams/lead-to-sales/testing/malformed-mail');
  const { code, stdout, stderr } = await home.run('intake', mail);
  assert.equal(code, 4);
  assert.equal(stderr, '');
  assert.match(stdout, /^9 taken in, 1 not taken/m);
});
