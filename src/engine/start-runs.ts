/** Starting runs: once for each key, in the transaction of whoever brings the case, and numbered. */
import { advance } from '../conductor/advance.ts';
import { newRun } from '../conductor/run.ts';
import { BatonError } from '../core/error.ts';
import { readClock } from '../store/clock.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { RunStart, StartedRun } from '../team/define.ts';
import type { Release, TeamDefinition } from '../team/definition.ts';
import { requireRules } from '../team/read-rules.ts';
import { carryOut } from './carry-out.ts';
import { checkData, checkNames } from './door-checks.ts';
import type { Doors } from './doors.ts';
import { uuidv7 } from './ids.ts';
import { emptyLedger, type Ledger, writeLedger } from './ledger.ts';
import { scoreOf, startEventOf, workflowOf, workflowOfEvent } from './score.ts';
import { casesOfStartKeys, deleteRuns, insertRuns, type RunRow } from './tables/runs.ts';
import { liveWorkers } from './tables/workers.ts';

/**
 * Starts runs in the caller's transaction. A start whose key is known, from before or from further up the
 * list, starts nothing and gives the earlier case. Throws `trigger-unknown` where the workflow is not
 * started by that event, `door-invalid` where a name is empty or cannot be stored.
 */
export async function startRuns(
  doors: Doors,
  tx: Transaction,
  starts: readonly RunStart[],
): Promise<{ started: StartedRun[]; queues: readonly string[] }> {
  await checkRules(tx, doors);
  for (const start of starts) checkStart(doors, start);
  const keys = [...new Set(starts.map(({ key }) => key))];
  for (;;) {
    const known = await casesOfStartKeys(tx, doors.release.team.id, keys);
    const fresh = new Map<string, RunStart>();
    for (const start of starts) {
      if (!known.has(start.key) && !fresh.has(start.key)) fresh.set(start.key, start);
    }
    const ledger = await begin(doors, tx, [...fresh.values()]);
    const isBranch = Map.groupBy(ledger.newRuns, (run) => run.start_key === null);
    const begun = isBranch.get(false) ?? [];
    if (!(await keepAll(tx, begun))) continue;
    const queues = await writeLedger(tx, doors, { ...ledger, newRuns: isBranch.get(true) ?? [] });
    return { started: answersTo(starts, known, begun), queues };
  }
}

const checked = new WeakSet<Release>();

/**
 * A run stays on its release: one whose rules cannot be used must not get any. A worker that is at work on the
 * release has read them all, which takes long for a short command. Throws `team-invalid`.
 */
async function checkRules(tx: Transaction, { release, code }: Doors): Promise<void> {
  if (checked.has(release)) return;
  const workers = await liveWorkers(tx, release.team.id);
  if (!workers.some(({ release_id }) => release_id === release.id)) requireRules(release, code);
  checked.add(release);
}

/** What the first step of each run wants written. */
async function begin(doors: Doors, tx: Transaction, starts: readonly RunStart[]): Promise<Ledger> {
  const now = await readClock(tx);
  const ledger = emptyLedger();
  const { team } = doors.release;
  for (const start of starts) {
    const { data, notes } = start;
    const before = newRun(start.from);
    const row = newRow(doors, start);
    const advanced = advance(scoreOf(team, row), before, { kind: 'started', data, now, random: 0 });
    const carried = { row, team, before, advance: advanced, notes, notices: [], now, holder: null };
    ledger.newRuns.push(carryOut(ledger, carried));
  }
  return ledger;
}

/** False where somebody else has started one of them meanwhile: then none is kept. */
async function keepAll(tx: Transaction, runs: readonly RunRow[]): Promise<boolean> {
  // By key, so that two who start the same ones wait for each other, never in a circle.
  const inOrder = [...runs].sort((a, b) => ((a.start_key ?? '') < (b.start_key ?? '') ? -1 : 1));
  const kept = await insertRuns(tx, inOrder);
  if (kept.size === runs.length) return true;
  await deleteRuns(tx, [...kept]);
  return false;
}

function answersTo(
  starts: readonly RunStart[],
  known: ReadonlyMap<string, { caseId: string; runId: string }>,
  begun: readonly RunRow[],
): StartedRun[] {
  const fromKey = new Map(begun.map((run) => [run.start_key, run]));
  const told = new Set<string>();
  return starts.map(({ key }) => {
    const run = fromKey.get(key);
    const earlier = known.get(key);
    const isNew = !told.has(key);
    told.add(key);
    if (run) return { caseId: run.case_id, runId: run.run_id, isNew };
    if (earlier) return { ...earlier, isNew: false };
    throw new BatonError('start-lost', `The start with key ${key} was neither new nor known.`);
  });
}

function checkStart(doors: Doors, start: RunStart): void {
  workflowFor(doors, start);
  checkData('A start', start.data);
  checkNames('A start', { caseId: start.caseId, key: start.key, from: start.from });
}

/**
 * The workflow that a start's event begins: the one it names, the one in force, or one beside it. An `event`
 * trigger names its event; the others are started by `schedule` and `hand`.
 */
function workflowFor({ release, workflow: inForce }: Doors, start: RunStart): string {
  const workflow = start.workflow ?? inForce;
  const found = workflowOfEvent(release.team, workflow, start.event);
  if (found !== null && (start.workflow === undefined || found === start.workflow)) return found;
  const wanted = startEventOf(workflowOf(release.team, workflow)) ?? 'the end of other cases alone';
  throw new BatonError(
    'trigger-unknown',
    `Workflow ${workflow} is started by ${wanted}, not by ${start.event}.`,
    { details: { workflow, event: start.event, wanted } },
  );
}

/** The next numbers of a team's cases. A number may be left out, never given twice. */
export async function newCaseIds(tx: Transaction, team: TeamDefinition, count: number): Promise<string[]> {
  const rows = await tx.query<{ number: number }>(
    'SELECT nextval($1::regclass)::int8 AS number FROM generate_series(1, $2::int)',
    [caseSequence(team.id), count],
  );
  return rows.map((row) => `${team.casePrefix}-${row.number}`);
}

function caseSequence(team: string): string {
  return `baton."cases_${team}"`;
}

/** Makes the sequence that a team's cases are numbered from. */
export async function ensureCaseNumbers(db: Database, team: string): Promise<void> {
  await db.query(`CREATE SEQUENCE IF NOT EXISTS ${caseSequence(team)} START WITH 10001`);
}

function newRow(doors: Doors, start: RunStart): RunRow {
  return {
    run_id: uuidv7(),
    team: doors.release.team.id,
    workflow: workflowFor(doors, start),
    release_id: doors.release.id,
    case_id: start.caseId,
    start_key: start.key,
    parent_run_id: null,
    path: [],
    parent_turn: null,
    state: newRun(start.from).state,
    data_message: '',
  };
}
