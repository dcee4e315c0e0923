/** Phrases put together from parts: `(we|i) need (a|an|)` stands for six of them. */

/** So many phrases at most may one stand for. */
export const MOST_PHRASES = 5_000;

const PARTS = /\(([^()]*)\)|([^()]+)/g;

/** Whether the brackets of a phrase pair up, do not nest, and stand for no more phrases than are allowed. */
export function isWellPutTogether(phrase: string): boolean {
  if (!/^(?:[^()|]|\([^()]*\))*$/.test(phrase)) return false;
  return partsOf(phrase).reduce((count, choices) => count * choices.length, 1) <= MOST_PHRASES;
}

/** All phrases that one stands for: one of the choices of each pair of brackets; an empty choice leaves it out. */
export function phrasesOf(phrase: string): readonly string[] {
  if (!phrase.includes('(')) return [phrase];
  const all = partsOf(phrase).reduce<string[]>(
    (begun, choices) => begun.flatMap((start) => choices.map((choice) => `${start} ${choice}`)),
    [''],
  );
  return all.map((one) => one.replace(/\s+/g, ' ').trim()).filter((one) => one !== '');
}

function partsOf(phrase: string): readonly (readonly string[])[] {
  return [...phrase.matchAll(PARTS)].map(([, choices, plain]) => choices?.split('|') ?? [plain ?? '']);
}
