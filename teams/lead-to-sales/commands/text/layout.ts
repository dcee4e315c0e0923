/**
 * How the desk's texts are set: 100 columns, hanging indents, sparing colour. Whatever was received is
 * hostile text; it passes through `plain` or `plainLines` before it is shown. Pure, but for the terminal's colours.
 */
import { styleText } from 'node:util';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const WIDTH = 100;

export function bold(text: string): string {
  return styleText('bold', text);
}

export function dim(text: string): string {
  return styleText('dim', text);
}

/** Hot and warm stand out, the others do not. */
export function toned(rating: string | null, text: string): string {
  if (rating === 'hot') return styleText('red', text);
  return rating === 'warm' ? styleText('yellow', text) : text;
}

/** One line, freed of control and invisible characters, at most `length` characters. */
export function plain(text: string, length: number): string {
  const oneLine = text
    .slice(0, length * 4 + 100)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  return shortened(oneLine, length);
}

/** `text` in at most `length` characters; what was cut shows as "…". */
function shortened(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}

/** Lines as they were written, freed of control characters; at most `most` of them, blank ones once. */
export function plainLines(text: string, most: number): string[] {
  const lines = text
    .slice(0, most * 2000)
    .split(/\r\n|\r|\n/, most * 4)
    .map((line) => plain(line, 1000))
    .filter((line, index, all) => line !== '' || (index > 0 && all[index - 1] !== ''));
  while (lines.at(-1) === '') lines.pop();
  const isCut = lines.length > most || text.length > most * 2000;
  return isCut ? [...lines.slice(0, most), '…'] : lines;
}

/** Joins lines that the sender's program broke, so that they can be wrapped anew. Lists keep their lines. */
export function rejoined(lines: readonly string[]): string[] {
  const joined: string[] = [];
  let before = '';
  for (const line of lines) {
    const goesOn = before.length >= 60 && line !== '' && !/^[-*•>|\d(]/u.test(line);
    if (goesOn) joined.push(`${joined.pop() ?? ''} ${line}`);
    else joined.push(line);
    before = line;
  }
  return joined;
}

/** Words in quotation marks, one line. */
export function quoted(text: string, length: number): string {
  return `"${plain(text, length)}"`;
}

/** Words that stay on one line together, such as "85 % sure". */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function wrapped(text: string, width: number): string[] {
  return wrapAnsi(text, width, { hard: true }).replaceAll('\u00a0', ' ').split('\n');
}

/** Wraps a paragraph to the page; every line is indented by `indent`, further ones by `hanging` more. */
export function paragraph(text: string, indent = 0, hanging = 0): string {
  const lines = wrapped(text, WIDTH - indent - hanging);
  return lines
    .map((line, index) => `${' '.repeat(indent + (index === 0 ? 0 : hanging))}${line}`.trimEnd())
    .join('\n');
}

/** Fills up to `width` columns; wide characters count as two. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** A label at `indent`, its text beside it, further lines below the text. */
export function labelled(label: string, text: string, labelWidth: number, indent = 2): string {
  const hanging = labelWidth + 2;
  const lines = wrapped(text, WIDTH - indent - hanging);
  const first = ' '.repeat(indent) + padded(label, hanging);
  return lines
    .map((line, index) => `${index === 0 ? first : ' '.repeat(indent + hanging)}${line}`.trimEnd())
    .join('\n');
}

/** Cells side by side, each wrapped to its width, two columns of space between them. */
export function columns(cells: readonly string[], widths: readonly number[], indent = 2): string {
  const cellLines = cells.map((cell, index) => wrapped(cell, widths[index] ?? WIDTH));
  const height = Math.max(...cellLines.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) => {
    const line = cellLines.map((lines, index) => padded(lines[row] ?? '', (widths[index] ?? 0) + 2)).join('');
    return `${' '.repeat(indent)}${line}`.trimEnd();
  }).join('\n');
}

/** A heading above its lines; empty where there are none. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', bold(title), ...lines];
}

/** "1 lead", "3 leads". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length <= 1 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `text` with one full stop at its end. */
export function sentence(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?…]["”]?$/u.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** What a person is asked, without the sentences on which command answers it. */
export function withoutCommands(ask: string): string {
  const said = ask.split(/(?<=[.?!]) /).filter((one) => !one.includes('`'));
  return said.length === 0 ? ask : said.join(' ');
}
