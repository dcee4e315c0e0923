import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineTeam } from 'baton';
import { formatProblem } from '../../../../src/team/format-problems.ts';
import { makeRelease } from '../../../../src/team/load.ts';
import { rulesIn, rulesProblems } from '../../../../src/team/read-rules.ts';
import { shippedRelease } from '../../testing/shipped-rules.ts';
import { phraseList } from '../../text/phrase-list.ts';
import { frameworkRules } from './framework.ts';
import { leadFrom, shippedRubric, shippedRules } from './lead.fixture.ts';
import { qualify } from './qualify.ts';
import { deskRubric } from './rubric.ts';
import { qualificationRules } from './rules.ts';

type Checked = {
  readonly success: boolean;
  readonly error?: {
    readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
  };
};

function problemsOf({ error }: Checked): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const bant = shippedRubric.frameworks.bant;
assert.ok(bant);

test('the shipped BANT has the document’s bands and words, and its outcomes', () => {
  assert.deepEqual(
    Object.values(bant.dimensions).map(({ maximum, bands }) => [maximum, ...bands.map(({ from }) => from)]),
    Array.from({ length: 4 }, () => [25, 20, 15, 10, 0]),
  );
  assert.deepEqual(
    bant.dimensions.timeline?.bands.map(({ name }) => name),
    ['Ready to buy now', 'Buying within 3 months', 'Buying within 6 months', 'Timeline unclear/distant'],
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

const folder = 'agents/qualification';
const code = defineTeam({
  agents: {},
  rules: [deskRubric],
  services: async () => ({ services: {}, close: async () => undefined }),
});

/** What `baton check` says of the shipped files with some of them changed. */
function told(change: Readonly<Record<string, (text: string) => string>>): string[] {
  const files = { ...shippedRelease.files };
  for (const [name, edit] of Object.entries(change)) {
    files[`${folder}/${name}.yaml`] = edit(files[`${folder}/${name}.yaml`] ?? '');
  }
  return rulesProblems(files, code).map(formatProblem);
}

test('a framework or a list that is not there is pointed out in rules.yaml', () => {
  const rules = (text: string): string =>
    text
      .replace(/^framework: .*/m, 'framework: bantt')
      .concat('\n')
      .replace(/^guards:$/m, 'guards:\n  - { guard: x, says: no_such_list, at_most: 10, because: So. }');
  const [framework, list, ...more] = told({ rules });
  assert.match(
    framework ?? '',
    /^agents\/qualification\/rules\.yaml:\d+:12 {2}There is no bantt\.yaml beside this file\. \(allowed: bant, meddic\)$/,
  );
  assert.match(list ?? '', /rules\.yaml:\d+:5 {2}phrases\.yaml has no list called "no_such_list"\.$/);
  assert.deepEqual([more, told({})], [[], []]);
});

test('a line without any sign, and thresholds that do not fall, are pointed out in rules.yaml', () => {
  const rules = structuredClone(shippedRules);
  rules.guards = [{ guard: 'x', at_most: 10, because: 'So.', lapses: false }];
  const [hot] = rules.outcomes;
  if (hot) hot.from = 50;
  const problems = problemsOf(qualificationRules.safeParse(rules));
  assert.match(problems.join('\n'), /outcomes\.1\.from: Must be lower than 50\./);
  assert.match(problems.join('\n'), /guards\.0: Say what must be there: says, /);
});

test('bounds, maxima and factors that do not fit are pointed out in a framework', () => {
  const wrong = structuredClone(bant);
  const { need } = wrong.dimensions;
  assert.ok(need);
  need.bands.pop();
  need.factors.pain?.levels.push({ points: 40, because: 'No reason.' });
  need.lowered_by.push({ says: 'no_need', at_most: 4, because: 'So.', about: 'pian' });
  const problems = problemsOf(frameworkRules.safeParse(wrong)).join('\n');
  assert.match(problems, /dimensions\.need\.bands: The last one must begin at 0\./);
  assert.match(problems, /levels\.\d+: Say what must be there: says/);
  assert.match(problems, /levels\.\d+\.points: At most 25, the maximum\./);
  assert.match(problems, /No factor is called "pian" here\. Allowed: pain, gaps, impact, urgency\./);
});

for (const [phrase, said] of [
  ['* budget', 'A lone * stands between words only.'],
  ['a * b * c * d', 'At most two lone * in a phrase.'],
  ['no* budget', 'word* needs at least three letters.'],
  ['bud*get', 'A * ends a word.'],
  ['!!', 'A phrase needs a word.'],
]) {
  test(`the phrase "${phrase}" is refused`, () => {
    assert.deepEqual(problemsOf(phraseList.safeParse({ en: [phrase] })), [`en.0: ${said}`]);
  });
}

const ours = (list: string): string => `
name: Ours
dimensions:
  fit: &one
    title: Fit
    maximum: 30
    gap: it does not fit
    bands: [{ from: 0, name: Any }]
    factors:
      a: { title: A, unknown: a not known, ask: 'What is a?', levels: [{ says: ${list}, points: 30, because: 'They have a problem.' }] }
  pull: *one
`;

test('a framework of one’s own, with dimensions and maxima of its own, is scaled to 100', () => {
  const files = { ...shippedRelease.files, [`${folder}/ours.yaml`]: ours('pain_clear') };
  const { rules, ...rest } = rulesIn(makeRelease(files, 'lead-to-sales'), deskRubric);
  const rubric = { ...rest, rules: { ...rules, framework: 'ours' } };
  const report = qualify(leadFrom({ says: 'Everything is in spreadsheets.' }), null, [], rubric);
  assert.deepEqual(
    [report.framework, report.score, Object.keys(report.dimensions)],
    ['Ours', 100, ['fit', 'pull']],
  );
  const silent = qualify(leadFrom({ says: 'Hello there' }), null, [], rubric);
  assert.deepEqual(silent.advice[0], { ask: 'What is a?', dimension: 'fit', would_add: 50 });
});

test('a framework that listens to a list that is not there is refused with its file and place', () => {
  assert.deepEqual(
    told({ ours: () => ours('pian_clear') })[0],
    'agents/qualification/ours.yaml:10:72  phrases.yaml has no list called "pian_clear".',
  );
});

test('the rules may choose another framework by the lead’s signs', () => {
  const rubric = {
    ...shippedRubric,
    rules: { ...shippedRules, choose: [{ employees: { at_least: 1000 }, framework: 'meddic' }] },
  };
  const framework = (employees: number) => qualify(leadFrom({ employees }), null, [], rubric).framework;
  assert.equal(framework(50), 'BANT (Budget, Authority, Need, Timeline)');
  assert.equal(framework(5000), 'MEDDIC');
});

test('MEDDIC scores six dimensions of 100 points together', () => {
  const rubric = { ...shippedRubric, rules: { ...shippedRules, framework: 'meddic' } };
  const report = qualify(
    leadFrom({
      title: 'CFO',
      seniority: 'c-level',
      employees: 120,
      says: 'Our system crashed and cost us €30,000 in penalties. It must integrate with SAP. The budget is approved, I decide, we compare three quotes and want to sign this week. Please show us a demo.',
    }),
    null,
    [],
    rubric,
  );
  assert.deepEqual(Object.keys(report.dimensions), [
    'metrics',
    'economic_buyer',
    'decision_criteria',
    'decision_process',
    'pain',
    'champion',
  ]);
  assert.equal(
    Object.values(report.dimensions).reduce((sum, { maximum }) => sum + maximum, 0),
    100,
  );
  assert.equal(report.outcome, 'hot', JSON.stringify(report.dimensions, null, 1));
});
