/** The shape of a list of phrases in a rule file: what the team's agents listen for, by language. */
import { z } from 'baton';

/** The languages a list may have, in the order they are read; `any` is for names that have none. */
export const listLanguages = ['any', 'en', 'de', 'fr', 'es', 'pt', 'it', 'nl'] as const;

/** Words; `word*` takes any ending, a lone `*` stands for up to three words, `#` for a number, `€` for a sum. */
export const phrase = z
  .string()
  .min(1)
  .max(80)
  .refine((text) => !/(^|\s)\*\s*$|^\s*\*/u.test(text), { message: 'A lone * stands between words only.' })
  .refine((text) => text.split(/\s+/u).filter((word) => word === '*').length <= 2, {
    message: 'At most two lone * in a phrase.',
  })
  .refine((text) => !/(^|\s)\S{1,2}\*/u.test(text), { message: 'word* needs at least three letters.' })
  .refine((text) => !/\*\S/u.test(text), { message: 'A * ends a word.' })
  .refine((text) => /[\p{L}\p{N}]/u.test(text), { message: 'A phrase needs a word.' });

const phrases = z.array(phrase).optional();

/** Phrases by language; all are listened for in every text. */
export const phraseList = z.strictObject({
  any: phrases,
  en: phrases,
  de: phrases,
  fr: phrases,
  es: phrases,
  pt: phrases,
  it: phrases,
  nl: phrases,
});
export type PhraseList = z.output<typeof phraseList>;
