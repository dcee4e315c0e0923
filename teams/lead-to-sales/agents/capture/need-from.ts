/** A reading → the need: what for, how urgent, when, and with how much money, in the person's own words. */
import type { LeadData } from '../../lead.ts';
import { oncePerRules, phraseFinder } from './phrases.ts';
import { allSaid, factFrom, firstFact, type Reading } from './reading.ts';
import type { CaptureRules } from './rules.ts';
import { type Amount, amountsIn, NO_CURRENCY } from './standardise/amount.ts';
import { beginningOf, sentencesOf } from './standardise/sentences.ts';
import { timelineIn } from './standardise/timeline.ts';
import { urgencyIn } from './standardise/urgency.ts';

type Need = LeadData['need'];

/** Long enough for what follows the pleasantries: money and deadlines stand at the end of long mails. */
const DESCRIPTION_LIMIT = 4_000;
const SHORTEST_NEED = 12;

/** The four facts of the need; null where no words say so. */
export function needOf(reading: Reading, rules: CaptureRules): Need {
  return {
    description: descriptionOf(reading),
    urgency: urgencyOf(reading, rules),
    timeline_months: timelineOf(reading),
    budget: budgetOf(reading, rules),
  };
}

/** The beginning of the message; a subject line stands in where there is no message. */
function descriptionOf(reading: Reading): Need['description'] {
  const words = beginningOf(reading.message, DESCRIPTION_LIMIT);
  if (words.length >= SHORTEST_NEED && /\p{L}{2}/u.test(words)) {
    const flat = words.replace(/\s+/gu, ' ');
    return factFrom(reading, flat, { source: reading.messageSource, quote: words, confidence: 0.9 });
  }
  const subject = reading.subject;
  if (reading.source !== 'email' || subject.length < SHORTEST_NEED) return null;
  return factFrom(reading, subject, { source: 'email subject', quote: subject, confidence: 0.5 });
}

function urgencyOf(reading: Reading, rules: CaptureRules): Need['urgency'] {
  const field = firstFact(
    reading,
    allSaid(reading, 'urgency'),
    (said) => urgencyIn(said.value, rules, true)?.level ?? null,
  );
  if (field !== null) return field;
  const places = [
    { source: reading.messageSource, text: reading.message },
    { source: 'email subject', text: reading.subject },
  ];
  for (const { source, text } of places) {
    const found = urgencyIn(text, rules);
    if (found !== null)
      return factFrom(reading, found.level, { source, quote: found.quote, confidence: 0.8 });
  }
  return null;
}

function timelineOf(reading: Reading): Need['timeline_months'] {
  const at = new Date(reading.at);
  const field = firstFact(
    reading,
    allSaid(reading, 'timeline'),
    (said) => timelineIn(said.value, at, true)?.months ?? null,
  );
  if (field !== null) return field;
  const places = [
    { source: reading.messageSource, text: reading.message, confidence: 0.75 },
    { source: 'email subject', text: reading.subject, confidence: 0.6 },
  ];
  for (const { source, text, confidence } of places) {
    const found = timelineIn(text, at);
    if (found !== null) return factFrom(reading, found.months, { source, quote: found.quote, confidence });
  }
  return null;
}

const finders = oncePerRules((rules: CaptureRules) => ({
  budget: phraseFinder(rules.budget_words.map((phrase) => ({ phrase, value: phrase }))),
  other: phraseFinder(rules.not_budget_words.map((phrase) => ({ phrase, value: phrase }))),
}));

/** A sum counts as budget in a field for it, or beside a word for it: prices and losses are sums too. */
function budgetOf(reading: Reading, rules: CaptureRules): Need['budget'] {
  const field = firstFact(reading, allSaid(reading, 'budget'), (said) => {
    const sum = amountsIn(said.value, true)[0];
    return sum === undefined ? null : budgetIn(sum);
  });
  if (field !== null) return field;
  const { budget, other } = finders(rules);
  for (const sentence of sentencesOf(reading.message)) {
    const words = budget(sentence);
    const sums = words.length === 0 ? [] : amountsIn(sentence, true);
    if (sums.length === 0) continue;
    const otherWords = other(sentence);
    const distance = (at: number, from: readonly { start: number }[]): number =>
      Math.min(Number.POSITIVE_INFINITY, ...from.map((match) => Math.abs(match.start - at)));
    const meant = sums.filter(({ index }) => distance(index, words) < distance(index, otherWords));
    // Where one of them is money for certain, a bare number is a count: "1000 licences, budget 20,000 USD".
    const sum = meant.find(({ currency }) => currency !== NO_CURRENCY) ?? meant[0];
    if (sum === undefined) continue;
    const confidence = sum.currency === NO_CURRENCY ? 0.6 : 0.85;
    return factFrom(reading, budgetIn(sum), { source: reading.messageSource, quote: sentence, confidence });
  }
  return null;
}

function budgetIn({ amount, currency, upTo, per }: Amount): NonNullable<Need['budget']>['value'] {
  return {
    amount,
    currency,
    ...(upTo === null ? {} : { up_to: upTo }),
    ...(per === null ? {} : { per }),
  };
}
