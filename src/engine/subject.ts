/** Who or what a case is about, in one line, as team.yaml says: for lists of people's tasks. Pure. */
import type { Run } from '../conductor/run.ts';
import type { TeamDefinition, TextExpression } from '../team/definition.ts';

const MAX_LENGTH = 120;

/** The parts that the run's data give, joined by commas; null where they give none. Never throws: nothing hangs on it. */
export function subjectOf({ subject }: TeamDefinition, caseId: string, { data, state }: Run): string | null {
  const facts = { output: {}, data, error: null, run: { case_id: caseId, flags: state.flags } };
  const parts = subject.flatMap((expression) => partOf(() => expression.valueOf(facts)));
  const line = parts.join(', ');
  if (line === '') return null;
  const characters = [...line];
  return characters.length <= MAX_LENGTH ? line : `${characters.slice(0, MAX_LENGTH).join('').trimEnd()} …`;
}

/** The data come from outside: made one line, cut before it is looked at. */
function partOf(value: () => ReturnType<TextExpression['valueOf']>): string[] {
  try {
    const text = value()
      .slice(0, MAX_LENGTH * 4)
      .replace(/[\s\p{C}]+/gu, ' ')
      .trim();
    return text === '' ? [] : [text];
  } catch {
    return [];
  }
}
