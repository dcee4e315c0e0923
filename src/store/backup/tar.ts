/** As much of the tar format (POSIX ustar) as Postgres writes: plain files and folders with short names. */
import { BatonError } from '../../core/error.ts';

const BLOCK = 512;

/** One file as an archive holds it: its header, its content, filled up to whole blocks. */
export function tarEntry(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    header.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  };
  header.write(name, 0);
  octal(0o600, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  octal(checksum(header), 148, 7);
  header.write(' ', 155);
  return Buffer.concat([header, content, Buffer.alloc(padding(content.length))]);
}

export interface TarEntry {
  /** Relative, with forward slashes, never out of the folder. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly sizeBytes: number;
  /** To be read to its end before the next entry is asked for. */
  content(): AsyncGenerator<Buffer>;
}

/** The entries of an archive, in order. Throws `archive-invalid`. */
export async function* readTar(archive: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new Bytes(archive);
  for (;;) {
    const header = await bytes.exactly(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const written = Number.parseInt(field(header, 148, 8), 8);
    if (written !== checksum(header)) throw archiveInvalid('a header is damaged');
    const sizeBytes = Number.parseInt(field(header, 124, 12) || '0', 8);
    const path = safePath(field(header, 0, 100));
    const kind = { '0': 'file', '': 'file', '5': 'folder' }[field(header, 156, 1)];
    if (kind !== 'file' && kind !== 'folder') throw archiveInvalid(`${path} is neither file nor folder`);
    if (!Number.isSafeInteger(sizeBytes)) throw archiveInvalid(`${path} has no size`);
    let isRead = sizeBytes === 0;
    yield {
      path,
      kind,
      sizeBytes,
      content: async function* () {
        yield* bytes.upTo(sizeBytes);
        await bytes.exactly(padding(sizeBytes));
        isRead = true;
      },
    };
    if (!isRead) throw archiveInvalid(`${path} was not read`);
  }
}

function field(header: Buffer, at: number, length: number): string {
  const text = header.subarray(at, at + length).toString('utf8');
  return (text.split('\0')[0] ?? '').trim();
}

/** The sum of the header's bytes, its own field counted as spaces. */
function checksum(header: Buffer): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

function safePath(name: string): string {
  const path = name.replace(/\/+$/, '').replace(/^\.\//, '');
  const isSafe = path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
  if (!isSafe) throw archiveInvalid(`it holds a file named ${JSON.stringify(name)}`);
  return path;
}

function archiveInvalid(why: string): BatonError {
  return new BatonError('archive-invalid', `The archive cannot be read: ${why}.`);
}

/** A stream, read by counts of bytes. */
class Bytes {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.upTo(count)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *upTo(count: number): AsyncGenerator<Buffer> {
    for (let left = count; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) throw archiveInvalid('it ends in the middle');
        this.#rest = value;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
