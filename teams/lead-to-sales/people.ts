/** How the desk's own people can be reached with notices: owners, by their ids. */
import type { Person, Queryable } from 'baton';
import { ownersByIds } from './store/owners.ts';

/** Those of these ids that are owners. */
export async function peopleOf(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  const owners = await ownersByIds(db, ids);
  return new Map(
    owners.map(({ owner_id, name, email, timezone }) => [owner_id, { name, email, timeZone: timezone }]),
  );
}
