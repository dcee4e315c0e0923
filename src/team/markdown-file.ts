/** A Markdown text with front matter, as a value with places: the front matter's keys, and `text`, what stands below. */
import { fileProblem } from './problem.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

/** The text up to the second `---` line (a YAML document of its own, so that lines count on), and what follows. */
export function splitFrontMatter(text: string): { frontMatter: string; body: string } | null {
  if (!/^---[ \t]*\n/.test(text)) return null;
  const close = /\n---[ \t]*(?:\n|$)/.exec(text);
  if (!close) return null;
  return { frontMatter: text.slice(0, close.index), body: text.slice(close.index + close[0].length) };
}

/** Parses a text without ever throwing. A problem at `text` may have an `offset` into it. */
export function parseMarkdown(file: string, text: string): YamlFile {
  const parts = splitFrontMatter(text);
  if (!parts) {
    const message = 'Begin with front matter: a line `---`, then keys with their values, then a line `---`.';
    return {
      file,
      value: undefined,
      problems: [fileProblem(file, message)],
      problem: (_path, said) => fileProblem(file, said),
    };
  }
  const front = parseYaml(file, parts.frontMatter);
  if (front.problems.length > 0) return front;
  const below = parts.body.trim();
  const start = text.length - parts.body.length + Math.max(0, parts.body.indexOf(below));
  return {
    file,
    value: { ...toObject(front.value), text: below },
    problems: [],
    problem(path, message, options = {}) {
      if (path[0] !== 'text') return front.problem(path, message, options);
      const before = text.slice(0, start + (options.offset ?? 0)).split('\n');
      const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
      return { file, ...place, message, ...(options.allowed ? { allowed: options.allowed } : {}) };
    },
  };
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
