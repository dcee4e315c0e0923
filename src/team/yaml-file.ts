/**
 * One YAML text: its value, what is wrong with its syntax, and where each key and value stands.
 * Owns positions; what the value must look like is the schemas'.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml';
import type { Problem } from './problem.ts';
import { dangerInText, dangerInValue } from './yaml-guard.ts';

export type YamlPath = readonly (string | number)[];

export interface YamlFile {
  readonly file: string;
  /** Plain JSON-like data; `undefined` where the text is no YAML. */
  readonly value: unknown;
  /** Of the syntax. Where there are any, `value` is undefined. */
  readonly problems: readonly Problem[];
  /**
   * A problem at a path: at its value, or at its key. Where the path ends early (a key is missing), at the
   * last part that is there; an index on what is no list stays where it is (one instead of a list of one).
   */
  problem(path: YamlPath, message: string, options?: PlaceOptions): Problem;
}

export interface PlaceOptions {
  readonly at?: 'key' | 'value';
  readonly allowed?: readonly string[];
  /** Characters into the text of the value, where the text stands on one line just as it is. */
  readonly offset?: number;
}

const maxSyntaxProblems = 20;

/** Parses a text without ever throwing, in bounded time. CRLF and LF count alike. */
export function parseYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refused = (problems: readonly Problem[]): YamlFile => ({
    file,
    value: undefined,
    problems,
    problem: (_path, message, options = {}) => ({ file, line: 1, column: 1, message, ...allowedOf(options) }),
  });

  const danger = dangerInText(text);
  if (danger) {
    const before = text.slice(0, danger.offset).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return refused([{ file, ...place, message: danger.message }]);
  }
  // The parser's own search for duplicate keys takes quadratic time.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  const problems = syntaxProblems(document, file, at);
  if (problems.length > 0) return refused(problems);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    const message = 'Too many aliases (`*name`) here, or one that names nothing. Write the values out.';
    return refused([{ file, line: 1, column: 1, message }]);
  }
  const large = dangerInValue(value);
  if (large) return refused([{ file, line: 1, column: 1, message: large }]);

  return {
    file,
    value,
    problems: [],
    problem: (path, message, options = {}) => {
      const offset = offsetOf(document, text, path, options);
      return { file, ...at(offset), message, ...allowedOf(options) };
    },
  };
}

function allowedOf(options: PlaceOptions): { allowed?: readonly string[] } {
  return options.allowed ? { allowed: options.allowed } : {};
}

function syntaxProblems(
  document: Document.Parsed,
  file: string,
  at: (offset: number) => { line: number; column: number },
): Problem[] {
  const faults = [...document.errors, ...document.warnings];
  // A tab throws the parser off: what it reports behind one is noise.
  const tabs = faults.filter((fault) => fault.code === 'TAB_AS_INDENT');
  const problems = new Map<number, Problem>();
  for (const fault of tabs.length > 0 ? tabs : faults) {
    const place = at(fault.pos[0]);
    if (problems.has(place.line)) continue;
    problems.set(place.line, {
      file,
      ...place,
      message: `This is not YAML: ${fault.message}.`.replace('..', '.'),
    });
    if (problems.size === maxSyntaxProblems) break;
  }
  if (problems.size > 0) return [...problems.values()];
  return duplicateKeys(document, file, at);
}

function duplicateKeys(
  document: Document.Parsed,
  file: string,
  at: (offset: number) => { line: number; column: number },
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_key, map) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key) || !key.range || problems.length === maxSyntaxProblems) continue;
        const name = String(key.value);
        const first = seen.get(name);
        if (first === undefined) seen.set(name, key.range[0]);
        else {
          const message = `"${name}" stands here twice; the first is on line ${at(first).line}.`;
          problems.push({ file, ...at(key.range[0]), message });
        }
      }
    },
  });
  return problems;
}

/** Where a path leads, as an offset into the text. */
function offsetOf(document: Document.Parsed, text: string, path: YamlPath, options: PlaceOptions): number {
  let node: unknown = document.contents;
  let keyOffset = startOf(node) ?? 0;
  for (const part of path) {
    const inside: unknown = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(inside) && typeof part === 'number') {
      if (part >= inside.items.length) break;
      node = inside.items[part];
      keyOffset = startOf(node) ?? keyOffset;
    } else if (isMap(inside)) {
      const pair = inside.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (!pair && typeof part === 'number') continue;
      if (!pair) break;
      keyOffset = startOf(pair.key) ?? keyOffset;
      node = pair.value;
    } else if (typeof part !== 'number') break;
  }
  if (options.at === 'key') return keyOffset;
  const start = startOf(node) ?? keyOffset;
  if (options.offset === undefined || !isScalar(node) || !node.range) return start;
  return start + innerOffset(text.slice(node.range[0], node.range[1]), String(node.value), options.offset);
}

/** Moves into a scalar where its text stands in the file just as it is: plain, or quoted without escapes. */
function innerOffset(written: string, value: string, offset: number): number {
  const quote = written.startsWith('"') || written.startsWith("'") ? 1 : 0;
  return written.startsWith(value, quote) ? quote + Math.min(offset, value.length) : 0;
}

function startOf(node: unknown): number | undefined {
  return isNodeWithRange(node) ? node.range?.[0] : undefined;
}

function isNodeWithRange(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'range' in node;
}
