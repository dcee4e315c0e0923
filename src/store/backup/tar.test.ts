import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTar, tarEntry } from './tar.ts';

const END = Buffer.alloc(1024);

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(bytes: Buffer, size = 1000): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const entry of readTar(inChunks(bytes, size))) {
    const parts: Buffer[] = [];
    for await (const part of entry.content()) parts.push(part);
    found[entry.path] = Buffer.concat(parts).toString();
  }
  return found;
}

const archive = Buffer.concat([
  tarEntry('first', Buffer.from('one')),
  tarEntry('empty', Buffer.alloc(0)),
  tarEntry('base/1/block', Buffer.from('x'.repeat(512))),
  tarEntry('last', Buffer.from('ü'.repeat(700))),
  END,
]);

test('what is written is read again, however the stream is cut into pieces', async () => {
  const whole = { first: 'one', empty: '', 'base/1/block': 'x'.repeat(512), last: 'ü'.repeat(700) };
  for (const size of [1, 7, 511, 512, 513, 100_000]) assert.deepEqual(await read(archive, size), whole);
});

test('an archive that ends in the middle or is damaged is refused', async () => {
  await assert.rejects(read(archive.subarray(0, 700)), /it ends in the middle/);
  await assert.rejects(read(archive.subarray(0, 520)), { code: 'archive-invalid' });
  const damaged = Buffer.from(archive);
  damaged[3] = (damaged[3] ?? 0) ^ 1;
  await assert.rejects(read(damaged), /a header is damaged/);
});

test('nothing is read out of the folder, and nothing but files and folders', async () => {
  for (const name of ['../up', 'a/../../up', '/etc/passwd', '..']) {
    await assert.rejects(
      read(Buffer.concat([tarEntry(name, Buffer.from('x')), END])),
      /it holds a file named/,
    );
  }
  const link = tarEntry('link', Buffer.alloc(0));
  link.write('2', 156);
  // Its checksum, one for each step from a file's "0" to a link's "2".
  const sum = Number.parseInt(link.toString('latin1', 148, 154), 8) + 2;
  link.write(sum.toString(8).padStart(6, '0'), 148);
  await assert.rejects(read(Buffer.concat([link, END])), /neither file nor folder/);
});
