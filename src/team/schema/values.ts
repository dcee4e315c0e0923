/** The small values of a team's files: names, durations, expressions, rates. */
import { z } from 'zod';
import { durationExamples, parseDuration } from '../../core/duration.ts';
import { BatonError } from '../../core/error.ts';
import { compileCondition, compileText, compileTime } from '../condition.ts';
import type { Condition, TextExpression, TimeExpression } from '../definition.ts';

/** Refuses a value with an error's words, its place inside the text and what is allowed. */
function issueOf(error: unknown, context: z.core.$RefinementCtx, input: unknown): never {
  if (!(error instanceof BatonError)) throw error;
  const { offset, allowed } = error.details ?? {};
  context.issues.push({ code: 'custom', message: error.message, input, params: { offset, allowed } });
  return z.NEVER;
}

/** A name in kebab-case; it must begin with a letter. */
export function idOf(what: string): z.ZodString {
  return z
    .string({ error: (issue) => (issue.input === undefined ? undefined : `${what} is a text.`) })
    .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
      error: (issue) =>
        `${JSON.stringify(String(issue.input).slice(0, 60))} cannot name ${what}: use small letters, digits and single hyphens, beginning with a letter, such as "manual-review".`,
    })
    .max(60, { error: `${what} has at most 60 characters.` });
}

/** A text that says something. */
export function textOf(what: string, max = 2000): z.ZodString {
  return z
    .string()
    .regex(/\S/, { error: `${what} is empty.` })
    .max(max, { error: `${what} is too long: at most ${max} characters.` });
}

const durationForm = z
  .string({
    error: (issue) =>
      typeof issue.input === 'number'
        ? `${issue.input} needs a unit. Write a duration such as "5 minutes" or "24h".`
        : undefined,
  })
  .transform((text, context): number => {
    try {
      return parseDuration(text);
    } catch (error) {
      return issueOf(error, context, text);
    }
  });

/** "5 minutes" → milliseconds. `what` tells editors what it is for. */
export function durationOf(what: string): typeof durationForm {
  return durationForm.meta({
    description: `${what} A number and a unit, such as "5 minutes" or "24h".`,
    pattern: '^\\s*\\d+(?:\\.\\d+)?\\s*[A-Za-z]',
    examples: [...durationExamples],
  });
}

const DAY_MS = 24 * 3600_000;

/** "365 days" → milliseconds, at least a day; "forever" → null. */
export const keptFor = z
  .string({
    error: (issue) => `${String(issue.input)} is no time. Write how long, such as "365 days", or "forever".`,
  })
  .transform((text, context): number | null => {
    if (text.trim() === 'forever') return null;
    try {
      const ms = parseDuration(text);
      if (ms >= DAY_MS) return ms;
      context.issues.push({
        code: 'custom',
        message: 'Keep it for at least 1 day, or "forever".',
        input: text,
      });
      return z.NEVER;
    } catch (error) {
      return issueOf(error, context, text);
    }
  })
  .meta({
    description: 'How long it is kept: at least 1 day, or "forever".',
    examples: ['365 days', 'forever'],
  });

/** CEL that gives true or false. */
export const condition = z
  .string({
    error: (issue) =>
      issue.input === undefined ? undefined : 'A condition is a text in CEL, such as `output.score >= 80`.',
  })
  .transform((source, context): Condition => {
    try {
      return compileCondition(source);
    } catch (error) {
      return issueOf(error, context, source);
    }
  })
  .meta({
    description:
      'A condition in CEL over `output` (what the step gave), `data` (all the run knows), `error` (why the step failed) and `run` (case_id, flags). What is missing is null.',
    examples: ['output.qualification.outcome in ["hot", "warm"]', 'error.code == "step-timeout"'],
  });

/** CEL that gives a text. */
export const textExpression = z
  .string()
  .transform((source, context): TextExpression => {
    try {
      return compileText(source);
    } catch (error) {
      return issueOf(error, context, source);
    }
  })
  .meta({ description: 'An expression in CEL that gives a text, such as `output.capture.into_case`.' });

/** CEL that gives a time, or null. */
export const timeExpression = z
  .string()
  .transform((source, context): TimeExpression => {
    try {
      return compileTime(source);
    } catch (error) {
      return issueOf(error, context, source);
    }
  })
  .meta({
    description:
      'An expression in CEL that gives a time as JSON writes it, or null for never, such as `data.follow_up.remind_at`. Read after each answer of the agent; a new time replaces the one before.',
  });

const perMs = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** "60 per minute" → how many in how long. */
export const rate = z
  .string()
  .transform((text, context): { readonly count: number; readonly perMs: number } => {
    const found = /^\s*(\d{1,7}) per (second|minute|hour|day)\s*$/.exec(text);
    const count = Number(found?.[1] ?? 0);
    const unit = found?.[2];
    if (count > 0 && (unit === 'second' || unit === 'minute' || unit === 'hour' || unit === 'day')) {
      return { count, perMs: perMs[unit] };
    }
    const message = `${JSON.stringify(text.slice(0, 60))} is no rate. Write how many in how long, such as "60 per minute".`;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  })
  .meta({
    description: 'How many in how long, over all workers.',
    examples: ['60 per minute', '5 per second'],
  });

/** One of something, or a list of them; always a list afterwards. */
export function oneOrMany<Item extends z.ZodType>(
  item: Item,
  what: string,
): z.ZodType<readonly z.output<Item>[]> {
  return z.union([item.transform((one): z.output<Item>[] => [one]), z.array(item).min(1)], {
    error: `Write ${what}, or a list of them.`,
  });
}

export const priority = z.enum(['low', 'normal', 'high', 'urgent']);
