/** Structured data of a page (schema.org in JSON-LD): parsed within limits, and the objects picked out. */

export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_SCRIPTS = 20;
const MAX_CHARACTERS = 100_000;
const MAX_NODES = 2_000;
const MAX_TEXT = 1_000;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text or number as text; null for anything else and for empty ones. */
export function textIn(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
  return typeof text === 'string' && text.trim() !== '' ? text.trim().slice(0, MAX_TEXT) : null;
}

/** One or many, as schema.org allows everywhere. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** JSON, also with the comma before a closing bracket that many pages have; undefined where it is none. */
function parseForgiving(script: string): unknown {
  for (const text of [script, script.replace(/,(?=\s{0,50}[}\]])/g, '')]) {
    try {
      return JSON.parse(text);
    } catch {
      // A page's mistake, and no reason to read nothing else.
    }
  }
  return undefined;
}

/**
 * All objects, the outermost first, and every text in them (what a quotation may be taken from).
 * Broken JSON is passed over.
 */
export function readJsonLd(scripts: readonly string[]): { objects: JsonObject[]; texts: string[] } {
  const queue: unknown[] = [];
  for (const script of scripts.slice(0, MAX_SCRIPTS)) {
    if (script.length <= MAX_CHARACTERS) {
      queue.push(parseForgiving(script));
    }
  }
  const objects: JsonObject[] = [];
  const texts: string[] = [];
  for (let at = 0; at < queue.length && at < MAX_NODES; at += 1) {
    const value = queue[at];
    const text = textIn(value);
    if (text !== null) {
      texts.push(text);
    } else if (Array.isArray(value)) {
      queue.push(...value.slice(0, MAX_NODES));
    } else if (isObject(value)) {
      objects.push(value);
      queue.push(...Object.values(value).slice(0, MAX_NODES));
    }
  }
  return { objects, texts };
}

/** Whether an object is of a schema.org type, by the type's name or its ending. */
export function isOfType(object: JsonObject, names: RegExp): boolean {
  return listOf(object['@type']).some((type) => names.test(textIn(type) ?? ''));
}

/** A text of a value that may be an object with a name, such as an author or a country. */
export function nameIn(value: unknown): string | null {
  return textIn(isObject(value) ? (value.name ?? value['@id']) : value);
}
