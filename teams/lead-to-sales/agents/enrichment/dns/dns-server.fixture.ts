/** For tests: a small DNS server on loopback that answers from a table (RFC 1035), or misbehaves. */
import { createSocket } from 'node:dgram';
import type { TestContext } from 'node:test';

export interface Zone {
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  /** An empty exchange is a null MX (RFC 7505). */
  readonly mx?: readonly { readonly priority: number; readonly exchange: string }[];
  readonly txt?: readonly string[];
  readonly ns?: readonly string[];
  /** Answers nothing at all. */
  readonly silent?: boolean;
  /** Answers SERVFAIL, to all questions or to those of some types. */
  readonly fails?: boolean | readonly (keyof typeof TYPES)[];
  /** Answers with bytes that are no DNS message. */
  readonly garbage?: boolean;
}

const TYPES = { a: 1, ns: 2, mx: 15, txt: 16, aaaa: 28 } as const;

function encodeName(name: string): Buffer {
  const labels = (name === '' ? [] : name.split('.')).map((label) =>
    Buffer.from([label.length, ...Buffer.from(label)]),
  );
  return Buffer.concat([...labels, Buffer.from([0])]);
}

/** A text as character strings of at most 255 bytes. */
function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    pieces.push(Buffer.from([piece.length]), piece);
  }
  return Buffer.concat(pieces);
}

function encodeIpv6(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const missing = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array.from({ length: missing }, () => '0'), ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function isFailing({ fails }: Zone, type: number): boolean {
  return fails === true || (typeof fails === 'object' && fails.some((name) => TYPES[name] === type));
}

function answer(query: Buffer, zones: Readonly<Record<string, Zone>>): Buffer | null {
  const { name, type, end } = question(query);
  const zone = zones[name];
  if (zone?.silent) {
    return null;
  }
  if (zone?.garbage) {
    return Buffer.concat([query.subarray(0, 2), Buffer.alloc(200, 0xc0)]);
  }
  const records = [
    ...(type === TYPES.a ? (zone?.a ?? []) : []).map((ip) =>
      record(type, Buffer.from(ip.split('.').map(Number))),
    ),
    ...(type === TYPES.mx ? (zone?.mx ?? []) : []).map(({ priority, exchange }) =>
      record(type, Buffer.concat([Buffer.from([0, priority]), encodeName(exchange)])),
    ),
    ...(type === TYPES.aaaa ? (zone?.aaaa ?? []) : []).map((ip) => record(type, encodeIpv6(ip))),
    ...(type === TYPES.txt ? (zone?.txt ?? []) : []).map((text) => record(type, encodeText(text))),
    ...(type === TYPES.ns ? (zone?.ns ?? []) : []).map((host) => record(type, encodeName(host))),
  ];
  const code = zone === undefined ? 3 : isFailing(zone, type) ? 2 : 0;
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(0x8180 | code, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(code === 0 ? records.length : 0, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, query.subarray(12, end), ...(code === 0 ? records : [])]);
}

/** Serves zones until the test ends. Gives the server's address for `createDnsClient`. */
export async function serveDns(t: TestContext, zones: Readonly<Record<string, Zone>>): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const reply = answer(query, zones);
    if (reply !== null) {
      socket.send(reply, from.port, from.address);
    }
  });
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  t.after(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}
