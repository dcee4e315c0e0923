/** Teams' files as they were when runs began on them. */

import type { Queryable } from '../../store/database.ts';
import { toJson } from '../../store/json.ts';
import type { TeamFiles } from '../../team/definition.ts';

/** Keeps a release; one that is known already stays. */
export async function keepRelease(
  db: Queryable,
  release: { readonly id: string; readonly team: string; readonly files: TeamFiles },
): Promise<void> {
  // Every command comes by here, nearly always with a release that is kept: its files are not sent for nothing.
  if ((await db.query('SELECT 1 FROM baton.releases WHERE release_id = $1', [release.id])).length > 0) return;
  await db.query(
    'INSERT INTO baton.releases (release_id, team, files) VALUES ($1, $2, $3::jsonb) ON CONFLICT DO NOTHING',
    [release.id, release.team, toJson(release.files)],
  );
}

export async function findRelease(
  db: Queryable,
  releaseId: string,
): Promise<{ team: string; files: TeamFiles } | null> {
  const rows = await db.query<{ team: string; files: TeamFiles }>(
    'SELECT team, files FROM baton.releases WHERE release_id = $1',
    [releaseId],
  );
  return rows[0] ?? null;
}

/** Teams that this database holds releases of, the one with the newest first; none where Baton has never been here. */
export async function teamsWithReleases(db: Queryable): Promise<string[]> {
  const [found] = await db.query<{ table: string | null }>("SELECT to_regclass('baton.releases') AS table");
  if (!found?.table) return [];
  const rows = await db.query<{ team: string }>(
    'SELECT team FROM baton.releases GROUP BY team ORDER BY max(created_at) DESC, team',
  );
  return rows.map(({ team }) => team);
}
