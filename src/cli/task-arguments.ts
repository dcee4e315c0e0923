/** What commands about people's tasks are given: which task, who acts, which data come with an answer. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { BatonError } from '../core/error.ts';

/** The argument that names a task, as --help tells it. */
export const TASK_ARGUMENT = 'number of the task, from `baton inbox`';

/** The number of a task. Throws `usage`. */
export function taskNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new BatonError(
    'usage',
    `"${text}" is no task number; expected a number such as 12, from \`baton inbox\`.`,
  );
}

export function asOption(command: Command): Command {
  return command.option('--as <name>', 'who acts (default: BATON_USER, else your user name)');
}

/** Who acts: as the command says, else as the environment does, else whoever is logged in. Throws `usage`. */
export function actor(given: string | undefined): string {
  const named = given ?? process.env.BATON_USER;
  if (named) return named;
  try {
    return userInfo().username;
  } catch (cause) {
    throw new BatonError('usage', 'This account has no name: say who you are with --as, or set BATON_USER.', {
      cause,
    });
  }
}

/** Gathers what is given several times. */
export function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const object = z.record(z.string(), z.unknown());

/**
 * The data of an answer. Each of `given` is a JSON object, `key=text`, `key:=json` (a dot in the key goes deeper), the
 * path of a file that holds a JSON object, or `-` for standard input. Later ones win. Throws `usage`.
 */
export async function dataOf(given: readonly string[]): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  for (const one of given) {
    const pair = /^([\w-]+(?:\.[\w-]+)*)(:?=)/.exec(one);
    if (pair?.[1] && pair[2]) put(data, pair[1].split('.'), pairValue(one, pair[0].length, pair[2] === ':='));
    else Object.assign(data, await objectOf(one));
  }
  return data;
}

function pairValue(pair: string, at: number, isJson: boolean): unknown {
  const text = pair.slice(at);
  if (!isJson) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BatonError(
      'usage',
      `--data ${pair}: what follows := must be JSON, such as 12, true or ["a"].`,
      {
        cause,
      },
    );
  }
}

/** Sets a value under a path of keys, making objects on the way. */
function put(data: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...deeper] = path;
  if (key === '__proto__') throw new BatonError('usage', '--data cannot set a key __proto__.');
  if (deeper.length === 0) {
    data[key] = value;
    return;
  }
  const known = object.safeParse(Object.hasOwn(data, key) ? data[key] : undefined);
  const inner = known.success ? known.data : {};
  put(inner, deeper, value);
  data[key] = inner;
}

async function objectOf(given: string): Promise<Record<string, unknown>> {
  const isJson = given.trimStart().startsWith('{');
  const text = isJson ? given : await contentOf(given);
  try {
    return object.parse(JSON.parse(text));
  } catch (cause) {
    const what = isJson ? 'is no JSON' : 'names a file that holds no JSON object';
    throw new BatonError(
      'usage',
      `--data must be a JSON object, such as '{"key":"value"}', key=text, key:=json, or the path of a JSON file; what was given ${what}: ${given.slice(0, 200)}`,
      { cause },
    );
  }
}

async function contentOf(path: string): Promise<string> {
  if (path === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new BatonError(
      'usage',
      `--data must be a JSON object, such as '{"key":"value"}', key=text, key:=json, or the path of a JSON file; there is no file ${path.slice(0, 200)}.`,
      { cause },
    );
  }
}
