/** A mail's text taken apart: the sender's own words, what they forward, and what they only quote. */

export interface ForwardedMail {
  /** The original sender as the forwarding program wrote it, such as `Anna Weber <anna@acme.example>`. */
  readonly from: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailText {
  readonly own: string;
  readonly forwarded: ForwardedMail | null;
  readonly hasQuote: boolean;
}

const FORWARD =
  /^[\s>*_-]{0,40}(forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré|début du message (?:réexpédié|transféré)|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|doorgestuurd bericht)\b/i;
const ORIGINAL =
  /^[\s>*_-]{0,40}(original message|ursprüngliche nachricht|originalnachricht|message d['’]origine|message original|mensaje original|original appointment)[\s>*_:-]{0,40}$/i;
const WROTE =
  /^>?\s?(on|am|le|el|il|op|den|em)\s.{5,250}(wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu)(?:\s.{0,80})?\s?:\s*$/i;
const WROTE_START = /^>?\s?(on|am|le|el|il|op|den|em)\s.{5,200}$/i;
const FROM = /^[\s>*]{0,5}(from|von|de|da|van)\s?\*?:\*?\s?(.{1,300})$/i;
const OTHER_HEADER =
  /^[\s>*]{0,5}(sent|gesendet|envoyé|enviado(?: el)?|date|datum|fecha|to|an|à|para|subject|betreff|objet|asunto|cc|reply-to|antwort an)\s?\*?:\*?\s?(.{0,300})$/i;
const SUBJECT = /^(subject|betreff|objet|asunto)$/i;
const DEVICE =
  /^(sent from my|sent from (?:mail|outlook)|get outlook for|von meinem .{2,30} gesendet|gesendet (?:von|mit)|envoyé de(?:puis)? mon|enviado desde mi)\b/i;
const MAX_LINES = 2000;

/** Takes a text apart. Interleaved answers keep the sender's lines and lose the quoted ones. */
export function splitMailText(text: string): MailText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n').slice(0, MAX_LINES);
  const own: string[] = [];
  let hasQuote = false;
  for (let index = 0; index < lines.length; index += 1) {
    const line = (lines[index] ?? '').slice(0, 4000);
    if (FORWARD.test(line.slice(0, 300))) {
      const forwarded = readForwarded(lines.slice(index + 1));
      return { own: tidy(own), forwarded, hasQuote: true };
    }
    if (ORIGINAL.test(line.slice(0, 300)) || isHeaderBlock(lines, index)) {
      const from = isHeaderBlock(lines, index) ? index : index + 1;
      return { own: tidy(own), forwarded: readForwarded(lines.slice(from)), hasQuote: true };
    }
    const next = lines[index + 1] ?? '';
    if (WROTE.test(line) || (WROTE_START.test(line) && WROTE.test(`${line} ${next}`.slice(0, 400)))) {
      hasQuote = true;
      if (!WROTE.test(line)) index += 1;
      if (!restIsMarked(lines, index + 1)) break;
      continue;
    }
    if (/^\s{0,3}>/.test(line)) hasQuote = true;
    else if (!DEVICE.test(line.trim())) own.push(line);
  }
  return { own: tidy(own), forwarded: null, hasQuote };
}

/** Whether the quoted part is marked with `>`: then what is not marked is the sender's. */
function restIsMarked(lines: readonly string[], from: number): boolean {
  return (lines.slice(from).find((line) => line.trim() !== '') ?? '').trimStart().startsWith('>');
}

function isHeaderBlock(lines: readonly string[], index: number): boolean {
  if (!FROM.test((lines[index] ?? '').slice(0, 400))) return false;
  const following = lines.slice(index + 1, index + 8).filter((line) => OTHER_HEADER.test(line.slice(0, 400)));
  return following.length >= 2;
}

function readForwarded(lines: readonly string[]): ForwardedMail | null {
  let from = '';
  let subject = '';
  let index = 0;
  while (index < lines.length && index < 15) {
    const line = (lines[index] ?? '').slice(0, 400);
    const sender = FROM.exec(line)?.[2];
    const other = OTHER_HEADER.exec(line);
    if (sender !== undefined && from === '') from = sender.trim();
    else if (other !== null) {
      if (SUBJECT.test(other[1] ?? '')) subject = other[2]?.trim() ?? '';
    } else if (line.replace(/[>\s]/g, '') !== '' && from !== '') break;
    index += 1;
  }
  if (from === '') return null;
  const rest = lines.slice(index);
  const marked = rest.filter((line) => line.trim() !== '').every((line) => /^\s{0,3}>/.test(line));
  const text = (marked ? rest.map((line) => line.replace(/^\s{0,3}>\s?/, '')) : rest).join('\n').trim();
  return { from, subject, text };
}

/** Without the rule that Outlook draws above what it quotes, and without more than one empty line. */
function tidy(lines: readonly string[]): string {
  const trimmed = lines.map((line) => line.trimEnd());
  while (trimmed.length > 0 && /^_*$/.test(trimmed.at(-1) ?? '')) trimmed.pop();
  return trimmed
    .filter((line, index) => line !== '' || trimmed[index - 1] !== '')
    .join('\n')
    .trim();
}
