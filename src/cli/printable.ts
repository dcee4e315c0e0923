/** Text from outside, fit to be printed: it can neither move the cursor nor begin a line of its own. */

/** On one line, control characters made visible. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, '�');
}

/** The same over several lines: their ends stay. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
