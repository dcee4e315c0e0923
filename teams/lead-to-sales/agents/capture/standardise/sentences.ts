/** Cuts text into sentences and paragraphs that still stand in it word for word. */

/** The sentences of a text, at most 400 of at most 1,000 characters. */
export function sentencesOf(text: string): string[] {
  return text
    .slice(0, 20_000)
    .split(/(?<=[.!?…])\s+(?=[\p{Lu}¿¡"„«(\d])|\n{2,}|\n(?=\s*[-•*]\s)/u)
    .map((sentence) => sentence.trim().slice(0, 1000))
    .filter((sentence) => sentence !== '')
    .slice(0, 400);
}

/** The beginning of a text, whole sentences where that is possible, at most `limit` characters. */
export function beginningOf(text: string, limit: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= limit) return trimmed;
  const head = trimmed.slice(0, limit);
  const end = Math.max(
    head.lastIndexOf('. '),
    head.lastIndexOf('? '),
    head.lastIndexOf('! '),
    head.lastIndexOf('\n'),
  );
  if (end > limit / 3) return head.slice(0, end + 1).trim();
  const space = head.lastIndexOf(' ');
  return (space > 0 ? head.slice(0, space) : head).trim();
}
