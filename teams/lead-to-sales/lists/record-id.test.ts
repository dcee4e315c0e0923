import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRounded, recordId, withoutChecksum } from './record-id.ts';

test('a Salesforce id of 18 signs is its 15 first ones, where the checksum agrees', () => {
  assert.equal(withoutChecksum('0018d00000AbCdEAAV'), '0018d00000AbCdE');
  assert.equal(withoutChecksum('00T5g00000AbCdEEAV'), '00T5g00000AbCdE');
  assert.equal(withoutChecksum('0018d00000AbCdEAAA'), '0018d00000AbCdEAAA');
});

test('ids of another kind stay whole, however long they are, so that no two fall together', () => {
  assert.equal(recordId('ACCT00000000000001'), 'ACCT00000000000001');
  assert.equal(recordId('ACCT00000000000002'), 'ACCT00000000000002');
  assert.equal(recordId('123456789012345678'), '123456789012345678');
  assert.equal(recordId(' 77;79 '), '77');
});

test('an id that a spreadsheet has rounded is none', () => {
  for (const id of ['5.12346E+11', '5,12346E+11', '1E10']) {
    assert.ok(isRounded(id), id);
    assert.equal(recordId(id), null);
  }
  assert.ok(!isRounded('ACC-1E5'));
  assert.equal(recordId('=1+1'), null);
});
