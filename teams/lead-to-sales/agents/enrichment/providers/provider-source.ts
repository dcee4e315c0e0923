/** Makes a source of a provider's API: key, cache, limits and failures are the same for all; each tells only what to ask and how to read. */
import { createHash } from 'node:crypto';
import type { z } from 'baton';
import type { WantedField } from '../rules/fields.ts';
import type { ProviderRules } from '../rules/sources.ts';
import type { EnrichmentRules } from '../rules.ts';
import {
  compact,
  type EnrichmentSource,
  type Findings,
  type SourceAnswer,
  type SourceContext,
  type Subject,
} from '../source.ts';
import type { ApiClient, ApiQuestion, StatusMeaning } from './api-client.ts';
import { type FactReader, factReader } from './facts.ts';

export type ProviderName = {
  [Name in keyof EnrichmentRules['sources']]: EnrichmentRules['sources'][Name] extends { base_url: string }
    ? Name
    : never;
}[keyof EnrichmentRules['sources']];

/** Environment variables, by name: where keys come from. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface ReadContext extends SourceContext {
  readonly subject: Subject;
  /** Turns a field of the reply into a fact with its evidence. */
  readonly fact: FactReader;
  /** Asks the same provider something more; null where that brings nothing. */
  readonly askMore: <More extends z.ZodType>(
    question: ApiQuestion,
    schema: More,
  ) => Promise<z.output<More> | null>;
}

/** What was found; or one sentence on why what came back is not of this company or person. */
export type Reading =
  | { readonly detail: string; readonly findings: Findings; readonly asOf?: string | null }
  | string;

export interface ProviderDefinition<Schema extends z.ZodType> {
  readonly name: ProviderName;
  readonly title: string;
  readonly needs: string;
  readonly tells: readonly WantedField[];
  /** Where the key goes; left out for a provider without one. */
  readonly key?: { readonly header?: string; readonly queryName?: string };
  readonly meaning?: StatusMeaning;
  /** The shape of a good reply, as far as it is read. */
  readonly schema: Schema;
  /** Null where the subject does not have what it takes. */
  question(subject: Subject): ApiQuestion | null;
  read(body: z.output<Schema>, context: ReadContext): Reading | Promise<Reading>;
}

/** Rises when the code reads a reply in another way: what was cached before is then not used. */
const READING_VERSION = 1;

function keyOf(settings: ProviderRules, environment: Environment): string | null {
  const key = settings.key_env === undefined ? '' : (environment[settings.key_env]?.trim() ?? '');
  return /^[\x21-\x7e]{1,500}$/.test(key) ? key : null;
}

/** Makes the source over a client that all providers share. */
export function createProviderSource<Schema extends z.ZodType>(
  definition: ProviderDefinition<Schema>,
  client: ApiClient,
  environment: Environment,
): EnrichmentSource {
  const { name, title } = definition;

  async function ask(subject: Subject, context: SourceContext): Promise<SourceAnswer> {
    const settings: ProviderRules = context.rules.sources[name];
    const question = definition.question(subject);
    const value = keyOf(settings, environment);
    if (question === null || (definition.key !== undefined && value === null)) {
      return { status: 'nothing-found', detail: `${title} was not asked.`, findings: {} };
    }
    const key = definition.key === undefined || value === null ? null : { ...definition.key, value };
    const { now, signal } = context;
    const common = { title, settings, key, meaning: definition.meaning ?? {}, now, signal };
    const reply = await client({ ...common, ...question, schema: definition.schema });
    if (reply.kind === 'trouble') {
      return reply.answer;
    }
    if (reply.kind === 'none') {
      return {
        status: 'nothing-found',
        detail: `${title} does not know ${definition.needs.replace(/^an? /, 'this ').replace(/^the /, 'this ')}.`,
        findings: {},
      };
    }
    const reading = await definition.read(reply.body, {
      ...context,
      subject,
      fact: factReader(title, settings.confidence, now),
      askMore: async (more, schema) => {
        const answer = await client({ ...common, ...more, schema });
        return answer.kind === 'found' ? answer.body : null;
      },
    });
    if (typeof reading === 'string') {
      return { status: 'nothing-found', detail: reading, findings: {}, cost: settings.cost };
    }
    const findings = compact(reading.findings);
    return {
      status: Object.keys(findings).length === 0 ? 'nothing-found' : 'ok',
      detail: reading.detail,
      findings,
      as_of: reading.asOf ?? null,
      cost: settings.cost,
    };
  }

  return {
    name,
    isService: true,
    needs: definition.needs,
    tells: definition.tells,
    applies: (subject) => definition.question(subject) !== null,
    unready: (rules) => {
      const settings: ProviderRules = rules.sources[name];
      return definition.key === undefined || keyOf(settings, environment) !== null
        ? null
        : `Not asked: it wants a key. Put one into the environment variable ${settings.key_env}.`;
    },
    cacheKey: (subject, rules) => {
      const { base_url, confidence }: ProviderRules = rules.sources[name];
      // Hashed, for a person's address may stand in it.
      const asked = JSON.stringify([definition.question(subject), base_url, confidence]);
      return `${name}/${READING_VERSION}/${createHash('sha256').update(asked).digest('hex').slice(0, 32)}`;
    },
    ask,
  };
}
