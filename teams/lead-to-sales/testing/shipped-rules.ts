/** For tests and benches: rules as they stand in the team's folder, read as a run would read them. */
import { join } from 'node:path';
import type { ReadRules } from 'baton';
import { makeRelease, readTeamFiles } from '../../../src/team/load.ts';
import { rulesIn } from '../../../src/team/read-rules.ts';

/** The release that the team's folder makes now. */
export const shippedRelease = makeRelease(
  await readTeamFiles(join(import.meta.dirname, '..')),
  'lead-to-sales',
);

export const readShipped: ReadRules = (rules) => rulesIn(shippedRelease, rules);
