import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FairnessLedger } from '../commands/fairness.ts';
import { casesOf, dayOf, kindNames } from './day.fixture.ts';
import { figuresOf } from './figures.ts';
import { summaryText } from './summary-text.ts';

const nobody: FairnessLedger = { days: 7, leads: 0, jain_index: null, owners: [] };
const two: FairnessLedger = {
  days: 7,
  leads: 3,
  jain_index: 0.9,
  owners: [
    { owner_id: 'mia', name: 'Mia Berg', entitled: 1.5, received: 2, credit: -0.5, ratio: 4 / 3 },
    { owner_id: 'noa', name: 'Noa Lind', entitled: 1.5, received: 1, credit: 0.5, ratio: 2 / 3 },
  ],
};

test('the text says the sums, what waits, what was lost and how fairly leads were shared out', () => {
  const text = summaryText(figuresOf(dayOf(casesOf(kindNames))), two, []);
  assert.match(
    text,
    /15 received = 7 leads \+ 1 joined to a lead of the same person \+ 2 no leads \+ 2 undecided \(a\s+person is asked\) \+ 3 LOST/,
  );
  assert.match(
    text,
    /7 leads = 2 with an owner \+ 1 with a person who decides \+ 2 in long-term nurturing \+ 2 with/,
  );
  assert.match(text, /LOST: 3, .*LEAD-12, LEAD-13, LEAD-14/s);
  assert.match(text, /Mia Berg +2 +1 +1 +DE +/);
  assert.match(text, /4 in the queue sales manager: No salesperson can take this lead now/);
  assert.match(text, /How fairly they were shared out\n {2}3 leads .*\n.*\n {2}Mia Berg +1\.5 +2 +-0\.5\n/);
  for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
});

test('what waits is told without the commands that answer it', () => {
  const day = dayOf(casesOf(['unowned']));
  const { waiting, ...figures } = figuresOf(day);
  const why = 'Nobody can take it. Choose one with `--answer assign`.';
  const text = summaryText({ ...figures, waiting: waiting.map((one) => ({ ...one, why })) }, nobody, []);
  assert.match(text, /sales manager: Nobody can take it\.\n/);
  assert.ok(!text.includes('--answer'));
});

test('a day without anything reads well too', () => {
  const text = summaryText(figuresOf({ ...dayOf([]), owners: [] }), nobody, []);
  assert.match(text, /0 received = 0\n {2}0 leads = 0\n/);
  assert.match(text, /In the last 7 days no lead could have gone to several owners alike\./);
  assert.ok(!text.includes('NaN') && !text.includes('undefined') && !text.includes('in full'));
});
