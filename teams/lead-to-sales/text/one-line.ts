/** Text from outside on one line: hostile until it is cut short and freed of what cannot be printed. Pure. */

/** One printable line of at most `length` characters; what was cut shows as " …". Empty where nothing can be shown. */
export function oneLine(text: string, length: number): string {
  const line = text
    .slice(0, length * 4 + 100)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length).join('').trimEnd()} …`;
}
