/** Reads the lists of words that people keep in this folder's YAML files: words apart by commas, in one text. */
import { readFileSync } from 'node:fs';
import { BatonError, type z } from 'baton';
import { parse } from 'yaml';

/** The entries of a list: "a, b c, d" gives a, "b c" and d. Empty ones are left out. */
export function listed(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** Reads a YAML file of this folder against its schema. Throws `standards-invalid` with what is wrong where. */
export function readStandards<Schema extends z.ZodType>(file: URL, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
  );
  throw new BatonError(
    'standards-invalid',
    `${file.pathname} does not have the form it should have:\n  ${faults.join('\n  ')}\nCorrect the file and start again.`,
  );
}

/** Makes a value when it is first asked for, and once only. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
