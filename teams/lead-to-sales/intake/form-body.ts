/** The body of a form post, `application/x-www-form-urlencoded`, in UTF-8 or Windows-1252. */
import { decodeText } from '../lists/decode-text.ts';

/** Name and value, in the order posted. A part without `=` has an empty value. */
export function formPairs(body: Buffer): [name: string, value: string][] {
  return body
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trim()
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? [decoded(part), '']
        : [decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))];
    });
}

/** Undoes percent signs byte by byte first: old pages post %FC where new ones post %C3%BC. */
function decoded(text: string): string {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeText(Buffer.from(bytes, 'latin1'));
}
