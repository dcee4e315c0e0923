/** Writes `schemas/` anew: run it with `node src/team/generate-schemas.ts` after a schema has changed. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { allSchemas } from './json-schemas.ts';

const root = join(import.meta.dirname, '..', '..');
const target = join(root, 'schemas');
const files = await allSchemas(join(root, 'teams'));

// What no schema stands behind any more goes too.
for (const old of await readdir(target, { recursive: true }).catch(() => [])) {
  if (old.endsWith('.schema.json') && !Object.hasOwn(files, old)) await rm(join(target, old));
}
for (const [path, text] of Object.entries(files)) {
  await mkdir(dirname(join(target, path)), { recursive: true });
  await writeFile(join(target, path), text);
}
process.stdout.write(`${Object.keys(files).length} schemas written to schemas/\n`);
