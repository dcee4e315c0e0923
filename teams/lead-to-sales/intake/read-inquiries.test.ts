import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { ReadFile } from './raw-inquiry.ts';
import { readInquiries } from './read-inquiries.ts';

const now = new Date('2026-10-06T12:00:00Z');

function read(name: string, content: string | Buffer): Promise<ReadFile> {
  return readInquiries({ name, bytes: Buffer.from(content) }, now);
}

function cellsOf(file: ReadFile): unknown[] {
  return file.inquiries.map((inquiry): unknown => JSON.parse(inquiry.raw.toString('utf8')));
}

describe('an e-mail', () => {
  const text =
    'From: ann@acme.example\r\nDate: Tue, 6 Oct 2026 09:15:00 +0200 (CEST)\r\nSubject: Hi\r\n\r\nHello';

  it('is one inquiry, received when its Date says', async () => {
    const { inquiries, problems } = await read('a.eml', text);
    assert.equal(problems.length, 0);
    assert.equal(inquiries.length, 1);
    assert.equal(inquiries[0]?.source, 'email');
    assert.equal(inquiries[0]?.received_at.toISOString(), '2026-10-06T07:15:00.000Z');
    assert.equal(inquiries[0]?.raw.toString(), text);
  });

  it('has the same hash with other line ends and another path', async () => {
    const [one, other] = [await read('a.eml', text), await read('b/c.eml', text.replaceAll('\r\n', '\n'))];
    assert.equal(one.inquiries[0]?.content_hash, other.inquiries[0]?.content_hash);
  });

  it('is received now where its Date cannot be true', async () => {
    for (const date of ['soon', 'Tue, 6 Oct 2099 09:15:00 +0200', 'Thu, 1 Jan 1970 00:00:00 +0000']) {
      const { inquiries } = await read('a.eml', `From: a@b.example\nDate: ${date}\n\nHi`);
      assert.equal(inquiries[0]?.received_at, now, date);
    }
  });

  it('without headers is a problem that says what was expected', async () => {
    const { inquiries, problems } = await read('a.eml', 'Hello,\n\nhow are you?');
    assert.equal(inquiries.length, 0);
    assert.equal(problems[0]?.message, 'the file has no mail headers');
    assert.match(problems[0]?.expected ?? '', /From:/);
  });
});

describe('one form post per line', () => {
  const lines =
    '{"name":"Ann","email":"a@b.example"}\n\n{"name":"Bo"\n[1]\n{"name":"Cy","email":"c@b.example"}\n';

  it('is taken line by line, broken lines told, and the same post in an array counts once', async () => {
    const { inquiries, problems } = await read('posts.jsonl', lines);
    assert.deepEqual(
      inquiries.map(({ origin, line }) => [origin, line]),
      [
        ['posts.jsonl:1', 1],
        ['posts.jsonl:5', 5],
      ],
    );
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4],
    );
    const array = await read('a.json', '[{"email":"a@b.example","name":"Ann"}]');
    assert.equal(array.inquiries[0]?.content_hash, inquiries[0]?.content_hash);
  });

  it('is not what a broken object over several lines is', async () => {
    const { inquiries, problems } = await read('a.json', '{\n"name": "Ann"\n"email": "x"\n}');
    assert.deepEqual([inquiries.length, problems.length], [0, 1]);
  });
});

describe('a form post', () => {
  it('has one hash as JSON with its keys in any order', async () => {
    const one = await read('a.json', '{"name":"Ann","email":"a@b.example"}');
    const other = await read('b.json', '{ "email": "a@b.example",\n "name": "Ann" }');
    assert.equal(one.inquiries[0]?.source, 'form');
    assert.equal(one.inquiries[0]?.content_hash, other.inquiries[0]?.content_hash);
  });

  it('may be urlencoded', async () => {
    const { inquiries } = await read(
      'a.form',
      'name=Ann+Lee&email=a%40b.example&submitted_at=2026-10-01T10:00:00Z',
    );
    assert.equal(inquiries[0]?.media_type, 'application/x-www-form-urlencoded');
    assert.equal(inquiries[0]?.received_at.toISOString(), '2026-10-01T10:00:00.000Z');
  });
});

describe('JSON', () => {
  it('is a chat where it has messages, and an array holds one inquiry per item with its line', async () => {
    const text =
      '[\n  {"email": "a@b.example", "note": "[x, {"},\n\n  {"messages": [{"from": "visitor", "text": "Hi"}]},\n  7\n]';
    const { inquiries, problems } = await read('many.json', text);
    assert.deepEqual(
      inquiries.map((inquiry) => [inquiry.source, inquiry.origin]),
      [
        ['form', 'many.json:2'],
        ['chat', 'many.json:4'],
      ],
    );
    assert.deepEqual(
      problems.map(({ line, message }) => [line, message]),
      [[5, 'item 3 is a number']],
    );
  });

  it('that is broken is a problem with its line', async () => {
    const { problems } = await read('a.json', '{\n  "name": "Ann",\n  oops\n}');
    assert.equal(problems[0]?.line, 3);
  });
});

describe('an event list', () => {
  it('gives one inquiry per row with the line it stands on', async () => {
    const { inquiries, problems } = await read(
      'fair.csv',
      'First name,Email,Note\nAnn,a@b.example,"two\nlines, and ""quotes"""\nBo,bo@b.example,\n',
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      inquiries.map((inquiry) => inquiry.origin),
      ['fair.csv:2', 'fair.csv:4'],
    );
    assert.deepEqual(cellsOf({ inquiries, problems })[0], {
      'First name': 'Ann',
      Email: 'a@b.example',
      Note: 'two\nlines, and "quotes"',
    });
  });

  for (const [name, delimiter] of [
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['bars', '|'],
  ] as const) {
    it(`may be separated by ${name}`, async () => {
      const rows = [
        ['Name', 'E-Mail', 'Firma'],
        ['Ann Lee', 'a@b.example', 'Lee, Lee & Co'],
      ];
      const file = await read('fair.csv', rows.map((row) => row.join(delimiter)).join('\r\n'));
      assert.deepEqual(cellsOf(file), [{ Name: 'Ann Lee', 'E-Mail': 'a@b.example', Firma: 'Lee, Lee & Co' }]);
    });
  }

  it('may be Windows-1252, and may begin with a byte order mark', async () => {
    const latin = await read('a.csv', Buffer.from('Name;E-Mail\nM\u00fcller;m@b.example', 'latin1'));
    const marked = await read('b.csv', '\uFEFFName;E-Mail\nMüller;m@b.example');
    assert.deepEqual(cellsOf(latin), [{ Name: 'Müller', 'E-Mail': 'm@b.example' }]);
    assert.deepEqual(cellsOf(marked), cellsOf(latin));
  });

  it('tells bad rows with line, fault and what was expected, and takes the good ones', async () => {
    const { inquiries, problems } = await read(
      'fair.csv',
      'Name,Email,City\nAnn,a@b.example,Rome\nBo,b@b.example\n"Cy,c@b.example,Oslo\nDi,d@b.example,Bern,x\nEd,e@b.example,Paris\n',
    );
    assert.deepEqual(
      inquiries.map((inquiry) => inquiry.line),
      [2, 6],
    );
    assert.deepEqual(
      problems.map((problem) => problem.line),
      [3, 4, 5],
    );
    assert.match(problems[0]?.message ?? '', /2 cells/);
    assert.match(problems[0]?.expected ?? '', /3 cells/);
    assert.match(problems[1]?.message ?? '', /quotation mark/);
  });

  it('may have a title above its header row', async () => {
    const file = await read('fair.csv', 'Attendees of the fair,,\n\nName,Email,City\nAnn,a@b.example,Rome\n');
    assert.deepEqual(
      file.inquiries.map((inquiry) => inquiry.origin),
      ['fair.csv:4'],
    );
  });

  it('without a header row says so, and its rows are taken', async () => {
    const { inquiries, problems } = await read('fair.csv', 'Ann,a@b.example\nBo,b@b.example\n');
    assert.equal(inquiries.length, 2);
    assert.equal(problems[0]?.message, 'the list has no header row');
  });
});

describe('any other file', () => {
  it('is read by its content where its name says nothing', async () => {
    const sources = await Promise.all([
      read('-', 'From: a@b.example\nSubject: x\n\nHi'),
      read('-', '{"email":"a@b.example"}'),
      read('-', 'email=a%40b.example&name=x'),
      read('-', 'Name,Email\nAnn,a@b.example'),
    ]);
    assert.deepEqual(
      sources.map((file) => file.inquiries[0]?.source),
      ['email', 'form', 'form', 'event'],
    );
  });

  it('is a problem where it is empty, a picture, or prose', async () => {
    const files = [
      await read('a.csv', ''),
      await read('b.bin', gzipSync('x')),
      await read('c.csv', gzipSync('\0\0')),
      await read('d.txt', 'Just some words.'),
    ];
    for (const { inquiries, problems } of files) {
      assert.equal(inquiries.length, 0);
      assert.equal(problems.length, 1);
    }
  });

  it('never throws, whatever its bytes', async () => {
    const name = fc.constantFrom('a.eml', 'a.json', 'a.form', 'a.csv', 'a', '-');
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ maxLength: 300, unit: 'grapheme' }).map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(name, bytes, async (given, content) => {
        const { inquiries, problems } = await readInquiries(
          { name: given, bytes: Buffer.from(content) },
          now,
        );
        assert.ok(inquiries.length + problems.length > 0, 'neither taken nor refused');
      }),
      { numRuns: 500 },
    );
  });

  it('of a folder of malformed mails is taken, or refused with a reason', async () => {
    const folder = join(import.meta.dirname, '../testing/malformed-mail');
    const refused: string[] = [];
    for (const name of readdirSync(folder)) {
      const { inquiries, problems } = await read(name, readFileSync(join(folder, name)));
      assert.equal(inquiries.length + problems.length, 1, name);
      if (inquiries.length === 0) refused.push(name);
    }
    assert.deepEqual(refused, ['prose.eml']);
  });
});

it('JSON nested beyond all sense is that file’s problem', async () => {
  const deep = `{"message":"x","a":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`;
  const read = await readInquiries({ name: 'deep.json', bytes: Buffer.from(deep) }, new Date());
  assert.deepEqual(
    [read.inquiries.length, read.problems[0]?.message],
    [0, 'the JSON is nested more than 100 deep'],
  );
  const brackets = JSON.stringify({ message: '['.repeat(5000), email: 'a@b.example' });
  assert.equal(
    (await readInquiries({ name: 'text.json', bytes: Buffer.from(brackets) }, new Date())).inquiries.length,
    1,
  );
});

it('a web page is no list, whatever commas stand in it', async () => {
  const page = '<div dir="ltr">Hello, Anna</div>\n<div>mail, name, more</div>\n';
  for (const name of ['reply.html', 'reply.txt', 'reply.csv']) {
    const read = await readInquiries({ name, bytes: Buffer.from(page) }, new Date());
    assert.deepEqual([read.inquiries.length, read.problems[0]?.message], [0, 'the file is a web page']);
  }
});
