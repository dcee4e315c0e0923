import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isQuotedFrom } from 'baton';
import { shippedRules } from '../capture.fixture.ts';
import { needOf } from '../need-from.ts';
import type { Reading } from '../reading.ts';
import { readChat } from './read-chat.ts';

const rules = shippedRules();
const read = (value: unknown): Reading =>
  readChat(Buffer.from(JSON.stringify(value)), '2026-10-06T07:15:00.000Z', rules);

const talk = {
  visitor: { name: 'Ann Lee', email: 'ann@orchard.example' },
  page: 'https://x.example/pricing?utm_source=google&utm_medium=cpc',
  messages: [
    { from: 'bot', text: 'Hello! We have a budget offer today, decide by next week.' },
    { from: 'visitor', text: 'hi' },
    { from: 'visitor', text: 'We need something for 40 docks, right now it is all Excel.' },
    { from: 'agent', text: 'Who decides?' },
    { from: 'visitor', text: 'My boss signs off. We have 30-40k € approved and must start in 3 months.' },
    { from: 'visitor', text: 'We are also looking at another vendor.' },
  ],
};

describe('a chat', () => {
  it('is told in the visitor’s own sentences, and what they show', () => {
    const { conversation, message } = read(talk);
    assert.ok(conversation);
    assert.deepEqual([conversation.messages, conversation.visitor_messages], [6, 4]);
    assert.deepEqual(
      new Set(conversation.indicators.map(({ about }) => about)),
      new Set(['need', 'authority', 'budget', 'timeline', 'competitor']),
    );
    for (const { quote } of conversation.indicators) assert.ok(isQuotedFrom(quote, message), quote);
    assert.match(conversation.summary, /My boss signs off/);
    assert.doesNotMatch(conversation.summary, /^hi|Hello/);
  });

  it('gives budget, urgency and timeline by the visitor’s words alone', () => {
    const { budget, timeline_months: months } = needOf(read(talk), rules);
    assert.deepEqual(budget?.value, { amount: 30_000, currency: 'EUR', up_to: 40_000 });
    assert.equal(months?.value, 3);
  });

  it('knows how the visitor came', () => {
    assert.equal(read(talk).touches.last.get('medium')?.value, 'cpc');
  });

  it('takes whoever is no staff for the visitor where roles have other names', () => {
    const { message } = read({
      messages: [
        { author: 'Support Bot', body: 'Hi' },
        { author: 'k.lang', body: 'price for 3?' },
      ],
    });
    assert.equal(message, 'price for 3?');
  });
});
