import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReadFile } from './raw-inquiry.ts';
import { readInquiries } from './read-inquiries.ts';

const now = new Date('2026-10-06T12:00:00Z');

function read(name: string, content: string | Buffer): Promise<ReadFile> {
  return readInquiries({ name, bytes: Buffer.from(content) }, now);
}

describe('a mail that nobody could read later', () => {
  it('is a problem now, and no task that cannot be solved', async () => {
    const border = '--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n';
    const type = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n';
    const parts = await read('a.eml', `From: a@b.example\r\n${type}\r\n${border.repeat(2000)}--b--\r\n`);
    assert.match(parts.problems[0]?.message ?? '', /it has a thousand parts/);
    const head = await read('a.eml', `From: a@b.example\r\nX-Long: ${'a'.repeat(1_100_000)}\r\n\r\nHi`);
    assert.match(head.problems[0]?.message ?? '', /its headers take more than 1 MB/);
    assert.deepEqual([...parts.inquiries, ...head.inquiries], []);
    const dashes = await read('a.eml', `From: a@b.example\r\n\r\n${'-- a line\r\n'.repeat(2000)}`);
    assert.equal(dashes.inquiries.length, 1);
  });
});

describe('a file without end', () => {
  it('is taken in as far as memory goes, and the rest is told with its line', async () => {
    const list = await read('race.csv', `Name,Email\n${'A,a@b.example\n'.repeat(200_001)}`);
    assert.equal(list.inquiries.length, 200_000);
    assert.equal(list.problems[0]?.line, 200_002);
    assert.match(list.problems[0]?.message ?? '', /from here on nothing was/);
    const items = await read('a.json', `[${'1,'.repeat(50_000)}1]`);
    assert.equal(items.problems.length, 1001);
    assert.match(items.problems.at(-1)?.message ?? '', /from here on nothing was/);
  });
});

describe('one list’s name in two folders', () => {
  const text = 'Name,Email\nAnn Lee,ann@acme.example\n';
  const hash = async (name: string): Promise<string | undefined> =>
    (await read(name, text)).inquiries[0]?.content_hash;

  it('is two events where it says no more than that it is a list', async () => {
    assert.notEqual(await hash('logimat/attendees.csv'), await hash('transport-2026/attendees.csv'));
    assert.notEqual(
      await hash('logimat/Teilnehmerliste 2026-10-14.csv'),
      await hash('b/Teilnehmerliste 2026-10-14.csv'),
    );
  });

  it('is one event where its name says which, and wherever a list was put away', async () => {
    assert.equal(await hash('inbox/logimat.csv'), await hash('2026/logimat (1).csv'));
    assert.equal(await hash('inbox/attendees.csv'), await hash('archive/attendees.csv'));
  });
});
