/** The shape of `technologies.yaml`, and its loading: once per process, when it is first asked for. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatonError, z } from 'baton';
import { LineCounter, parseDocument } from 'yaml';

/** Where a product shows itself; what each place means stands at the head of the file. */
export const places = ['url', 'link', 'html', 'generator', 'header', 'cookie', 'dns', 'text'] as const;
export type Place = (typeof places)[number];

const clue = z
  .string()
  .min(3)
  .max(120)
  .regex(/^[\x20-\x7e\u00c0-\u017f]+$/, 'Letters, digits and signs on one line only.');
const clues = z.array(clue).min(1).optional();

const product = z
  .strictObject({
    url: clues,
    link: clues,
    html: clues,
    generator: clues,
    header: clues,
    cookie: clues,
    dns: clues,
    text: clues,
  })
  .refine((found) => Object.keys(found).length > 0, 'Say where the product shows itself.');

const technologyRules = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/),
  z.record(z.string().min(1).max(60), product),
);
export type TechnologyRules = z.output<typeof technologyRules>;

function invalid(file: string, line: number | undefined, why: string): BatonError {
  const place = line === undefined ? file : `${file}:${line}`;
  return new BatonError('technologies-invalid', `${place}  ${why} Mend the file, and start again.`);
}

/** A name twice in the file would show the same product under two categories. */
function firstTwice(rules: TechnologyRules): string[] | null {
  const seen = new Set<string>();
  for (const [category, products] of Object.entries(rules)) {
    for (const name of Object.keys(products)) {
      if (seen.has(name.toLowerCase())) return [category, name];
      seen.add(name.toLowerCase());
    }
  }
  return null;
}

const TWICE = 'This product stands in the file twice.';

function whyOf(issue: { readonly code: string; readonly message: string } | undefined): string {
  return issue?.code === 'invalid_key'
    ? 'A category is written in small letters, such as mail-provider.'
    : (issue?.message ?? '');
}

/** Reads the text of such a file. Throws `technologies-invalid` with file and line. */
export function parseTechnologies(text: string, file: string): TechnologyRules {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const lineOf = (offset: number | undefined) =>
    offset === undefined ? undefined : lineCounter.linePos(offset).line;
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw invalid(file, lineOf(problem.pos[0]), `This is not YAML: ${problem.message.split('\n')[0]}.`);
  }
  const parsed = technologyRules.safeParse(document.toJS({ maxAliasCount: 0 }));
  const [issue] = parsed.error?.issues ?? [];
  const twice = parsed.success ? firstTwice(parsed.data) : null;
  const path = twice ?? issue?.path;
  if (path !== undefined) {
    const node: unknown = document.getIn(path, true);
    const at = z.object({ range: z.array(z.number()) }).safeParse(node).data?.range[0];
    throw invalid(file, lineOf(at), `${path.join(' → ')}: ${twice === null ? whyOf(issue) : TWICE}`);
  }
  return technologyRules.parse(parsed.data);
}

export interface LoadedTechnologies {
  readonly rules: TechnologyRules;
  /** Changes with the file's text: what was cached before is then not used. */
  readonly digest: string;
}

/** Reads a file of technologies. Throws `technologies-invalid`. */
export function readTechnologies(path: string): LoadedTechnologies {
  const text = readFileSync(path, 'utf8');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { rules: parseTechnologies(text, path), digest };
}

/** The file that ships. */
export const TECHNOLOGIES_FILE = join(import.meta.dirname, '..', 'technologies.yaml');
