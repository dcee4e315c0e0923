/** A conversation in short: the visitor's sentences that say most, and the words that show how far they are. */
import type { Conversation } from '../../../lead.ts';
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';
import { amountsIn } from '../standardise/amount.ts';
import { sentencesOf } from '../standardise/sentences.ts';

const SUMMARY_LIMIT = 400;
const MAX_INDICATORS = 10;
/** Greetings and thanks weigh less. */
const LEAST_WEIGHT = 0.25;
const ABOUT = ['budget', 'authority', 'need', 'timeline', 'competitor'] as const;
type About = (typeof ABOUT)[number];

const finder = oncePerRules((rules: CaptureRules) =>
  phraseFinder(
    ABOUT.flatMap((about) => rules.conversation[about].map((phrase) => ({ phrase, value: about }))),
  ),
);

interface Weighed {
  readonly sentence: string;
  readonly place: number;
  readonly about: readonly About[];
  readonly weight: number;
}

/** `said`: the visitor's messages in order; `messages`: how many there were of everybody. */
export function conversationOf(messages: number, said: readonly string[], rules: CaptureRules): Conversation {
  const sentences = said
    .flatMap((words) => words.split('\n').flatMap(sentencesOf))
    .map((sentence, place) => weighed(sentence, place, rules));
  return {
    messages,
    visitor_messages: said.length,
    summary: summaryOf(sentences),
    indicators: sentences
      .flatMap(({ about, sentence }) => about.map((one) => ({ about: one, quote: sentence.slice(0, 300) })))
      .filter((one, index, all) => all.findIndex((other) => other.about === one.about) === index)
      .slice(0, MAX_INDICATORS),
  };
}

/** What is said about money, power, need and time weighs; so do figures; greetings weigh nothing. */
function weighed(sentence: string, place: number, rules: CaptureRules): Weighed {
  const about = [...new Set(finder(rules)(sentence).map((match) => match.value))];
  const money = amountsIn(sentence).length > 0 && !about.includes('budget') ? (['budget'] as const) : [];
  const all = [...about, ...money];
  const words = sentence.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  const weight = all.length * 2 + (/\d/.test(sentence) ? 1 : 0) + Math.min(words, 20) / 10;
  return { sentence, place, about: all, weight: words < 3 ? weight / 3 : weight };
}

/** The weightiest sentences in the order they were said, at most 400 characters, word for word. */
function summaryOf(sentences: readonly Weighed[]): string {
  const kept: Weighed[] = [];
  let length = 0;
  const telling = sentences.filter(({ weight }) => weight >= LEAST_WEIGHT);
  for (const one of [...(telling.length > 0 ? telling : sentences)].sort(
    (a, b) => b.weight - a.weight || a.place - b.place,
  )) {
    if (length + one.sentence.length + 3 > SUMMARY_LIMIT) continue;
    kept.push(one);
    length += one.sentence.length + 3;
  }
  kept.sort((a, b) => a.place - b.place);
  return kept
    .map(
      ({ sentence, place }, index) =>
        `${index > 0 && (kept[index - 1]?.place ?? 0) < place - 1 ? '… ' : ''}${sentence}`,
    )
    .join(' ');
}
