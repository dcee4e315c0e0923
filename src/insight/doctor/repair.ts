/** Puts what a health check has found without a home before a person, through the engine's doors. */
import type { Engine } from '../../engine/engine.ts';
import type { Finding, Repair } from './finding.ts';

export interface Repaired {
  readonly code: string;
  /** How many are before a person now; what had found its way meanwhile is not counted. */
  readonly count: number;
}

/** Does what findings allow; gives how much of each. Doing it twice does it once. */
export async function repairFindings(
  engine: Engine<unknown>,
  findings: readonly Finding[],
): Promise<Repaired[]> {
  const repaired: Repaired[] = [];
  for (const { code, repair } of findings) {
    if (repair) repaired.push({ code, count: await carryOut(engine, repair) });
  }
  return repaired;
}

async function carryOut(engine: Engine<unknown>, repair: Repair): Promise<number> {
  let count = 0;
  switch (repair.kind) {
    case 'runs':
      for (const runId of repair.runIds) if (await engine.putBeforePerson(runId)) count += 1;
      return count;
    case 'tasks':
      for (const { runId, turn } of repair.runs) if (await engine.askAgain(runId, turn)) count += 1;
      return count;
    case 'starts': {
      const started = await engine.team.database.transaction((tx) =>
        engine.team.startRuns(tx, repair.starts),
      );
      return started.filter(({ isNew }) => isNew).length;
    }
  }
}
