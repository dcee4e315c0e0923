/** What an answer may bring along: the form of a task, from the step's schema, and the check against it. Pure. */
import { z } from 'zod';
import { BatonError } from '../../core/error.ts';
import type { TeamCode } from '../../team/define.ts';
import { FINISH_BY_HAND, type Step } from '../../team/definition.ts';
import type { FieldError, TaskForm } from '../../team/inbox.ts';

type Data = Readonly<Record<string, unknown>>;

/** The schema that data given with an answer are held against. */
export interface StepSchema {
  readonly agent: string;
  readonly output: z.ZodType;
  /** Where else its fields are said: what the team's writes add to the output, and what the agent reads when asked again. */
  readonly also: readonly z.ZodType[];
}

/** Tasks in place of an agent's work; others come after it, beside it, or are a person's own. */
const STAND_INS: readonly string[] = ['failure', 'exhausted', 'timeout'];
const MAX_ERRORS = 50;

/** The schema of an agent's step; null for every other step, and for an agent that this process does not know. */
// biome-ignore lint/suspicious/noExplicitAny: a team's services are of no concern here
export function stepSchema(step: Step | null, code: TeamCode<any>): StepSchema | null {
  if (step?.kind !== 'agent' || !Object.hasOwn(code.agents, step.agent)) return null;
  const agent = code.agents[step.agent];
  if (!agent) return null;
  const facts = (agent.writes ?? []).flatMap((write) => {
    const added = Object.hasOwn(code.writes ?? {}, write) ? code.writes?.[write]?.facts : undefined;
    return added ? [added] : [];
  });
  return { agent: step.agent, output: agent.output, also: [...facts, agent.input] };
}

interface FormTask {
  readonly kind: string;
  readonly answers: readonly string[];
}

export function formOf(task: FormTask, schema: StepSchema | null): TaskForm {
  return {
    answers: task.answers.map((answer) => ({
      answer,
      data: isWhole(task, answer, schema) ? 'whole' : 'fields',
    })),
    agent: schema?.agent ?? null,
    schema: schema && jsonSchemaOf(schema.output),
  };
}

function isWhole(task: FormTask, answer: string, schema: StepSchema | null): schema is StepSchema {
  return schema !== null && answer === FINISH_BY_HAND && STAND_INS.includes(task.kind);
}

function jsonSchemaOf(schema: z.ZodType): Data {
  return z
    .record(z.string(), z.unknown())
    .parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/**
 * The data of an answer, as the run is to have them. Throws `answer-invalid` with all fields that do not fit: where
 * the data stand in for an agent's, all that it should have said; otherwise those that bear the name of something it
 * says or reads, since they would take its place.
 */
export function checkForm(
  task: FormTask & { readonly task_id: number },
  schema: StepSchema | null,
  { answer, data }: { readonly answer: string; readonly data: Data },
): Data {
  if (schema === null) return data;
  const { checked, errors } = isWhole(task, answer, schema)
    ? checkWhole(schema, data)
    : checkFields(schema, data);
  if (errors.length === 0) return checked;
  const said = errors.slice(0, 10).map(({ field, message }) => `\n  ${field || 'all of it'}: ${message}`);
  const more = errors.length > said.length ? `\n  … and ${errors.length - said.length} more` : '';
  throw new BatonError(
    'answer-invalid',
    `Task ${task.task_id} was not answered: "${answer}" was given data that do not fit what ${schema.agent} says.${said.join('')}${more}\n\`baton inbox show ${task.task_id}\` shows the form.`,
    { details: { task: task.task_id, answer, errors: errors.slice(0, MAX_ERRORS) } },
  );
}

interface Checked {
  readonly checked: Data;
  readonly errors: readonly FieldError[];
}

function checkWhole({ output }: StepSchema, data: Data): Checked {
  const fields = output instanceof z.ZodObject ? Object.keys(output.shape) : null;
  const isLoose = output instanceof z.ZodObject && output.def.catchall !== undefined;
  const strangers =
    fields === null || isLoose ? [] : Object.keys(data).filter((key) => !fields.includes(key));
  const unknown = strangers.map((field) => ({
    field,
    message: `there is no such field; there are: ${fields?.join(', ')}`,
  }));
  const result = output.safeParse(data);
  if (!result.success) return { checked: data, errors: [...unknown, ...errorsOf(result.error, [])] };
  return { checked: { ...data, ...z.record(z.string(), z.unknown()).parse(result.data) }, errors: unknown };
}

function checkFields({ output, also }: StepSchema, data: Data): Checked {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(data)) {
    const results = [output, ...also].flatMap((schema) => fieldOf(schema, key)?.safeParse(value) ?? []);
    const [first] = results;
    if (first?.error && !results.some(({ success }) => success)) errors.push(...errorsOf(first.error, [key]));
  }
  return { checked: data, errors };
}

function fieldOf(schema: z.ZodType, key: string): z.ZodType | null {
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, key)) return null;
  const field: unknown = schema.shape[key];
  return field instanceof z.ZodType ? field : null;
}

function errorsOf(error: z.ZodError, under: readonly string[]): FieldError[] {
  return error.issues.map((issue) => ({
    field: [...under, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
}
