/** Whatever decides is in the release: by content where people may change it, by digest where it belongs to the code. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { test } from 'node:test';
import { listedWords, WORDS_FILE } from '../../src/team/kept-files.ts';
import { shippedRelease } from './testing/shipped-rules.ts';

test('every YAML, CSV and Markdown file of the desk is kept in its release, or its digest is', async () => {
  const entries = await readdir(import.meta.dirname, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|csv|md)$/.test(entry.name))
    .map((entry) =>
      relative(import.meta.dirname, `${entry.parentPath}/${entry.name}`)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !/^(?:sample|testing)\//.test(path) && !path.endsWith('README.md'));
  const words = listedWords(shippedRelease.files[WORDS_FILE]);
  const kept = [...Object.keys(shippedRelease.files), ...words].filter((path) => path !== WORDS_FILE);
  assert.deepEqual(paths.sort(), kept.sort());
  assert.ok(words.includes('standards/titles/titles.yaml') && !words.includes('working-time.yaml'));
});
