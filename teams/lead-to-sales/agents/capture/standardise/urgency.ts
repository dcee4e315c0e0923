/** How urgent somebody says it is, by the phrases in `rules.yaml`. */
import { oncePerRules, phraseFinder } from '../phrases.ts';
import type { CaptureRules } from '../rules.ts';

type Urgency = 'high' | 'medium' | 'low';
const LEVELS: readonly Urgency[] = ['high', 'medium', 'low'];

/** A negation a word or two before: "nothing here is urgent", "pas d'urgence". */
const NEGATION =
  /(?<![\p{L}])(?:not|nothing|no|isn['’]t|aren['’]t|never|nicht|kein\w{0,2}|nichts|pas|rien|aucune?|nada|sin|non|niente|nessun[ao]?|senza|não|nao|sem|nenhuma?|niet|geen|niets)\s(?:[\p{L}'’]{1,12}\s){0,2}(?:[dl]['’])?$/iu;

const finders = oncePerRules((rules: CaptureRules) => {
  const words = LEVELS.flatMap((level) => rules.urgency[level].map((phrase) => ({ phrase, value: level })));
  const answers = LEVELS.flatMap((level) =>
    rules.urgency_answers[level].map((phrase) => ({ phrase, value: level })),
  );
  return { words: phraseFinder(words), answers: phraseFinder([...words, ...answers]) };
});

/**
 * The highest urgency a text speaks of, with the words; "not urgent" is longer than "urgent" and wins its
 * words. `isAnswer`: the text stands in a field for urgency, where "high" or "cold" says it.
 */
export function urgencyIn(
  text: string,
  rules: CaptureRules,
  isAnswer = false,
): { level: Urgency; quote: string } | null {
  const found = finders(rules);
  const matches = (isAnswer ? found.answers(text) : found.words(text)).map((match) => {
    const before = NEGATION.exec(text.slice(Math.max(0, match.start - 30), match.start));
    if (match.value === 'low' || before === null) return match;
    return { ...match, value: 'low' as const, quote: `${before[0]}${match.quote}` };
  });
  for (const level of LEVELS) {
    const match = matches.find((candidate) => candidate.value === level);
    if (match !== undefined) return { level, quote: match.quote };
  }
  return null;
}
