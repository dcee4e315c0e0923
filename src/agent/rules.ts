/**
 * How a team's developer declares rules that people may change: in which files they stand, what these must look
 * like, and what code makes of them. A release keeps the files; reading them out of it is `team/read-rules.ts`'s.
 */
import type { z } from 'zod';

/** A file of rules, or several of one kind. */
export interface RulesFile {
  /**
   * From the team's folder, such as `working-time.yaml`. With a `*` for the name, such as
   * `nurturing/sequences/*.yaml`, every file that fits and that no other part names.
   */
  readonly path: string;
  /** Of a Markdown file: its front matter, and what stands below it as `text`. */
  readonly schema: z.ZodType;
}

export type RulesFiles = Readonly<Record<string, RulesFile>>;

/** What the files say, by part; of several files of one kind, by what stands for the `*`. */
export type RulesParts<Files extends RulesFiles> = {
  readonly [Part in keyof Files]: Files[Part]['path'] extends `${string}*${string}`
    ? Readonly<Record<string, z.output<Files[Part]['schema']>>>
    : z.output<Files[Part]['schema']>;
};

/** Says that something at a place of a file does not fit; `allowed` is what could stand there. */
export type Complain = (
  file: string,
  path: readonly (string | number)[],
  message: string,
  allowed?: readonly string[],
) => void;

export interface RulesDefinition<Value = unknown, Files extends RulesFiles = RulesFiles> {
  readonly files: Files;
  /** What no schema sees: whether the files fit one another. Runs when each of them fits its schema. */
  check?(parts: RulesParts<Files>, complain: Complain): void;
  /** What is handed to agents and writes: shared by them, so it must not change. */
  make(parts: RulesParts<Files>): Value;
}

/**
 * Declares rules that stand in several files; `rules` of an agent or of `team.ts` registers them. `make` of what comes
 * back makes a value once for the same parts.
 */
export function defineRules<const Files extends RulesFiles, Value>(
  definition: RulesDefinition<Value, Files>,
): RulesDefinition<Value, Files> {
  const made: { readonly parts: RulesParts<Files>; readonly value: Value }[] = [];
  return {
    ...definition,
    make(parts) {
      const known = made.find((one) => isSame(one.parts, parts));
      if (known) return known.value;
      const value = definition.make(parts);
      made.push({ parts, value });
      return value;
    },
  };
}

/** Whether parts hold the same values, down to the files of one kind. A text that is read twice gives one value. */
function isSame(one: unknown, other: unknown, depth = 0): boolean {
  if (Object.is(one, other)) return true;
  if (depth > 1 || typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  const [ours, theirs] = [Object.entries(one), Object.entries(other)];
  const inOther = new Map(theirs);
  return (
    ours.length === theirs.length &&
    ours.every(([key, value]) => inOther.has(key) && isSame(value, inOther.get(key), depth + 1))
  );
}

/** Declares rules that stand in one file, such as `identity/rules.yaml`, and are used as the schema gives them. */
export function defineRulesFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): RulesDefinition<z.output<Schema>, { readonly rules: { readonly path: string; readonly schema: Schema } }> {
  return { files: { rules: { path, schema } }, make: ({ rules }) => rules };
}

/** Gives rules as they stand in one release. Throws `rules-invalid`, and `rules-unregistered` where team.ts names them nowhere. */
export type ReadRules = <Value>(rules: RulesDefinition<Value>) => Value;

/** How an agent may declare its rules: by the schema of its rules.yaml, or by a definition. */
export type RulesSource = z.ZodType | RulesDefinition;

/** What such an agent is handed. */
export type RulesValue<Source> = Source extends z.ZodType
  ? z.output<Source>
  : Source extends { make(parts: never): infer Value }
    ? Value
    : undefined;
