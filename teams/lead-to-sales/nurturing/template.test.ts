import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fillTemplate, harmless, templateFile } from './template.ts';

function template(text: string, subject = 'Hello') {
  return templateFile.parse({ subject, language: 'en', text });
}

/** What is said against a text, and where it begins. */
function refusal(text: string): string {
  const [issue] = templateFile.safeParse({ subject: 'Hello', text }).error?.issues ?? [];
  const offset = issue?.code === 'custom' ? issue.params?.offset : 0;
  return issue ? `${issue.path.join('.')}+${offset}: ${issue.message}` : 'accepted';
}

test('values are put in, and where one is missing its fallback or nothing at all', () => {
  const one = template('Hello {{first_name | there}},[[ at {{company}}]][[ in {{industry}}, {{company}}]].');
  assert.equal(fillTemplate(one, { first_name: 'Anna', company: 'Acme' }).body, 'Hello Anna, at Acme.');
  assert.equal(fillTemplate(one, { first_name: '', company: null }).body, 'Hello there,.');
  assert.equal(
    fillTemplate(one, { industry: 'steel', company: 'Acme' }).body,
    'Hello there, at Acme in steel, Acme.',
  );
});

test('a text that could show a missing value is refused when it is read, and said why', () => {
  assert.match(
    refusal('Hello {{first_name}}'),
    /^text\+6: .*may be missing: give it a fallback, as in \{\{first_name \|/,
  );
  assert.match(refusal('Hello {{frist_name | x}}'), /^text\+6: .*is not known\. There are: first_name/);
  assert.match(refusal('Hello {{first_name | }}'), /empty fallback/);
  assert.match(refusal('Hello [[ there]]'), /^text\+6: .*has no placeholder/);
  assert.match(refusal('Hello {{first_name | x'), /never closed/);
  assert.match(refusal('[[ a [[ {{company}} ]] ]]'), /inside another/);
  assert.match(refusal('[[ a {{compny}} ]]'), /^text\+5: \{\{compny\}\} is not known/);
  assert.match(refusal(''), /^text\+0: It says nothing below its front matter/);
});

test('what is filled never holds a mark of the template, whatever is known', () => {
  const one = template(
    '{{who}}: {{first_name | there}}[[ of {{company}}]] [[({{rating}}, {{reach}})]]',
    'For {{who}}',
  );
  const value = fc.option(fc.constantFrom('Anna', 'Müller & Söhne', ''), { nil: null });
  fc.assert(
    fc.property(fc.record({ first_name: value, company: value, rating: value, reach: value }), (given) => {
      const { subject, body } = fillTemplate(one, { ...given, who: 'Anna' });
      assert.doesNotMatch(subject + body, /\{\{|\}\}|\[\[|\]\]|undefined|null/);
      assert.doesNotMatch(body, /\(, |, \)| of \s/);
    }),
  );
});

test('what a stranger wrote stands in a mail only where it advertises nothing', () => {
  assert.equal(harmless('  Anna\r\nMaria\u202e ', 40), 'Anna Maria');
  assert.equal(harmless('é'.repeat(100_000), 5), 'ééééé …');
  for (const bad of [
    'win at https://evil.example',
    'www.evil',
    'evil.com now',
    '<b>Anna</b>',
    '[x](y)',
    '{{company}}',
    '',
    null,
  ]) {
    assert.equal(harmless(bad, 40), null, String(bad));
  }
  assert.equal(harmless("O'Brien-Łukasz von der Au", 40), "O'Brien-Łukasz von der Au");
});
