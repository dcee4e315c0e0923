/**
 * Things outside that agents depend on: which may be asked now, and what agents' reports make of them. One circuit
 * breaker for each, shared by all workers and told once an outage, whatever the number of leads.
 */
import { DEPENDENCY_DOWN, type DependencyReport, type Notice } from '../agent/define.ts';
import type { ErrorFacts } from '../core/error.ts';
import type { Queryable, Transaction } from '../store/database.ts';
import type { TeamDefinition } from '../team/definition.ts';
import { type Circuit, failed, succeeded } from './breaker.ts';
import {
  circuitOf,
  claimTry,
  type DependencyRow,
  keepCircuit,
  lockDependency,
  readDependencies,
} from './tables/dependencies.ts';

/** How long whoever tries has before somebody else may. */
const TRY_LEASE_MS = 60_000;

/** What one of an agent's dependencies is like now. */
export interface Standing {
  readonly isDown: boolean;
  /** Its time to be tried has come, and this is the try. */
  readonly isTry: boolean;
  /** Whether it has failed since it last worked: only then is it news that it works. */
  readonly hasFailed: boolean;
  /** Until somebody may try; 0 where it is not down. */
  readonly againInMs: number;
  readonly lastError: string | null;
}

/** Standings by name; of what has never failed there is none. Nothing is counted for a team without a breaker. */
export async function standingsFor(
  db: Queryable,
  team: TeamDefinition,
  names: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  const standings = new Map<string, Standing>();
  if (names.length === 0 || team.breaker === null) return standings;
  for (const row of await readDependencies(db, team.id, names)) {
    const isDue = row.retry_at !== null && row.retry_at <= row.now;
    const mayTry = isDue && (await claimTry(db, team.id, row.name, TRY_LEASE_MS));
    const isDown = row.down_since !== null && !mayTry;
    const waitMs = isDue ? TRY_LEASE_MS : (row.retry_at?.getTime() ?? 0) - row.now.getTime();
    standings.set(row.name, {
      isDown,
      isTry: mayTry,
      hasFailed: row.failures > 0,
      againInMs: isDown ? Math.max(0, waitMs) : 0,
      lastError: row.last_error,
    });
  }
  return standings;
}

export interface Recorded {
  /** For those who are told of outages. */
  readonly notices: readonly Notice[];
  /** What is back: the work parked for it may go on. */
  readonly back: readonly string[];
  /** Until a dependency may be tried, by name: 0 where its circuit is closed. */
  readonly againInMs: ReadonlyMap<string, number>;
}

/** Takes reports into account, in name order, so that two transactions never wait for each other in a circle. */
export async function recordReports(
  tx: Transaction,
  team: TeamDefinition,
  reports: readonly DependencyReport[],
  { now, random }: { readonly now: Date; readonly random: number },
): Promise<Recorded> {
  const notices: Notice[] = [];
  const back: string[] = [];
  const againInMs = new Map<string, number>();
  const { breaker } = team;
  if (breaker === null) return { notices, back, againInMs };
  for (const { name, isUp, message } of reports.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const row = await lockDependency(tx, team.id, name);
    const before = circuitOf(row);
    const change = isUp ? succeeded(before) : failed(before, breaker, now, random);
    const told = (message ?? 'It does not answer.').slice(0, 500);
    await keepCircuit(tx, team.id, name, change.circuit, isUp ? null : told);
    if (change.hasOpened) notices.push(...outageNotices(breaker.notify, name, told, row));
    if (change.hasClosed) back.push(name);
    againInMs.set(name, waitOf(change.circuit, now));
  }
  return { notices, back, againInMs };
}

/**
 * Until what held an agent back may be tried, as it is now; null where it is back. Under the lock that a report that it
 * is back takes too: whoever parks for it is either told here, or found by those who wake what is parked.
 */
export async function againNow(
  tx: Transaction,
  team: TeamDefinition,
  name: string,
  now: Date,
): Promise<number | null> {
  if (team.breaker === null) return 0;
  const circuit = circuitOf(await lockDependency(tx, team.id, name));
  return circuit.downSince === null ? null : waitOf(circuit, now);
}

function waitOf({ retryAt }: Circuit, now: Date): number {
  return retryAt === null ? 0 : Math.max(0, retryAt.getTime() - now.getTime());
}

function outageNotices(groups: readonly string[], name: string, told: string, row: DependencyRow): Notice[] {
  const times = row.failures + 1;
  const often = times === 1 ? 'once' : `${times} times one after another`;
  const text = `${name} has failed ${often}: ${told} Steps that cannot do without it wait, and it is tried again by itself; \`baton status\` shows since when and how many wait.`;
  return groups.map((to) => ({ to, subject: `${name} is down`, text }));
}

/** What an agent has declared to depend on. */
export type Declared = Readonly<Record<string, 'needed' | 'wanted'>>;

/** Why the agent is not even asked: something it needs is down. Null where it may be asked. */
export function heldBack(
  declared: Declared,
  standings: ReadonlyMap<string, Standing>,
): { readonly dependency: string; readonly error: ErrorFacts; readonly againInMs: number } | null {
  for (const [dependency, { isDown, againInMs, lastError }] of standings) {
    if (!isDown || declared[dependency] !== 'needed') continue;
    const message = `${dependency} is down${lastError === null ? '' : `: ${lastError}`}`;
    const error = { code: DEPENDENCY_DOWN, message, retryable: true, details: { dependency } };
    return { dependency, error, againInMs };
  }
  return null;
}

/** The dependency that a failure speaks of; null where it speaks of none that is declared. */
export function outageIn(error: ErrorFacts, declared: Declared): string | null {
  const dependency = error.code === DEPENDENCY_DOWN ? error.details?.dependency : null;
  return typeof dependency === 'string' && Object.hasOwn(declared, dependency) ? dependency : null;
}

/** The reports that change something: failures, and that something works which has failed. */
export function newsOf(
  reports: readonly DependencyReport[],
  declared: Declared,
  standings: ReadonlyMap<string, Standing>,
): DependencyReport[] {
  const said = new Map(reports.map((report) => [report.name, report]));
  // Who has done its work has had what it needs.
  for (const [name, use] of Object.entries(declared)) {
    if (use === 'needed' && !said.has(name)) said.set(name, { name, isUp: true });
  }
  return [...said.values()].filter(({ name, isUp }) => !isUp || standings.get(name)?.hasFailed === true);
}

/** Of a batch that is fetched together only one may try what is down. */
export function othersOf(standings: ReadonlyMap<string, Standing>): ReadonlyMap<string, Standing> {
  return new Map(
    [...standings].map(([name, standing]) => [
      name,
      standing.isTry ? { ...standing, isDown: true, isTry: false, againInMs: TRY_LEASE_MS } : standing,
    ]),
  );
}
