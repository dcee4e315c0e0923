// `baton doctor` as a user has it: text, data and exit codes, and a repair that a person then finds in the inbox.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Finished, spawnBaton } from './support/baton.ts';
import { openTestDatabase, type TestDatabase } from './support/database.ts';
import { writeRelayTeam } from './support/relay-team.ts';

let desk: TestDatabase;
let folder: string;
before(async () => {
  desk = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'baton-doctor-'));
  await writeRelayTeam(folder);
});
after(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true });
});

function baton(...args: string[]): Promise<Finished> {
  return spawnBaton(args, { cwd: folder, env: { DATABASE_URL: desk.url } }).finished;
}

test('a healthy team is told so, with exit code 0', async () => {
  const { code, stdout, stderr } = await baton('doctor');
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^Relay: the last 24 hours\. At work: 0 workers\.$/m);
  assert.match(stdout, /^All is well\.$/m);
});

test('findings are said in words with what to do, exit code 1, and --repair puts them before a person', async () => {
  assert.equal((await baton('run', '--wait')).code, 0);
  assert.equal((await baton('run')).code, 0);
  await desk.database.query("DELETE FROM pgboss.job WHERE state = 'created'");
  const told = await baton('doctor');
  assert.equal(told.code, 1);
  assert.match(told.stdout, /^│ Runner first │ +1 │/m);
  assert.match(
    told.stdout,
    /^ {2}\[run-without-work\] 1 run is open, and nothing is under way that would move it/m,
  );
  assert.match(told.stdout, /→ Put them before a person: `baton doctor --repair`\.$/m);
  const repaired = await baton('doctor', '--repair', '--json');
  assert.equal(repaired.code, 1);
  assert.deepEqual(JSON.parse(repaired.stdout).repaired, [{ code: 'run-without-work', count: 1 }]);
  const { tasks } = JSON.parse((await baton('inbox', '--json')).stdout);
  assert.deepEqual(
    tasks.map(({ case_id, error }: { case_id: string; error: { code: string } }) => [case_id, error.code]),
    [['RELAY-10002', 'run-stranded']],
  );
  const again = JSON.parse((await baton('doctor', '--json')).stdout);
  assert.deepEqual(again.findings, []);
});
