import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedRules } from './capture.fixture.ts';
import { contactOf } from './contact-from.ts';
import { needOf } from './need-from.ts';
import { readEmail } from './read/read-email.ts';
import type { Reading } from './reading.ts';

const rules = shippedRules();

function mailOf(text: string): Promise<Reading> {
  const raw = `From: Ann Lee <ann@acme.example>\r\nTo: sales@harbourline.example\r\nSubject: Inquiry\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`;
  return readEmail(Buffer.from(raw), '2026-10-06T09:00:00.000Z', rules);
}

test('a sum in an investment plan is a budget', async () => {
  const reading = await mailOf(
    'Guten Morgen,\n\nIm Investitionsplan stehen dafür 48.000 € für das erste Jahr, die Gesellschafter haben das am Freitag durchgewunken.',
  );
  assert.deepEqual(needOf(reading, rules).budget?.value, { amount: 48_000, currency: 'EUR' });
});

test('a mail without capitals has sentences too, and the budget is quoted from its own', async () => {
  const reading = await mailOf(
    'hallo, bitte heute anrufen. der hersteller ist pleite seit 1.10., support ist weg. ich hab 35 tsd für ersatz freigegeben, muss nur bald laufen. danke',
  );
  const { budget } = needOf(reading, rules);
  assert.equal(budget?.value.amount, 35_000);
  assert.equal(budget?.evidence[0]?.quote, 'ich hab 35 tsd für ersatz freigegeben, muss nur bald laufen.');
});

test('a number of a known country is read by its length, of an unknown one only if its plan has it', async () => {
  const reading = await mailOf('Hello,\n\nwe need forty docks.\n\nRegards\nAnn Lee\n0115 496 0318');
  assert.equal(contactOf(reading, 'GB', 'en', rules).info.phone?.value, '+441154960318');
  assert.equal(contactOf(reading, null, 'en', rules).info.phone, null);
});

test('a count beside a sum of money is not the budget', async () => {
  const reading = await mailOf('We need 1000 licences immediately, budget 2,000,000 USD approved.');
  assert.deepEqual(needOf(reading, rules).budget?.value, { amount: 2_000_000, currency: 'USD' });
});

for (const text of ["Pas d'urgence de notre côté, merci.", "Il n'y a pas vraiment d'urgence, merci."]) {
  test(`nothing is urgent in "${text}"`, async () => {
    const reading = await mailOf(text);
    assert.equal(needOf(reading, rules).urgency?.value, 'low');
  });
}

for (const text of [
  'Nog geen haast, misschien volgend jaar.',
  'We may look at it next year.',
  'Nous y pensons pour 2027.',
]) {
  test(`a year is no month: "${text}"`, async () => {
    const reading = await mailOf(text);
    assert.equal(Math.round(needOf(reading, rules).timeline_months?.value ?? 0), 9);
  });
}
