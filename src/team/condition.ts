/** Conditions and text expressions in CEL: compiled once from a team's files, evaluated against a run's facts. */
import { type ASTNode, TypeError as CelTypeError, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import { BatonError } from '../core/error.ts';
import { didYouMean } from './closest.ts';
import { childrenOf, compilePattern, evaluated, rewrite, roots, written } from './condition-language.ts';
import type { Condition, ConditionFacts, TextExpression, TimeExpression } from './definition.ts';

/** Characters of one expression. */
const maxLength = 1000;

const knownFields: Readonly<Record<string, readonly string[]>> = {
  run: ['case_id', 'flags'],
  error: ['code', 'message', 'retryable', 'details'],
};

/**
 * Compiles a condition. Throws a `BatonError` `condition-invalid` whose details hold `offset` (characters
 * into `source`) and, where the list is short, `allowed`.
 */
export function compileCondition(source: string): Condition {
  const evaluate = compile(source, 'bool');
  return {
    source,
    holds: (facts) => {
      const value = evaluate(facts);
      if (typeof value === 'boolean') return value;
      throw failed(source, `it gives ${kindOf(value)} instead of true or false`);
    },
  };
}

/** Compiles an expression that gives a text. Errors as `compileCondition`; an empty text is `condition-failed`. */
export function compileText(source: string): TextExpression {
  const evaluate = compile(source, 'string');
  return {
    source,
    valueOf: (facts) => {
      const value = evaluate(facts);
      if (typeof value === 'string' && value !== '') return value;
      throw failed(source, `it gives ${value === '' ? 'an empty text' : kindOf(value)} instead of a text`);
    },
  };
}

/** As JSON writes a time: with a zone, so that it is one moment. */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Compiles an expression that gives a time as JSON writes it, or null. Errors as `compileCondition`. */
export function compileTime(source: string): TimeExpression {
  const evaluate = compile(source, 'string');
  return {
    source,
    valueOf: (facts) => {
      const value = evaluate(facts);
      if (value === null || value === undefined) return null;
      const at = typeof value === 'string' && moment.test(value) ? new Date(value) : null;
      if (at !== null && !Number.isNaN(at.getTime())) return at;
      throw failed(source, `it gives ${kindOf(value)} instead of a time such as 2026-11-23T10:00:00Z`);
    },
  };
}

/** Parses and checks an expression. Throws as `compileCondition`. */
export function parseExpression(source: string): ASTNode {
  if (source.length > maxLength)
    throw invalid(source, `it is longer than ${maxLength} characters`, maxLength);
  try {
    const { ast } = written.parse(source);
    checkNode(source, ast);
    return ast;
  } catch (error) {
    throw asInvalid(source, error);
  }
}

function compile(source: string, wanted: 'bool' | 'string'): (facts: ConditionFacts) => unknown {
  const ast = parseExpression(source);
  const checked = written.check(source);
  if (!checked.valid) throw asInvalid(source, checked.error);
  const type = checked.type ?? 'dyn';
  if (type !== wanted && !type.startsWith('dyn')) {
    const need = wanted === 'bool' ? 'true or false' : 'a text';
    throw invalid(source, `it gives a value of type ${type}, and ${need} is needed`, 0);
  }
  const program = evaluated.parse(rewrite(ast));
  return (facts) => {
    try {
      const value: unknown = program({
        output: facts.output,
        data: facts.data,
        error: facts.error,
        run: facts.run,
      });
      return value;
    } catch (error) {
      throw failed(source, reasonOf(error), error);
    }
  };
}

/** What CEL's own check lets through: optional syntax, patterns that are no literals, unknown fields of run and error. */
function checkNode(source: string, node: ASTNode): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') checkPattern(source, node.args[2]);
  if (node.op === '.' && node.args[0].op === 'id') {
    const allowed = knownFields[node.args[0].args];
    const name = node.args[1];
    if (allowed && !allowed.includes(name)) {
      const message = `\`${node.args[0].args}\` has no field "${name}".${didYouMean(name, allowed)}`;
      throw invalid(source, message, node.end - name.length, allowed);
    }
  }
  for (const child of childrenOf(node)) checkNode(source, child);
}

function checkPattern(source: string, args: readonly ASTNode[]): void {
  const [pattern] = args;
  if (args.length !== 1 || pattern?.op !== 'value' || typeof pattern.args !== 'string') {
    throw invalid(source, '`matches` takes one pattern, written out between quotes', pattern?.start ?? 0);
  }
  try {
    compilePattern(pattern.args);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(source, `this pattern is not one of RE2's: ${reason}`, pattern.start);
  }
}

function asInvalid(source: string, error: unknown): BatonError {
  if (error instanceof BatonError) return error;
  if (error instanceof ParseError || error instanceof CelTypeError || error instanceof EvaluationError) {
    const offset = error.range?.start ?? 0;
    const unknown = /^Unknown variable: (.*)$/.exec(error.summary)?.[1];
    if (unknown !== undefined) {
      return invalid(source, `"${unknown}" is not known.${didYouMean(unknown, roots)}`, offset, roots);
    }
    return invalid(source, error.summary.replace('Unexpected token: EOF', 'it ends too early'), offset);
  }
  return invalid(source, error instanceof Error ? error.message : String(error), 0);
}

function invalid(source: string, reason: string, offset: number, allowed?: readonly string[]): BatonError {
  const shown = source.length > 120 ? `${source.slice(0, 120)}…` : source;
  return new BatonError(
    'condition-invalid',
    `In \`${shown}\`, at character ${offset + 1}: ${ended(reason)}`,
    {
      details: { source: shown, offset, ...(allowed ? { allowed } : {}) },
    },
  );
}

function failed(source: string, reason: string, cause?: unknown): BatonError {
  return new BatonError('condition-failed', `\`${source}\` cannot be decided: ${ended(reason)}`, {
    details: { source },
    ...(cause === undefined ? {} : { cause }),
  });
}

function reasonOf(error: unknown): string {
  const summary = error instanceof EvaluationError ? error.summary : String(error);
  const plain = summary.replaceAll(/dyn<([^<>]*)>/g, '$1');
  if (!/\bnull\b/.test(plain)) return plain;
  return `${plain}. A value is missing: ask first whether it is there, as in \`x != null && x >= 80\``;
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `${typeof value === 'string' ? 'the text' : 'the number'} ${JSON.stringify(String(value).slice(0, 40))}`;
}

function ended(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
}
