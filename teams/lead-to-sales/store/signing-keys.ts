/** SQL on `lead_to_sales.signing_keys`: secrets that tokens are signed with, made on first use. */
import { randomBytes } from 'node:crypto';
import { BatonError, type Queryable } from 'baton';

/** The key of that name, the same one for ever and for everybody. */
export async function signingKey(db: Queryable, name: string): Promise<Buffer> {
  await db.query(
    'INSERT INTO lead_to_sales.signing_keys (name, key) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
    [name, randomBytes(32)],
  );
  const [row] = await db.query<{ key: Buffer }>(
    'SELECT key FROM lead_to_sales.signing_keys WHERE name = $1',
    [name],
  );
  if (!row) throw new BatonError('key-lost', `The signing key "${name}" was neither made nor found.`);
  return row.key;
}
