/**
 * Reads rules out of a team's files: found by their paths, parsed, checked against their schemas. The same text is
 * parsed once in a process, in however many releases it stands.
 */
import type { z } from 'zod';
import type { ReadRules, RulesDefinition, RulesFile } from '../agent/rules.ts';
import { BatonError } from '../core/error.ts';
import type { TeamCode } from './define.ts';
import type { Release, TeamFiles } from './definition.ts';
import { formatProblem } from './format-problems.ts';
import { starsIn } from './kept-files.ts';
import { parseMarkdown } from './markdown-file.ts';
import { fileProblem, type Problem, teamInvalid } from './problem.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';
import { checkYaml } from './zod-problems.ts';

/** A definition, and whose own it is: an agent's, or (null) all of the team's. */
export interface RegisteredRules {
  readonly definition: RulesDefinition;
  readonly agent: string | null;
}

/** All rules that a team's code registers. */
export function registeredRules(code: TeamCode): RegisteredRules[] {
  const own = Object.keys(code.agents).flatMap((agent): RegisteredRules[] => {
    const definition = rulesOfAgent(code, agent);
    return definition ? [{ definition, agent }] : [];
  });
  return [...own, ...(code.rules ?? []).map((definition) => ({ definition, agent: null }))];
}

const ofSchemas = new WeakMap<z.ZodType, Map<string, RulesDefinition>>();

/** The rules of an agent; undefined where it has none. A schema alone stands for the rules.yaml beside its agent.md. */
export function rulesOfAgent(code: TeamCode, agent: string): RulesDefinition | undefined {
  const source: z.ZodType | RulesDefinition | undefined = code.agents[agent]?.rules;
  if (source === undefined || 'make' in source) return source;
  const known = ofSchemas.get(source) ?? new Map<string, RulesDefinition>();
  ofSchemas.set(source, known);
  const files = { rules: { path: `agents/${agent}/rules.yaml`, schema: source } };
  const definition: RulesDefinition = known.get(agent) ?? { files, make: ({ rules }) => rules };
  known.set(agent, definition);
  return definition;
}

/** Parses a file as its name says. Never throws. */
export function parseRulesFile(path: string, text: string): YamlFile {
  return path.endsWith('.md') ? parseMarkdown(path, text) : parseYaml(path, text);
}

/** Which of the paths are a part's, by what stands for the `*`. What another part names in full is not. */
export function pathsOfPart(
  { files }: RulesDefinition,
  { path: pattern }: RulesFile,
  paths: readonly string[],
): { readonly name: string; readonly path: string }[] {
  const others = Object.values(files).map(({ path }) => path);
  return paths.flatMap((path) => {
    const name = starsIn(pattern, path)?.join('/');
    if (name === undefined || (path !== pattern && others.includes(path))) return [];
    // An agent's rules.yaml is never one of many.
    return path !== pattern && /^agents\/[^/]+\/rules\.yaml$/.test(path) ? [] : [{ name, path }];
  });
}

const parsedTexts = new WeakMap<z.ZodType, Map<string, unknown>>();

type ReadPart = { readonly value: unknown; readonly problems: readonly Problem[] };

/** One value for one text: what is made of it can then be known by it. */
function readText(schema: z.ZodType, path: string, text: string): ReadPart {
  const known = parsedTexts.get(schema) ?? new Map<string, unknown>();
  parsedTexts.set(schema, known);
  if (known.has(text)) return { value: known.get(text), problems: [] };
  const yaml = parseRulesFile(path, text);
  if (yaml.problems.length > 0) return { value: undefined, problems: yaml.problems };
  const { data, problems } = checkYaml(yaml, schema);
  if (problems.length === 0) known.set(text, data);
  return { value: data, problems };
}

function readPart(files: TeamFiles, definition: RulesDefinition, part: RulesFile): ReadPart {
  const { path: pattern, schema } = part;
  if (pattern.includes('*')) {
    const problems: Problem[] = [];
    const value: Record<string, unknown> = {};
    for (const { name, path } of pathsOfPart(definition, part, Object.keys(files))) {
      const read = readText(schema, path, files[path] ?? '');
      value[name] = read.value;
      problems.push(...read.problems);
    }
    return { value, problems };
  }
  const text = files[pattern];
  if (text !== undefined) return readText(schema, pattern, text);
  const without = schema.safeParse(undefined);
  if (without.success) return { value: without.data, problems: [] };
  const agent = /^agents\/([^/]+)\/rules\.yaml$/.exec(pattern)?.[1];
  const why = agent
    ? `agent "${agent}" goes by its rules.`
    : 'the code goes by it, and `rules` in team.yaml must name it.';
  return { value: undefined, problems: [fileProblem(pattern, `This file is missing: ${why}`)] };
}

interface ReadParts {
  readonly parts: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

function readParts(files: TeamFiles, definition: RulesDefinition): ReadParts {
  const parts: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, part] of Object.entries(definition.files)) {
    const read = readPart(files, definition, part);
    parts[key] = read.value;
    problems.push(...read.problems);
  }
  if (problems.length > 0) return { parts, problems };
  const places = new Map<string, YamlFile>();
  definition.check?.(parts, (file, path, message, allowed) => {
    const place = places.get(file) ?? parseRulesFile(file, files[file] ?? '');
    places.set(file, place);
    problems.push(place.problem(path, message, allowed ? { allowed } : {}));
  });
  return { parts, problems };
}

/** What is wrong with the rules that the code registers, in these files. */
export function rulesProblems(files: TeamFiles, code: TeamCode): Problem[] {
  return registeredRules(code).flatMap(({ definition }) => [...readParts(files, definition).problems]);
}

/** Reads all rules of a release. Throws `team-invalid`, with every mistake at its place. */
export function requireRules({ files, team }: Release, code: TeamCode): void {
  const problems = rulesProblems(files, code);
  if (problems.length > 0) throw teamInvalid(team.id, problems);
}

const partsOfReleases = new WeakMap<Release, Map<RulesDefinition, ReadParts['parts']>>();

/** Rules as a release has them. Throws `rules-invalid`, as with an old release and newer code that asks more. */
export function rulesIn<Value>(release: Release, definition: RulesDefinition<Value>): Value {
  const known = partsOfReleases.get(release) ?? new Map<RulesDefinition, ReadParts['parts']>();
  partsOfReleases.set(release, known);
  const parts = known.get(definition);
  if (parts) return definition.make(parts);
  const read = readParts(release.files, definition);
  if (read.problems.length > 0) throw rulesInvalid(release, read.problems);
  known.set(definition, read.parts);
  return definition.make(read.parts);
}

/** How agents, writes and commands ask for rules: of one release, and only for what the code registers. */
export function rulesReader(release: Release, code: TeamCode): ReadRules {
  return (definition) => {
    const registered = registeredRules(code).some((one) => one.definition === definition);
    if (registered) return rulesIn(release, definition);
    const paths = Object.values(definition.files).map(({ path }) => path);
    throw new BatonError(
      'rules-unregistered',
      `team.ts does not register the rules in ${paths.join(', ')}: name them under \`rules\`, so that \`baton check\` holds them against their schema.`,
      { details: { paths } },
    );
  };
}

function rulesInvalid(release: Release, problems: readonly Problem[]): BatonError {
  const shown = problems.slice(0, 5).map((problem) => formatProblem(problem));
  const more = problems.length > shown.length ? `; … and ${problems.length - shown.length} more` : '';
  return new BatonError(
    'rules-invalid',
    `The rules in release ${release.id} do not fit the code: ${shown.join('; ')}${more}`,
    { details: { release: release.id, problems } },
  );
}
