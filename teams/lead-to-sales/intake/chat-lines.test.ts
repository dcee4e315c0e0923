import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatLinesIn } from './chat-lines.ts';

const lines = (value: Record<string, unknown>): string[] | undefined =>
  chatLinesIn(value)?.lines.map(({ speaker, words }) => `${speaker}: ${words}`);

describe('transcripts', () => {
  for (const [tool, value] of [
    ['a list of messages', { messages: [{ from: 'visitor', text: 'hi' }] }],
    [
      'roles and parts, as models keep them',
      { messages: [{ role: 'visitor', content: [{ type: 'text', text: 'hi' }] }] },
    ],
    [
      'authors as objects and words in HTML',
      { conversation_parts: { conversation_parts: [{ author: { type: 'visitor' }, body: '<p>hi</p>' }] } },
    ],
    ['a list deep inside', { data: { chat: { events: [{ sender: 'visitor', message: 'hi' }] } } }],
  ] as const) {
    it(`are read from ${tool}`, () => assert.deepEqual(lines({ ...value }), ['visitor: hi']));
  }
  it('are read from one text with a speaker a line', () => {
    assert.deepEqual(lines({ transcript: '[10:03] Visitor: hello\nand more\n10:04 Anna: hi' }), [
      'Visitor: hello\nand more',
      'Anna: hi',
    ]);
  });
  it('are not the fields of a form, nor a message with labels', () => {
    assert.equal(chatLinesIn({ fields: [{ name: 'email', value: 'a@b.example' }] }), null);
    assert.equal(chatLinesIn({ message: 'Company: Acme\nPhone: 12' }), null);
  });
});
