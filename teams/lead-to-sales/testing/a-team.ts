/** For tests of commands: a team with real tables; what it is told and asks of the engine is given. */
import { join } from 'node:path';
import type { CaseStanding, CaseTask, Database, RunningTeam } from 'baton';
import type { DeskServices } from '../services.ts';
import { readShipped } from './shipped-rules.ts';

/** A team on these tables; a case without a standing given has no run. */
export function aTeam(
  database: Database,
  given: Partial<RunningTeam<DeskServices>> = {},
): RunningTeam<DeskServices> {
  return {
    database,
    services: { database, loopbackSites: new Map() },
    folder: join(import.meta.dirname, '..'),
    read: readShipped,
    now: async () => new Date('2026-11-23T10:00:00Z'),
    newCaseIds: async () => [],
    startRuns: async () => [],
    signal: async () => false,
    messagesOf: async () => [],
    standingsOf: async () => new Map(),
    noticesOf: async () => [],
    mailer: null,
    ...given,
  };
}

export function aStanding(given: Partial<CaseStanding> & Pick<CaseStanding, 'caseId'>): CaseStanding {
  return {
    workflow: 'lead-to-sales',
    status: 'waiting',
    end: null,
    step: 'follow-up',
    flags: [],
    startedAt: new Date('2026-11-23T09:00:00Z'),
    updatedAt: new Date('2026-11-23T09:00:00Z'),
    tasks: [],
    ...given,
  };
}

export function aTask(given: Partial<CaseTask> = {}): CaseTask {
  return {
    taskId: 7,
    step: 'routing',
    queue: 'sales-manager',
    ask: 'No salesperson can take this lead now. Choose one, or try again later.',
    answers: ['retry', 'nurture'],
    status: 'open',
    error: null,
    openedAt: new Date('2026-11-23T09:30:00Z'),
    deadline: null,
    closedAt: null,
    closedBy: null,
    answer: null,
    ...given,
  };
}
