import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shippedRules } from './lead.fixture.ts';
import { qualificationRules } from './rules.ts';

type Edit = (rules: typeof shippedRules) => void;

function problemsAfter(edit: Edit): string[] {
  const rules = structuredClone(shippedRules);
  edit(rules);
  const checked = qualificationRules.safeParse(rules);
  return checked.success
    ? []
    : checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('the shipped rubric has four dimensions with the document’s bands, and its outcomes', () => {
  assert.deepEqual(
    Object.values(shippedRules.dimensions).map(({ bands }) => bands.map(({ from }) => from)),
    Array.from({ length: 4 }, () => [20, 15, 10, 0]),
  );
  assert.deepEqual(
    shippedRules.outcomes.map(({ from, outcome, priority }) => [from, outcome, priority]),
    [
      [80, 'hot', 'urgent'],
      [60, 'warm', 'high'],
      [40, 'cold', 'normal'],
      [0, 'unqualified', 'low'],
    ],
  );
});

test('a list of phrases that is named but missing, or there but unused, is pointed out', () => {
  const problems = problemsAfter((rules) => {
    const [first] = rules.dimensions.need.lowered_by;
    if (first) first.says = 'no_interest';
    rules.phrases.extra = { en: ['whatever'] };
  });
  assert.deepEqual(problems, [
    'dimensions.need.lowered_by.0.says: No list of phrases is called "no_interest".',
    'phrases.extra: No level listens for this list.',
  ]);
});

test('bounds that do not fall, or leave a score without a place, are pointed out', () => {
  const problems = problemsAfter((rules) => {
    const [hot] = rules.outcomes;
    if (hot) hot.from = 50;
    rules.dimensions.need.bands.pop();
  });
  assert.deepEqual(problems, [
    'outcomes.1.from: Must be lower than 50.',
    'dimensions.need.bands: The last one must begin at 0.',
  ]);
});

test('a level without any sign, and a factor that does not exist, are pointed out', () => {
  const problems = problemsAfter((rules) => {
    rules.dimensions.need.factors.pain?.levels.push({ points: 3, because: 'No reason.' });
    rules.dimensions.budget.ceiling = { at_most: 19, unless: 'stated_bugdet' };
  });
  assert.equal(problems.length, 2);
  assert.match(
    problems[0] ?? '',
    /^dimensions\.need\.factors\.pain\.levels\.\d+: Say what must be there: says/,
  );
  assert.match(
    problems[1] ?? '',
    /No factor is called "stated_bugdet" here\. Allowed: stated_budget, company_size/,
  );
});

for (const [phrase, said] of [
  ['* budget', 'A lone * stands between words only.'],
  ['a * b * c * d', 'At most two lone * in a phrase.'],
  ['no* budget', 'word* needs at least three letters.'],
  ['bud*get', 'A * ends a word.'],
  ['!!', 'A phrase needs a word.'],
]) {
  test(`the phrase "${phrase}" is refused`, () => {
    const problems = problemsAfter((rules) => {
      rules.phrases.urgent = { en: [phrase ?? ''] };
    });
    assert.deepEqual(problems, [`phrases.urgent.en.0: ${said}`]);
  });
}
