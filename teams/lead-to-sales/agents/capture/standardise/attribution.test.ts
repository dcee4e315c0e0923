import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedRules } from '../capture.fixture.ts';
import { noteTouches } from '../read/touch-words.ts';
import { newReading } from '../reading.ts';
import { touchOf } from './attribution.ts';

const rules = shippedRules();

function touches(fields: Record<string, string>) {
  const reading = newReading('form', '2026-10-06T07:15:00.000Z');
  noteTouches(
    reading,
    Object.entries(fields).map(([name, value]) => ({ name, value })),
    'form field',
  );
  return { first: touchOf(reading.touches.first, rules), last: touchOf(reading.touches.last, rules) };
}

describe('what brought somebody', () => {
  it('is paid search by its medium, whatever the source is', () => {
    const { last } = touches({ utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'Autumn Launch' });
    assert.deepEqual([last?.channel, last?.code], ['paid-search', 'paid-search/google/autumn-launch']);
  });
  it('is paid social where the source of paid clicks is a network', () => {
    assert.equal(touches({ utm_source: 'linkedin', utm_medium: 'cpc' }).last?.channel, 'paid-social');
  });
  for (const [why, fields, channel] of [
    ['a click id', { gclid: 'Cj0KCQ' }, 'paid-search'],
    [
      'the address of the page',
      { page_url: 'https://x.example/a?utm_medium=email&utm_source=hubspot' },
      'email-campaign',
    ],
    ['a search engine that sent them', { referrer: 'https://www.google.de/' }, 'organic-search'],
    ['a network that sent them', { referrer: 'https://l.facebook.com/x' }, 'social'],
    ['any other site', { referrer: 'https://blog.partner.example/post' }, 'referral'],
    ['nothing but a page', { landing_page: '/pricing' }, 'direct'],
    ['our own page before', { referrer: 'https://www.harbourline.example/a', page: '/b' }, 'direct'],
  ] as const) {
    it(`is told by ${why}`, () => assert.equal(touches({ ...fields }).last?.channel, channel));
  }
  it('keeps the first touch and the last apart', () => {
    const { first, last } = touches({
      first_utm_source: 'google',
      first_utm_medium: 'organic',
      initial_referrer: 'https://www.google.com/',
      utm_source: 'newsletter',
      utm_medium: 'email',
    });
    assert.deepEqual([first?.channel, last?.channel], ['organic-search', 'email-campaign']);
    assert.equal(first?.referrer, 'https://www.google.com/');
  });
  it('is unknown where nothing says it', () =>
    assert.deepEqual(touches({ name: 'Ann' }), { first: null, last: null }));
});
