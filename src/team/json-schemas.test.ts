import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { defineAgent, defineTeam } from '../index.ts';
import { allSchemas, rulesSchemas } from './json-schemas.ts';

const root = join(import.meta.dirname, '..', '..');

test('the schemas in schemas/ are those of today: node src/team/generate-schemas.ts writes them anew', async () => {
  const expected = await allSchemas(join(root, 'teams'));
  const found = (await readdir(join(root, 'schemas'), { recursive: true })).filter((path) =>
    path.endsWith('.json'),
  );
  assert.deepEqual(found.sort(), Object.keys(expected).sort());
  for (const [path, text] of Object.entries(expected)) {
    assert.equal(await readFile(join(root, 'schemas', path), 'utf8'), text, path);
  }
});

test('the schemas tell an editor the keys, the kinds of step and the form of a duration', async () => {
  const schemas = await allSchemas(join(root, 'teams'));
  const workflow = JSON.parse(schemas['workflow.schema.json'] ?? '');
  assert.deepEqual(workflow.required, ['name', 'trigger', 'steps']);
  const [agentStep] = workflow.$defs.step.anyOf;
  assert.equal(agentStep.additionalProperties, false);
  const form = new RegExp(agentStep.properties.timeout.pattern);
  assert.ok(form.test('2 minutes') && form.test('24h') && !form.test('5') && !form.test('-5 minutes'));
  assert.match(agentStep.properties.timeout.description, /Default 5 minutes/);
  const team = JSON.parse(schemas['team.schema.json'] ?? '');
  assert.deepEqual(Object.keys(team.properties), [
    'id',
    'name',
    'description',
    'case_prefix',
    'workflow',
    'beside',
    'rules',
    'words',
    'subject',
    'queues',
    'groups',
    'health',
    'retention',
    'recovery',
    'channels',
    'people',
    'notices',
  ]);
});

test('the rules of an agent become a schema of their own', () => {
  const agent = defineAgent({
    input: z.object({}),
    output: z.object({}),
    rules: z.strictObject({ limit: z.number().describe('How many.') }),
    run: () => ({ output: {} }),
  });
  const services = async () => ({ services: {}, close: async () => {} });
  const files = rulesSchemas(
    'desk',
    defineTeam({ agents: { clerk: agent, plain: { ...agent, rules: undefined } }, services }),
  );
  assert.deepEqual(Object.keys(files), ['rules/desk.clerk.schema.json']);
  const schema = JSON.parse(files['rules/desk.clerk.schema.json'] ?? '');
  assert.equal(schema.properties.limit.description, 'How many.');
  assert.equal(schema.title, 'Rules of desk/clerk');
});
