/** The desk's sequences and templates: `nurturing/sequences/*.yaml` and `nurturing/templates/*.md`, read once and checked as a whole. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BatonError, durationOf, z } from 'baton';
import { parse } from 'yaml';
import { type NurturingRules, nurturingRules } from '../agents/nurturing/rules.ts';
import type { PlannedTouch } from '../lead.ts';
import { parseTemplate, type Template } from './template.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'a name in small letters, digits and hyphens');

const touch = z
  .strictObject({
    id: name,
    after: durationOf('After the touch before; the first: from the beginning.'),
    mail: name.optional(),
    task: name.optional(),
    task_for: z.enum(['owner', 'marketing']).optional(),
  })
  .refine(
    (one) => one.mail !== undefined || one.task !== undefined,
    'a touch has a `mail`, a `task`, or both',
  )
  .refine(
    (one) => (one.task === undefined) === (one.task_for === undefined),
    '`task` and `task_for` belong together',
  );

/** The shape of a sequence's file. */
export const sequenceFile = z.strictObject({
  name: z.string().min(1).max(120),
  for: z.array(z.enum(['hot', 'warm', 'cold', 'unqualified'])),
  touches: z
    .array(touch)
    .min(1)
    .max(50)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'two touches have one id'),
});

export interface Sequence {
  readonly id: string;
  readonly name: string;
  readonly for: readonly string[];
  readonly touches: readonly PlannedTouch[];
}

export interface NurturingLibrary {
  readonly sequences: readonly Sequence[];
  /** A template in that language, or in English, or in the only one there is. */
  template(name: string, language: string | null): Template;
}

/** Reads and checks a folder of sequences and templates. Throws `nurturing-invalid` or `template-invalid`. */
export async function loadLibrary(folder: string): Promise<NurturingLibrary> {
  const templates = new Map<string, Template[]>();
  for (const file of await names(join(folder, 'templates'), '.md')) {
    const template = parseTemplate(file, await readFile(join(folder, 'templates', file), 'utf8'));
    templates.set(template.name, [...(templates.get(template.name) ?? []), template]);
  }
  const sequences: Sequence[] = [];
  for (const file of await names(join(folder, 'sequences'), '.yaml')) {
    sequences.push(readSequence(file, await readFile(join(folder, 'sequences', file), 'utf8'), templates));
  }
  reportDoubleRatings(sequences);
  return {
    sequences,
    template: (wanted, language) => {
      const all = templates.get(wanted) ?? [];
      const found =
        all.find((one) => one.language === language) ?? all.find((one) => one.language === 'en') ?? all[0];
      if (found) return found;
      const known = [...templates.keys()].join(', ');
      throw invalid('nurturing/templates', `there is no template "${wanted}". There are: ${known}`);
    },
  };
}

async function names(folder: string, ending: string): Promise<string[]> {
  return (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
}

function readSequence(
  file: string,
  text: string,
  templates: ReadonlyMap<string, readonly Template[]>,
): Sequence {
  const path = `nurturing/sequences/${file}`;
  const read = sequenceFile.safeParse(parse(text));
  if (!read.success) throw invalid(path, z.prettifyError(read.error));
  const { data } = read;
  for (const { id, mail, task } of data.touches) {
    for (const wanted of [mail, task]) {
      if (wanted === undefined || templates.has(wanted)) continue;
      const known = [...templates.keys()].join(', ');
      throw invalid(path, `the touch "${id}" names the template "${wanted}". There are: ${known}`);
    }
  }
  return {
    id: file.replace(/\.yaml$/, ''),
    name: data.name,
    for: data.for,
    touches: data.touches.map(({ id, after, mail, task, task_for }) => ({
      id,
      after_ms: after,
      mail: mail ?? null,
      task: task ?? null,
      task_for: task_for ?? 'marketing',
    })),
  };
}

function reportDoubleRatings(sequences: readonly Sequence[]): void {
  const taken = new Map<string, string>();
  for (const { id, for: ratings } of sequences) {
    for (const rating of ratings) {
      const other = taken.get(rating);
      if (other !== undefined) {
        throw invalid(`nurturing/sequences/${id}.yaml`, `${rating} leads enter "${other}" already`);
      }
      taken.set(rating, id);
    }
  }
}

function invalid(file: string, reason: string): BatonError {
  return new BatonError('nurturing-invalid', `${file} cannot be used: ${reason}.`, { details: { file } });
}

let shipped: Promise<NurturingLibrary> | null = null;

/** The desk's own sequences and templates, read once in a process. */
export function deskLibrary(): Promise<NurturingLibrary> {
  shipped ??= loadLibrary(import.meta.dirname);
  return shipped;
}

const RULES = join(import.meta.dirname, '../agents/nurturing/rules.yaml');
let rules: Promise<NurturingRules> | null = null;

async function readRules(): Promise<NurturingRules> {
  const read = nurturingRules.safeParse(parse(await readFile(RULES, 'utf8')));
  if (read.success) return read.data;
  throw invalid('agents/nurturing/rules.yaml', z.prettifyError(read.error));
}

/** The nurturing rules as they stand now, for what no run decides: recording, commands. Read once in a process. */
export function deskNurturingRules(): Promise<NurturingRules> {
  rules ??= readRules();
  return rules;
}
