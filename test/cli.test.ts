// The command line as such: help, exit codes, wrong calls, pipes. What commands do is in the files beside this.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type BatonHome, openBatonHome, project, sample, spawnBaton } from './support/baton.ts';

const COMMANDS = [
  'demo',
  'start',
  'stop',
  'intake',
  'run',
  'inbox',
  'resolve',
  'status',
  'check',
  'leads',
  'lead',
  'owners',
  'respond',
];

let home: BatonHome;
before(async () => {
  home = await openBatonHome({ keep: true });
});
after(() => home.close());

test('without a command it shows its help, and every command has help of its own', async () => {
  const { code, stdout } = await home.run();
  assert.equal(code, 0);
  for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
  const helps = COMMANDS.map(async (command) => ({ command, help: await home.run(command, '--help') }));
  for (const { command, help } of await Promise.all(helps)) {
    assert.equal(help.code, 0, command);
    assert.match(help.stdout, new RegExp(`^Usage: baton ${command} `));
    assert.match(help.stdout, /--json/, `${command} prints data`);
    assert.equal(help.stderr, '');
  }
});

test('every command that lists prints its data as JSON', async () => {
  for (const args of [['status'], ['inbox'], ['check'], ['leads'], ['owners']]) {
    const { code, stdout } = await home.run(...args, '--json');
    assert.equal(code, 0, args[0]);
    assert.equal(typeof JSON.parse(stdout), 'object', args[0]);
  }
});

test('the version is the package’s', async () => {
  const { code, stdout } = await home.run('--version');
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

const WRONG_CALLS: readonly (readonly [args: string[], code: number, said: RegExp])[] = [
  [['nonsense'], 2, /unknown command 'nonsense'/],
  [['statsu'], 2, /Did you mean status\?/],
  [['status', '--nope'], 2, /unknown option '--nope'/],
  [['--nope'], 2, /unknown option '--nope'/],
  [['intake'], 2, /missing required argument 'path'/],
  [['status', 'more'], 2, /too many arguments/],
  [['resolve', '1'], 2, /required option '--answer <answer>' not specified/],
  [['resolve', 'x', '--answer', 'retry'], 2, /"x" is no task number; expected a number such as 12/],
  [['resolve', '1', '--answer', 'retry', '--data', '[1]'], 2, /--data must be a JSON object, such as/],
  [['resolve', '999', '--answer', 'retry'], 3, /There is no task 999\. `baton inbox` lists/],
  [['inbox', '--queue', 'nobody'], 3, /There is no queue "nobody"\. There are: manual-review, sales-manager/],
  [
    ['intake', join(sample, 'chat'), '/nowhere/a.eml'],
    3,
    /no file or folder \/nowhere\/a\.eml\. Nothing was taken in/,
  ],
  [['lead', 'LEAD-1'], 3, /LEAD-1/],
  [['respond', 'LEAD-1'], 3, /There is no lead LEAD-1/],
  [['owners', '--absent', 'nobody'], 3, /Nobody among the owners has the id "nobody"/],
  [['start', '--workflow', 'nope'], 2, /nope.*three-agent-chain/s],
  [['intake', '--workflow', 'nope', join(sample, 'chat')], 2, /nope.*three-agent-chain/s],
  [['start', '/nowhere'], 3, /No team\.yaml in \/nowhere\. Give the folder of a team/],
  [['--team', '/nowhere', 'status'], 3, /No team\.yaml in \/nowhere/],
  [['--team', '/nowhere', 'leads'], 3, /No team\.yaml in \/nowhere/],
  [['check', '/nowhere'], 3, /No team\.yaml in \/nowhere/],
];

test('a wrong call is told in a sentence, without a stack', { concurrency: 3 }, async (t) => {
  const calls = WRONG_CALLS.map(([args, code, said]) =>
    t.test(args.join(' '), async () => {
      const finished = await home.run(...args);
      assert.match(finished.stderr + finished.stdout, said);
      assert.equal(finished.code, code);
      assert.doesNotMatch(finished.stderr, /^\s+at .*:\d+:\d+/m);
    }),
  );
  await Promise.all(calls);
});

test('an error is data where data was asked for', async () => {
  const { code, stdout, stderr } = await home.run('resolve', '999', '--answer', 'retry', '--json');
  assert.equal(code, 3);
  assert.equal(JSON.parse(stdout).error.code, 'task-unknown');
  assert.equal(stderr, '');
});

test('nothing was taken in by a call that named a file that is not there', async () => {
  assert.deepEqual(await home.query('SELECT 1 FROM lead_to_sales.inquiries'), []);
});

test('tables fit a terminal of 100 columns', async () => {
  await home.run('owners', '--import', join(sample, 'owners.csv'));
  await home.run('intake', '--wait', join(sample, 'chat'));
  for (const args of [['status'], ['inbox'], ['leads'], ['owners']]) {
    const { stdout } = await home.run(...args);
    const widest = Math.max(...stdout.split('\n').map((line) => [...line].length));
    assert.ok(widest <= 100, `${args[0]} is ${widest} wide`);
  }
});

test('agents stand in the order in which work passes them', async () => {
  const { agents } = JSON.parse((await home.run('status', '--json')).stdout);
  assert.deepEqual(
    agents.map(({ agent }: { agent: string }) => agent),
    [
      'capture',
      'account-match',
      'enrichment',
      'qualification',
      'routing',
      'follow-up',
      'nurturing',
      'stalled-leads',
    ],
  );
});

test('a reader that has seen enough does no harm', async () => {
  const running = home.spawn(['leads']);
  running.child.stdout?.destroy();
  const { code, stderr } = await running.finished;
  assert.equal(code, 0);
  assert.equal(stderr, '');
});

test('npx finds it inside the clone', async () => {
  const child = spawn('npx', ['--no-install', 'baton', '--version'], { cwd: project });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.match(said, /^\d+\.\d+\.\d+\n$/);
});

test('a team whose code is broken costs its own commands, not the help', async () => {
  const broken = join(project, 'test');
  const help = await spawnBaton(['--team', broken, '--help']).finished;
  assert.equal(help.code, 0);
  assert.match(help.stdout, /The team's own commands are missing\. No team\.yaml in/);
});
