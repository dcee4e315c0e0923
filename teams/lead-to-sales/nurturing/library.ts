/** The desk's sequences and templates: `nurturing/sequences/*.yaml` and `nurturing/templates/*.md`, checked as a whole. */
import { BatonError, type Complain, defineRules, durationOf, z } from 'baton';
import { type NurturingRules, nurturingRules } from '../agents/nurturing/rules.ts';
import type { PlannedTouch } from '../lead.ts';
import { type Template, templateFile } from './template.ts';

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

type SequenceFile = z.output<typeof sequenceFile>;

interface LibraryFiles {
  /** By file name without its ending. */
  readonly sequences: Readonly<Record<string, SequenceFile>>;
  /** By file name without its ending: one in another language ends with it, as in `warm-first.de`. */
  readonly templates: Readonly<Record<string, Template>>;
  readonly rules: NurturingRules;
}

/** The sequences and templates of the desk, for the agent `nurturing`. */
export const deskLibrary = defineRules({
  files: {
    sequences: { path: 'nurturing/sequences/*.yaml', schema: sequenceFile },
    templates: { path: 'nurturing/templates/*.md', schema: templateFile },
    rules: { path: 'agents/nurturing/rules.yaml', schema: nurturingRules },
  },
  check(files, complain) {
    complainOfTouches(files, complain);
    complainOfDoubleRatings(files, complain);
    complainOfLanguages(files, complain);
    complainOfReasons(files, complain);
  },
  make: libraryOf,
});

function libraryOf({ sequences, templates }: LibraryFiles): NurturingLibrary {
  const byName = templatesByName(templates);
  return {
    sequences: Object.entries(sequences).map(([id, file]) => sequenceOf(id, file)),
    template: (wanted, language) => {
      const all = byName.get(wanted) ?? [];
      const found =
        all.find((one) => one.language === language) ?? all.find((one) => one.language === 'en') ?? all[0];
      if (found) return found;
      throw new BatonError(
        'template-unknown',
        `There is no template "${wanted}". There are: ${[...byName.keys()].join(', ')}.`,
      );
    },
  };
}

function templatesByName(templates: LibraryFiles['templates']): ReadonlyMap<string, readonly Template[]> {
  const grouped = Map.groupBy(Object.entries(templates), ([file]) => file.replace(/\.[a-z]{2}$/, ''));
  return new Map([...grouped].map(([name, files]) => [name, files.map(([, template]) => template)]));
}

function sequenceOf(id: string, { name: title, for: ratings, touches }: SequenceFile): Sequence {
  return {
    id,
    name: title,
    for: ratings,
    touches: touches.map(({ id: touchId, after, mail, task, task_for }) => ({
      id: touchId,
      after_ms: after,
      mail: mail ?? null,
      task: task ?? null,
      task_for: task_for ?? 'marketing',
    })),
  };
}

const pathOf = (sequence: string): string => `nurturing/sequences/${sequence}.yaml`;

/** A touch must name templates there are: for a mail one to a person, for a task one to our own people. */
function complainOfTouches({ sequences, templates }: LibraryFiles, complain: Complain): void {
  const byName = templatesByName(templates);
  for (const [sequence, { touches }] of Object.entries(sequences)) {
    for (const [index, one] of touches.entries()) {
      for (const kind of ['mail', 'task'] as const) {
        const wanted = one[kind];
        if (wanted === undefined) continue;
        const place = ['touches', index, kind];
        const fits = [...byName].flatMap(([known, all]) => (all.every(isFor(kind)) ? [known] : []));
        if (fits.includes(wanted)) continue;
        const message = byName.has(wanted)
          ? `The template "${wanted}" is none for a ${kind}: one for a mail says its \`language\`, one for a task does not.`
          : `There is no template "${wanted}" in nurturing/templates/.`;
        complain(pathOf(sequence), place, message, fits);
      }
    }
  }
}

function isFor(kind: 'mail' | 'task'): (template: Template) => boolean {
  return ({ language }) => (kind === 'mail') === (language !== null);
}

/** Leads of one rating enter one sequence by themselves. */
function complainOfDoubleRatings({ sequences }: LibraryFiles, complain: Complain): void {
  const taken = new Map<string, string>();
  for (const [sequence, { for: ratings }] of Object.entries(sequences)) {
    for (const [index, rating] of ratings.entries()) {
      const other = taken.get(rating);
      if (other === undefined) taken.set(rating, sequence);
      else complain(pathOf(sequence), ['for', index], `Leads rated ${rating} enter "${other}" already.`);
    }
  }
}

/** A file that is named after a language must be in it. */
function complainOfLanguages({ templates }: LibraryFiles, complain: Complain): void {
  for (const [file, { language }] of Object.entries(templates)) {
    const named = /\.([a-z]{2})$/.exec(file)?.[1];
    if (named === undefined || named === language) continue;
    const message = `The file's name says "${named}", and this says "${language ?? 'none'}".`;
    complain(`nurturing/templates/${file}.md`, ['language'], message, [named]);
  }
}

/** A lead that is given back enters a sequence there is. */
function complainOfReasons({ rules, sequences }: LibraryFiles, complain: Complain): void {
  for (const [reason, { sequence }] of Object.entries(rules.recycle_reasons)) {
    if (Object.hasOwn(sequences, sequence)) continue;
    const place = ['recycle_reasons', reason, 'sequence'];
    const message = `There is no ${pathOf(sequence)}.`;
    complain('agents/nurturing/rules.yaml', place, message, Object.keys(sequences));
  }
}
