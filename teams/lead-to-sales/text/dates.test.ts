import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timesAhead } from './dates.ts';
import { readWords } from './words.ts';

const written = new Date('2026-10-06T10:00:00Z');

/** Months ahead, in whole tenths. */
function ahead(text: string): number[] {
  return timesAhead(readWords(text), text, written).map(({ months }) => Math.round(months * 10) / 10);
}

for (const [text, months] of [
  ['live by 2 November', 0.9],
  ['am 16. November', 1.3],
  ['opens 26th October', 0.6],
  ['le 3 novembre', 0.9],
  ['Freigabe Mitte November', 1.3],
  ['by the end of March', 5.8],
  ['januari 2027', 2.8],
  ['1 de março', 4.8],
  ['entro marzo', 4.8],
  ['zum 1.1. umstellen', 2.8],
  ['bis 16.11.2026', 1.3],
  ['KW 43', 0.8],
  ['Q1 2027', 2.8],
  ['im zweiten Quartal', 5.8],
  ['in three weeks', 0.8],
  ['5 weeks from now', 1.3],
  ['in zwei, drei Wochen', 0.8],
  ["d'ici trois mois", 3],
  ['entro due mesi', 2],
  ['within the next 3 to 6 months', 6],
  ['next month', 1],
  ['le mois prochain', 1],
  ['el mes que viene', 1],
  ['volgende maand', 1],
  ['até o fim do ano', 2.8],
  ['nächstes Jahr', 8.8],
  ['vielleicht 2028', 20.8],
] as const) {
  test(`"${text}" is ${months} months ahead`, () => assert.deepEqual(ahead(text), [months]));
}

for (const text of [
  'since 24 September',
  'seit März',
  'we may need more, mars bars and a march',
  'été fini, il a été là',
  'version 3.5 costs 1.2 more',
  'we waited for three weeks',
]) {
  test(`no time ahead is heard in "${text}"`, () => assert.deepEqual(ahead(text), []));
}
