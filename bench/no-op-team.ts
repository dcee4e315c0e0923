/** Five agents that do nothing, in a row: what is left is the engine. */
import { defineAgent, defineTeam, z } from 'baton';
import type { Release } from '../src/team/definition.ts';
import { makeRelease } from '../src/team/load.ts';

const STEPS = ['one', 'two', 'three', 'four', 'five'] as const;

export interface NoOpTeam {
  readonly release: Release;
  readonly code: ReturnType<typeof defineTeam<undefined>>;
}

/** `onLast` is called when the fifth agent has been asked. */
export function noOpTeam(concurrency: number, onLast: (caseId: string) => void): NoOpTeam {
  const item = z.object({ item: z.object({ number: z.number(), text: z.string() }) });
  const agents = Object.fromEntries(
    STEPS.map((name) => [
      name,
      defineAgent({
        input: item,
        output: item,
        run(input, { caseId }) {
          if (name === 'five') onLast(caseId);
          return { output: input };
        },
      }),
    ]),
  );
  const files: Record<string, string> = {
    'team.yaml': `name: No-op\ndescription: For measuring.\ncase_prefix: ITEM\nworkflow: row\nqueues:\n  review: { title: Review, notify: [operations] }\ngroups:\n  operations: { title: Operations, channel: log }\n`,
    'workflows/row.yaml': `name: Row\ndescription: Five steps.\ntrigger: { event: item-arrived }\nsteps:\n${STEPS.map((name) => `  - { id: ${name}, agent: ${name} }\n`).join('')}`,
  };
  for (const name of STEPS) {
    files[`agents/${name}/agent.md`] =
      `---\nname: ${name}\nrole: Does nothing\ntriggers: [items]\nlimits: { concurrency: ${concurrency} }\n---\nDo nothing.\n`;
  }
  return {
    release: makeRelease(files, 'no-op'),
    code: defineTeam({ agents, services: async () => ({ services: undefined, close: async () => {} }) }),
  };
}

/** An item of about one kilobyte. */
export function itemOf(number: number): { item: { number: number; text: string } } {
  return { item: { number, text: 'x'.repeat(1_000) } };
}
