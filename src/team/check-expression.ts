/** Whether a CEL expression speaks of fields that are really there, and of values they can really have. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { didYouMean } from './closest.ts';
import { parseExpression } from './condition.ts';
import { childrenOf } from './condition-language.ts';
import { fieldOf, type Shapes, textsOf } from './schema-fields.ts';

/** What is known of the facts: null where nothing is. */
export interface FactShapes {
  readonly output: Shapes;
  /** The shapes of one key of the run's data; null where nobody says what it holds. */
  dataKey(key: string): Shapes;
}

export interface ExpressionFault {
  readonly message: string;
  /** Characters into the expression. */
  readonly offset: number;
  readonly allowed: readonly string[];
}

/** The faults of an expression that compiles. */
export function expressionFaults(source: string, facts: FactShapes): ExpressionFault[] {
  const faults: ExpressionFault[] = [];
  const visit = (node: ASTNode): void => {
    const chain = chainOf(node);
    if (chain) {
      faults.push(...walk(chain, facts).faults);
      return;
    }
    faults.push(...comparisonFaults(node, facts));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(parseExpression(source));
  return faults;
}

interface Link {
  readonly key: string | number;
  readonly offset: number;
}

interface Chain {
  readonly root: 'output' | 'data';
  readonly links: readonly Link[];
}

/** `output.a.b["c"][0]` as its keys; null for anything else. */
function chainOf(node: ASTNode): Chain | null {
  if (node.op === 'id') {
    return node.args === 'output' || node.args === 'data' ? { root: node.args, links: [] } : null;
  }
  if (node.op === '.') {
    const before = chainOf(node.args[0]);
    return before && extended(before, node.args[1], node.end - node.args[1].length);
  }
  if (node.op === '[]') {
    const [target, index] = node.args;
    const before = chainOf(target);
    if (!before || index.op !== 'value') return null;
    if (typeof index.args === 'string') return extended(before, index.args, index.start);
    return typeof index.args === 'bigint' ? extended(before, Number(index.args), index.start) : null;
  }
  return null;
}

function extended(chain: Chain, key: string | number, offset: number): Chain {
  return { root: chain.root, links: [...chain.links, { key, offset }] };
}

function walk(chain: Chain, facts: FactShapes): { shapes: Shapes; faults: ExpressionFault[] } {
  let said: string = chain.root;
  let shapes: Shapes = chain.root === 'output' ? facts.output : null;
  for (const [index, { key, offset }] of chain.links.entries()) {
    if (chain.root === 'data' && index === 0) {
      shapes = facts.dataKey(String(key));
    } else {
      const field = fieldOf(shapes, key);
      if (field.kind === 'missing') {
        const none = field.allowed.length === 0 ? ' It has no fields at all.' : '';
        const message = `\`${said}\` has no field "${key}".${didYouMean(String(key), field.allowed)}${none}`;
        return { shapes: null, faults: [{ message, offset, allowed: field.allowed }] };
      }
      shapes = field.shapes;
    }
    said = typeof key === 'number' ? `${said}[${key}]` : `${said}.${key}`;
  }
  return { shapes, faults: [] };
}

/** Texts a field is compared with that it can never hold. */
function comparisonFaults(node: ASTNode, facts: FactShapes): ExpressionFault[] {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return [];
  const [left, right] = node.args;
  if (node.op === 'in') return right.op === 'list' ? neverEqual(left, right.args, facts) : [];
  return [...neverEqual(left, [right], facts), ...neverEqual(right, [left], facts)];
}

function neverEqual(field: ASTNode, values: readonly ASTNode[], facts: FactShapes): ExpressionFault[] {
  const chain = chainOf(field);
  if (!chain) return [];
  const texts = textsOf(walk(chain, facts).shapes);
  if (!texts) return [];
  return values.flatMap((value) => {
    if (value.op !== 'value' || typeof value.args !== 'string' || texts.includes(value.args)) return [];
    const message = `This field never holds "${value.args}".${didYouMean(value.args, texts)}`;
    return [{ message, offset: value.start, allowed: texts }];
  });
}
