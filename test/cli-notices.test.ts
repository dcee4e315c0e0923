// `baton notices`: what waits, what was sent, what was given up and why; and one of them again.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type BatonHome, eventually, openBatonHome, sample } from './support/baton.ts';

interface Listed {
  readonly notice_id: number;
  readonly status: string;
  readonly recipient: string;
  readonly idempotency_key: string;
}

let home: BatonHome;
before(async () => {
  home = await openBatonHome({ keep: true });
});
after(() => home.close());

async function listed(...args: string[]): Promise<Listed[]> {
  return JSON.parse((await home.run('notices', '--json', ...args)).stdout).notices;
}

test('notices are listed with their reasons, and a dead one leaves again under its key', async () => {
  assert.equal((await home.run('notices')).stdout, 'There are no notices.\n');
  const worker = await home.start();
  const { stdout } = await home.run('intake', join(sample, 'chat/1245-anonymous-price.json'), '--json');
  const caseId: string = JSON.parse(stdout).receipts[0].case_id;
  await eventually(async () => (await listed('--status', 'sent')).length > 0, 60_000, 'a notice is sent');
  worker.child.kill('SIGTERM');
  await worker.finished;
  const [notice] = await listed('--case', caseId);
  assert.deepEqual([notice?.status, notice?.recipient], ['sent', 'operations']);
  const id = String(notice?.notice_id);

  const unwanted = await home.run('notices', '--again', id);
  assert.equal(unwanted.code, 1);
  assert.match(unwanted.stderr, /is sent: only one that is dead/);
  assert.equal((await home.run('notices', '--again', '99999')).code, 3);
  assert.equal((await home.run('notices', '--again', 'all')).code, 2);
  assert.equal((await home.run('notices', '--status', 'lost')).code, 2);

  await home.query(
    "UPDATE baton.notices SET status = 'dead', sent_at = NULL, reason = 'Channel mail: 550 no such user' WHERE notice_id = $1",
    [id],
  );
  const dead = (await home.run('notices', '--status', 'dead')).stdout;
  assert.match(dead, /550 no such/);
  assert.match(dead, /1 dead/);
  assert.match(dead, /baton notices --again NOTICE/);
  assert.match((await home.run('notices', '--again', id)).stdout, /leaves again as soon as a worker runs/);
  assert.match((await home.run('notices')).stdout, /1 waiting/);
  await home.start();
  await eventually(
    async () =>
      (await listed('--status', 'sent', '--case', caseId)).some((one) => String(one.notice_id) === id),
    60_000,
    'it is sent again',
  );
  const [again] = (await listed('--case', caseId)).filter((one) => String(one.notice_id) === id);
  assert.equal(again?.idempotency_key, notice?.idempotency_key);
});
