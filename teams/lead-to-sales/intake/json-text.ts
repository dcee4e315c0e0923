/** The text of JSON from outside: parsed with the line of a fault, how deep it goes, where its items begin. Pure. */

/** Deeper than any form or transcript; whatever walks through it must not run out of stack. */
export const MAX_DEPTH = 100;

/** Looked at before it is parsed. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (isInString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') isInString = false;
    } else if (sign === '"') isInString = true;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

/** Parses, or says on which line what is wrong. */
export function parseJson(
  text: string,
): { ok: true; value: unknown } | { ok: false; line: number; message: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (thrown) {
    // It quotes the file.
    const reason = (thrown instanceof Error ? thrown.message : String(thrown)).replace(/\p{C}+/gu, ' ');
    const position = /position (\d+)/.exec(reason)?.[1];
    const line = position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length;
    return { ok: false, line, message: `the JSON cannot be read: ${reason.slice(0, 200)}` };
  }
}

/** The line on which each item of a top-level array begins. Expects valid JSON. */
export function itemLines(text: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let depth = 0;
  let inString = false;
  let expectsItem = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (sign === '\n') line += 1;
    if (inString) {
      if (sign === '\\') index += 1;
      else if (sign === '"') inString = false;
      continue;
    }
    if (sign === undefined || /\s/.test(sign)) continue;
    if (expectsItem && depth === 1 && sign !== ']' && sign !== ',') {
      lines.push(line);
      expectsItem = false;
    }
    if (sign === '"') inString = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth === 1 && (sign === ',' || (sign === '[' && lines.length === 0))) expectsItem = true;
  }
  return lines;
}
