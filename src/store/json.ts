/** JSON that Postgres' jsonb accepts: it has no NUL and no half of a surrogate pair. */

const REFUSED = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

function mendedText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** Names are mended like values: those of a form's fields come from outside too. */
function mended(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return mendedText(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [mendedText(key), inner]));
}

/** `JSON.stringify`, with what jsonb refuses taken out of the texts. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  return REFUSED.test(text) ? JSON.stringify(value, mended) : text;
}
