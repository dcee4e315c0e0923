/** Notices leave after their cause has committed: once to a receiver that works, again where it did not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbox, type OutboxOptions } from '../src/engine/outbox.ts';
import { noticesOfCase, type StoredNotice } from '../src/engine/tables/notices.ts';
import type { Channel, Delivery, OutgoingMessage } from '../src/notify/channel.ts';
import type { LoggedNotice } from '../src/notify/log-channel.ts';
import { moveClock, readClock } from '../src/store/clock.ts';
import type { Database } from '../src/store/database.ts';
import type { Person } from '../src/team/define.ts';
import {
  type Desk,
  names,
  openDesk,
  start,
  type TinyTeam,
  type TinyTeamOptions,
  tinyTeam,
  until,
  untilAllRest,
} from './support/tiny-team.ts';

function telling(
  notices: (item: unknown) => { to: string; subject: string; text: string }[],
  options: Partial<TinyTeamOptions> = {},
): TinyTeam {
  return tinyTeam({
    steps: '- { id: only, agent: only, success: { end: done } }',
    agents: {
      only: ({ item, urgency }) => ({
        output: {},
        notices: notices(item),
        ...(urgency === 'urgent' ? { priority: urgency } : {}),
      }),
    },
    ...options,
  });
}

const two = (item: unknown): { to: string; subject: string; text: string }[] => [
  { to: 'operations', subject: `one of ${item}`, text: 'first' },
  { to: 'ann@example.com', subject: `two of ${item}`, text: 'second' },
];
const team = telling(two);

const unsent = "SELECT count(*)::int AS n FROM baton.notices WHERE status <> 'sent'";
const countUnsent = async ({ database }: Desk): Promise<number> =>
  (await database.query<{ n: number }>(unsent))[0]?.n ?? -1;

interface Sent {
  readonly key: string;
  readonly message: OutgoingMessage;
}

/** A channel in this process; `answer` says what becomes of each attempt. */
function recorded(answer: (attempt: Sent, count: number) => Delivery | Promise<Delivery>): {
  channel: Channel;
  attempts: Sent[];
} {
  const attempts: Sent[] = [];
  const send: Channel['send'] = async (message, { idempotencyKey: key }) => {
    attempts.push({ key, message });
    return answer({ key, message }, attempts.length);
  };
  return { channel: { atOnce: 10, send }, attempts };
}

const delivered: Delivery = { kind: 'delivered' };

/** An outbox of its own on what an engine that does not deliver has left. */
function outboxOf(
  desk: Desk,
  of: TinyTeam,
  channel: Channel,
  given: Partial<OutboxOptions> = {},
  database: Database = desk.database,
): Outbox {
  return new Outbox(database, {
    team: of.release.team,
    channels: new Map([
      ['log', channel],
      ...Object.keys(of.release.team.channels).map((name) => [name, channel] as const),
    ]),
    people: async () => new Map(),
    onTrouble: () => undefined,
    ...given,
  });
}

/** Lets cases run to their ends; whatever leaves meanwhile is lost, as the rows are put back to new. */
async function leave(desk: Desk, of: TinyTeam, cases: string | readonly string[], data = {}): Promise<void> {
  const engine = await desk.open(of, { onNotice: () => new Promise(() => undefined) });
  await start(engine, cases, data);
  await untilAllRest(desk.database);
  await engine.close(1);
  await desk.database.query(
    `UPDATE baton.notices SET status = 'new', channel = 'log', due_at = NULL, held = NULL, batch = NULL, attempts = 0,
       first_tried_at = NULL, reason = NULL, claim = NULL, claimed_until = NULL`,
  );
}

const byCase = (desk: Desk, caseId = 'CASE-1'): Promise<StoredNotice[]> =>
  noticesOfCase(desk.database, 'tiny', caseId);

test('each notice is delivered once, with a key of its own, by whichever of two workers', async (context) => {
  const desk = await openDesk(context);
  const seen: LoggedNotice[] = [];
  const onNotice = (notice: LoggedNotice): void => void seen.push(notice);
  const engine = await desk.open(team, { onNotice });
  await desk.open(team, { onNotice });
  await start(engine, names(100));
  await untilAllRest(desk.database);
  await until('all are sent', async () => (await countUnsent(desk)) === 0);
  assert.equal(seen.length, 200);
  assert.equal(new Set(seen.map((notice) => notice.idempotency_key)).size, 200);
  const first = seen.filter((notice) => notice.case_id === 'CASE-1').map(({ subject }) => subject);
  assert.deepEqual(first.toSorted(), ['one of CASE-1', 'two of CASE-1']);
});

test('no transaction is open while a notice is being sent', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  const open: unknown[] = [];
  const { channel } = recorded(async () => {
    const rows = await desk.database.query(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'
         AND query LIKE '%notices%'`,
    );
    open.push(...rows);
    return delivered;
  });
  assert.equal(await outboxOf(desk, team, channel).deliver(), 2);
  assert.deepEqual(open, []);
});

test('a worker killed between send and record leaves notices that are sent again under the same keys', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  const lost = recorded(() => new Promise<Delivery>(() => undefined));
  // Its sends arrive, and it never comes to write so: as if it had been killed.
  void outboxOf(desk, team, lost.channel).deliver();
  await until('both are sent', async () => lost.attempts.length === 2);
  const other = recorded(() => delivered);
  assert.equal(await outboxOf(desk, team, other.channel).deliver(), 0, 'the claim still holds');
  await desk.database.query(
    "UPDATE baton.notices SET claimed_until = pg_catalog.now() - interval '1 second'",
  );
  assert.equal(await outboxOf(desk, team, other.channel).deliver(), 2);
  const keys = (attempts: readonly Sent[]): string[] => attempts.map(({ key }) => key).sort();
  assert.deepEqual(keys(other.attempts), keys(lost.attempts));
  assert.deepEqual(
    (await byCase(desk)).map(({ status, attempts }) => [status, attempts]),
    [
      ['sent', 2],
      ['sent', 2],
    ],
  );
});

test('a worker that comes back after its claim was taken over writes nothing', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  const late = Promise.withResolvers<Delivery>();
  const slow = recorded(() => late.promise);
  const delivering = outboxOf(desk, team, slow.channel).deliver();
  await until('both are being sent', async () => slow.attempts.length === 2);
  await desk.database.query(
    "UPDATE baton.notices SET claimed_until = pg_catalog.now() - interval '1 second'",
  );
  await outboxOf(desk, team, recorded(() => delivered).channel).deliver();
  late.resolve({ kind: 'refused', reason: 'too late' });
  await delivering;
  assert.deepEqual(
    (await byCase(desk)).map(({ status, reason }) => [status, reason]),
    [
      ['sent', null],
      ['sent', null],
    ],
  );
});

test('what was sent while the database was away is recorded when it is back, and not sent again', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  let isAway = false;
  const database: Database = {
    query: (text, values) =>
      isAway ? Promise.reject(new Error('the database is away')) : desk.database.query(text, values),
    transaction: (work) => desk.database.transaction(work),
    close: async () => undefined,
  };
  const { channel, attempts } = recorded(() => {
    isAway = true;
    return delivered;
  });
  const outbox = outboxOf(desk, team, channel, {}, database);
  assert.equal(await outbox.deliver(), 0);
  assert.equal(await countUnsent(desk), 2);
  isAway = false;
  await desk.database.query(
    "UPDATE baton.notices SET claimed_until = pg_catalog.now() - interval '1 second'",
  );
  await outbox.deliver();
  assert.deepEqual([await countUnsent(desk), attempts.length], [0, 2]);
});

test('a notice that fails holds no other up, and waits longer each time until it is taken', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, names(3));
  let isBusy = true;
  const { channel, attempts } = recorded(({ message }) =>
    isBusy && message.subject === 'one of CASE-1' ? { kind: 'later', reason: 'busy' } : delivered,
  );
  const outbox = outboxOf(desk, team, channel);
  assert.equal(await outbox.deliver(), 5);
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const [notice] = await byCase(desk);
    assert.deepEqual([notice?.status, notice?.reason, notice?.attempts], ['waiting', 'busy', attempt]);
    const [row] = await desk.database.query<{ ms: number }>(
      "SELECT extract(epoch FROM due_at - baton.now())::float8 * 1000 AS ms FROM baton.notices WHERE status = 'waiting'",
    );
    waits.push(row?.ms ?? 0);
    assert.equal(await outbox.deliver(), 0);
    assert.equal(attempts.length, 5 + attempt, 'it is not tried before its time');
    await moveClock(desk.database, Math.ceil(row?.ms ?? 0));
    if (attempt < 3) assert.equal(await outbox.deliver(), 0);
  }
  for (const [index, most] of [10_000, 20_000, 40_000].entries()) {
    assert.ok(
      (waits[index] ?? 0) <= most && (waits[index] ?? 0) > most / 4,
      `wait ${index}: ${waits[index]} ms`,
    );
  }
  isBusy = false;
  assert.equal(await outbox.deliver(), 1);
  const keys = attempts.filter(({ message }) => message.subject === 'one of CASE-1').map(({ key }) => key);
  assert.equal(new Set(keys).size, 1);
});

test('what its receiver asks for is waited', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  const { channel } = recorded(() => ({ kind: 'later', reason: 'too many', retryAfterMs: 3_600_000 }));
  await outboxOf(desk, team, channel).deliver();
  const [row] = await desk.database.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM baton.notices WHERE due_at > baton.now() + interval '59 minutes'",
  );
  assert.equal(row?.n, 2);
});

test('what is refused, and what has failed for too long, is dead with the reason', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  const { channel, attempts } = recorded(({ message }) =>
    message.to === 'operations' ? { kind: 'refused', reason: 'gone' } : { kind: 'later', reason: 'away' },
  );
  const outbox = outboxOf(desk, team, channel);
  await outbox.deliver();
  await moveClock(desk.database, 3 * 86_400_000);
  await outbox.deliver();
  await outbox.deliver();
  assert.deepEqual(
    (await byCase(desk)).map(({ status, reason }) => [status, reason]),
    [
      ['dead', 'gone'],
      ['dead', 'Given up after 2 attempts. away'],
    ],
  );
  assert.equal(attempts.length, 3);
});

test('a channel that hangs is given up after its time, and holds no other channel up', async (context) => {
  const desk = await openDesk(context);
  const named = telling(two, {
    operations: 'channel: chat',
    notices: 'channels: { chat: { kind: slack, url_env: CHAT_URL } }',
  });
  await leave(desk, named, 'CASE-1');
  const hanging: Channel = {
    atOnce: 1,
    send: (_message, { signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ kind: 'later', reason: 'it hung' }));
      }),
  };
  const well = recorded(() => delivered);
  const channels = new Map([
    ['log', well.channel],
    ['chat', hanging],
  ]);
  const outbox = outboxOf(desk, named, well.channel, { channels, attemptMs: 200 });
  assert.equal(await outbox.deliver(), 1);
  assert.deepEqual(
    (await byCase(desk)).map(({ channel, status, reason }) => [channel, status, reason]),
    [
      ['chat', 'waiting', 'it hung'],
      ['log', 'sent', null],
    ],
  );
});

test('the same words to the same recipient about the same case leave once within the window, other words always', async (context) => {
  const desk = await openDesk(context);
  const repeating = telling((item) => [
    { to: 'operations', subject: 'It is late', text: `first ${item}` },
    { to: 'operations', subject: 'It is late', text: `first ${item}` },
    { to: 'operations', subject: 'It is late', text: `second ${item}` },
    { to: 'ann@example.com', subject: 'It is late', text: 'to another' },
    { to: 'operations', subject: 'It is very late', text: 'of another kind' },
  ]);
  await leave(desk, repeating, names(2));
  const { channel, attempts } = recorded(() => delivered);
  await outboxOf(desk, repeating, channel).deliver();
  assert.equal(attempts.length, 8);
  const rows = await byCase(desk);
  assert.deepEqual(
    rows.map(({ status }) => status),
    ['sent', 'duplicate', 'sent', 'sent', 'sent'],
  );
  assert.equal(rows[1]?.reason, `Notice ${rows[0]?.notice_id} had said the same.`);
});

test('what was said before the window is said again', async (context) => {
  const desk = await openDesk(context);
  const repeating = telling(() =>
    [1, 2, 3].map(() => ({ to: 'operations', subject: 'It is late', text: '' })),
  );
  await leave(desk, repeating, 'CASE-1');
  // The second 6 minutes after the first, the third 12: the second is a repetition, the third none.
  await desk.database.query(
    `UPDATE baton.notices SET created_at = created_at + (notice_id - (SELECT min(notice_id) FROM baton.notices)) * interval '6 minutes'`,
  );
  await outboxOf(desk, repeating, recorded(() => delivered).channel).deliver();
  assert.deepEqual(
    (await byCase(desk)).map(({ status }) => status),
    ['sent', 'duplicate', 'sent'],
  );
});

const digesting = {
  operations: 'channel: log, digest: { every: 1 hour }',
} as const satisfies Partial<TinyTeamOptions>;

test('a digest collects what a recipient is told and leaves as one, tried again as it was', async (context) => {
  const desk = await openDesk(context);
  const digests = telling(
    (item) => [{ to: 'operations', subject: `about ${item}`, text: `text of ${item}` }],
    digesting,
  );
  await leave(desk, digests, names(3));
  // Five past, so that what follows does not pass another full hour by chance.
  const now = await readClock(desk.database);
  await moveClock(desk.database, 3_900_000 - (now.getTime() % 3_600_000));
  let isBusy = true;
  const { channel, attempts } = recorded(() => (isBusy ? { kind: 'later', reason: 'busy' } : delivered));
  const outbox = outboxOf(desk, digests, channel);
  assert.equal(await outbox.deliver(), 0);
  assert.equal(attempts.length, 0, 'held for the digest');
  await moveClock(desk.database, 3_600_000);
  await outbox.deliver();
  assert.equal(attempts.length, 1);
  assert.equal(attempts[0]?.message.subject, '3 notices about 3 cases');
  for (const item of names(3)) assert.ok(attempts[0]?.message.text.includes(`text of ${item}`));
  // What comes meanwhile is for the next digest.
  await desk.database.query(
    `INSERT INTO baton.notices (idempotency_key, run_id, case_id, team, recipient, channel, subject, text, created_at)
     SELECT 'later', run_id, case_id, team, recipient, channel, 'a later one', '', baton.now() FROM baton.notices LIMIT 1`,
  );
  isBusy = false;
  await moveClock(desk.database, 600_000);
  assert.equal(await outbox.deliver(), 3);
  assert.equal(attempts.length, 2);
  assert.deepEqual(attempts[1], attempts[0]);
  await moveClock(desk.database, 3_600_000);
  assert.equal(await outbox.deliver(), 1);
  assert.deepEqual([attempts[2]?.message.subject, attempts[2]?.key], ['a later one', 'later']);
});

test('what is urgent waits for no digest and no morning', async (context) => {
  const desk = await openDesk(context);
  const digests = telling((item) => [{ to: 'operations', subject: `about ${item}`, text: '' }], {
    operations:
      'channel: log, digest: { every: 1 hour }, time_zone: UTC, quiet_hours: { from: "00:00", until: "23:59" }',
  });
  await leave(desk, digests, 'CASE-1', { urgency: 'urgent' });
  const { channel, attempts } = recorded(() => delivered);
  assert.equal(await outboxOf(desk, digests, channel).deliver(), 1);
  assert.equal(attempts[0]?.message.urgent, true);
});

test('people are told as they wish, else as everybody, at the address the team knows', async (context) => {
  const desk = await openDesk(context);
  const people = new Map<string, Person>([
    ['own-anna', { name: 'Anna', email: 'anna@desk.example', timeZone: 'Europe/Berlin' }],
    ['own-ben', { name: 'Ben', email: 'ben@desk.example', timeZone: null }],
  ]);
  const wished = telling(
    () => ['own-anna', 'own-ben', 'own-nobody'].map((to) => ({ to, subject: 'Hi', text: '' })),
    {
      notices: `channels:
  mail: { kind: smtp, host: localhost, from: baton@desk.example }
  chat: { kind: slack, url_env: CHAT_URL }
people:
  everybody: { channel: mail }
  own-ben: { channel: chat }`,
    },
  );
  await leave(desk, wished, 'CASE-1');
  const outbox = outboxOf(desk, wished, recorded(() => delivered).channel, { people: async () => people });
  assert.equal(await outbox.deliver(), 3);
  assert.deepEqual(
    (await byCase(desk)).map(({ recipient_name, channel, address }) => [recipient_name, channel, address]),
    [
      ['Anna', 'mail', 'anna@desk.example'],
      ['Ben', 'chat', 'ben@desk.example'],
      ['own-nobody', 'mail', null],
    ],
  );
});

test('a queue may have its tasks told otherwise than its group wants', async (context) => {
  const desk = await openDesk(context);
  const failing = tinyTeam({
    steps: '- { id: only, agent: only, success: { end: done } }',
    agents: {
      only: () => {
        throw new Error('no');
      },
    },
    notices: 'channels: { chat: { kind: slack, url_env: CHAT_URL } }',
    queueNotices: 'notices: { channel: chat }',
  });
  await leave(desk, failing, 'CASE-1');
  await outboxOf(desk, failing, recorded(() => delivered).channel).deliver();
  assert.deepEqual(
    (await byCase(desk)).map(({ queue, channel }) => [queue, channel]),
    [['review', 'chat']],
  );
});

test('what waits for a channel that is no more leaves as its recipient wants it now', async (context) => {
  const desk = await openDesk(context);
  await leave(desk, team, 'CASE-1');
  await desk.database.query(
    "UPDATE baton.notices SET status = 'waiting', channel = 'fax', due_at = baton.now()",
  );
  assert.equal(await outboxOf(desk, team, recorded(() => delivered).channel).deliver(), 2);
});

test('a worker that ends delivers first what its last commits have left', async (context) => {
  const desk = await openDesk(context);
  const seen: LoggedNotice[] = [];
  const engine = await desk.open(team, { onNotice: (notice) => void seen.push(notice) });
  await start(engine, names(10));
  await untilAllRest(desk.database);
  await engine.close();
  assert.equal(seen.length, 20);
  assert.equal(await countUnsent(desk), 0);
});

test('a worker that ends does not wait for a channel that hangs, and the notice is tried again', async (context) => {
  const desk = await openDesk(context);
  const engine = await desk.open(team, { onNotice: () => new Promise(() => undefined) });
  await start(engine, 'CASE-1');
  await untilAllRest(desk.database);
  await engine.close(100);
  const rows = await byCase(desk);
  assert.deepEqual([...new Set(rows.map(({ status }) => status))], ['waiting']);
});
