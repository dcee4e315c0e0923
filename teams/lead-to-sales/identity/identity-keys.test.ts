import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aLead, said } from '../testing/sales-floor.ts';
import { identityKeys } from './identity-keys.ts';

test('a person is known by their address and by each of their numbers, none twice', () => {
  const phone = said('+390759221234');
  const mobile = said('+393475551212');
  assert.deepEqual(identityKeys(aLead({ contact: { phone, mobile } })), [
    'email:anna@muller.example',
    'phone:+390759221234',
    'phone:+393475551212',
  ]);
  assert.deepEqual(
    identityKeys(aLead({ contact: { phone: mobile, mobile, email: said('info@muller.example') } })),
    ['phone:+393475551212'],
  );
});
