/** A story as some ten lines of 100 columns. Pure. */
import { bold, capitalised, labelled, listed, paragraph, plain, sentence } from '../commands/text/layout.ts';
import { sourceWords } from '../commands/text/words.ts';
import type { Story } from './story.ts';

const LABEL = 5;
const MOST_WORDS = 3;

function line(label: string, text: string): string {
  return labelled(label, text, LABEL, 3);
}

function wroteLines({ wrote }: Story): string[] {
  const shown = wrote.slice(0, MOST_WORDS);
  const more = wrote.length - shown.length;
  return shown.map(({ source, words }, index) => {
    const rest = more > 0 && index === shown.length - 1 ? ` … and ${more} more` : '';
    return line(index === 0 ? 'Wrote' : 'Then', `"${words}" (${sourceWords[source]})${rest}`);
  });
}

function foundLine({ found, doubts, held_back }: Story): string[] {
  // What holds the score down is told with the score.
  const told = held_back === null ? doubts : doubts.filter((one) => !one.startsWith('the company'));
  if (found.length === 0 && told.length === 0) return [];
  const known = found.length === 0 ? '' : sentence(capitalised(found.join('; ')));
  const but = told.length === 0 ? '' : sentence(`But ${told.join('; ')}`);
  return [line('Found', `${known} ${but}`.trim())];
}

function callLine({ say, ask, owner }: Story): string[] {
  if (owner === null) return [];
  const words = [
    ...(say === null ? [] : [say]),
    ...(ask === null ? [] : [`Ask: ${sentence(plain(ask, 160))}`]),
  ];
  return words.length === 0 ? [] : [line('Call', words.join(' '))];
}

function scoreWords({ score, rating, because, held_back }: Story): string {
  const held = held_back === null ? '' : ` Held back: ${sentence(plain(held_back, 160))}`;
  return `${score} of 100, ${rating}: ${listed(because)}.${held}`;
}

/** The story under its number. */
export function storyText(story: Story, number: number): string {
  const head = `${number}. ${story.title}: ${story.who ?? 'somebody unnamed'} (${story.case})`;
  const choice = [`${story.owner}: ${story.why_owner}.`, ...story.why_not_others.map((one) => `${one}.`)];
  return [
    bold(paragraph(head, 0, 3)),
    ...wroteLines(story),
    ...foundLine(story),
    ...(story.score === null ? [] : [line('Score', scoreWords(story))]),
    ...callLine(story),
    ...(story.owner === null ? [] : [line('Owner', choice.join(' '))]),
    ...(story.doubt === null ? [] : [line('Why', sentence(plain(story.doubt, 200)))]),
    line('Next', story.next),
  ].join('\n');
}
