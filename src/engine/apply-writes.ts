/** An agent's writes, applied inside the transaction that settles its answer. */
import type { Write } from '../agent/define.ts';
import { BatonError } from '../core/error.ts';
import type { Transaction } from '../store/database.ts';
import type { TeamCode } from '../team/define.ts';
import type { Release } from '../team/definition.ts';
import { rulesReader } from '../team/read-rules.ts';
import type { RunRow } from './tables/runs.ts';

export interface Applied {
  /** What the writes returned: it completes the output. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** What was done, where a write says so. */
  readonly notes: string | null;
}

/** Applies writes in order. Throws `write-unknown`, `write-invalid`, or whatever a write refuses with. */
export async function applyWrites(
  // biome-ignore lint/suspicious/noExplicitAny: a registry of writes with schemas of their own
  code: TeamCode<any>,
  tx: Transaction,
  writes: readonly Write[],
  { row, now, step, release }: { row: RunRow; now: Date; step: string; release: Release },
): Promise<Applied> {
  const facts: Record<string, unknown> = {};
  let notes: string | null = null;
  for (const write of writes) {
    const definition = code.writes?.[write.kind];
    if (!definition) throw unknownWrite(write.kind, Object.keys(code.writes ?? {}));
    const checked = definition.input.safeParse(write.data);
    if (!checked.success)
      throw new BatonError('write-invalid', `Write ${write.kind}: ${checked.error.message}`);
    const given: unknown = await definition.apply(tx, checked.data, {
      now,
      runId: row.run_id,
      caseId: row.case_id,
      step,
      read: rulesReader(release, code),
    });
    if (!given || typeof given !== 'object') continue;
    const checkedFacts = definition.facts?.parse(given) ?? given;
    Object.assign(facts, checkedFacts);
    notes = definition.notes?.(checkedFacts) ?? notes;
  }
  return { facts, notes };
}

function unknownWrite(kind: string, known: readonly string[]): BatonError {
  return new BatonError(
    'write-unknown',
    `No write "${kind}" is registered. Registered: ${known.join(', ')}.`,
    { details: { kind, known } },
  );
}
