/** The phrases of `phrases.yaml` beside this file: read once, checked as those of the rules are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'baton';
import { parse } from 'yaml';
import { byStrength, type JudgeRules, junkReason, type Strength } from './judge-rules.ts';
import type { Side } from './sign.ts';

const file = z.partialRecord(z.enum(['buyer', ...junkReason.options]), byStrength);

let loaded: z.infer<typeof file> | null = null;

/** All phrases of one side and one strength, those of the rules first. */
export function phrasesFor(side: Side, strength: Strength, rules: JudgeRules): readonly string[] {
  loaded ??= file.parse(parse(readFileSync(join(import.meta.dirname, 'phrases.yaml'), 'utf8')));
  const own = side === 'buyer' ? rules.buyer[strength] : rules.reasons[side][strength];
  return [...(own ?? []), ...(loaded[side]?.[strength] ?? [])];
}
