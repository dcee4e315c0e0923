/** The shape of a framework file (`bant.yaml`, `meddic.yaml`, your own): dimensions, factors, levels, bands. */
import { z } from 'baton';
import { allSigns, asksForSomething, signs } from './conditions.ts';
import { outcome } from './outcomes.ts';

const points = z.number().int().min(0).max(100);
const sentence = z.string().min(1).max(240);

const level = z.strictObject({
  ...signs,
  points: points.describe('The best level that holds counts; the others of its factor do not add'),
  because: sentence.describe('Shown to people; {value} stands for what was found'),
  up_to: points
    .optional()
    .describe('While this is the best that is known, the whole dimension gets at most this'),
  if_denied: points.optional().describe('When the person says the opposite, the dimension gets at most this'),
});
export type Level = z.output<typeof level>;

const factor = z.strictObject({
  title: z.string().min(1),
  unknown: sentence.describe('Said when nothing was found'),
  ask: sentence.optional().describe('The question that would find it out; left out: it cannot be asked for'),
  levels: z.array(level).min(1),
});
export type Factor = z.output<typeof factor>;

const lowering = z.strictObject({
  ...signs,
  at_most: points,
  because: sentence,
  about: z.string().optional().describe('The factor this speaks of: it is then known, not unknown'),
});
export type Lowering = z.output<typeof lowering>;

const dimension = z.strictObject({
  title: z.string().min(1),
  maximum: points.min(1),
  up_to: points.optional().describe('At most this where no level with an `up_to` of its own holds'),
  gap: sentence.describe('Ends the sentence "The biggest gap: …"'),
  bands: z.array(z.strictObject({ from: points, name: z.string().min(1) })).min(1),
  factors: z.record(z.string(), factor),
  lowered_by: z.array(lowering).default([]),
});
export type DimensionRules = z.output<typeof dimension>;

const shape = z.strictObject({
  name: z.string().min(1),
  outcomes: z.array(outcome).min(1).optional().describe('What its scores mean; left out: as rules.yaml says'),
  dimensions: z
    .record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), dimension)
    .refine((all) => Object.keys(all).length > 0, { message: 'Name at least one dimension.' }),
});
type Shape = z.output<typeof shape>;

type Complain = (path: (string | number)[], message: string) => void;

/** Lower bounds must fall, and the last must be 0, so that every score has its place. */
export function checkSteps(
  steps: readonly { from: number }[],
  path: (string | number)[],
  complain: Complain,
): void {
  if (steps.at(-1)?.from !== 0) complain(path, 'The last one must begin at 0.');
  for (const [at, step] of steps.entries()) {
    const above = steps[at - 1];
    if (above && above.from <= step.from)
      complain([...path, at, 'from'], `Must be lower than ${above.from}.`);
  }
}

function checkDimension(name: string, one: DimensionRules, complain: Complain): void {
  const path = ['dimensions', name];
  const allowed = Object.keys(one.factors);
  checkSteps(one.bands, [...path, 'bands'], complain);
  const needsSign = (given: object, at: (string | number)[]): void => {
    if (!asksForSomething(given)) complain(at, `Say what must be there: ${allSigns}.`);
  };
  const fits = (value: number | undefined, at: (string | number)[]): void => {
    if (value !== undefined && value > one.maximum) complain(at, `At most ${one.maximum}, the maximum.`);
  };
  for (const [key, { levels }] of Object.entries(one.factors)) {
    for (const [at, given] of levels.entries()) {
      const place = [...path, 'factors', key, 'levels', at];
      needsSign(given, place);
      fits(given.points, [...place, 'points']);
      fits(given.up_to, [...place, 'up_to']);
    }
  }
  for (const [at, given] of one.lowered_by.entries()) {
    needsSign(given, [...path, 'lowered_by', at]);
    if (given.about !== undefined && !allowed.includes(given.about)) {
      const message = `No factor is called "${given.about}" here. Allowed: ${allowed.join(', ')}.`;
      complain([...path, 'lowered_by', at, 'about'], message);
    }
  }
}

/** A framework file, checked but for the lists of phrases it listens to. */
export const frameworkRules = shape.superRefine((rules: Shape, context) => {
  const complain: Complain = (path, message) => context.addIssue({ code: 'custom', path, message });
  if (rules.outcomes) checkSteps(rules.outcomes, ['outcomes'], complain);
  for (const [name, one] of Object.entries(rules.dimensions)) checkDimension(name, one, complain);
});
export type Framework = z.output<typeof frameworkRules>;
