/** For tests of what comes after a lead's first days: the real engine and the desk's own agents from qualification on, leads put there by hand, a clock that is set. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CaseStanding, defineTeam, type RunningTeam } from 'baton';
import { untilAtRest } from '../../../src/cli/until-at-rest.ts';
import { type Engine, openEngine } from '../../../src/engine/engine.ts';
import { conductorQueue } from '../../../src/engine/queues.ts';
import { moveClock, readClock } from '../../../src/store/clock.ts';
import { makeRelease, readTeamFiles } from '../../../src/team/load.ts';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { captureRulesFile } from '../agents/capture/rules.ts';
import { followUp } from '../agents/follow-up/agent.ts';
import { nurturing } from '../agents/nurturing/agent.ts';
import { qualification } from '../agents/qualification/agent.ts';
import { routing } from '../agents/routing/agent.ts';
import { stalledLeads } from '../agents/stalled-leads/agent.ts';
import { deskLibrary } from '../nurturing/library.ts';
import { closeCase } from '../on-end.ts';
import type { DeskServices } from '../services.ts';
import { deskCalendars } from '../working-calendar.ts';
import { assignOwner } from '../writes/assign-owner.ts';
import { recordFollowUp } from '../writes/record-follow-up.ts';
import { recordNurturing } from '../writes/record-nurturing.ts';
import { recordScore } from '../writes/record-score.ts';
import { recordStalled } from '../writes/record-stalled.ts';

export const dayMs = 86_400_000;

const folder = join(import.meta.dirname, '..');

const code = defineTeam<DeskServices>({
  agents: { qualification, routing, 'follow-up': followUp, nurturing, 'stalled-leads': stalledLeads },
  writes: {
    'record-score': recordScore,
    'assign-owner': assignOwner,
    'record-follow-up': recordFollowUp,
    'record-nurturing': recordNurturing,
    'record-stalled': recordStalled,
  },
  rules: [deskCalendars, deskLibrary, captureRulesFile],
  services: async ({ database }) => ({
    services: { database, loopbackSites: new Map() },
    close: async () => undefined,
  }),
  onEnd: closeCase,
});

export interface SequenceDesk {
  readonly desk: TestDatabase;
  readonly team: RunningTeam<DeskServices>;
  engine(): Engine<DeskServices>;
  /** Stops the engine as a restart would, and begins to work again. */
  restart(): Promise<void>;
  /** Sets the clock: time goes on from there. */
  setClock(at: string): Promise<void>;
  /** Lets days pass, some hours at a time, so that whatever is due is done in its order. */
  pass(days: number): Promise<void>;
  /** Waits until nothing that is due is undone. */
  rest(): Promise<void>;
  standing(caseId: string): Promise<CaseStanding | null>;
  close(): Promise<void>;
}

/** A desk whose clock stands at `at`. */
export async function openSequenceDesk(at: string): Promise<SequenceDesk> {
  const desk = await openTestDatabase({ maxConnections: 12 });
  const release = makeRelease(await readTeamFiles(folder), 'lead-to-sales');
  const open = async (): Promise<Engine<DeskServices>> => {
    const engine = await openEngine<DeskServices>({
      database: desk.database,
      release,
      code,
      folder,
      onTrouble: (error) => {
        throw error;
      },
    });
    await engine.startWorker({ onNotice: () => undefined });
    return engine;
  };
  const setClock = async (given: string): Promise<void> => {
    const now = await readClock(desk.database);
    await moveClock(desk.database, Date.parse(given) - now.getTime());
  };
  const rest = async (): Promise<void> => {
    for (;;) {
      const [row] = await desk.database.query<{ due: number }>(
        `SELECT count(*)::int AS due FROM pgboss.job
          WHERE name = $1 AND state < 'completed' AND start_after <= baton.now()`,
        [conductorQueue('lead-to-sales')],
      );
      await untilAtRest(engine, async () => undefined);
      if (row?.due === 0) return;
      await sleep(20);
    }
  };
  let engine = await open();
  await setClock(at);
  return {
    desk,
    team: engine.team,
    engine: () => engine,
    restart: async () => {
      await engine.close(0);
      engine = await open();
    },
    setClock,
    rest,
    pass: async (days) => {
      for (let half = 0; half < days * 2; half += 1) {
        await moveClock(desk.database, dayMs / 2);
        await rest();
      }
    },
    standing: async (caseId) => (await engine.team.standingsOf([caseId])).get(caseId) ?? null,
    close: async () => {
      await engine.close();
      await desk.close();
    },
  };
}
