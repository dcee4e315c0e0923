/** What a zod schema says of the fields of its output: which there are, and which texts one may hold. */
import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The schemas a value may have; null: anything. */
export type Shapes = readonly Schema[] | null;

export type FieldFound =
  | { readonly kind: 'found'; readonly shapes: Shapes }
  /** `allowed` are the fields there are; empty where the value has none. */
  | { readonly kind: 'missing'; readonly allowed: readonly string[] };

/** The shapes a schema's output may have, without what is put around them (optional, nullable, lazy …). */
export function shapesOf(schema: Schema, depth = 0): Shapes {
  if (depth > 30) return null;
  const inner = innerOf(schema);
  if (inner === null) return null;
  if (inner.length === 1 && inner[0] === schema) return inner;
  return joined(inner.map((each) => shapesOf(each, depth + 1)));
}

/** One layer down; the schema itself where there is none; null where nothing can be said. */
function innerOf(schema: Schema): readonly Schema[] | null {
  if (
    schema instanceof z.core.$ZodOptional ||
    schema instanceof z.core.$ZodNullable ||
    schema instanceof z.core.$ZodDefault ||
    schema instanceof z.core.$ZodPrefault ||
    schema instanceof z.core.$ZodCatch ||
    schema instanceof z.core.$ZodReadonly ||
    schema instanceof z.core.$ZodNonOptional
  ) {
    return [schema._zod.def.innerType];
  }
  if (schema instanceof z.core.$ZodLazy) return [schema._zod.def.getter()];
  if (schema instanceof z.core.$ZodPipe) return [schema._zod.def.out];
  if (schema instanceof z.core.$ZodUnion) return schema._zod.def.options;
  if (schema instanceof z.core.$ZodIntersection) return [schema._zod.def.left, schema._zod.def.right];
  return known.some((kind) => schema instanceof kind) ? [schema] : null;
}

const known = [
  z.core.$ZodObject,
  z.core.$ZodRecord,
  z.core.$ZodArray,
  z.core.$ZodString,
  z.core.$ZodNumber,
  z.core.$ZodBoolean,
  z.core.$ZodEnum,
  z.core.$ZodLiteral,
  z.core.$ZodNull,
  z.core.$ZodUndefined,
];

/** All shapes together; anything at all where one of them is. */
export function joined(all: readonly Shapes[]): Shapes {
  const flat: Schema[] = [];
  for (const shapes of all) {
    if (shapes === null) return null;
    flat.push(...shapes);
  }
  return flat;
}

/** The field `key` of a value that has one of `shapes`. */
export function fieldOf(shapes: Shapes, key: string | number): FieldFound {
  if (shapes === null) return { kind: 'found', shapes: null };
  const found: Shapes[] = [];
  const allowed: string[] = [];
  for (const schema of shapes) {
    if (schema instanceof z.core.$ZodObject) {
      const { shape, catchall } = schema._zod.def;
      const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
      if (field) found.push(shapesOf(field));
      else if (catchall && !(catchall instanceof z.core.$ZodNever)) found.push(null);
      allowed.push(...Object.keys(shape));
    } else if (schema instanceof z.core.$ZodRecord) {
      found.push(shapesOf(schema._zod.def.valueType));
    } else if (schema instanceof z.core.$ZodArray && typeof key === 'number') {
      found.push(shapesOf(schema._zod.def.element));
    }
  }
  if (found.length > 0) return { kind: 'found', shapes: joined(found) };
  return { kind: 'missing', allowed: [...new Set(allowed)] };
}

/** The only texts a value may hold; null where others are possible. */
export function textsOf(shapes: Shapes): readonly string[] | null {
  if (shapes === null || shapes.length === 0) return null;
  const texts: string[] = [];
  for (const schema of shapes) {
    if (schema instanceof z.core.$ZodEnum) texts.push(...Object.values(schema._zod.def.entries).map(String));
    else if (schema instanceof z.core.$ZodLiteral) texts.push(...schema._zod.def.values.map(String));
    else if (!(schema instanceof z.core.$ZodNull || schema instanceof z.core.$ZodUndefined)) return null;
  }
  return texts;
}
