import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { personName } from './person-name.ts';

describe('names of persons with particles, degrees and capitals', () => {
  const cases: readonly (readonly [string, string | null, string, string?])[] = [
    ['Prof. Dr.-Ing. Matthias Reh', 'Matthias', 'Reh'],
    ['Caroline Ashworth-Pryce BA(Hons) MCIPS', 'Caroline', 'Ashworth-Pryce'],
    ['Keisha Brown, MHA, LNHA', 'Keisha', 'Brown'],
    ['William "Bill" Teague Jr.', 'William', 'Teague'],
    ['TANAKA Hiroshi (Mr.)', 'Hiroshi', 'Tanaka'],
    ['ÁLVARO DE LA FUENTE Y PRADO', 'Álvaro', 'de La Fuente y Prado', 'es'],
    ['Jordi Puig i Ferrer', 'Jordi', 'Puig i Ferrer', 'es'],
    ['Andrés Felipe Gómez Duque', 'Andrés Felipe', 'Gómez Duque', 'es'],
    ['Pedro Marques da Silva', 'Pedro', 'Marques da Silva', 'pt'],
    ['Paolo Degli Esposti', 'Paolo', 'Degli Esposti'],
    ['Jan von und zu Guttenberg', 'Jan', 'von und zu Guttenberg'],
    ["Liesbeth van 't Hof", 'Liesbeth', "van 't Hof"],
    ['drs. J.A. (Hans) de Wit', 'Hans', 'de Wit'],
    ['CONOR McDONALD', 'Conor', 'McDonald'],
    ['Ahmed Al-Rashid', 'Ahmed', 'Al-Rashid'],
    ['Siobhán Ní Dhomhnaill', 'Siobhán', 'Ní Dhomhnaill'],
    ['Sig.ra Anna Neri', 'Anna', 'Neri'],
    ['Marloes Dijkstra - Postma', 'Marloes', 'Dijkstra - Postma'],
    ['Don Draper', 'Don', 'Draper'],
  ];
  for (const [text, first, last, language] of cases) {
    it(`splits "${text}"`, () => assert.deepEqual(personName(text, language ?? null), { first, last }));
  }
  it('puts the family first where something else has told so', () => {
    assert.deepEqual(personName('Szabó Péter', null, true), { first: 'Péter', last: 'Szabó' });
  });
});
