/** What arrived, what became of it and how it was qualified, in checkable sums. Pure. */
import { counted, dim, listed, paragraph, plain, toned } from '../commands/text/layout.ts';
import type { DayFigures } from './figures.ts';

/** How many came by which way, what came twice, and what was refused. */
export function arrived(figures: DayFigures): string[] {
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

/** Each receipt in one place, then each lead in one. */
export function became(figures: DayFigures): string[] {
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

/** How many of each rating, as bars. */
export function qualified(figures: DayFigures): string[] {
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
