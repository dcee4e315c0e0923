/** A response's body as text: bounded in bytes before and after decompression, decoded by its charset. */
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { BatonError } from 'baton';

const decoders = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  'x-gzip': promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  deflate: promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
};

function isKnown(encoding: string): encoding is keyof typeof decoders {
  return Object.hasOwn(decoders, encoding);
}

/** Headers under lower-case names; of several of one name one, with commas between them. */
export function plainHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** `text/html` of `Text/HTML; charset=utf-8`; empty where there is no such header. */
export function mediaType(header: string | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function tooLarge(url: string, maxBytes: number): BatonError {
  return new BatonError('fetch-refused', `${url} was not read: it is larger than ${maxBytes} bytes.`);
}

async function readAtMost(body: Readable, maxBytes: number, url: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) {
      // Leaving the loop destroys the body, and with it the connection.
      throw tooLarge(url, maxBytes);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function decompressed(bytes: Buffer, encoding: string, maxBytes: number, url: string): Promise<Buffer> {
  if (encoding === '' || encoding === 'identity') {
    return bytes;
  }
  if (!isKnown(encoding)) {
    throw new BatonError('fetch-refused', `${url} was not read: its encoding is "${encoding}".`);
  }
  try {
    return await decoders[encoding](bytes, { maxOutputLength: maxBytes });
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(url, maxBytes);
    }
    throw thrown;
  }
}

/** The charset of the header, else of a byte order mark or a `<meta>` in the first kilobyte, else UTF-8. */
function decode(bytes: Buffer, contentType: string): string {
  const declared =
    /charset\s{0,5}=\s{0,5}["']?([\w-]{1,40})/i.exec(contentType) ??
    /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?([\w-]{1,40})/i.exec(bytes.toString('latin1', 0, 1_024));
  try {
    return new TextDecoder(declared?.[1] ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Throws `fetch-refused` where the body is larger than `maxBytes`, compressed or not. */
export async function bodyText(
  body: Readable,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
  url: string,
): Promise<string> {
  const bytes = await readAtMost(body, maxBytes, url);
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  return decode(await decompressed(bytes, encoding, maxBytes, url), headers['content-type'] ?? '');
}
