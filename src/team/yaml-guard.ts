/**
 * Bounds on YAML before and after it is parsed. The parser needs minutes for thousands of nested braces
 * or explicit keys, and an alias may point at its own parent: both are refused here.
 */
import { Lexer } from 'yaml';

/** Characters of one file. */
export const maxFileLength = 256 * 1024;
const maxDepth = 32;
const maxValues = 50_000;

export interface Danger {
  /** Where in the text, from 0. */
  readonly offset: number;
  readonly message: string;
}

// Tokens by which the lexer marks a document's start, the end of a flow and a scalar: not in the text.
const marks = new Set(['\u0002', '\u0018', '\u001f']);

/** What makes a text too dangerous to parse, or null. Linear in the text's length. */
export function dangerInText(text: string): Danger | null {
  if (text.length > maxFileLength) {
    const message = `This file is too long: ${text.length} characters, and ${maxFileLength} are allowed.`;
    return { offset: 0, message };
  }
  let offset = 0;
  let open = 0;
  let itemsOnLine = 0;
  for (const token of new Lexer().lex(text)) {
    if (marks.has(token) && text[offset] !== token) continue;
    if (token === '[' || token === '{') open += 1;
    if (token === ']' || token === '}') open = Math.max(0, open - 1);
    if (token === '-') itemsOnLine += 1;
    if (token.endsWith('\n')) itemsOnLine = 0;
    if (open > maxDepth || itemsOnLine > maxDepth) {
      return { offset, message: `Values are nested too deeply here; ${maxDepth} levels are allowed.` };
    }
    if (token === '?') return { offset, message: 'Write a key as `key: value`; `?` is not used here.' };
    offset += token.length;
  }
  return null;
}

/** What makes a parsed value too large or endless, or null. Bounded, also where an alias holds itself. */
export function dangerInValue(value: unknown): string | null {
  let count = 0;
  const walk = (node: unknown, depth: number): string | null => {
    count += 1;
    if (count > maxValues) return `This file says too much: more than ${maxValues} values.`;
    if (depth > maxDepth) return `Values are nested too deeply; ${maxDepth} levels are allowed.`;
    if (typeof node !== 'object' || node === null) return null;
    for (const child of Object.values(node)) {
      const danger = walk(child, depth + 1);
      if (danger) return danger;
    }
    return null;
  };
  return walk(value, 0);
}
