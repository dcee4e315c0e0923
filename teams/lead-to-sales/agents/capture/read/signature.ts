/** Finds the signature below a mail's own words, and tells greeting and good-bye from what is said. */
import type { CaptureRules } from '../rules.ts';
import { type Closing, closingOf, isDeviceLine, isPicture, isPostscript, isRule } from './mail-lines.ts';
import { type MailWords, mailWords } from './mail-words.ts';
import { type SenderKey, signedAs } from './sender.ts';
import { signatureStart } from './signature-start.ts';
import { lineWords } from './word-list.ts';

export interface SignedText {
  /** The person's own words with greeting and postscript. */
  readonly body: string;
  /** What is said, greeting and good-bye aside. */
  readonly message: string;
  /** From the good-bye to the last line, as it stands; empty where there is none. */
  readonly signature: string;
  /** The lines that tell who signs: no good-bye, rule, picture or postscript. */
  readonly card: readonly string[];
}

const MAX_SIGNATURE = 60;

/** Splits a mail's own text. */
export function splitSignature(text: string, sender: SenderKey, rules: CaptureRules): SignedText {
  const words = mailWords(rules);
  const lines = text.split('\n').map((line) => line.slice(0, 1000));
  const view = { lines, sender, words, first: lines.findIndex((line) => line.trim() !== '') };
  const start = signatureStart(view);
  const at = start?.line ?? lines.length;
  const head = lines.slice(0, at);
  const cut = start?.column ?? 0;
  if (cut > 0) head.push((lines[at] ?? '').slice(0, cut).trimEnd());
  const tail = [(lines[at] ?? '').slice(cut), ...lines.slice(at + 1)];
  const { postscript, signature } = withoutPostscript(at < lines.length ? tail : [], words);
  const above = head.join('\n').trim();
  return {
    body: [above, postscript].filter((part) => part !== '').join('\n\n'),
    message: [withoutGreeting(head, words), postscript].filter((part) => part !== '').join('\n\n'),
    signature: signature.join('\n').trim(),
    card: cardLines(signature, sender, words),
  };
}

function withoutPostscript(
  lines: readonly string[],
  words: MailWords,
): { postscript: string; signature: string[] } {
  const at = lines.findIndex((line, index) => index > 0 && isPostscript(line, words));
  if (at < 0) return { postscript: '', signature: [...lines] };
  const length = lines.slice(at).findIndex((line) => line.trim() === '');
  const end = length < 0 ? lines.length : at + length;
  return {
    postscript: lines.slice(at, end).join('\n').trim(),
    signature: [...lines.slice(0, at), ...lines.slice(end)],
  };
}

/** "Regards, Ann" goes on with a name, "Grüße aus dem Allgäu" and "Cheers mate" do not. */
function nameBehind(line: string, closing: Closing, sender: SenderKey): string {
  const rest = closing.isBare ? '' : line.slice(closing.restAt).trim();
  return /^\p{Lu}/u.test(rest) || signedAs(rest.replace(/[.,!]$/, ''), sender) !== null ? rest : '';
}

/** The card's lines; of a good-bye with a name behind it, the name. */
function cardLines(signature: readonly string[], sender: SenderKey, words: MailWords): string[] {
  const card: string[] = [];
  for (const line of signature.slice(0, MAX_SIGNATURE)) {
    if (isRule(line) || isPicture(line) || isDeviceLine(line, words)) continue;
    const closing = card.filter((one) => one !== '').length < 2 ? closingOf(line, words) : null;
    const text = closing === null ? line.trim() : nameBehind(line, closing, sender);
    if (text !== '' || (card.length > 0 && card.at(-1) !== '')) card.push(text);
  }
  return card;
}

function withoutGreeting(lines: readonly string[], words: MailWords): string {
  const first = lines.findIndex((line) => line.trim() !== '');
  const line = lines[first]?.trim() ?? '';
  const found = words.of.greetings.beginning(lineWords(line));
  if (found === 0) return lines.join('\n').trim();
  const isShort = line.length <= 70 && !line.includes('?') && lineWords(line).length <= 9;
  const comma = line.search(/[,!:.]\s+\S/);
  const rest = comma < 0 || comma > 70 ? '' : line.slice(comma + 1).trim();
  if (!isShort && rest === '') return lines.join('\n').trim();
  const isMore = rest !== '' && (rest.split(' ').length > 4 || /[.?!]$/.test(rest));
  const said = [isMore ? rest : '', ...lines.slice(first + 1)].join('\n').trim();
  // A mail of a greeting alone says at least that.
  return said === '' ? lines.join('\n').trim() : said;
}
