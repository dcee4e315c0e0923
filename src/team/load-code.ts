/** Imports a team's `team.ts` and makes sure that what it exports is a team's code. */
import { realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { BatonError } from '../core/error.ts';
import type { TeamCode } from './define.ts';
import { fileProblem, type Problem } from './problem.ts';
import { resolveBatonToThisPackage } from './resolve-baton.ts';

/** A published team may bring its code compiled; the first that is there counts. */
const entries = ['team.ts', 'team.js'] as const;

/**
 * The code of the team in `folder`: the default export of its `team.ts`. The import runs once per process.
 * Throws a `BatonError` `team-code-invalid` where there is no team.ts, where it throws, or where it exports
 * something else; `details.problems` holds the places.
 */
export async function loadTeamCode(folder: string): Promise<TeamCode> {
  const root = await realpath(folder).catch(() => folder);
  const entry = await entryOf(root);
  if (entry === null) {
    throw codeInvalid(folder, [
      fileProblem('team.ts', 'This file is missing: it exports `defineTeam({ agents: … })` as its default.'),
    ]);
  }
  resolveBatonToThisPackage();
  let exported: unknown;
  try {
    exported = await import(pathToFileURL(join(root, entry)).href);
  } catch (error) {
    throw codeInvalid(folder, [importProblem(root, entry, error)], error);
  }
  const code: unknown = isObject(exported) ? exported.default : undefined;
  if (isTeamCode(code)) return code;
  throw codeInvalid(
    folder,
    faultsOf(code).map((fault) => fileProblem(entry, fault)),
  );
}

async function entryOf(root: string): Promise<string | null> {
  for (const entry of entries) {
    const found = await stat(join(root, entry)).catch(() => null);
    if (found?.isFile()) return entry;
  }
  return null;
}

function codeInvalid(folder: string, problems: readonly Problem[], cause?: unknown): BatonError {
  const said = problems.map(({ file, line, message }) => `${file}:${line}: ${message}`).join(' ');
  return new BatonError('team-code-invalid', `The code of the team in ${folder} cannot be used. ${said}`, {
    details: { folder, problems },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Where in the team's own files an import failed, as far as the stack says. */
function importProblem(root: string, entry: string, error: unknown): Problem {
  const message = `Importing failed: ${messageOf(error)}`;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  // A syntax error in TypeScript begins with path and line, a few lines from there on, and a caret under the last.
  const syntax = /^([^\n]+):(\d+)\n((?:[^\n]*\n){1,9}?)( *)\^+\n/.exec(stack.slice(0, 20_000));
  const broken = syntax?.[1] === undefined ? null : pathInside(root, pathToFileURL(syntax[1]).href);
  if (syntax && broken !== null) {
    const shown = (syntax[3] ?? '').split('\n').length - 1;
    return {
      file: broken,
      line: Number(syntax[2]) + shown - 1,
      column: (syntax[4]?.length ?? 0) + 1,
      message,
    };
  }
  for (const found of stack.slice(0, 20_000).matchAll(/(file:\/\/[^\s():]+):(\d+)(?::(\d+))?/g)) {
    const path = pathInside(root, found[1] ?? '');
    if (path === null) continue;
    return { file: path, line: Number(found[2]), column: Number(found[3] ?? 1), message };
  }
  return fileProblem(entry, message);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split('\n')[0]?.slice(0, 500) ?? '';
}

function pathInside(root: string, url: string): string | null {
  try {
    const path = relative(root, fileURLToPath(url));
    return path.startsWith('..') ? null : path.split(sep).join('/');
  } catch {
    return null;
  }
}

/** Whether a value has the shape of `TeamCode`, as far as it can be seen without running it. */
function isTeamCode(value: unknown): value is TeamCode {
  return faultsOf(value).length === 0;
}

function faultsOf(code: unknown): string[] {
  if (!isObject(code) || !isObject(code.agents)) {
    return ['The default export is no team. Write `export default defineTeam({ agents: { … } })`.'];
  }
  const faults: string[] = [];
  for (const [name, agent] of Object.entries(code.agents)) {
    const fits =
      isObject(agent) && isSchema(agent.input) && isSchema(agent.output) && typeof agent.run === 'function';
    if (!fits) faults.push(`Agent "${name}" is none. Write it with \`defineAgent({ input, output, run })\`.`);
    else if (agent.rules !== undefined && !isSchema(agent.rules) && !isRules(agent.rules)) {
      faults.push(
        `The \`rules\` of agent "${name}" are neither a zod schema nor written with \`defineRules\`.`,
      );
    }
  }
  if (typeof code.services !== 'function') {
    faults.push(
      '`services` is missing: a function that gives `{ services, close }`, what the agents may reach.',
    );
  }
  const shared = code.rules === undefined ? [] : code.rules;
  if (!Array.isArray(shared) || !shared.every(isRules)) {
    faults.push('`rules` is no list of rules, each written with `defineRules` or `defineRulesFile`.');
  }
  for (const [name, write] of Object.entries(isObject(code.writes) ? code.writes : {})) {
    const fits = isObject(write) && isSchema(write.input) && typeof write.apply === 'function';
    if (!fits) faults.push(`Write "${name}" is none. Write it with \`defineWrite({ input, apply })\`.`);
  }
  return faults;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isRules(value: unknown): boolean {
  if (!isObject(value) || !isObject(value.files) || typeof value.make !== 'function') return false;
  return Object.values(value.files).every(
    (file) => isObject(file) && typeof file.path === 'string' && isSchema(file.schema),
  );
}

function isSchema(value: unknown): boolean {
  return isObject(value) && isObject(value._zod) && typeof value.safeParse === 'function';
}
