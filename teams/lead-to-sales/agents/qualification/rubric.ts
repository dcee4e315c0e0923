/** Puts the rule files together: `rules.yaml`, the frameworks beside it, and `phrases.yaml`. Checks that they fit. */
import { type Complain, defineRules } from 'baton';
import type { Mood } from '../../text/moods.ts';
import { createEar, type Ear } from '../../text/statements.ts';
import { type Condition, listsOf } from './conditions.ts';
import { type Framework, frameworkRules } from './framework.ts';
import { type PhraseRules, phraseRules } from './phrase-rules.ts';
import { linesOf, type QualificationRules, qualificationRules } from './rules.ts';

/** What the files say. */
interface RubricFiles {
  readonly rules: QualificationRules;
  /** By file name without its ending: bant, meddic, your own. */
  readonly frameworks: Readonly<Record<string, Framework>>;
  readonly phrases: PhraseRules;
}

/** Everything a lead is judged by. */
export interface Rubric extends RubricFiles {
  readonly ear: Ear;
  /** How the words of each list may be meant and still count. */
  readonly moods: ReadonlyMap<string, readonly Mood[]>;
}

type Path = readonly (string | number)[];

/** Every list of phrases a framework listens to, with where it does. */
function linesOfFramework({ dimensions }: Framework): { line: Condition; path: Path }[] {
  return Object.entries(dimensions).flatMap(([name, { factors, lowered_by }]) => {
    const at = ['dimensions', name];
    return [
      ...Object.entries(factors).flatMap(([key, { levels }]) =>
        levels.map((line, index) => ({ line, path: [...at, 'factors', key, 'levels', index] })),
      ),
      ...lowered_by.map((line, index) => ({ line, path: [...at, 'lowered_by', index] })),
    ];
  });
}

/** A framework or a list of phrases that is named and not there. */
function complainOfMisfits({ rules, frameworks, phrases }: RubricFiles, complain: Complain): void {
  const folder = 'agents/qualification';
  const named: { name: string; path: Path }[] = [
    { name: rules.framework, path: ['framework'] },
    ...rules.choose.map(({ framework }, at) => ({ name: framework, path: ['choose', at, 'framework'] })),
  ];
  for (const { name, path } of named) {
    if (Object.hasOwn(frameworks, name)) continue;
    const message = `There is no ${name}.yaml beside this file.`;
    complain(`${folder}/rules.yaml`, path, message, Object.keys(frameworks));
  }
  const complainOfLists = (file: string, { line, path }: { line: Condition; path: Path }): void => {
    for (const list of listsOf(line)) {
      if (Object.hasOwn(phrases.phrases, list)) continue;
      complain(`${folder}/${file}.yaml`, path, `phrases.yaml has no list called "${list}".`);
    }
  };
  for (const line of linesOf(rules)) complainOfLists('rules', line);
  for (const [name, framework] of Object.entries(frameworks)) {
    for (const line of linesOfFramework(framework)) complainOfLists(name, line);
  }
}

/** The rules of qualification: what outcomes mean and who is held back, the frameworks, and the phrases they listen for. */
export const deskRubric = defineRules({
  files: {
    rules: { path: 'agents/qualification/rules.yaml', schema: qualificationRules },
    phrases: { path: 'agents/qualification/phrases.yaml', schema: phraseRules },
    frameworks: { path: 'agents/qualification/*.yaml', schema: frameworkRules },
  },
  check: complainOfMisfits,
  make: (files): Rubric => ({
    ...files,
    ear: createEar(files.phrases.phrases, files.phrases.meaning),
    moods: moodsOf(files.phrases),
  }),
});

const asSaid: readonly Mood[] = ['said'];

function moodsOf({ phrases }: PhraseRules): Rubric['moods'] {
  return new Map(Object.entries(phrases).map(([list, { also = [] }]) => [list, [...asSaid, ...also]]));
}

/** How the words of a list may be meant and still count. */
export function countedMoods({ moods }: Rubric, list: string): readonly Mood[] {
  return moods.get(list) ?? asSaid;
}
