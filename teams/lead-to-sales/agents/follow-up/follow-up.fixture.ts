/** For tests of follow-up: one lead that Mia Berg has had since `assignedAt`, and the agent asked about it. */
import assert from 'node:assert/strict';
import type { Database, Notice } from 'baton';
import { openTestDatabase } from '../../../../test/support/database.ts';
import type { FollowUpState, LeadData, QualificationReport } from '../../lead.ts';
import {
  aLead,
  anOwner,
  said,
  saveLead,
  saveOwners,
  shippedFollowUpRules,
} from '../../testing/sales-floor.ts';
import { readShipped } from '../../testing/shipped-rules.ts';
import { recordFollowUp } from '../../writes/record-follow-up.ts';
import { followUp } from './agent.ts';

export const assignedAt = new Date('2026-11-23T10:00:00Z');

export const assignment = {
  owner: { owner_id: 'mia', name: 'Mia Berg', email: 'mia@desk.example' },
  territory: 'DE',
  reason: 'Mia Berg: covers DE.',
  candidates: [],
  respond_by: '2026-11-23T10:15:00.000Z',
  response_time_ms: { hot: 900_000, warm: 14_400_000, otherwise: 28_800_000 },
};

export interface FollowUpDesk {
  readonly database: Database;
  /** As it was in the beginning: the lead has just been given. */
  begin(): Promise<void>;
  /** Asks the agent and applies its write, as the engine does. */
  ask(
    occasion: string,
    now: Date,
    before?: FollowUpState | null,
    lead?: LeadData,
    qualification?: Partial<QualificationReport> | null,
  ): Promise<{ state: FollowUpState; notices: Notice[]; notes: string | undefined }>;
  /** The kinds of activities, oldest first. */
  activities(): Promise<string[]>;
  /** Another inquiry joins the lead. */
  joins(from: string, words: string | null): Promise<void>;
  close(): Promise<void>;
}

export async function openFollowUpDesk(): Promise<FollowUpDesk> {
  const desk = await openTestDatabase({ team: 'lead-to-sales' });
  const { database } = desk;
  return {
    database,
    begin: async () => {
      await database.query(
        'TRUNCATE lead_to_sales.assignments, lead_to_sales.activities, lead_to_sales.owners, lead_to_sales.leads, lead_to_sales.inquiries CASCADE',
      );
      await saveOwners(database, [anOwner({ owner_id: 'mia', name: 'Mia Berg' })]);
      await saveLead(database, 'LEAD-1');
      await database.query(
        `INSERT INTO lead_to_sales.assignments (case_id, owner_id, assigned_at, reason, candidates)
         VALUES ('LEAD-1', 'mia', $1, 'Mia Berg: covers DE.', '[]')`,
        [assignedAt],
      );
    },
    ask: async (
      occasion,
      now,
      before = null,
      lead = aLead({ description: 'We need a new ERP by March.' }),
      qualification = null,
    ) => {
      const rated = {
        framework: 'BANT',
        dimensions: {},
        decision_maker: 'unknown',
        summary: '',
        ...qualification,
      };
      const input = followUp.input.parse({
        lead_data: lead,
        assignment,
        follow_up: before,
        qualification: qualification === null ? null : rated,
      });
      const result = await followUp.run(input, {
        now,
        signal: new AbortController().signal,
        runId: 'run-1',
        caseId: 'LEAD-1',
        step: 'follow-up',
        occasion,
        flags: [],
        read: readShipped,
        rules: shippedFollowUpRules(),
        services: { database, loopbackSites: new Map() },
      });
      const state = followUp.output.parse(result.output).follow_up;
      for (const write of result.writes ?? []) {
        assert.equal(write.kind, 'record-follow-up');
        const data = recordFollowUp.input.parse(JSON.parse(JSON.stringify(write.data)));
        const context = { now, runId: 'run-1', caseId: 'LEAD-1', step: 'follow-up', read: readShipped };
        await database.transaction((tx) => recordFollowUp.apply(tx, data, context));
      }
      return { state, notices: [...(result.notices ?? [])], notes: result.notes };
    },
    activities: async () => {
      const rows = await database.query<{ kind: string }>(
        'SELECT kind FROM lead_to_sales.activities ORDER BY activity_id',
      );
      return rows.map(({ kind }) => kind);
    },
    joins: async (from, words) => {
      const need = { ...aLead().need, description: words === null ? null : said(words) };
      await database.query(
        `INSERT INTO lead_to_sales.activities (case_id, kind, at, detail) VALUES ('LEAD-1', 'inquiry-joined', $1, $2)`,
        [assignedAt, JSON.stringify({ from_case: from, source: 'chat', need })],
      );
    },
    close: () => desk.close(),
  };
}
