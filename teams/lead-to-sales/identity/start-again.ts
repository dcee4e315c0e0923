/** An inquiry that was taken out of another person's lead begins its case once more. Pure. */
import type { RunStart } from 'baton';
import type { Inquiry } from '../lead.ts';
import type { InquiryRow } from '../store/inquiries.ts';

/** `mergeId`: what was undone; undoing it twice starts once. */
export function startOfInquiry(row: InquiryRow, mergeId: string, by: string): RunStart {
  const inquiry: Inquiry = {
    inquiry_id: row.inquiry_id,
    source: row.source,
    media_type: row.media_type,
    origin: row.origin,
    received_at: row.received_at.toISOString(),
  };
  return {
    caseId: row.case_id,
    event: 'inquiry-received',
    key: `unmerged:${mergeId}`,
    data: { inquiry },
    from: by,
    notes: `Taken out of another person's lead (merge ${mergeId}); read again.`,
  };
}
