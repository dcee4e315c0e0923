import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BatonError } from '../core/error.ts';
import { compileCondition, compileText } from './condition.ts';
import type { ConditionFacts } from './definition.ts';

function facts(output: Record<string, unknown>, error: ConditionFacts['error'] = null): ConditionFacts {
  return {
    output,
    data: { ...output, lead: { name: 'Ann' } },
    error,
    run: { case_id: 'LEAD-1', flags: ['late'] },
  };
}

const sample = facts({
  score: 80,
  half: 0.5,
  outcome: 'hot',
  owner: null,
  tags: ['a', 'b', 3],
  reasons: [{ points: 5 }, { points: 20 }],
  deep: { value: { name: 'x' } },
});

test('conditions hold as people expect of data from JSON', () => {
  const cases: [string, boolean][] = [
    ['output.outcome == "hot"', true],
    ['output.outcome in ["hot", "warm"]', true],
    ['!(output.outcome in ["cold"])', true],
    ['output.score >= 80', true],
    ['output.score >= 80.0', true],
    ['output.score > 80', false],
    ['output.score == 80', true],
    ['output.score in [79, 80]', true],
    ['output.score + 1 == 81', true],
    ['output.score / 3 > 26.6', true],
    ['output.score % 2 == 0', true],
    ['output.half < 1', true],
    ['-output.score < 0', true],
    ['output.owner == null', true],
    ['output.owner != null', false],
    ['output.nobody == null', true],
    ['output.nobody.name == null', true],
    ['output.nobody.name == "x"', false],
    ['output.nobody["name"] == null', true],
    ['output.outcome == null', false],
    ['output.outcome == 5', false],
    ['output.deep == null', false],
    ['output.deep.value.name == "x"', true],
    ['output["deep"].value["name"] == "x"', true],
    ['has(output.deep.value)', true],
    ['has(output.nobody.name)', false],
    ['has(output.owner)', false],
    ['output.tags[0] == "a"', true],
    ['output.tags[9] == null', true],
    ['output.tags.length == null', true],
    ['3 in output.tags', true],
    ['"late" in run.flags', true],
    ['run.case_id == "LEAD-1"', true],
    ['size(output.tags) == 3', true],
    ['output.reasons.exists(r, r.points >= 20)', true],
    ['output.reasons.all(r, r.points >= 20)', false],
    ['output.reasons.filter(r, r.points > 5).size() == 1', true],
    ['cel.bind(s, output.score, s > 10 && s < 90)', true],
    ['error == null', true],
    ['error.code == "step-timeout"', false],
    ['data.lead.name == "Ann"', true],
    ['output.outcome.startsWith("h") ? true : false', true],
    ['output.outcome.matches("^h.t$")', true],
    ['output.outcome.matches("o")', true],
    ['output.nobody.matches("o")', false],
    ['output.constructor == null && output.__proto__ == null', true],
    ["output.outcome == 'hot' || output.nobody > 3", true],
    ['output.nobody > 3 && false', false],
    ['{"hot": 1}[output.outcome] == 1', true],
    ['output.outcome == "h\\u006ft"', true],
  ];
  for (const [source, expected] of cases) {
    assert.equal(compileCondition(source).holds(sample), expected, source);
  }
});

test('a failed step is asked about by its error', () => {
  const timedOut = facts({}, { code: 'step-timeout', message: 'Too slow.', retryable: true });
  assert.equal(compileCondition('error.code == "step-timeout" && error.retryable').holds(timedOut), true);
});

test('what cannot be decided is an error that says why', () => {
  const cases: [string, RegExp][] = [
    ['output.nobody >= 80', /A value is missing: ask first/],
    ['output.outcome > 5', /no such overload: string > int/],
    ['output.score', /gives the number "80" instead of true or false/],
    ['output.nobody', /gives nothing \(null\)/],
    ['output.score / 0 > 1 ? output.outcome : true', /gives the text "hot"/],
    ['output.outcome.exists(x, x == "h")', /cannot be range/],
  ];
  for (const [source, message] of cases) {
    assert.throws(
      () => compileCondition(source).holds(sample),
      { code: 'condition-failed', message },
      source,
    );
  }
});

test('what is no condition is refused with the place in it', () => {
  const cases: [string, RegExp, number][] = [
    ['output.a ==', /ends too early/, 11],
    ['outptu.a == 1', /"outptu" is not known. Did you mean "output"\?/, 0],
    ['output.a == 1 && tru', /"tru" is not known/, 17],
    ['run.id == "x"', /`run` has no field "id"/, 4],
    ['error.kode == "x"', /`error` has no field "kode". Did you mean "code"\?/, 6],
    ['1 + 2', /gives a value of type int/, 0],
    ['"a" == 5', /'string' and 'int'|string == int/, 0],
    ['output.a.matches(output.b)', /written out between quotes/, 17],
    ['output.a.matches("(?=x)")', /not one of RE2's/, 17],
    ['output.a.matches("(a{1000}){1000}")', /not one of RE2's/, 17],
    ['output.a = 1', /./, 9],
    ['baton_field(output, "a") == 1', /baton_field/, 0],
    ['', /./, 0],
    [`output.a == "${'x'.repeat(2000)}"`, /longer than/, 1000],
    [`${'('.repeat(200)}true${')'.repeat(200)}`, /depth/i, 24],
  ];
  for (const [source, message, offset] of cases) {
    assert.throws(
      () => compileCondition(source),
      (error) => {
        assert.ok(error instanceof BatonError, source);
        assert.equal(error.code, 'condition-invalid', source);
        assert.match(error.message, message, source);
        assert.equal(error.details?.offset, offset, source);
        return true;
      },
    );
  }
});

test('a pattern that would hang a backtracking matcher is answered at once', () => {
  const condition = compileCondition('output.text.matches("^(a+)+$")');
  assert.equal(condition.holds(facts({ text: `${'a'.repeat(50_000)}b` })), false);
});

test('a text expression gives a text or says why not', () => {
  assert.equal(compileText('output.outcome').valueOf(sample), 'hot');
  assert.equal(compileText('"LEAD-" + string(int(output.score))').valueOf(sample), 'LEAD-80');
  assert.throws(() => compileText('output.nobody').valueOf(sample), { code: 'condition-failed' });
  assert.throws(() => compileText('output.score').valueOf(sample), { code: 'condition-failed' });
  assert.throws(() => compileText('""').valueOf(sample), {
    code: 'condition-failed',
    message: /an empty text/,
  });
  assert.throws(() => compileText('1 == 1'), { code: 'condition-invalid', message: /a text is needed/ });
});

test('no source and no data bring out anything but its own errors', () => {
  const words = fc.constantFrom(
    'output',
    '.a',
    '.b',
    '[0]',
    ' == ',
    ' && ',
    '||',
    '!',
    '(',
    ')',
    '"x"',
    '5',
    '1.5',
    'null',
    ' in ',
    '[',
    ']',
    ',',
    'has(',
    '.exists(x, x',
    'size(',
    ' ? ',
    ' : ',
    '{',
    '}',
    '.matches("a")',
    'error',
    'run.flags',
    '-',
    '+',
    ' > ',
  );
  const sources = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(sources, fc.jsonValue(), (source, a) => {
      try {
        compileCondition(source).holds(facts({ a }));
      } catch (error) {
        assert.ok(error instanceof BatonError, `${source}: ${error}`);
      }
    }),
    { numRuns: 2000 },
  );
});
