/** The write `record-stalled`: that people were told of leads on which nothing happens. */
import { defineWrite, z } from 'baton';
import { noteStalledTold } from '../store/stalled-leads.ts';

export const recordStalledData = z.object({
  leads: z.array(z.object({ case_id: z.string(), since: z.iso.datetime(), to: z.array(z.string()) })),
});
export type RecordStalledData = z.output<typeof recordStalledData>;

export const recordStalled = defineWrite({
  input: recordStalledData,
  async apply(tx, { leads }, { now: at }) {
    for (const { case_id, since, to } of leads) {
      await noteStalledTold(tx, { case_id, since: new Date(since), at, to });
    }
    return undefined;
  },
});
