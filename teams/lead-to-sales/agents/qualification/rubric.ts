/** Puts the rule files together: `rules.yaml`, the frameworks beside it, and `phrases.yaml`. Checks that they fit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatonError, type z } from 'baton';
import { parse } from 'yaml';
import type { Mood } from '../../text/moods.ts';
import { createEar, type Ear } from '../../text/statements.ts';
import { type Condition, listsOf } from './conditions.ts';
import { type Framework, frameworkRules } from './framework.ts';
import { type PhraseRules, phraseRules } from './phrase-rules.ts';
import { linesOf, type QualificationRules, qualificationRules } from './rules.ts';

/** What stands beside `rules.yaml`. */
export interface RubricParts {
  readonly frameworks: Readonly<Record<string, Framework>>;
  readonly phrases: PhraseRules;
  readonly ear: Ear;
  /** How the words of each list may be meant and still count. */
  readonly moods: ReadonlyMap<string, readonly Mood[]>;
}

/** Everything a lead is judged by. */
export interface Rubric extends RubricParts {
  readonly rules: QualificationRules;
}

function readPart<Schema extends z.ZodType>(folder: string, name: string, schema: Schema): z.output<Schema> {
  const file = `agents/qualification/${name}`;
  const invalid = (why: string, cause?: unknown): BatonError =>
    new BatonError('rubric-invalid', `${file} cannot be used. ${why}`, {
      details: { file },
      ...(cause === undefined ? {} : { cause }),
    });
  let given: unknown;
  try {
    given = parse(readFileSync(join(folder, name), 'utf8'), { maxAliasCount: 20 });
  } catch (error) {
    throw invalid(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error), error);
  }
  const checked = schema.safeParse(given);
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  throw invalid(`${first?.path.join(' → ') ?? ''}: ${first?.message ?? 'it does not fit'}`, checked.error);
}

/** Every list of phrases a framework listens to, with where it does. */
function listsInFramework({ dimensions }: Framework): { line: Condition; path: string }[] {
  return Object.entries(dimensions).flatMap(([name, { factors, lowered_by }]) => [
    ...Object.entries(factors).flatMap(([key, { levels }]) =>
      levels.map((line, at) => ({ line, path: `${name} → ${key} → ${at}` })),
    ),
    ...lowered_by.map((line, at) => ({ line, path: `${name} → lowered_by → ${at}` })),
  ]);
}

/** Reads the frameworks and the phrases in `folder`. Throws `rubric-invalid`, naming the file and the place. */
export function readParts(folder: string): RubricParts {
  const phrases = readPart(folder, 'phrases.yaml', phraseRules);
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && !['rules.yaml', 'phrases.yaml'].includes(name))
    .sort();
  const frameworks = Object.fromEntries(
    names.map((name) => [name.slice(0, -'.yaml'.length), readPart(folder, name, frameworkRules)]),
  );
  for (const [name, framework] of Object.entries(frameworks)) {
    for (const { line, path } of listsInFramework(framework)) {
      for (const list of listsOf(line)) {
        if (Object.hasOwn(phrases.phrases, list)) continue;
        throw new BatonError(
          'rubric-invalid',
          `agents/qualification/${name}.yaml cannot be used. ${path}: phrases.yaml has no list called "${list}".`,
          { details: { file: `agents/qualification/${name}.yaml` } },
        );
      }
    }
  }
  return { frameworks, phrases, ear: createEar(phrases.phrases, phrases.meaning), moods: moodsOf(phrases) };
}

let shipped: RubricParts | null = null;

/** The files beside this code, read once per process. Throws `rubric-invalid`. */
export function partsInFolder(): RubricParts {
  shipped ??= readParts(import.meta.dirname);
  return shipped;
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What in `rules.yaml` does not fit the files beside it: a framework or a list that is not there. */
export function misfits(rules: QualificationRules, { frameworks, phrases }: RubricParts): Problem[] {
  const named: { name: string; path: (string | number)[] }[] = [
    { name: rules.framework, path: ['framework'] },
    ...rules.choose.map(({ framework }, at) => ({ name: framework, path: ['choose', at, 'framework'] })),
  ];
  return [
    ...named
      .filter(({ name }) => !Object.hasOwn(frameworks, name))
      .map(({ name, path }) => ({
        path,
        message: `There is no ${name}.yaml beside this file. There are: ${Object.keys(frameworks).join(', ')}.`,
      })),
    ...linesOf(rules).flatMap(({ line, path }) =>
      listsOf(line)
        .filter((list) => !Object.hasOwn(phrases.phrases, list))
        .map((list) => ({ path, message: `phrases.yaml has no list called "${list}".` })),
    ),
  ];
}

/** `rules.yaml`, held also against the frameworks and phrases beside it. */
export const checkedRules = qualificationRules.superRefine((rules, context) => {
  try {
    for (const { path, message } of misfits(rules, partsInFolder())) {
      context.addIssue({ code: 'custom', path, message });
    }
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    context.addIssue({ code: 'custom', path: ['framework'], message: error.message });
  }
});

const asSaid: readonly Mood[] = ['said'];

/** How the words of each list may be meant and still count. */
function moodsOf({ phrases }: PhraseRules): RubricParts['moods'] {
  return new Map(Object.entries(phrases).map(([list, { also = [] }]) => [list, [...asSaid, ...also]]));
}

/** How the words of a list may be meant and still count. */
export function countedMoods({ moods }: Rubric, list: string): readonly Mood[] {
  return moods.get(list) ?? asSaid;
}
