import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nurturingRulesFile } from '../agents/nurturing/rules.ts';
import { readShipped } from '../testing/shipped-rules.ts';
import { type PermissionFacts, permissionFor } from './permission.ts';
import { readUnsubscribe, signUnsubscribe, unsubscribeHeaders } from './unsubscribe-token.ts';

const { permission: rules } = readShipped(nurturingRulesFile);
const now = new Date('2027-02-01T12:00:00Z');
const consent = {
  address: 'anna@acme.example',
  legal_basis: 'consent',
  source: 'web form',
  words: 'newsletter: yes',
  given_at: new Date('2027-01-01T00:00:00Z'),
  expires_at: null,
  withdrawn_at: null,
  recorded_by: 'intake',
} as const;

function decide(given: Partial<PermissionFacts>) {
  const facts = { address: 'anna@acme.example', consent, suppressions: [], country: 'DE', now };
  return permissionFor({ ...facts, ...given }, rules);
}

function suppressed(scope: 'address' | 'domain', reason: string) {
  return [
    { value: scope === 'domain' ? 'acme.example' : 'anna@acme.example', scope, reason, source: '', at: now },
  ];
}

test('a recorded basis allows a mail, and says what it rests on', () => {
  assert.deepEqual(decide({}), {
    allowed: true,
    basis: 'consent',
    because: 'consent, 2027-01-01: web form',
  });
});

test('nothing recorded, expired, or no basis for the country is no permission, and no end for ever', () => {
  const legitimate = { ...consent, legal_basis: 'legitimate-interest' as const };
  assert.equal(decide({ consent: legitimate, country: 'US' }).allowed, true);
  for (const given of [
    { consent: null },
    { address: null },
    { consent: { ...consent, expires_at: now } },
    { consent: legitimate },
    { consent: legitimate, country: null },
  ]) {
    const found = decide(given);
    assert.equal(!found.allowed && found.forever, null, JSON.stringify(given));
  }
});

test('a person’s no, and ours, end it for ever, whatever was given before', () => {
  const ends = (given: Partial<PermissionFacts>) => {
    const found = decide(given);
    return !found.allowed && found.forever;
  };
  assert.equal(ends({ suppressions: suppressed('address', 'unsubscribed') }), 'unsubscribed');
  assert.equal(ends({ suppressions: suppressed('domain', 'competitor') }), 'do-not-contact');
  assert.equal(ends({ consent: { ...consent, withdrawn_at: now } }), 'unsubscribed');
});

const key = Buffer.alloc(32, 7);

test('a token says who, and nobody can make or change one without the key', () => {
  const token = signUnsubscribe({ address: 'Anna@Acme.example', caseId: 'LEAD-1' }, key);
  assert.deepEqual(readUnsubscribe(token, key), { address: 'anna@acme.example', caseId: 'LEAD-1' });
  assert.equal(readUnsubscribe(token, Buffer.alloc(32, 8)), null);
  const [payload = '', mac = ''] = token.split('.');
  const forged = Buffer.from('{"a":"eve@acme.example","c":"LEAD-1"}').toString('base64url');
  for (const wrong of [
    `${forged}.${mac}`,
    payload,
    `${payload}.`,
    `${token}.x`,
    '',
    '.',
    'x'.repeat(5000),
    `${payload}.${mac}A`,
  ]) {
    assert.equal(readUnsubscribe(wrong, key), null, wrong.slice(0, 40));
  }
});

test('the headers are those of one-click unsubscription', () => {
  const ways = { url: 'https://desk.example/unsubscribe?list=1', mailto: 'unsubscribe@desk.example' };
  const { headers, link } = unsubscribeHeaders('a.b', ways);
  assert.equal(link, 'https://desk.example/unsubscribe?list=1&token=a.b');
  assert.deepEqual(headers, {
    'List-Unsubscribe':
      '<https://desk.example/unsubscribe?list=1&token=a.b>, <mailto:unsubscribe@desk.example?subject=unsubscribe%20a.b>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  });
});
