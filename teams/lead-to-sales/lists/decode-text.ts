/** Bytes to text: byte order marks, UTF-8, and what older office software writes. */

/**
 * Decodes UTF-8 or UTF-16 by its byte order mark, UTF-8 without one, and Windows-1252 where that fails. The sign 0,
 * which no table can keep, is left out.
 */
export function decodeText(bytes: Buffer): string {
  return decoded(bytes).replaceAll('\0', '');
}

function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Whether the first bytes look like something other than text, such as a picture or an archive. */
export function isBinary(bytes: Buffer): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !isUtf16 && bytes.subarray(0, 4096).includes(0);
}
