/** What a team may say in `retention` of team.yaml: the engine's own kind of thing, and those its code declares. */
import { z } from 'zod';
import { didYouMean } from './closest.ts';
import type { TeamCode } from './define.ts';
import type { TeamDefinition, TeamFiles } from './definition.ts';
import type { Problem } from './problem.ts';
import { parseYaml } from './yaml-file.ts';

const DAY_MS = 24 * 3600_000;

const ENDED_CASES = {
  kind: 'ended_cases',
  what: 'the record of ended cases (runs, messages, tasks, notices)',
  defaultMs: 365 * DAY_MS,
};

export interface NamedKind {
  readonly kind: string;
  /** In plain words. */
  readonly what: string;
  /** Where team.yaml does not say; null: for good. */
  readonly defaultMs: number | null;
}

/** All kinds of things that a team's retention may name. */
// biome-ignore lint/suspicious/noExplicitAny: a team's services are not read
export function retentionKinds(code: TeamCode<any>): NamedKind[] {
  const own = Object.entries(code.retention ?? {});
  return [ENDED_CASES, ...own.map(([kind, { what, defaultMs }]) => ({ kind, what, defaultMs }))];
}

/** How long a team keeps a kind of thing, in milliseconds; null: for good. */
export function keepMsOf(
  { retention }: TeamDefinition,
  kind: string,
  defaultMs: number | null,
): number | null {
  const said = retention[kind];
  return said === undefined ? defaultMs : said;
}

/** Names in `retention` that neither the engine nor the team's code knows. */
export function retentionProblems(files: TeamFiles, code: TeamCode): Problem[] {
  const yaml = parseYaml('team.yaml', files['team.yaml'] ?? '');
  const found = z.object({ retention: z.record(z.string(), z.unknown()) }).safeParse(yaml.value);
  const allowed = retentionKinds(code).map(({ kind }) => kind);
  return Object.keys(found.data?.retention ?? {})
    .filter((kind) => !allowed.includes(kind))
    .map((kind) =>
      yaml.problem(
        ['retention', kind],
        `Nothing is called "${kind}" that could be kept or erased.${didYouMean(kind, allowed)}`,
        { allowed },
      ),
    );
}
