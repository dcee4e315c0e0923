/** For tests of commands: a team with real tables; what it is told and asks of the engine is given. */
import { join } from 'node:path';
import {
  BatonError,
  type CaseStanding,
  type CaseTask,
  type Database,
  type Inbox,
  type RunningTeam,
} from 'baton';
import type { DeskServices } from '../services.ts';
import { readShipped } from './shipped-rules.ts';

/** People's tasks are the engine's: a team on tables alone has none. */
export const noInbox: Inbox = {
  list: async () => [],
  show: refuse,
  claim: refuse,
  release: refuse,
  reassign: refuse,
  comment: refuse,
  resolve: refuse,
};

function refuse(): Promise<never> {
  return Promise.reject(new BatonError('task-unknown', 'There are no tasks here.'));
}

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
    inbox: noInbox,
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
