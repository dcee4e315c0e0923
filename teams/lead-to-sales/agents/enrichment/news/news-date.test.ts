import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW } from '../enrichment.fixture.ts';
import { dateIn } from './news-date.ts';

test('dates are read as feeds and pages write them', () => {
  const dates: Readonly<Record<string, string | null>> = {
    '2026-09-21': '2026-09-21',
    '2026-09-21T23:30:00+02:00': '2026-09-21',
    'Mon, 21 Sep 2026 08:00:00 GMT': '2026-09-21',
    '21. September 2026': '2026-09-21',
    'am 3. März 2026 um 10 Uhr': '2026-03-03',
    'September 21, 2026': '2026-09-21',
    'Sept. 21, 2026': '2026-09-21',
    '21st September 2026': '2026-09-21',
    '1er juillet 2026': '2026-07-01',
    'le 12 août 2026': '2026-08-12',
    '5 de mayo de 2026': '2026-05-05',
    '7 de março de 2026': '2026-03-07',
    '9 settembre 2026': '2026-09-09',
    '4 maart 2026': '2026-03-04',
    '21.09.2026': '2026-09-21',
    '21/09/2026': '2026-09-21',
    '09/21/2026': '2026-09-21',
    '03/04/2026': null,
    'Mars 2026': null,
    '31.02.2026': null,
    '2026-13-01': null,
    '2027-03-01': null,
    '12 monkeys 2026': null,
    '1 January 1970': null,
    'no date': null,
    '': null,
  };
  for (const [text, date] of Object.entries(dates)) {
    assert.equal(dateIn(text, NOW), date, text);
  }
});
