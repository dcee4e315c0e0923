/** The day in words: 100 columns, plain, checkable sums. Pure. */
import Table from 'cli-table3';
import { bare } from '../commands/leads-table.ts';
import {
  bold,
  counted,
  dim,
  labelled,
  listed,
  paragraph,
  plain,
  section,
  toned,
} from '../commands/text/layout.ts';
import { undashed } from '../commands/text/words.ts';
import type { DayFigures, OwnerFigures } from './figures.ts';
import { type Story, storyText } from './story.ts';

const SHOWN_WAITING = 8;

function arrived(figures: DayFigures): string[] {
  const { email, form, chat, event } = figures.by_source;
  const parts = [
    ...(email > 0 ? [counted(email, 'e-mail')] : []),
    ...(form > 0 ? [counted(form, 'web form')] : []),
    ...(chat > 0 ? [counted(chat, 'chat')] : []),
    ...(event > 0 ? [counted(event, 'event registration')] : []),
  ];
  const ways = parts.length === 0 ? '' : `: ${listed(parts)}`;
  const repeated =
    figures.repeated === 0
      ? ''
      : ` ${counted(figures.repeated, 'inquiry', 'inquiries')} came a second time and counted once.`;
  const known =
    figures.known === 0
      ? ''
      : ` ${figures.known === figures.received ? `All ${figures.received}` : figures.known} had been taken in before; nothing was doubled.`;
  return [
    paragraph(`${counted(figures.received, 'inquiry', 'inquiries')}${ways}.${repeated}${known}`, 2),
    ...figures.problems.map(({ file, line, message, expected }) => {
      const place = `${plain(file.split(/[\\/]/).slice(-2).join('/'), 60)}${line === null ? '' : `:${line}`}`;
      return paragraph(`Refused: ${place}: ${plain(message, 120)}; expected ${plain(expected, 160)}.`, 2, 4);
    }),
  ];
}

/** "a + b + c" of what there is any of; the sum stands in front. */
function sum(total: string, parts: readonly (readonly [number, string])[]): string {
  const there = parts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count.toLocaleString('en')} ${words}`);
  return paragraph(`${total} = ${there.length === 0 ? '0' : there.join(' + ')}`, 2, 4);
}

function became(figures: DayFigures): string[] {
  const { leads_now: now } = figures;
  return [
    sum(`${figures.received.toLocaleString('en')} received`, [
      [figures.leads, figures.leads === 1 ? 'lead' : 'leads'],
      [figures.joined, 'joined to a lead of the same person'],
      [figures.not_leads, 'no leads'],
      [figures.unclear, 'undecided (a person is asked)'],
      [figures.lost, 'LOST'],
    ]),
    sum(counted(figures.leads, 'lead'), [
      [now.owned, 'with an owner'],
      [now['in-review'], 'with a person who decides'],
      [now.nurturing, 'in long-term nurturing'],
      [now.marketing, 'with marketing'],
      [now['ended-otherwise'], 'ended otherwise'],
    ]),
    paragraph(
      figures.lost === 0
        ? "Lost: 0. Checked from the receipts: each has an owner, a person's task or an end."
        : `LOST: ${figures.lost}, with neither an owner, nor a task, nor an end: ${figures.lost_cases.join(', ')}.`,
      2,
    ),
  ];
}

const BAR = 40;

function qualified(figures: DayFigures): string[] {
  const { hot, warm, cold, unqualified } = figures.qualified;
  const most = Math.max(1, hot, warm, cold, unqualified, figures.not_scored);
  const bar = (count: number): string =>
    '▇'.repeat(count === 0 ? 0 : Math.max(1, Math.round((count / most) * BAR)));
  const rows: [string, number][] = [
    ['hot', hot],
    ['warm', warm],
    ['cold', cold],
    ['unqualified', unqualified],
  ];
  if (figures.not_scored > 0) rows.push(['not scored', figures.not_scored]);
  const share = (count: number): string => `${Math.round((100 * count) / Math.max(1, figures.leads))} %`;
  return rows.map(([name, count]) =>
    `  ${name.padEnd(12)}${String(count).padStart(4)}  ${count === 0 ? '' : `${toned(name, bar(count))} `}${dim(share(count))}`.trimEnd(),
  );
}

function because({ because: reasons }: OwnerFigures): string {
  return reasons.map(({ reason, count }) => `${plain(reason, 60)} ${dim(`×${count}`)}`).join(', ');
}

function owners(figures: DayFigures): string[] {
  const given = figures.owners.filter(({ assigned }) => assigned > 0);
  if (given.length === 0) return [];
  const table = new Table({
    chars: { ...bare, middle: '  ' },
    head: ['owner', 'leads', 'hot', 'warm', 'territory', 'chosen because'].map(bold),
    colWidths: [20, 5, 4, 4, 18, 37],
    colAligns: ['left', 'right', 'right', 'right', 'left', 'left'],
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  for (const owner of given) {
    const territory = owner.territories.map((name) => (name === '*' ? 'anywhere' : name)).join(', ');
    table.push([owner.name, owner.assigned, owner.hot, owner.warm, plain(territory, 36), because(owner)]);
  }
  const none = figures.owners
    .filter(({ assigned, note }) => assigned === 0 && note !== null)
    .map(({ name, note }) => `${name} ${note}`);
  return [
    ...table
      .toString()
      .split('\n')
      .map((line) => `  ${line.trimEnd()}`),
    ...(none.length === 0 ? [] : [labelled('Given none:', `${none.join('; ')}.`, 11)]),
  ];
}

function seconds(value: number): string {
  return value < 120 ? `${value.toFixed(1)} s` : `${Math.round(value / 60)} min`;
}

function speed({ seconds_to_owner: { p50, p95 } }: DayFigures): string[] {
  if (p50 === null || p95 === null) return [];
  return [
    `  Half of the leads had an owner within ${seconds(p50)} (p50), 95 % within ${seconds(p95)} (p95).`,
  ];
}

function waits(figures: DayFigures): string[] {
  const groups = Map.groupBy(figures.waiting, ({ queue, why }) => `${queue}\0${why}`);
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const who = same.map((one) => (one.who === null ? one.case : `${one.case} ${one.who}`));
    const more = who.length > SHOWN_WAITING ? [`and ${who.length - SHOWN_WAITING} more`] : [];
    return [
      paragraph(`${same.length} in the queue ${undashed(first.queue)}: ${plain(first.why, 300)}`, 2, 2),
      paragraph([...who.slice(0, SHOWN_WAITING), ...more].join('; '), 4),
    ];
  });
}

const reasonWords: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'auto-reply': ['auto-reply', 'auto-replies'],
  bounce: ['bounce', 'bounces'],
  newsletter: ['newsletter', 'newsletters'],
  'job-application': ['job application', 'job applications'],
  'vendor-pitch': ['vendor pitch', 'vendor pitches'],
  'calendar-reply': ['calendar reply', 'calendar replies'],
  unsubscribe: ['wish to be taken off the list', 'wishes to be taken off the list'],
  empty: ['empty message', 'empty messages'],
  'decided-by-a-person': ['decided by a person', 'decided by a person'],
};

function noLeads({ not_leads_by_reason: reasons }: DayFigures): string[] {
  const parts = Object.entries(reasons).map(([reason, count]) => {
    const [one, many] = reasonWords[reason] ?? [undashed(reason), undashed(reason)];
    return counted(count, one, many);
  });
  return parts.length === 0 ? [] : [paragraph(`${parts.join(', ')}.`, 2)];
}

function tryNext(stories: readonly Story[]): string[] {
  const [first] = stories;
  const command = (words: string, text: string): string => `  ${words.padEnd(30)}${text}`;
  return [
    command('npx baton leads', 'all leads, most urgent first'),
    ...(first === undefined
      ? []
      : [command(`npx baton lead ${first.case}`, 'everything about one, with its evidence')]),
    command('npx baton inbox', 'what waits for a person'),
  ];
}

/** The text of the day. */
export function summaryText(figures: DayFigures, stories: readonly Story[]): string {
  const told = stories.flatMap((story, index) => [...(index === 0 ? [] : ['']), storyText(story, index + 1)]);
  return [
    ...section('What arrived', arrived(figures)),
    ...section('What became of it', became(figures)),
    ...section('How the leads were qualified', qualified(figures)),
    ...section('Who got them, and why', owners(figures)),
    ...section('From arrival to owner', speed(figures)),
    ...section('What waits for a person', waits(figures)),
    ...section('What was no lead', noLeads(figures)),
    ...section(
      stories.length === 3 ? 'Three leads in full' : 'Told in full',
      told.length === 0 ? [] : ['', ...told],
    ),
    ...section('Try next', tryNext(stories)),
  ].join('\n');
}
