/** The whole check of a team's folder: its files, its code, and whether the two fit. */
import { z } from 'zod';
import { BatonError } from '../core/error.ts';
import { type ExpressionFault, expressionFaults, type FactShapes } from './check-expression.ts';
import { nameProblems } from './check-names.ts';
import { recoveryProblems } from './check-recovery.ts';
import type { TeamCode } from './define.ts';
import type { TeamFiles } from './definition.ts';
import { fitsPattern, keptPatterns } from './kept-files.ts';
import { loadTeamCode } from './load-code.ts';
import { type ReadTeam, readTeam, unixText } from './parse-team.ts';
import { fileProblem, type Problem, sortProblems } from './problem.ts';
import { agentFolders, readTeamFiles, teamIdOf } from './read-files.ts';
import { parseRulesFile, pathsOfPart, registeredRules, rulesProblems } from './read-rules.ts';
import { retentionProblems } from './retention.ts';
import { joined, type Shapes, shapesOf } from './schema-fields.ts';
import { parseYaml } from './yaml-file.ts';

/**
 * Everything that is wrong with the team in `folder`, by file and place; empty where it may run.
 * Throws a `BatonError` `team-not-found` where there is no team.yaml; whatever else fails is a problem.
 */
export async function checkTeam(folder: string): Promise<Problem[]> {
  let files: TeamFiles;
  try {
    const read = await readTeamFiles(folder);
    files = Object.fromEntries(Object.entries(read).map(([path, text]) => [path, unixText(text)]));
  } catch (error) {
    return problemsOf(error, 'team-invalid');
  }
  const read = readTeam(files, teamIdOf(folder));
  const folders = await agentFolders(folder);
  try {
    const code = await loadTeamCode(folder);
    return sortProblems([...read.problems, ...checkCode(files, read, code, folders)]);
  } catch (error) {
    const problems = [...problemsOf(error, 'team-code-invalid'), ...syntaxProblems(files)];
    return sortProblems([...read.problems, ...problems]);
  }
}

const carried = z.object({
  problems: z.array(
    z.object({
      file: z.string(),
      line: z.number(),
      column: z.number(),
      message: z.string(),
      allowed: z.array(z.string()).optional(),
    }),
  ),
});

function problemsOf(error: unknown, code: string): Problem[] {
  if (!(error instanceof BatonError) || error.code !== code) throw error;
  const found = carried.safeParse(error.details);
  if (!found.success) return [fileProblem('team.ts', error.message)];
  return found.data.problems.map(({ allowed, ...problem }) => ({
    ...problem,
    ...(allowed ? { allowed } : {}),
  }));
}

function checkCode(files: TeamFiles, read: ReadTeam, code: TeamCode, folders: readonly string[]): Problem[] {
  return [
    ...registrationProblems(files, code, folders),
    ...writeProblems(code),
    ...rulesProblems(files, code),
    ...unreadProblems(files, code),
    ...nameProblems(files, code),
    ...retentionProblems(files, code),
    ...recoveryProblems(files, read.team, code),
    ...expressionProblems(read, code),
  ];
}

function registrationProblems(files: TeamFiles, code: TeamCode, folders: readonly string[]): Problem[] {
  const registered = Object.keys(code.agents);
  const problems: Problem[] = [];
  for (const name of new Set([...folders, ...registered])) {
    const file = `agents/${name}/agent.md`;
    const isDescribed = Object.hasOwn(files, file);
    if (isDescribed && !registered.includes(name)) {
      problems.push(fileProblem(file, `team.ts registers no agent "${name}" under \`agents\`.`, registered));
    } else if (!isDescribed) {
      const why = registered.includes(name)
        ? `team.ts registers an agent "${name}"`
        : `agents/${name} is a folder`;
      problems.push(fileProblem(file, `This file is missing: ${why}, and its agent.md says who it is.`));
    }
  }
  return problems;
}

function writeProblems(code: TeamCode): Problem[] {
  const known = Object.keys(code.writes ?? {});
  return Object.entries(code.agents).flatMap(([name, agent]) =>
    (agent.writes ?? [])
      .filter((kind) => !known.includes(kind))
      .map((kind) =>
        fileProblem(
          'team.ts',
          `Agent "${name}" declares the write "${kind}", and \`writes\` has none so called.`,
          known,
        ),
      ),
  );
}

/** Which of the files hold rules, by their place. */
function rulesPaths(files: TeamFiles): string[] {
  const patterns = keptPatterns(parseYaml('team.yaml', files['team.yaml'] ?? '').value).rules;
  return Object.keys(files).filter(
    (path) => /^agents\/[^/]+\/[^/]+\.yaml$/.test(path) || patterns.some((one) => fitsPattern(one, path)),
  );
}

/** Without code only the syntax of rules can be checked. */
function syntaxProblems(files: TeamFiles): Problem[] {
  return rulesPaths(files).flatMap((path) => [...parseRulesFile(path, files[path] ?? '').problems]);
}

/** Rules files that no code reads: a person would change them in vain. */
function unreadProblems(files: TeamFiles, code: TeamCode): Problem[] {
  const paths = rulesPaths(files);
  const read = new Set(
    registeredRules(code).flatMap(({ definition }) =>
      Object.values(definition.files).flatMap((part) =>
        pathsOfPart(definition, part, paths).map(({ path }) => path),
      ),
    ),
  );
  return paths
    .filter((path) => !read.has(path))
    .map((path) => {
      const agent = /^agents\/([^/]+)\/rules\.yaml$/.exec(path)?.[1];
      const message = agent
        ? `Agent "${agent}" declares no \`rules\`, so nothing reads this file.`
        : 'Nothing reads this file: neither an agent nor team.ts declares `rules` with it.';
      return fileProblem(path, message);
    });
}

function expressionProblems(read: ReadTeam, code: TeamCode): Problem[] {
  const outputs = new Map(Object.keys(code.agents).map((name) => [name, outputShapes(code, name)]));
  const dataKey = (key: string): Shapes => {
    const holders: Shapes[] = [];
    for (const shapes of outputs.values()) {
      for (const schema of shapes ?? []) {
        const field = schema instanceof z.core.$ZodObject ? schema._zod.def.shape[key] : undefined;
        if (field) holders.push(shapesOf(field));
      }
    }
    // What starts a run may bring keys that no agent gives.
    return holders.length === 0 ? null : joined(holders);
  };
  return read.expressions.flatMap(({ yaml, path, source, leadIn, outputOf }) => {
    const facts: FactShapes = { output: outputOf === null ? null : (outputs.get(outputOf) ?? null), dataKey };
    return expressionFaults(source, facts).map(({ message, offset, allowed }: ExpressionFault) =>
      yaml.problem(path, message, { offset: offset - leadIn, ...(allowed.length > 0 ? { allowed } : {}) }),
    );
  });
}

/** An agent's output and the facts that its writes add. */
function outputShapes(code: TeamCode, name: string): Shapes {
  const agent = code.agents[name];
  if (!agent) return null;
  const facts = (agent.writes ?? []).map((kind) => code.writes?.[kind]?.facts);
  const schemas: z.ZodType[] = [agent.output, ...facts.filter((schema) => schema !== undefined)];
  return joined(schemas.map((schema) => shapesOf(schema)));
}
