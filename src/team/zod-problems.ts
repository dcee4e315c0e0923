/** Checks a YAML file's value against a zod schema and says each fault at its place, in plain words. */
import { z } from 'zod';
import { didYouMean } from './closest.ts';
import type { Problem } from './problem.ts';
import type { YamlFile, YamlPath } from './yaml-file.ts';
import { bestBranch } from './zod-union.ts';

// Whoever has more to mend sees the rest after these; a file of nothing but faults must not cost seconds.
const maxProblems = 100;
const maxKeys = 20;

export type Issue = z.core.$ZodIssue;

/** Either the schema's output, or what is wrong. */
export type Checked<Output> =
  | { readonly data: Output; readonly problems: readonly [] }
  | { readonly data: null; readonly problems: readonly Problem[] };

/** Checks the value at `path` of the file (default: all of it). */
export function checkYaml<Schema extends z.ZodType>(
  yaml: YamlFile,
  schema: Schema,
  value: unknown = yaml.value,
  path: YamlPath = [],
): Checked<z.output<Schema>> {
  let result: z.ZodSafeParseResult<z.output<Schema>>;
  try {
    result = schema.safeParse(value, { reportInput: true, error: defaultMessage });
  } catch (error) {
    // A schema of a team's own may throw, or may only be able to check asynchronously.
    const reason = error instanceof Error ? error.message : String(error);
    return { data: null, problems: [yaml.problem(path, `The schema could not check this: ${reason}`)] };
  }
  if (result.success) return { data: result.data, problems: [] };
  return {
    data: null,
    problems: result.error.issues.slice(0, maxProblems).flatMap((issue) => describe(yaml, issue, path)),
  };
}

/**
 * What an issue without words of its schema's own carries: nothing, so that the words come from here; for
 * unknown keys the known ones, which the finished issue no longer tells.
 */
function defaultMessage(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'unrecognized_keys' && issue.inst instanceof z.ZodObject) {
    return Object.keys(issue.inst.shape).join(' ');
  }
  return '';
}

/** Issues of one schema as problems; `base` is where the schema's value stands. */
function describe(yaml: YamlFile, issue: Issue, base: YamlPath): Problem[] {
  const path = [...base, ...pathOf(issue)];
  const say = (message: string, allowed?: readonly string[]): Problem[] => [
    yaml.problem(path, issue.message || capital(message), allowed ? { allowed } : {}),
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .slice(0, maxKeys)
        .map((key) => unknownKey(yaml, [...path, key], key, knownKeys(issue)));
    case 'invalid_type':
      if (issue.input === undefined) return missing(yaml, path, issue.message);
      return say(`Expected ${kindName(issue.expected)}, found ${spoken(issue.input)}.`);
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      if (issue.input === undefined)
        return [yaml.problem(path, `"${String(path.at(-1))}" is missing.`, { allowed })];
      return say(
        `${spoken(issue.input)} is not known here.${didYouMean(String(issue.input), allowed)}`,
        allowed,
      );
    }
    case 'invalid_key': {
      const inner = issue.issues[0]?.message;
      return [yaml.problem(path, inner || `"${String(path.at(-1))}" cannot be a name here.`, { at: 'key' })];
    }
    case 'too_small':
      return say(
        `${spoken(issue.input)} is too ${sizeWord(issue.origin, 'small')}: at least ${issue.minimum}.`,
      );
    case 'too_big':
      return say(
        `${spoken(issue.input)} is too ${sizeWord(issue.origin, 'large')}: at most ${issue.maximum}.`,
      );
    case 'invalid_union': {
      if (issue.input === undefined) return missing(yaml, path, issue.message);
      const branch = bestBranch(issue);
      if (branch) return branch.flatMap((inner) => describe(yaml, inner, path));
      return unfitting(yaml, issue, path);
    }
    case 'custom':
      return [yaml.problem(path, issue.message || 'This is not allowed.', placeOf(issue.params))];
    case 'invalid_format':
      return say(`${spoken(issue.input)} is not written as ${issue.format} should be.`);
    default:
      return say('This does not fit here.');
  }
}

/** No form of a union fits best: name unknown keys where there are any, and say what is possible. */
function unfitting(
  yaml: YamlFile,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: YamlPath,
): Problem[] {
  const sets = issue.errors.map((errors) =>
    errors.filter((error) => error.code === 'unrecognized_keys' && error.path.length === 0),
  );
  const keys = sets.map((set) =>
    set.flatMap((error) => (error.code === 'unrecognized_keys' ? error.keys : [])),
  );
  const unknown = (keys[0] ?? []).filter((key) => keys.every((others) => others.includes(key)));
  const known = [...new Set(sets.flat().flatMap(knownKeys))];
  const message = issue.message || capital(`${spoken(issue.input)} fits none of the forms allowed here.`);
  if (unknown.length === 0) return [yaml.problem(path, message)];
  return unknown.slice(0, maxKeys).map((key) =>
    yaml.problem([...path, key], `"${key}" is not known here.${didYouMean(key, known)} ${message}`, {
      at: 'key',
    }),
  );
}

function missing(yaml: YamlFile, path: YamlPath, why: string): Problem[] {
  const name = String(path.at(-1) ?? 'value');
  return [yaml.problem(path, `"${name}" is missing.${why ? ` ${why}` : ''}`)];
}

function unknownKey(yaml: YamlFile, path: YamlPath, key: string, allowed: readonly string[]): Problem {
  const message = `"${key}" is not known here.${didYouMean(key, allowed)}`;
  return yaml.problem(path, message, { at: 'key', ...(allowed.length > 0 ? { allowed } : {}) });
}

function knownKeys(issue: Issue): string[] {
  return issue.message.split(' ').filter((name) => name !== '');
}

function pathOf(issue: Issue): (string | number)[] {
  return issue.path.filter((part) => typeof part !== 'symbol');
}

function placeOf(params: unknown): { offset?: number; allowed?: readonly string[] } {
  const found = z
    .object({ offset: z.number().optional(), allowed: z.array(z.string()).optional() })
    .safeParse(params);
  if (!found.success) return {};
  const { offset, allowed } = found.data;
  return { ...(offset === undefined ? {} : { offset }), ...(allowed ? { allowed } : {}) };
}

function kindName(expected: string): string {
  const names: Record<string, string> = {
    string: 'text',
    object: 'a map of keys',
    record: 'a map of keys',
    array: 'a list',
    boolean: 'true or false',
    number: 'a number',
    int: 'a whole number',
  };
  return names[expected] ?? expected;
}

function sizeWord(origin: string, word: 'small' | 'large'): string {
  if (origin === 'string' || origin === 'array' || origin === 'record')
    return word === 'small' ? 'short' : 'long';
  return word;
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A value as a message names it. */
function spoken(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map of keys';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
