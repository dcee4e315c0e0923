import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { callingCodeCountry, countryCode, countryOfAnswer, domainCountry } from './country.ts';

describe('a country', () => {
  it('is known by its names in seven languages and its own', () => {
    const names: Readonly<Record<string, readonly string[]>> = {
      DE: [
        'Germany',
        'Deutschland',
        'Allemagne',
        'Alemania',
        'Germania',
        'Duitsland',
        'Alemanha',
        'ALLEMAGNE',
      ],
      US: ['USA', 'U.S.A.', 'Etats-Unis', 'EE. UU.', 'Stati Uniti', 'the United States', 'EUA'],
      GB: ['UK', 'Großbritannien', 'Royaume-Uni', 'Scotland'],
      CZ: ['Czechia', 'Czech Republic', 'Česko', 'Tschechien'],
      TR: ['Turkey', 'Türkiye'],
      AT: ['Oesterreich', 'AUT', 'at'],
      NL: ['The Netherlands', 'Holland', 'Pays-Bas'],
      PL: ['Polska'],
      CH: ['Schweiz (Suisse)', 'Suisse / Schweiz'],
    };
    for (const [code, written] of Object.entries(names)) {
      for (const name of written) assert.equal(countryCode(name), code, name);
    }
  });

  it('is not guessed', () => {
    for (const text of ['Nowhere', '', 'Germany / France', 'German', '🇩🇪🇩🇪', 'x'.repeat(10_000)]) {
      assert.equal(countryCode(text), null, text.slice(0, 20));
    }
  });

  it('may be answered by what its people are called, or by its calling code', () => {
    assert.deepEqual(['German', 'französisch', '+49', '0041', '+1', 'Martian'].map(countryOfAnswer), [
      'DE',
      'FR',
      'DE',
      'CH',
      null,
      null,
    ]);
    assert.equal(callingCodeCountry('351'), 'PT');
  });

  it('is told by the ending of a domain, unless that is used everywhere', () => {
    assert.deepEqual(
      ['acme.co.uk', 'acme.de', 'acme.swiss', 'acme.berlin', 'acme.io', 'acme.com'].map((domain) =>
        domainCountry(domain, ['io']),
      ),
      ['GB', 'DE', 'CH', 'DE', null, null],
    );
  });
});
