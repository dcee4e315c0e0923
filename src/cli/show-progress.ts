/** How far something long has come, in one line of a terminal that is written over. Elsewhere nothing is shown. */

const EVERY_MS = 100;
let shownAt = 0;
let isShown = false;

export function showProgress(line: string): void {
  if (!process.stderr.isTTY || performance.now() - shownAt < EVERY_MS) return;
  shownAt = performance.now();
  isShown = true;
  process.stderr.write(`\r${line}\x1b[K`);
}

/** Clears the line for what comes next. */
export function forgetProgress(): void {
  if (isShown) process.stderr.write('\r\x1b[K');
  isShown = false;
}

/** Such as "3.2 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
