import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedRules } from '../capture.fixture.ts';
import { readForm } from './read-form.ts';

const rules = shippedRules();

/** What a message by itself says of its sender. */
function said(message: string): { name: string[]; title: string[] } {
  const raw = Buffer.from(JSON.stringify({ email: 'someone@acme.example', message }));
  const reading = readForm(raw, 'application/json', '2026-11-23T09:00:00Z', rules);
  const values = (field: 'name' | 'title'): string[] =>
    (reading.said.get(field) ?? []).map(({ value }) => value);
  return { name: values('name'), title: values('title') };
}

test('a title in running text ends with its last word; the sentence goes on without it', () => {
  assert.deepEqual(said("I'm the owner so no committee, the decision is mine.").title, ['owner']);
  assert.deepEqual(said("I'm the operations manager for our depot.").title, ['operations manager']);
  assert.deepEqual(said('Hello. I am Head of Warehouse Operations at Granary Foods.').title, [
    'Head of Warehouse Operations',
  ]);
  assert.deepEqual(said('Ich bin Leiter Logistik bei der Müller GmbH.').title, ['Leiter Logistik']);
  assert.deepEqual(said('This is when it goes wrong. I am the one who asked.').title, []);
  assert.ok(
    said('Als Prokurist kann ich bis 15.000 € selbst entscheiden.').title.every((one) => one === 'Prokurist'),
  );
});

test('a name before the introduction is its sender’s', () => {
  const { name, title } = said("good. Greg Antonelli, I'm CFO and de facto COO at Mirabel Toys.");
  assert.deepEqual([name, title], [['Greg Antonelli'], ['CFO']]);
  assert.deepEqual(said('Our trade fair in Bad Hersfeld, I am CFO.').name, []);
});
