import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedRules } from '../capture.fixture.ts';
import { senderKey } from './sender.ts';
import { splitSignature } from './signature.ts';
import { type Card, readCard } from './signature-card.ts';

const rules = shippedRules();

/** What the card of Ann Lee, buyer at Norvik, says with these lines below its first three. */
function read(lines: string): Card {
  const sender = senderKey({ name: 'Ann Lee', address: 'ann.lee@norvik.example' }, rules);
  const text = `Hello,\n\nplease send us your price list.\n\nRegards\nAnn Lee\nBuyer\nNorvik\n${lines}`;
  const signed = splitSignature(text, sender, rules);
  return readCard(signed.card, sender, signed.message, rules);
}

describe('the postal address of a signature', () => {
  const layouts: readonly (readonly [lines: string, address: string, country: string | null])[] = [
    [
      'Suite 4B, Kestrel House, 12 Mill Lane, Derby DE1 2AB',
      'Suite 4B, Kestrel House, 12 Mill Lane, Derby DE1 2AB',
      'GB',
    ],
    ['Unit 3\nOld Dairy Yard\nStroud\nGL5 3QF', 'Unit 3, Old Dairy Yard, Stroud, GL5 3QF', 'GB'],
    [
      '4500 Lake Shore Dr.\nSuite 210\nCleveland OH 44114',
      '4500 Lake Shore Dr., Suite 210, Cleveland OH 44114',
      'US',
    ],
    [
      'Bank Chambers, Market Place, Hexham, NE46 3XX\nDX 00000 Hexham',
      'Bank Chambers, Market Place, Hexham, NE46 3XX',
      'GB',
    ],
    [
      '12 bis, rue de la République\nBP 40112\n69002 LYON CEDEX 2',
      '12 bis, rue de la République, BP 40112, 69002 LYON CEDEX 2',
      null,
    ],
    [
      'Postfach 10 55 00, 28055 Bremen\nHausanschrift: Am Wall 500, 28195 Bremen',
      'Am Wall 500, 28195 Bremen',
      null,
    ],
    [
      'Route de la Corniche 100\nCase postale 55\nCH-1854 Leysin',
      'Route de la Corniche 100, Case postale 55, CH-1854 Leysin',
      'CH',
    ],
    ["Via dell'Artigianato, 12/A\n31030 Vacil (TV)", "Via dell'Artigianato, 12/A, 31030 Vacil (TV)", null],
    ['Largo San Marcellino 500\nI - 80138 Napoli', 'Largo San Marcellino 500, I - 80138 Napoli', 'IT'],
    [
      'Av. Paulista, 1000, 10º andar\nSão Paulo/SP - CEP 01310-100\nBrasil',
      'Av. Paulista, 1000, 10º andar, São Paulo/SP - CEP 01310-100, Brasil',
      'BR',
    ],
    [
      'Ctra. de Cabra, km 4,5 · 14800 Priego de Córdoba (Córdoba)',
      'Ctra. de Cabra, km 4,5, 14800 Priego de Córdoba (Córdoba)',
      null,
    ],
    [
      'No. 14, 2nd Cross Street\nChennai - 600 017, Tamil Nadu, India',
      'No. 14, 2nd Cross Street, Chennai - 600 017, Tamil Nadu, India',
      'IN',
    ],
    [
      'Unit 7, 23 Industrial Drive, Kuitpo SA 5201\nPO Box 88, Kuitpo SA 5201',
      'Unit 7, 23 Industrial Drive, Kuitpo SA 5201',
      'AU',
    ],
    [
      'Postbus 555, 7550 AA Hengelo\nBezoekadres: Industrieplein 50, 7553 XX Hengelo',
      'Industrieplein 50, 7553 XX Hengelo',
      'NL',
    ],
    [
      'Unit 5, Clonminam Business Park,\nPortlaoise, Co. Laois, R32 XY12',
      'Unit 5, Clonminam Business Park, Portlaoise, Co. Laois, R32 XY12',
      'IE',
    ],
    [
      '10 Anson Road #12-08 International Plaza Singapore 079903',
      '10 Anson Road #12-08 International Plaza Singapore 079903',
      'SG',
    ],
    [
      '4480, ch. de la Côte-de-Liesse, bureau 210\nMont-Royal (Québec)  H4N 2R1',
      '4480, ch. de la Côte-de-Liesse, bureau 210, Mont-Royal (Québec)  H4N 2R1',
      'CA',
    ],
    ['based in Inverin, Co. Galway', 'Inverin, Co. Galway', null],
  ];
  for (const [lines, address, country] of layouts) {
    it(`is read from "${lines.replaceAll('\n', ' / ')}"`, () => {
      const card = read(lines);
      assert.equal(card.address?.text, address);
      assert.equal(card.country?.code ?? null, country);
      assert.deepEqual(card.phones, []);
      assert.equal(card.company, 'Norvik');
    });
  }

  it('takes no road’s number for a country, and no abbreviation for a town', () => {
    const card = read('Rod. MG-230, km 12 - Zona Rural\nCRM-SP 000000 | RQE 00000');
    assert.equal(card.country, null);
    assert.equal(card.address?.text, 'Rod. MG-230, km 12 - Zona Rural');
  });
});
