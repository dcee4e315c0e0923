/** The shape of `phrases.yaml`: what is listened for in what people write, and how words are meant. */
import { z } from 'baton';
import { meaningRules, moods } from '../../text/moods.ts';
import { phraseList } from '../../text/phrase-list.ts';

const heardList = z.strictObject({
  ...phraseList.shape,
  also: z.array(z.enum(moods)).optional().describe('Counts as said also when conditional, past or of others'),
});

/** `agents/qualification/phrases.yaml`. */
export const phraseRules = z.strictObject({
  meaning: meaningRules,
  phrases: z.record(z.string(), heardList),
});
export type PhraseRules = z.output<typeof phraseRules>;
