/** Takes a file's inquiries into the desk: kept, numbered and started in one transaction per chunk. */
import type { IntakeFile, IntakeReceipt, IntakeResult, RunningTeam, RunStart, Transaction } from 'baton';
import type { Inquiry } from '../lead.ts';
import type { DeskServices } from '../services.ts';
import { insertInquiries, type KeptInquiry } from '../store/inquiries.ts';
import type { RawInquiry } from './raw-inquiry.ts';
import { readInquiries } from './read-inquiries.ts';

const CHUNK = 500;
const BY_SOURCE = { form: 'web form', email: 'e-mail', chat: 'chat', event: 'event list' } as const;

/**
 * Takes in one file. Every inquiry gets a receipt with its case number; the very same inquiry a second
 * time gets its earlier one. Problems come back as data; only a database that fails throws.
 */
export async function takeIn(team: RunningTeam<DeskServices>, file: IntakeFile): Promise<IntakeResult> {
  const { inquiries, problems } = await readInquiries(file, await team.now());
  const receipts: IntakeReceipt[] = [];
  for (let start = 0; start < inquiries.length; start += CHUNK) {
    const chunk = inquiries.slice(start, start + CHUNK);
    const kept = await team.database.transaction((tx) => takeChunk(team, tx, chunk));
    chunk.forEach((inquiry, index) => {
      const entry = kept[index];
      if (entry === undefined) return;
      receipts.push({
        file: file.name,
        line: inquiry.line,
        source: inquiry.source,
        caseId: entry.caseId,
        isNew: entry.isNew,
      });
    });
  }
  return { receipts, problems };
}

async function takeChunk(
  team: RunningTeam<DeskServices>,
  tx: Transaction,
  chunk: readonly RawInquiry[],
): Promise<KeptInquiry[]> {
  const kept = await insertInquiries(tx, chunk, (count) => team.newCaseIds(tx, count));
  const starts: RunStart[] = [];
  chunk.forEach((inquiry, index) => {
    const entry = kept[index];
    if (entry?.isNew) starts.push(startOf(inquiry, entry));
  });
  if (starts.length > 0) await team.startRuns(tx, starts);
  return kept;
}

function startOf(inquiry: RawInquiry, kept: KeptInquiry): RunStart {
  const pointer: Inquiry = {
    inquiry_id: kept.inquiryId,
    source: inquiry.source,
    media_type: inquiry.media_type,
    origin: inquiry.origin,
    received_at: inquiry.received_at.toISOString(),
  };
  return {
    caseId: kept.caseId,
    event: 'inquiry-received',
    key: inquiry.content_hash,
    data: { inquiry: pointer },
    from: 'Intake',
    notes: `Received by ${BY_SOURCE[inquiry.source]} from ${inquiry.origin}`,
  };
}
