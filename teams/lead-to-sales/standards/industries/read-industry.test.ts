import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { naicsByCode } from './naics.ts';
import { readIndustry } from './read-industry.ts';

const CASES: readonly (readonly [string, string | null])[] = [
  ['Maschinenbau', '333'],
  ['Medizintechnik', '3391'],
  ['Automotive', '336'],
  ['Agence de communication', '5418'],
  ['hostelería', '721'],
  ['Energia renovável', '2211'],
  ['autotrasporti', '484'],
  ['Onderwijs', '61'],
  ['produits laitiers', '3115'],
  ['Lebensmitteleinzelhandel', '445'],
  ['Elektrohandel', '44-45'],
  ['Großhandel für Lebensmittel', '42'],
  ['GROSSHANDEL', '42'],
  ['Software for automotive', '5132'],
  ['Industrial Machinery Manufacturing', '3332'],
  ['Offices of Lawyers', '54111'],
  ['541512', '541512'],
  ['NAICS: 336111', '33611'],
  ['Astrology', null],
  ['Sonstiges', null],
  ['', null],
  ['x'.repeat(100_000), null],
];

describe('an industry', () => {
  for (const [text, code] of CASES) {
    it(`"${text.slice(0, 40)}" is NAICS ${code}`, () => assert.equal(readIndustry(text)?.code ?? null, code));
  }

  it('comes with its title and the words that say it', () => {
    assert.deepEqual(readIndustry('3PL / Spedition, Hamburg'), {
      code: '488',
      title: 'Support Activities for Transportation',
      quote: 'Spedition',
    });
  });
});

describe('NAICS 2022', () => {
  it('is known by code, also a sector by each of its numbers', () => {
    assert.equal(naicsByCode('32')?.code, '31-33');
    assert.equal(naicsByCode('513210')?.title, 'Software Publishers');
    assert.equal(naicsByCode('999999'), null);
  });
});
