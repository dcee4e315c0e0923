/** `health` in `team.yaml`: from when on `baton doctor` calls something wrong. */
import { z } from 'zod';
import { durationOf } from './values.ts';

const times = z.number().min(1.1).max(1_000);

export const healthSource = z
  .strictObject({
    waits: durationOf(
      'A message that has waited this long for an agent is a finding. Default 10 minutes.',
    ).default(10 * 60_000),
    slower: times
      .default(3)
      .describe(
        "An agent's slow answers (95 of 100 are faster) take this many times as long as in the week before. Default 3.",
      ),
    errors: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(5)
      .describe(
        'The same error at the same step this often in a day, and more often than before. Default 5.',
      ),
    notices: durationOf('A notice that has not been delivered for this long. Default 15 minutes.').default(
      15 * 60_000,
    ),
    trend: times
      .default(2)
      .describe(
        'A figure of the business is this many times better or worse than on an average day of the week before. Default 2.',
      ),
  })
  .prefault({})
  .describe('From when on `baton doctor` calls something wrong.');
