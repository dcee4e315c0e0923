/** For tests: a lead as it stands after its first days. */
import { randomUUID } from 'node:crypto';
import type { TestDatabase } from '../../../test/support/database.ts';
import type { LeadData } from '../lead.ts';
import { inquiryOfCase } from '../store/inquiries.ts';

/** Puts a lead there, as capture and qualification would have left it; with an inquiry, where it has none. */
export async function putLead(
  { desk }: { readonly desk: Pick<TestDatabase, 'database'> },
  caseId: string,
  data: LeadData,
  given: { readonly status?: string; readonly owner?: string } = {},
): Promise<void> {
  const { status = 'responded', owner } = given;
  await desk.database.query(
    `INSERT INTO lead_to_sales.inquiries (inquiry_id, case_id, source, media_type, origin, content_hash, received_at)
     VALUES ($1, $2, 'email', 'message/rfc822', 'test', $2, baton.now()) ON CONFLICT (case_id) DO NOTHING`,
    [randomUUID(), caseId],
  );
  const inquiry = await inquiryOfCase(desk.database, caseId);
  await desk.database.query(
    `INSERT INTO lead_to_sales.leads (case_id, inquiry_id, first_name, last_name, email, company, lead_source,
       lead_status, lifecycle_stage, next_action_at, data)
     VALUES ($1, $2, $3, $4, $5, $6, 'email', $7, 'sales-qualified', baton.now(), $8)`,
    [
      caseId,
      inquiry?.inquiry_id,
      data.contact_info.first_name?.value ?? null,
      data.contact_info.last_name?.value ?? null,
      data.contact_info.email?.value ?? null,
      data.company_info.name?.value ?? null,
      status,
      JSON.stringify(data),
    ],
  );
  if (owner === undefined) return;
  await desk.database.query(
    `INSERT INTO lead_to_sales.assignments (case_id, owner_id, assigned_at, responded_at, reason, candidates)
     VALUES ($1, $2, baton.now(), baton.now(), 'test', '[]')`,
    [caseId, owner],
  );
}
