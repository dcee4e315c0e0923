/** JSON that Postgres' jsonb accepts: it has no NUL and no half of a surrogate pair. */

const REFUSED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

function mended(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}

/** `JSON.stringify`, with what jsonb refuses taken out of the strings. Keys are the program's own. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return REFUSED.test(text) ? JSON.stringify(value, mended) : text;
}
