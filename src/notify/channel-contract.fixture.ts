/** What every channel must do, whatever it speaks: one suite, called by each channel's test with servers of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, OutgoingMessage } from './channel.ts';

/** How a receiver behaves that is not well. */
export type Fault =
  /** Refuses for now. */
  | 'busy'
  /** Refuses this message for good. */
  | 'refuses'
  /** Takes the connection and never answers. */
  | 'hangs'
  /** Closes in the middle. */
  | 'drops'
  /** Answers what is not its protocol. */
  | 'babbles'
  /** Nobody listens. */
  | 'away';

/** A receiver on loopback. */
export interface Receiver {
  readonly channel: Channel;
  /** The idempotency keys, as far as the protocol carries them, of what was accepted. */
  readonly accepted: readonly string[];
}

export interface ContractSubject {
  /** Opens a well receiver, or one with a fault; closed when the test is over. */
  open(context: { after(clean: () => unknown): void }, fault: Fault | null): Promise<Receiver>;
  /** The key as the receiver sees it. */
  keyOf(idempotencyKey: string): string;
  readonly faults: readonly Fault[];
}

export const aMessage: OutgoingMessage = {
  team: 'tiny',
  to: 'operations',
  toName: 'Operations',
  address: 'ops@example.com',
  caseId: 'CASE-1',
  subject: 'A task waits',
  text: 'Somebody must decide.',
  urgent: false,
  at: new Date('2026-11-23T09:00:00Z'),
};

const ENDLESS = 60_000;

/** Registers the suite's tests under the channel's name. */
export function channelContract(name: string, { open, keyOf, faults }: ContractSubject): void {
  const send = ({ channel }: Receiver, key: string, withinMs = ENDLESS): ReturnType<Channel['send']> =>
    channel.send(aMessage, { idempotencyKey: key, signal: AbortSignal.timeout(withinMs) });

  test(`${name}: a message is delivered under its key`, async (context) => {
    const receiver = await open(context, null);
    assert.deepEqual(await send(receiver, 'run-1:2:1'), { kind: 'delivered' });
    assert.deepEqual(receiver.accepted, [keyOf('run-1:2:1')]);
  });

  test(`${name}: another attempt has the same key, another message another`, async (context) => {
    const receiver = await open(context, null);
    for (const key of ['a', 'a', 'b']) assert.equal((await send(receiver, key)).kind, 'delivered');
    assert.deepEqual(receiver.accepted, [keyOf('a'), keyOf('a'), keyOf('b')]);
    assert.notEqual(keyOf('a'), keyOf('b'));
  });

  test(`${name}: what is aborted before it began is for later`, async (context) => {
    const receiver = await open(context, null);
    const sent = await receiver.channel.send(aMessage, { idempotencyKey: 'a', signal: AbortSignal.abort() });
    assert.equal(sent.kind, 'later');
    assert.deepEqual(receiver.accepted, []);
  });

  test(`${name}: hostile words are delivered as words`, async (context) => {
    const receiver = await open(context, null);
    const subject = `<!channel> Hi\r\nBcc: everybody@example.com\u0000\u202E ${'é'.repeat(500)}`;
    const message = { ...aMessage, subject, text: `.\r\n.\r\nQUIT\r\n${'x'.repeat(5000)}\u0007\uD800` };
    const signal = AbortSignal.timeout(ENDLESS);
    assert.deepEqual(await receiver.channel.send(message, { idempotencyKey: 'a', signal }), {
      kind: 'delivered',
    });
    assert.deepEqual(receiver.accepted, [keyOf('a')]);
  });

  for (const fault of faults) {
    const expected = fault === 'refuses' ? 'refused' : 'later';
    test(`${name}: a receiver that ${SAID[fault]} is answered with "${expected}" and a reason`, async (context) => {
      const receiver = await open(context, fault);
      const sent = await send(receiver, 'a', fault === 'hangs' ? 300 : ENDLESS);
      const reason = sent.kind === 'delivered' ? '' : sent.reason;
      assert.equal(sent.kind, expected);
      assert.match(reason, /^[^\r\n]{10,500}$/);
      assert.deepEqual(receiver.accepted, []);
    });
  }
}

const SAID: Readonly<Record<Fault, string>> = {
  busy: 'is busy',
  refuses: 'refuses the message',
  hangs: 'never answers',
  drops: 'drops the connection',
  babbles: 'answers nonsense',
  away: 'is not there',
};
