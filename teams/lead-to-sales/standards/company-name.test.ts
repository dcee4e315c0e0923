import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { companyNameKey, hasLegalForm } from './company-name.ts';

describe('the name of a company', () => {
  it('has one key over case, accents, signs and legal forms', () => {
    for (const name of [
      'Müller & Söhne GmbH & Co. KG',
      'MÜLLER UND SÖHNE',
      'Muller Sohne AG',
      'Müller and Söhne, Inc.',
    ]) {
      assert.equal(companyNameKey(name), 'muller sohne', name);
    }
    assert.equal(companyNameKey('Polmag Sp. z o.o.'), 'polmag');
    assert.equal(companyNameKey('Limited'), 'limited');
  });

  it('shows its legal form', () => {
    assert.deepEqual(['Acme Ltd', 'Frutas, S.L.', 'Acme Rockets', 'GmbH'].map(hasLegalForm), [
      true,
      true,
      false,
      false,
    ]);
  });
});
