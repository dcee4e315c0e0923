/** For tests: the sales desk at work on tables of its own, with the real engine and the sample's websites. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, IntakeProblem, IntakeReceipt, IntakeResult, RunningTeam } from 'baton';
import { untilAtRest } from '../../../src/cli/until-at-rest.ts';
import { type Engine, openEngine } from '../../../src/engine/engine.ts';
import { makeRelease, readTeamFiles } from '../../../src/team/load.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { prepare } from '../demo/prepare.ts';
import type { DeskServices } from '../services.ts';
import code from '../team.ts';

const folder = join(import.meta.dirname, '..');

export interface WorkingDesk {
  readonly desk: TestDatabase;
  readonly engine: Engine<DeskServices>;
  readonly team: RunningTeam<DeskServices>;
  /** Takes in files of the sample, such as `mail/feld-dringend.eml`, and waits until they are through. */
  takeIn(...files: readonly string[]): Promise<IntakeResult>;
  /** Waits until nothing moves by itself. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

async function hasWorkDue(database: Database): Promise<boolean> {
  const due = await database.query(
    "SELECT 1 FROM pgboss.job WHERE state < 'completed' AND start_after <= pgboss.job_now() LIMIT 1",
  );
  return due.length > 0;
}

/** Opens the desk with the sample's owners, accounts and websites, and starts to work. */
export async function openWorkingDesk(): Promise<WorkingDesk> {
  const desk = await openTestDatabase({ maxConnections: 12 });
  const engine = await openEngine<DeskServices>({
    database: desk.database,
    release: makeRelease(await readTeamFiles(folder), 'lead-to-sales'),
    code,
    folder,
    onTrouble: (error) => {
      throw error;
    },
  });
  const { team } = engine;
  const world = await prepare(team);
  await engine.startWorker({ onNotice: () => undefined });
  const rest = async (): Promise<void> => {
    // A person's answer is a job before it moves its run.
    while (await hasWorkDue(desk.database)) await sleep(10);
    await untilAtRest(engine, async () => undefined);
  };
  return {
    desk,
    engine,
    team,
    rest,
    takeIn: async (...files) => {
      const receipts: IntakeReceipt[] = [];
      const problems: IntakeProblem[] = [];
      for (const name of files) {
        const bytes = await readFile(join(folder, 'sample', name));
        const taken = await code.intake?.(team, { name, bytes });
        receipts.push(...(taken?.receipts ?? []));
        problems.push(...(taken?.problems ?? []));
      }
      await rest();
      return { receipts, problems };
    },
    close: async () => {
      await engine.close();
      await world.stop();
      await desk.close();
    },
  };
}
