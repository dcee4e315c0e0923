/** Text made comparable: case, accents and signs away. Reads 200 characters at most. */

const LONGEST = 200;
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
/** How languages write a letter where they cannot print it: ö is oe in German, aa is å in Danish. */
const SPELT_OUT: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** "Müller-Lüdenscheidt" → "muller-ludenscheidt". */
export function folded(text: string): string {
  return text
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

/** "Müller" → "mueller": the other way of writing the same letters. */
export function speltOut(text: string): string {
  const composed = text.slice(0, LONGEST).normalize('NFC').toLowerCase();
  return folded(composed.replace(/[äöüøå]/g, (letter) => SPELT_OUT[letter] ?? letter));
}

/** The words of a text, folded; signs and spaces part them. */
export function foldedWords(text: string): string[] {
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Letters and digits alone, folded: "van der Berg" and "VanderBerg" are the same. */
export function squeezed(text: string): string {
  return foldedWords(text).join('');
}
