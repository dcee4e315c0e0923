/** The chaos team's code: three small agents, each with its moments, and the two writes they ask for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatonError, defineAgent, defineTeam, defineWrite, type TeamCode, z } from 'baton';

/** What an agent does instead of its work. */
export const misbehaviours = ['throw', 'refuse', 'hang', 'answer late', 'garbage'] as const;
export type Misbehaviour = (typeof misbehaviours)[number];

/** What an agent does instead of its work, with a number from 0 to 1 to choose by; null: it behaves. */
export type Mood = (number: number) => { readonly does: Misbehaviour; readonly pick: number } | null;

/** Longer than any step's time. */
const LATE_MS = 4_000;

const caseData = z.object({ number: z.number().int() });
const done = z.object({});

/** Records that a piece of work was written: twice, if it was written twice. */
const recordDone = defineWrite({
  input: done,
  async apply(tx, _data, { caseId, step }) {
    await tx.query('INSERT INTO chaos.done (case_id, step) VALUES ($1, $2)', [caseId, step]);
    return undefined;
  },
});

/** Gives the case to whoever has least of those that may have more; counted under lock. */
const giveOwner = defineWrite({
  input: done,
  facts: z.object({ owner: z.string().nullable() }),
  async apply(tx, _data, { caseId }) {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('chaos.owners', 0))");
    const [free] = await tx.query<{ owner_id: string }>(
      `SELECT o.owner_id FROM chaos.owners o LEFT JOIN chaos.assignments a USING (owner_id)
        GROUP BY o.owner_id, o.cap HAVING count(a.*) < o.cap ORDER BY count(a.*), o.owner_id LIMIT 1`,
    );
    if (!free) return { owner: null };
    await tx.query('INSERT INTO chaos.assignments (case_id, owner_id) VALUES ($1, $2)', [
      caseId,
      free.owner_id,
    ]);
    return { owner: free.owner_id };
  },
});

/** What a careless agent may come up with. Some of it cannot even be stored, some is fit for use and means nothing. */
export function garbage(pick: number): unknown {
  const circle: Record<string, unknown> = {};
  circle.circle = circle;
  const all: readonly unknown[] = [
    null,
    7,
    'done',
    [],
    {},
    { output: null },
    { output: 'done' },
    { output: { processing_notes: 'taken' } },
    { output: {}, writes: [{ kind: 'drop-tables', data: {} }] },
    { output: {}, writes: [{ kind: 'give-owner', data: 'nobody' }] },
    { output: {}, priority: 'very' },
    { output: {}, flags: [''] },
    { output: {}, notices: [{ to: '', subject: 'nobody', text: '' }] },
    { output: {}, notices: [{ to: 'operations', subject: 'half a sign \ud800', text: 'and a zero \u0000' }] },
    { output: { text: 'a zero \u0000 and half a sign \udc00' } },
    { output: { number: 10n } },
    { output: circle },
    { output: { long: 'x'.repeat(300_000) } },
    { output: JSON.parse(`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`) },
    { output: { number: Number.NaN } },
  ];
  return all[Math.floor(pick * all.length)];
}

async function misbehave(what: Misbehaviour, pick: number, work: () => unknown): Promise<unknown> {
  switch (what) {
    case 'throw':
      // Whatever a library throws, also what is no error.
      throw pick < 0.5 ? new Error('chaos') : null;
    case 'refuse':
      throw new BatonError('chaos-refused', 'The agent refused.', { retryable: pick < 0.5 });
    case 'hang':
      return new Promise(() => undefined);
    case 'answer late':
      // It does not listen to its signal.
      await sleep(LATE_MS);
      return work();
    case 'garbage':
      return garbage(pick);
  }
}

/** `mood` is asked, with the case's number, before each piece of work. */
export function chaosTeam(mood: Mood): TeamCode<undefined> {
  const agent = (name: string, write: string) =>
    defineAgent({
      input: caseData,
      output: z.record(z.string(), z.unknown()),
      writes: [write],
      async run({ number }, { caseId }) {
        const work = (): unknown => ({
          output: { [name]: number },
          notes: `${name} was asked.`,
          writes: [{ kind: write, data: {} }],
          notices:
            name === 'assigner' ? [{ to: 'operations', subject: `${caseId} was looked at`, text: name }] : [],
        });
        const bad = mood(number);
        // An agent written without types: what it gives is whatever it is.
        return z.any().parse(bad ? await misbehave(bad.does, bad.pick, work) : work());
      },
    });
  return defineTeam({
    agents: {
      reader: agent('reader', 'record-done'),
      checker: agent('checker', 'record-done'),
      assigner: agent('assigner', 'give-owner'),
    },
    writes: { 'record-done': recordDone, 'give-owner': giveOwner },
    events: ['case-arrived', 'confirmed'],
    services: async () => ({ services: undefined, close: async () => undefined }),
  });
}
