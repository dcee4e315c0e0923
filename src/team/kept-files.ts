/** Which files a team keeps beyond workflows and agents: what `rules` and `words` in team.yaml name. */
import { z } from 'zod';

/** In a team's files this one stands for its word lists: `<sha-256>  <path>`, a line each. It is made, not read. */
export const WORDS_FILE = 'words.sha256';

export interface KeptPatterns {
  readonly rules: readonly string[];
  readonly words: readonly string[];
}

const lists = z.object({
  rules: z.array(z.unknown()).catch([]),
  words: z.array(z.unknown()).catch([]),
});

/** A path in the team's folder; `*` stands for any part of a name, never for a folder within. */
export const keptPath = z
  .string()
  .regex(/^[A-Za-z0-9_*][A-Za-z0-9._*-]*(?:\/[A-Za-z0-9_*][A-Za-z0-9._*-]*)*$/, {
    error: (issue) =>
      `${JSON.stringify(issue.input)} is no path in the team's folder. Write it as in "nurturing/sequences/*.yaml".`,
  });

/** The patterns in the value of a team.yaml, as far as they can be read: what is wrong with it is told elsewhere. */
export function keptPatterns(teamYaml: unknown): KeptPatterns {
  const found = lists.safeParse(teamYaml);
  const paths = (given: readonly unknown[]): string[] =>
    given.flatMap((one) => keptPath.safeParse(one).data ?? []);
  return { rules: paths(found.data?.rules ?? []), words: paths(found.data?.words ?? []) };
}

/** Whether a path, or a name, fits a pattern. What `*` stands for has no slash and begins with no dot. */
export function fitsPattern(pattern: string, path: string): boolean {
  return starsIn(pattern, path) !== null;
}

/** What each `*` of a pattern stands for in a path; null where it does not fit. */
export function starsIn(pattern: string, path: string): readonly string[] | null {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '([^/]*)');
  const found = new RegExp(`^${escaped}$`).exec(path);
  if (!found || /(?:^|\/)\./.test(path)) return null;
  return found.slice(1);
}

/** The paths that `words.sha256` lists. */
export function listedWords(text: string | undefined): string[] {
  return (text ?? '').split('\n').flatMap((line) => line.split('  ')[1] ?? []);
}
