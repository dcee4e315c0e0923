/** All accuracy benchmarks, one after another: each prints its figures; the last line is one line of JSON with all of them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const BENCHMARKS = ['signatures', 'junk', 'titles', 'companies', 'persons', 'sample-day'];

const last = z.looseObject({ bench: z.string() });

async function run(name: string): Promise<Record<string, unknown>> {
  const path = join(import.meta.dirname, `${name}.ts`);
  const child = spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const lines = (await text(child.stdout)).trimEnd().split('\n');
  if ((await exited) !== 0) throw new Error(`${name} failed`);
  const { bench: _bench, ...figures } = last.parse(JSON.parse(lines.pop() ?? ''));
  process.stdout.write(`\n# ${name}\n${lines.join('\n')}\n`);
  return figures;
}

const all: Record<string, unknown> = { bench: 'accuracy' };
for (const name of BENCHMARKS) all[name] = await run(name);
process.stdout.write(`\n${JSON.stringify(all)}\n`);
