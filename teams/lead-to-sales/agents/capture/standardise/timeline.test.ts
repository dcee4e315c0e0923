import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sentencesOf } from './sentences.ts';
import { timelineIn } from './timeline.ts';

const at = new Date('2026-10-06T00:00:00Z');
const months = (text: string, isAnswer = false): number | null =>
  timelineIn(text, at, isAnswer)?.months ?? null;

describe('when somebody wants to start', () => {
  for (const [text, from, to] of [
    ['Entro due mesi dobbiamo decidere.', 2, 2],
    ['Nei prossimi sei mesi.', 6, 6],
    ['Precisamos disso em 3 meses.', 3, 3],
    ['Binnen 4 weken leveren.', 1, 1],
    ['Voor eind maart graag.', 5.5, 6],
    ['Wir müssen am 16. starten.', 0.2, 0.5],
    ['Opens 26th October.', 0, 1],
    ['PO by 10/30, please.', 0.6, 0.9],
    ['Angebot bis KW 43.', 0.4, 0.7],
    ['Vor Weihnachten soll es laufen.', 2.4, 2.9],
    ['In het voorjaar.', 6, 8],
    ['Reply by Wednesday.', 0, 0.3],
    ['A partir de janvier 2027.', 2.5, 3],
    ['No later than 15.11.2026.', 1.2, 1.4],
    ['Démarrage en mars.', 4.5, 5],
  ] as const) {
    it(`is read from "${text}"`, () => {
      const found = months(text);
      assert.ok(found !== null && found >= from && found <= to, String(found));
    });
  }

  it('is read from answers in a field', () => {
    assert.deepEqual(
      ['0-3 mois', '> 12 months', 'innerhalb von 6 Monaten', 'Just researching'].map((text) =>
        months(text, true),
      ),
      [3, 12, 6, null],
    );
  });

  it('is not what lies behind, nor what is counted', () => {
    for (const text of [
      'We have 15 days of stock.',
      'Negli ultimi 3 mesi.',
      'Sinds 2 jaar klant.',
      'This may help.',
    ])
      assert.equal(months(text), null, text);
  });
});

describe('sentences', () => {
  it('do not end after a day, an abbreviation or an initial', () => {
    assert.deepEqual(
      sentencesOf('Wir starten am 16. Oktober. Dr. W. Weber kommt z. B. mit Frau Kern. Passt das?'),
      ['Wir starten am 16. Oktober.', 'Dr. W. Weber kommt z. B. mit Frau Kern.', 'Passt das?'],
    );
  });
  it('end at empty lines and items of lists', () => {
    assert.deepEqual(sentencesOf('Three things\n- one\n- two\n\nThanks'), [
      'Three things',
      '- one',
      '- two',
      'Thanks',
    ]);
  });
});
