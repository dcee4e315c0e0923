/** The day in words: 100 columns, plain, checkable sums; then leads told in full. Pure. */
import type { FairnessLedger } from '../commands/fairness.ts';
import { counted, paragraph, plain, section, withoutCommands } from '../commands/text/layout.ts';
import { undashed } from '../commands/text/words.ts';
import { arrived, became, qualified } from './day-text.ts';
import type { DayFigures } from './figures.ts';
import { fairness, owners, speed } from './owners-text.ts';
import type { Story } from './story.ts';
import { storyText } from './story-text.ts';

const SHOWN_WAITING = 8;

function waits(figures: DayFigures): string[] {
  const groups = Map.groupBy(figures.waiting, ({ queue, why }) => `${queue}\0${why}`);
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const who = same.map((one) => (one.who === null ? one.case : `${one.case} ${one.who}`));
    const more = who.length > SHOWN_WAITING ? [`and ${who.length - SHOWN_WAITING} more`] : [];
    return [
      paragraph(
        `${same.length} in the queue ${undashed(first.queue)}: ${plain(withoutCommands(first.why), 300)}`,
        2,
        2,
      ),
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
      : [command(`npx baton lead ${first.case}`, 'one lead on a screen; --all for everything')]),
    command('npx baton inbox', 'what waits for a person, and how to answer'),
    command('npx baton fairness', 'who was entitled to how many leads, and who got them'),
  ];
}

const NUMBERS = ['No', 'One', 'Two', 'Three', 'Four', 'Five'];

function toldTitle(count: number): string {
  return `${NUMBERS[count] ?? String(count)} ${count === 1 ? 'lead' : 'leads'} in full`;
}

/** The text of the day. */
export function summaryText(figures: DayFigures, ledger: FairnessLedger, stories: readonly Story[]): string {
  const told = stories.flatMap((story, index) => ['', storyText(story, index + 1)]);
  return [
    ...section('What arrived', arrived(figures)),
    ...section('What became of it', became(figures)),
    ...section('How the leads were qualified', qualified(figures)),
    ...section('Who got them, and why', [...owners(figures), ...speed(figures)]),
    ...section('How fairly they were shared out', fairness(ledger)),
    ...section('What waits for a person', waits(figures)),
    ...section('What was no lead', noLeads(figures)),
    ...section(toldTitle(stories.length), told),
    ...section('Try next', tryNext(stories)),
  ].join('\n');
}
