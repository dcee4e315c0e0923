/** SQL on `lead_to_sales.opportunities`: what is being sold to whom, and by whom. */
import type { Queryable } from 'baton';

export interface Opportunity {
  readonly opportunity_id: string;
  readonly name: string;
  readonly account_id: string | null;
  readonly contact_id: string | null;
  readonly owner_id: string | null;
  readonly stage: string;
  readonly is_closed: boolean;
  readonly is_won: boolean;
  readonly amount: number | null;
  /** ISO 4217. */
  readonly currency: string | null;
  /** YYYY-MM-DD. */
  readonly close_date: string | null;
}

const COLUMNS = `opportunity_id, name, account_id, contact_id, owner_id, stage, is_closed, is_won, amount,
  currency, close_date`;

/** Adds opportunities or puts them up to date by id. Gives how many were new. */
export async function upsertOpportunities(
  db: Queryable,
  opportunities: readonly Opportunity[],
): Promise<number> {
  const rows = await db.query<{ is_new: boolean }>(
    `INSERT INTO lead_to_sales.opportunities (${COLUMNS})
     SELECT ${COLUMNS} FROM jsonb_to_recordset($1::jsonb) AS t(
       opportunity_id text, name text, account_id text, contact_id text, owner_id text, stage text,
       is_closed boolean, is_won boolean, amount numeric, currency text, close_date date)
      ORDER BY opportunity_id
     ON CONFLICT (opportunity_id) DO UPDATE SET name = excluded.name, account_id = excluded.account_id,
       contact_id = excluded.contact_id, owner_id = excluded.owner_id, stage = excluded.stage,
       is_closed = excluded.is_closed, is_won = excluded.is_won, amount = excluded.amount,
       currency = excluded.currency, close_date = excluded.close_date, updated_at = baton.now()
     RETURNING xmax = 0 AS is_new`,
    [JSON.stringify(opportunities)],
  );
  return rows.filter(({ is_new }) => is_new).length;
}

/** Opportunities by id. */
export async function opportunitiesByIds(
  db: Queryable,
  opportunityIds: readonly string[],
): Promise<ReadonlyMap<string, Opportunity>> {
  const rows = await db.query<Opportunity>(
    `SELECT opportunity_id, name, account_id, contact_id, owner_id, stage, is_closed, is_won,
            amount::float8 AS amount, currency, close_date::text AS close_date
       FROM lead_to_sales.opportunities WHERE opportunity_id = ANY($1::text[])`,
    [opportunityIds],
  );
  return new Map(rows.map((row) => [row.opportunity_id, row]));
}

export interface OpenOpportunity {
  readonly opportunity_id: string;
  readonly name: string;
  readonly stage: string;
  readonly owner_id: string;
  readonly owner_name: string;
  /** The person's own, and not only their company's. */
  readonly is_persons: boolean;
}

/** Open opportunities with an owner, of a person or their company: the person's own first, then who closes soonest. */
export function openOpportunities(
  db: Queryable,
  of: { readonly contactId: string | null; readonly accountId: string | null },
): Promise<OpenOpportunity[]> {
  return db.query<OpenOpportunity>(
    `SELECT p.opportunity_id, p.name, p.stage, p.owner_id, o.name AS owner_name,
            coalesce(p.contact_id = $1, false) AS is_persons
       FROM lead_to_sales.opportunities p JOIN lead_to_sales.owners o ON o.owner_id = p.owner_id
      WHERE NOT p.is_closed AND o.active AND (p.contact_id = $1 OR p.account_id = $2)
      ORDER BY is_persons DESC, p.close_date NULLS LAST, p.opportunity_id LIMIT 20`,
    [of.contactId, of.accountId],
  );
}

export interface OpportunityLine extends Opportunity {
  readonly account_name: string | null;
  readonly owner_name: string | null;
}

/** Opportunities, the open ones first, then who closes soonest. */
export function opportunityLines(db: Queryable, limit: number): Promise<OpportunityLine[]> {
  return db.query<OpportunityLine>(
    `SELECT p.opportunity_id, p.name, p.account_id, p.contact_id, p.owner_id, p.stage, p.is_closed, p.is_won,
            p.amount::float8 AS amount, p.currency, p.close_date::text AS close_date,
            a.name AS account_name, o.name AS owner_name
       FROM lead_to_sales.opportunities p
       LEFT JOIN lead_to_sales.accounts a ON a.account_id = p.account_id
       LEFT JOIN lead_to_sales.owners o ON o.owner_id = p.owner_id
      ORDER BY p.is_closed, p.close_date NULLS LAST, p.opportunity_id LIMIT $1`,
    [limit],
  );
}

/** How many opportunities there are. */
export async function countOpportunities(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM lead_to_sales.opportunities',
  );
  return row?.count ?? 0;
}
