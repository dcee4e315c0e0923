/**
 * CEL as Baton's conditions speak it. Plain CEL, and four things that people expect of data from JSON:
 *
 * - What is not there is `null`, at any depth: `output.a.b == null` holds when there is no `a`.
 *   `has(x)` says the same as `x != null`. An index beyond a list's end is `null` too.
 * - Numbers from JSON compare and reckon with whole and broken literals alike; `7 / 2` of data is 3.5.
 * - Values of different kinds are unequal, never an error. Ordering (`<`, `>=`) needs two of a kind:
 *   against `null` it cannot be decided, so write `x != null && x >= 80` where x may be missing.
 * - `matches` takes a literal pattern in RE2's syntax and searches in linear time.
 */
import { type ASTNode, Environment, serialize } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';

/** Names a condition may begin with. */
export const roots = ['output', 'data', 'error', 'run'] as const;

// Names of our own functions in rewritten sources. The environment that checks what people write has none of them.
const fieldFunction = 'baton_field';
const matchesFunction = 'baton_matches';

const reckon = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
} as const;

function environment(limits: { maxAstNodes: number; maxDepth: number }): Environment {
  const made = new Environment({ homogeneousAggregateLiterals: false, limits })
    .registerVariable('output', 'map')
    .registerVariable('data', 'map')
    .registerVariable('error', 'dyn')
    .registerVariable('run', 'map');
  for (const [sign, compute] of Object.entries(reckon)) {
    made.registerOperator(`double ${sign} int`, (a: number, b: bigint) => compute(a, Number(b)));
    made.registerOperator(`int ${sign} double`, (a: bigint, b: number) => compute(Number(a), b));
  }
  made.registerOperator('double % int', (a: number, b: bigint) => a % Number(b));
  made.registerOperator('double % double', (a: number, b: number) => a % b);
  return made;
}

/** Parses and checks what people write. */
export const written = environment({ maxAstNodes: 400, maxDepth: 24 });

/** Parses what `rewrite` gives. */
export const evaluated = environment({ maxAstNodes: 4000, maxDepth: 240 })
  .registerFunction(`${fieldFunction}(dyn, dyn): dyn`, field)
  .registerFunction(`${matchesFunction}(dyn, string): bool`, (text: unknown, pattern: string) =>
    typeof text === 'string' ? compilePattern(pattern).matcher(text).find() : false,
  );

/** A value's field or element; null where it has none. Never what a prototype holds. */
function field(value: unknown, key: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  const name = String(key);
  return Object.hasOwn(value, name) && !(Array.isArray(value) && name === 'length')
    ? (Reflect.get(value, name) ?? null)
    : null;
}

const patterns = new Map<string, RE2JS>();

/** A pattern in RE2's syntax, compiled once. Throws re2js's own error where it is none. */
export function compilePattern(pattern: string): RE2JS {
  const known = patterns.get(pattern);
  if (known) return known;
  const compiled = RE2JS.compile(pattern);
  if (patterns.size >= 500) patterns.clear();
  patterns.set(pattern, compiled);
  return compiled;
}

/** The nodes directly below a node, in the order they are written. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** The same expression with every field made forgiving, as source for `evaluated`. */
export function rewrite(node: ASTNode): string {
  switch (node.op) {
    case 'value':
      return serialize(node);
    case 'id':
      return node.args;
    case '.':
    case '.?':
      return `${fieldFunction}(${rewrite(node.args[0])}, ${JSON.stringify(node.args[1])})`;
    case '[]':
    case '[?]':
      return `${fieldFunction}(${node.args.map(rewrite).join(', ')})`;
    case 'call': {
      const [name, args] = node.args;
      if (name === 'has') return `(${args.map(rewrite).join(', ')} != null)`;
      return `${name}(${args.map(rewrite).join(', ')})`;
    }
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (name === 'matches') return `${matchesFunction}(${[receiver, ...args].map(rewrite).join(', ')})`;
      const target = receiver.op === 'id' ? receiver.args : `(${rewrite(receiver)})`;
      return `${target}.${name}(${args.map(rewrite).join(', ')})`;
    }
    case 'list':
      return `[${node.args.map(rewrite).join(', ')}]`;
    case 'map':
      return `{${node.args.map(([key, value]) => `${rewrite(key)}: ${rewrite(value)}`).join(', ')}}`;
    case '?:': {
      const [test, yes, no] = node.args;
      return `(${rewrite(test)} ? ${rewrite(yes)} : ${rewrite(no)})`;
    }
    case '!_':
      return `(!${rewrite(node.args)})`;
    case '-_':
      return `(-${rewrite(node.args)})`;
    default:
      return `(${node.args.map(rewrite).join(` ${node.op} `)})`;
  }
}
