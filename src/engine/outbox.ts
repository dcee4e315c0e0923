/**
 * Delivers notices that have been committed: at least once, each under its idempotency key. Plans what is new, then for
 * each channel claims, sends outside any transaction, records. Order of the writes is its own; SQL is `tables/notices.ts`'s.
 */
import { randomUUID } from 'node:crypto';
import { backoffMs } from '../notify/backoff.ts';
import { type Channel, type Delivery, failed, type OutgoingMessage } from '../notify/channel.ts';
import { digestOf } from '../notify/digest.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Queryable, Transaction } from '../store/database.ts';
import type { Person } from '../team/define.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { peopleAmong, planNotice, retryAt } from './plan-notices.ts';
import {
  claimNotices,
  keepPlans,
  lockDigest,
  lockDue,
  lockOutbox,
  lockUnplanned,
  type Outcome,
  recordOutcomes,
  type StoredNotice,
  sameBefore,
} from './tables/notices.ts';

const POLL_MS = 1_000;
const PLAN_BATCH = 500;
const DIGEST_MOST = 200;
const ATTEMPT_MS = 20_000;
/** Longer than an attempt: who is still sending keeps its claim. */
const LEASE_MARGIN_MS = 40_000;

export interface OutboxOptions {
  readonly team: TeamDefinition;
  readonly channels: ReadonlyMap<string, Channel>;
  /** What the team's tables know of these recipients. */
  people(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Person>>;
  onTrouble(error: Error): void;
  /** How long one attempt may take. Default 20 s. */
  readonly attemptMs?: number | undefined;
}

interface Claimed {
  readonly message: OutgoingMessage;
  readonly key: string;
  readonly claim: string;
  readonly notices: readonly StoredNotice[];
}

export class Outbox {
  readonly #database: Database;
  readonly #options: OutboxOptions;
  readonly #attemptMs: number;
  /** Channels that are sending now. */
  readonly #lanes = new Map<string, Promise<number>>();
  readonly #hurry = new AbortController();
  readonly #unrecorded: Outcome[] = [];
  #recording: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(database: Database, options: OutboxOptions) {
    this.#database = database;
    this.#options = options;
    this.#attemptMs = options.attemptMs ?? ATTEMPT_MS;
  }

  start(): void {
    this.#looking = this.#look()
      .catch((thrown) => this.#trouble(thrown))
      .finally(() => {
        if (!this.#stopped) this.#timer = setTimeout(() => this.start(), POLL_MS);
      });
  }

  /** Delivers what the last commits have left and ends; what hangs after `graceMs` is given up and tried again later. */
  async stop(graceMs = 10_000): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    const timer = setTimeout(() => this.#hurry.abort(), graceMs);
    await this.#looking;
    await Promise.all(this.#lanes.values());
    await this.deliver().catch((thrown) => this.#trouble(thrown));
    clearTimeout(timer);
  }

  /** Plans what is new and tries what is due now once; gives the number of notices delivered. */
  async deliver(): Promise<number> {
    const lanes = await this.#look();
    return (await Promise.all(lanes)).reduce((sum, count) => sum + count, 0);
  }

  /** Plans, and sets every channel going that is not; gives what is under way. */
  async #look(): Promise<Promise<number>[]> {
    if (this.#unrecorded.length > 0) await this.#record([]);
    while ((await this.#plan()) === PLAN_BATCH);
    for (const [name, channel] of this.#options.channels) {
      if (this.#lanes.has(name)) continue;
      const lane = this.#empty(name, channel)
        .catch((thrown) => {
          this.#trouble(thrown);
          return 0;
        })
        .finally(() => this.#lanes.delete(name));
      this.#lanes.set(name, lane);
    }
    return [...this.#lanes.values()];
  }

  #plan(): Promise<number> {
    const { team, channels, people } = this.#options;
    return this.#database.transaction(async (tx) => {
      await lockOutbox(tx, team.id, 'plan');
      const now = await readClock(tx);
      const notices = await lockUnplanned(tx, {
        team: team.id,
        channels: [...channels.keys()],
        limit: PLAN_BATCH,
      });
      if (notices.length === 0) return 0;
      const facts = { team, people: await people(tx, peopleAmong(notices, team)), now };
      const fresh = notices.filter(({ status }) => status === 'new').map(({ notice_id }) => notice_id);
      const same = new Map(
        (await sameBefore(tx, fresh, team.noticeRules.sameWithinMs)).map((row) => [row.notice_id, row.same]),
      );
      const repeated = new Set<number>();
      const plans = notices.map((notice) => {
        const sameAs = same.get(notice.notice_id)?.find((id) => !repeated.has(id)) ?? null;
        if (sameAs !== null) repeated.add(notice.notice_id);
        return planNotice(notice, facts, sameAs);
      });
      await keepPlans(tx, plans);
      return notices.length;
    });
  }

  /** Sends what a channel has due until nothing is left. */
  async #empty(name: string, channel: Channel): Promise<number> {
    let delivered = 0;
    while (!this.#hurry.signal.aborted) {
      const claimed = await this.#database.transaction((tx) => this.#claim(tx, name, channel.atOnce));
      if (claimed.length === 0) break;
      const counts = await Promise.all(claimed.map((one) => this.#send(channel, one)));
      delivered += counts.reduce((sum, count) => sum + count, 0);
    }
    return delivered;
  }

  async #claim(tx: Transaction, channel: string, limit: number): Promise<Claimed[]> {
    const { team } = this.#options;
    await lockOutbox(tx, team.id, channel);
    const claim = randomUUID();
    const claimed: Claimed[] = [];
    const taken = new Set<number>();
    for (const notice of await lockDue(tx, { team: team.id, channel, limit })) {
      if (taken.has(notice.notice_id)) continue;
      const notices = notice.held === 'digest' ? await lockDigest(tx, notice, DIGEST_MOST) : [notice];
      for (const { notice_id } of notices) taken.add(notice_id);
      const [first] = notices;
      if (!first) continue;
      const key =
        first.batch ?? (notices.length > 1 ? `digest:${first.idempotency_key}` : first.idempotency_key);
      claimed.push({ message: messageOf(team.id, notices, first), key, claim, notices });
    }
    const rows = claimed.flatMap(({ notices, key }) =>
      notices.map(({ notice_id, held }) => ({ notice_id, batch: held === 'digest' ? key : null })),
    );
    if (rows.length > 0) await claimNotices(tx, rows, { claim, leaseMs: this.#attemptMs + LEASE_MARGIN_MS });
    return claimed;
  }

  async #send(channel: Channel, { message, key, claim, notices }: Claimed): Promise<number> {
    const signal = AbortSignal.any([AbortSignal.timeout(this.#attemptMs), this.#hurry.signal]);
    const delivery = await channel
      .send(message, { idempotencyKey: key, signal })
      .catch((thrown: unknown) => failed('The channel failed', thrown));
    if (delivery.kind !== 'delivered')
      this.#trouble(new Error(`Notice to ${message.to}: ${delivery.reason}`));
    await this.#record(await this.#outcomes(notices, claim, delivery));
    return delivery.kind === 'delivered' ? notices.length : 0;
  }

  /** What ends while others are being recorded shares the next statement; what cannot be now is with the next look. */
  async #record(outcomes: readonly Outcome[]): Promise<void> {
    this.#unrecorded.push(...outcomes);
    const after = this.#recording.catch(() => undefined);
    this.#recording = after.then(async () => {
      const taken = this.#unrecorded.splice(0);
      if (taken.length === 0) return;
      try {
        await recordOutcomes(this.#database, taken);
      } catch (thrown) {
        this.#unrecorded.push(...taken);
        throw thrown;
      }
    });
    await this.#recording;
  }

  async #outcomes(notices: readonly StoredNotice[], claim: string, delivery: Delivery): Promise<Outcome[]> {
    if (delivery.kind === 'delivered') {
      return notices.map(({ notice_id }) => ({
        notice_id,
        claim,
        status: 'sent',
        due_at: null,
        reason: null,
      }));
    }
    const { reason } = delivery;
    if (delivery.kind === 'refused') {
      return notices.map(({ notice_id }) => ({ notice_id, claim, status: 'dead', due_at: null, reason }));
    }
    const { team, people } = this.#options;
    const now = await readClock(this.#database);
    const facts = { team, people: await people(this.#database, peopleAmong(notices, team)), now };
    // All of a digest come back together.
    const random = Math.random();
    return notices.map((notice) => {
      const due_at = retryAt(
        notice,
        facts,
        backoffMs(notice.attempts + 1, team.noticeRules.retry, random, delivery.retryAfterMs),
      );
      const tried = now.getTime() - (notice.first_tried_at ?? now).getTime();
      return tried < team.noticeRules.retry.giveUpAfterMs
        ? { notice_id: notice.notice_id, claim, status: 'waiting', due_at, reason }
        : {
            notice_id: notice.notice_id,
            claim,
            status: 'dead',
            due_at: null,
            reason: `Given up after ${notice.attempts + 1} attempts. ${reason}`,
          };
    });
  }

  #trouble(thrown: unknown): void {
    this.#options.onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)));
  }
}

function messageOf(team: string, notices: readonly StoredNotice[], first: StoredNotice): OutgoingMessage {
  const told = notices.map(({ case_id, subject, text, created_at }) => ({
    caseId: case_id,
    subject,
    text,
    at: created_at,
  }));
  return {
    team,
    to: first.recipient,
    toName: first.recipient_name ?? first.recipient,
    address: first.address,
    urgent: first.urgent,
    at: first.created_at,
    ...digestOf(told),
  };
}
