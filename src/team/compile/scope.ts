/** What compiling one workflow file knows and collects: the file, the team's names, problems, expressions. */

import { didYouMean } from '../closest.ts';
import type { TextExpression } from '../definition.ts';
import type { Problem } from '../problem.ts';
import type { TeamRecoverySource } from '../schema/recovery.ts';
import type { YamlFile, YamlPath } from '../yaml-file.ts';

/** The names a workflow may speak of; null where the file that says them cannot be read. */
export interface TeamNames {
  readonly agents: readonly string[];
  readonly queues: readonly string[] | null;
  readonly groups: readonly string[] | null;
  /** What team.yaml says of recovery; null where it says nothing that can be read. */
  readonly recovery: TeamRecoverySource | null;
}

/** A CEL expression of a workflow file and what its `output` is. */
export interface ExpressionPlace {
  readonly yaml: YamlFile;
  readonly path: YamlPath;
  readonly source: string;
  /** Characters of `source` that do not stand in the file, at its beginning. */
  readonly leadIn: number;
  /** The agent whose answer `output` is; null where something else gives it. */
  readonly outputOf: string | null;
}

export interface Scope {
  readonly yaml: YamlFile;
  readonly workflow: string;
  readonly names: TeamNames;
  readonly problems: Problem[];
  readonly expressions: ExpressionPlace[];
}

/** Where a route stands: the steps it may name, the step it belongs to, what its `output` is. */
export interface RoutePlace {
  readonly stepIds: readonly string[];
  readonly step: string;
  readonly outputOf: string | null;
  /** What happened, for the subject of notices, such as "Step "routing" failed". */
  readonly happened: string;
}

export function report(
  scope: Scope,
  path: YamlPath,
  message: string,
  options: { at?: 'key' | 'value'; allowed?: readonly string[] } = {},
): void {
  scope.problems.push(scope.yaml.problem(path, message, options));
}

/** Reports a name that is none of the allowed ones; where nobody knows them, nothing. */
export function resolveName(
  scope: Scope,
  path: YamlPath,
  name: string,
  what: string,
  allowed: readonly string[] | null,
): void {
  if (allowed === null || allowed.includes(name)) return;
  const hint = didYouMean(name, allowed);
  const none = allowed.length === 0 ? ' There are none.' : '';
  report(scope, path, `There is no ${what} "${name}".${hint}${none}`, { allowed });
}

/** Notes an expression, so that it can be held against the agents' schemas later. */
export function noteExpression(
  scope: Scope,
  path: YamlPath,
  { source, leadIn = 0 }: Pick<TextExpression, 'source'> & { readonly leadIn?: number },
  outputOf: string | null,
): void {
  scope.expressions.push({ yaml: scope.yaml, path, source, leadIn, outputOf });
}
