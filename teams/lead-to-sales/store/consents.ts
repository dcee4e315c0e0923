/** SQL on `lead_to_sales.consents`: on what legal basis a person may be written to. Rows are added, never changed but for a withdrawal. */
import type { Queryable } from 'baton';
import type { LegalBasis } from '../agents/nurturing/rules.ts';

export interface ConsentRow {
  readonly address: string;
  readonly legal_basis: LegalBasis;
  readonly source: string;
  readonly words: string | null;
  readonly given_at: Date;
  readonly expires_at: Date | null;
  readonly withdrawn_at: Date | null;
  readonly recorded_by: string;
}

export interface NewConsent {
  readonly address: string;
  readonly legal_basis: LegalBasis;
  readonly source: string;
  readonly words: string | null;
  readonly case_id: string | null;
  readonly given_at: Date;
  readonly expires_at: Date | null;
  readonly recorded_by: string;
}

const COLUMNS = 'address, legal_basis, source, words, given_at, expires_at, withdrawn_at, recorded_by';

/** Adds a legal basis; it counts from now on. */
export async function insertConsent(db: Queryable, consent: NewConsent): Promise<void> {
  await db.query(
    `INSERT INTO lead_to_sales.consents
       (address, legal_basis, source, words, case_id, given_at, expires_at, recorded_by)
     VALUES (lower($1), $2, $3, $4, $5, $6, $7, $8)`,
    [
      consent.address,
      consent.legal_basis,
      consent.source,
      consent.words,
      consent.case_id,
      consent.given_at,
      consent.expires_at,
      consent.recorded_by,
    ],
  );
}

/** The newest consent of an address, withdrawn or not; null where there is none. */
export async function consentOf(db: Queryable, address: string): Promise<ConsentRow | null> {
  const [row] = await db.query<ConsentRow>(
    `SELECT ${COLUMNS} FROM lead_to_sales.consents WHERE address = lower($1)
      ORDER BY consent_id DESC LIMIT 1`,
    [address],
  );
  return row ?? null;
}

/** All that was recorded of an address, oldest first. */
export async function consentsOf(db: Queryable, address: string): Promise<ConsentRow[]> {
  return db.query<ConsentRow>(
    `SELECT ${COLUMNS} FROM lead_to_sales.consents WHERE address = lower($1) ORDER BY consent_id`,
    [address],
  );
}

/** Withdraws every consent of an address. Gives how many there were. */
export async function withdrawConsents(db: Queryable, address: string, at: Date): Promise<number> {
  const rows = await db.query(
    `UPDATE lead_to_sales.consents SET withdrawn_at = $2
      WHERE address = lower($1) AND withdrawn_at IS NULL RETURNING consent_id`,
    [address, at],
  );
  return rows.length;
}
