/** Reads a team's data files from disk: only what belongs to a team, within bounds, nothing from outside the folder. */
import { createHash } from 'node:crypto';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { BatonError } from '../core/error.ts';
import type { TeamFiles } from './definition.ts';
import { fitsPattern, keptPatterns, WORDS_FILE } from './kept-files.ts';
import { unixText } from './parse-team.ts';
import { fileProblem, type Problem, sortProblems, teamInvalid } from './problem.ts';
import { parseYaml } from './yaml-file.ts';

const maxFileBytes = 256 * 1024;
const maxWordsBytes = 16 * 1024 * 1024;
const maxFiles = 500;

/** A team's id: its folder's name. */
export function teamIdOf(folder: string): string {
  return basename(resolve(folder));
}

/**
 * The data files of a team's folder: `team.yaml`, `workflows/*.yaml`, `agents/<name>/agent.md`,
 * `agents/<name>/*.yaml` and what `rules` in team.yaml names, as text by path relative to the folder; of the word
 * lists that `words` names, `words.sha256` holds the digests.
 * Throws a `BatonError` `team-not-found` where there is no such folder or no team.yaml in it, and
 * `team-invalid` (problems in its details) for files that are too long, not UTF-8 or outside the folder.
 */
export async function readTeamFiles(folder: string): Promise<TeamFiles> {
  const root = await rootOf(folder);
  const problems: Problem[] = [];
  const read = async (paths: readonly string[], maxBytes: number): Promise<[string, string][]> => {
    const found = await Promise.all(
      paths.map(async (path) => [path, await readInside(root, path, maxBytes)] as const),
    );
    return found.flatMap(([path, text]): [string, string][] => {
      if (typeof text === 'string') return [[path, text]];
      problems.push(text);
      return [];
    });
  };
  const top = await readInside(root, 'team.yaml', maxFileBytes);
  const patterns = keptPatterns(typeof top === 'string' ? parseYaml('team.yaml', unixText(top)).value : null);
  const words = await pathsOf(root, patterns.words);
  const own = [...(await dataPaths(root)), ...(await pathsOf(root, patterns.rules))];
  const paths = [...new Set(own)].filter((path) => !words.includes(path));
  if (paths.length + words.length > maxFiles) {
    const message = `A team has at most ${maxFiles} data files; this one has ${paths.length + words.length}.`;
    throw teamInvalid(teamIdOf(folder), [fileProblem('team.yaml', message)]);
  }
  const files = await read(paths, maxFileBytes);
  const lists = await read(words, maxWordsBytes);
  if (problems.length > 0) throw teamInvalid(teamIdOf(folder), sortProblems(problems));
  if (lists.length > 0) files.push([WORDS_FILE, lists.map(digestLine).join('')]);
  return Object.fromEntries(files);
}

function digestLine([path, text]: readonly [string, string]): string {
  return `${createHash('sha256').update(unixText(text)).digest('hex')}  ${path}\n`;
}

/** The names of the folders under `agents/`, sorted. */
export async function agentFolders(folder: string): Promise<string[]> {
  const agents = join(folder, 'agents');
  const found = await readdir(agents, { withFileTypes: true }).catch(() => []);
  return found
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

async function rootOf(folder: string): Promise<string> {
  const root = await realpath(folder).catch(() => null);
  const stats = root === null ? null : await lstat(root);
  if (root === null || !stats?.isDirectory()) {
    throw new BatonError(
      'team-not-found',
      `There is no folder ${folder}. Give the path of a folder with a team.yaml.`,
    );
  }
  if (await lstat(join(root, 'team.yaml')).catch(() => null)) return root;
  throw new BatonError(
    'team-not-found',
    `There is no team.yaml in ${folder}. Give the path of a team's folder, such as teams/lead-to-sales.`,
  );
}

/** Paths of files that belong to a team, sorted; `.yml` among them, so that it can be refused by name. */
async function dataPaths(root: string): Promise<string[]> {
  const top = (await names(root)).filter((name) => /^team\.ya?ml$/.test(name));
  const workflows = (await names(join(root, 'workflows')))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `workflows/${name}`);
  const agents: string[] = [];
  for (const agent of await names(join(root, 'agents'))) {
    for (const name of await names(join(root, 'agents', agent))) {
      if (name === 'agent.md' || /\.ya?ml$/.test(name)) agents.push(`agents/${agent}/${name}`);
    }
  }
  return [...top, ...workflows, ...agents];
}

/** Paths that fit one of the patterns, sorted. */
async function pathsOf(root: string, patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    let folders = [''];
    const parts = pattern.split('/');
    for (const part of parts) {
      const inside = await Promise.all(
        folders.map(async (folder) =>
          (await names(join(root, folder)))
            .filter((name) => fitsPattern(part, name))
            .map((name) => (folder === '' ? name : `${folder}/${name}`)),
        ),
      );
      folders = inside.flat();
    }
    for (const path of folders) found.add(path);
  }
  return [...found].sort();
}

/** Names in a folder, sorted, without hidden ones; none where it is no folder. */
async function names(folder: string): Promise<string[]> {
  const found = await readdir(folder).catch(() => []);
  return found.filter((name) => !name.startsWith('.')).sort();
}

async function readInside(root: string, path: string, maxBytes: number): Promise<string | Problem> {
  const real = await realpath(join(root, path)).catch(() => null);
  if (real === null) return fileProblem(path, 'This link leads nowhere.');
  if (!real.startsWith(root + sep)) return fileProblem(path, "This link leads out of the team's folder.");
  const stats = await lstat(real);
  // Opening a pipe would wait for its other end.
  if (!stats.isFile()) return fileProblem(path, 'This is no ordinary file.');
  if (stats.size > maxBytes) {
    return fileProblem(path, `This file is too long: ${stats.size} bytes, and ${maxBytes} are allowed.`);
  }
  const handle = await open(real, 'r');
  try {
    const bytes = await handle.readFile();
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fileProblem(path, 'This file is not UTF-8 text. Save it as UTF-8.');
  } finally {
    await handle.close();
  }
}
