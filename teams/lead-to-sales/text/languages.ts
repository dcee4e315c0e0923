/** Which of seven languages a text is written in, by its commonest small words: so that Portuguese "no" is no "no". */
import { plainWord, type Word } from './words.ts';

export const spokenLanguages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl'] as const;
export type SpokenLanguage = (typeof spokenLanguages)[number];

const smallWords: Readonly<Record<SpokenLanguage, string>> = {
  en: 'the and we our is are for with you have i this to of it that not be can would will they from at has do in on but if by my',
  de: 'der die das und wir ist für mit sie haben ich ein eine nicht auf den im zu unser unsere von wird es bei noch auch als in an bis mein dass',
  fr: 'le la les et nous est pour avec vous avons je une des du pas dans sur que qui notre nos un au ce mais plus',
  es: 'el la los y es para con tenemos una del que por las nuestro nuestra en un se lo nos su más pero al está',
  pt: 'o os e é para com você temos uma do da que por não em nosso nossa um as ao na no dos das mais estamos são nós',
  it: 'il la gli e è per con abbiamo una del della che di non nostro nostra un sono i le da si al nel ma più siamo in mi ci',
  nl: 'de het en wij we is voor met u hebben een van niet ons onze ik op dat zijn te in er dit nog kunnen maar bij wordt',
};
const enoughVotes = 4;

const languagesOfWord = new Map<string, SpokenLanguage[]>();
for (const language of spokenLanguages) {
  for (const word of smallWords[language].split(' ')) {
    const plain = plainWord(word);
    languagesOfWord.set(plain, [...(languagesOfWord.get(plain) ?? []), language]);
  }
}

/**
 * The languages a text may be in: those with nearly the most small words, and `hint` where there are few.
 * All of them where nothing tells.
 */
export function languagesIn(words: readonly Word[], hint: string | null): readonly SpokenLanguage[] {
  const votes = new Map<SpokenLanguage, number>();
  for (const { plain } of words) {
    for (const language of languagesOfWord.get(plain) ?? []) {
      votes.set(language, (votes.get(language) ?? 0) + 1);
    }
  }
  const most = Math.max(0, ...votes.values());
  const hinted = spokenLanguages.filter((language) => language === hint);
  if (most < enoughVotes && hinted.length > 0) return hinted;
  if (most === 0) return spokenLanguages;
  // Few votes decide little: then whatever may be.
  const enough = most < enoughVotes ? most * 0.4 : most * 0.75;
  return spokenLanguages.filter((language) => (votes.get(language) ?? 0) > enough);
}
