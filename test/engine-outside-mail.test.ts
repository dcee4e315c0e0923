/** A team's own mail leaves by the mail server that team.yaml names for it, while a worker runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TeamCode } from 'baton';
import { openSmtpReceiver } from '../src/notify/smtp-receiver.fixture.ts';
import { openDesk, pass, type TinyTeam, tinyTeam, until } from './support/tiny-team.ts';

function mailing(port: number, outside: boolean, deliverMail: TeamCode<undefined>['deliverMail']): TinyTeam {
  const { release, code } = tinyTeam({
    steps: '- { id: only, agent: only }',
    agents: { only: pass },
    notices: `channels:
  mail: { kind: smtp, host: 127.0.0.1, port: ${port}, tls: none, from: desk@desk.example, outside: ${outside} }`,
  });
  return { release, code: { ...code, ...(deliverMail ? { deliverMail } : {}) } };
}

test('a worker lets the team deliver, and one that stops says so', async (context) => {
  const desk = await openDesk(context);
  const server = await openSmtpReceiver(context);
  const kinds: string[] = [];
  let isStopped = false;
  const team = mailing(server.port, true, async (_team, mailer, signal) => {
    const mail = { messageId: '<a@desk.example>', from: { name: '', address: 'desk@desk.example' } };
    const rest = { to: 'anna@muller.example', subject: 'Hi', text: 'Hello', date: new Date() };
    kinds.push((await mailer.send({ ...mail, ...rest }, { signal })).kind);
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    isStopped = true;
  });
  const engine = await desk.open(team);
  assert.ok(engine.team.mailer);
  await until('the mail has left', async () => kinds.length === 1);
  assert.deepEqual([kinds, server.recipients], [['delivered'], ['anna@muller.example']]);
  await engine.close(50);
  assert.equal(isStopped, true);
});

test('a channel that is not for people outside carries no such mail', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(mailing(1, false, () => assert.fail('it was asked to deliver')));
  assert.equal(engine.team.mailer, null);
  await engine.close(50);
  assert.deepEqual(desk.troubles, []);
});
