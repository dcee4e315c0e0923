/** Signs in an inquiry's words: who offers whom, who looks for work, who reports a fault, who wants to buy. */
import { oncePerRules, type Phrase, phraseFinder } from '../phrases.ts';
import type { Reading } from '../reading.ts';
import type { CaptureRules } from '../rules.ts';
import { type JudgeRules, junkReason, type Strength, strength } from './judge-rules.ts';
import { type Side, type Sign, sign } from './sign.ts';

interface Meaning {
  readonly side: Side;
  readonly strength: Strength;
}

/** A mailing says what it is at its beginning and at its end. */
const HEAD = 6_000;
const TAIL = 2_000;

/** One finder over all sides, so that a longer phrase of one takes its words from a shorter of another. */
const finder = oncePerRules(({ judge }: CaptureRules) => {
  const sides: readonly Side[] = ['buyer', ...junkReason.options];
  return phraseFinder(
    strength.options.flatMap((of) =>
      sides.flatMap((side): Phrase<Meaning>[] => {
        const phrases = side === 'buyer' ? judge.buyer[of] : judge.reasons[side][of];
        const value = { side, strength: of };
        return (phrases ?? []).map((phrase) => ({ phrase, value }));
      }),
    ),
  );
});

/** The signs in the subject and the person's words; the same phrase twice counts once. */
export function wordSigns(reading: Reading, rules: CaptureRules): Sign[] {
  const signs = new Map<string, Sign>();
  for (const { source, text } of wordsOf(reading)) {
    for (const match of finder(rules)(endsOf(text))) {
      // Of two strengths for one side the stronger stands first.
      for (const { side, strength: of } of match.values) {
        const key = `${side} ${match.phrase}`;
        if (!signs.has(key)) signs.set(key, sign(side, of, source, match.quote, rules.judge));
      }
    }
  }
  return [...signs.values(), ...quantitySigns(reading, rules.judge)];
}

function endsOf(text: string): string {
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`;
}

/** The texts that speak: subject, message, and of a mail what stands around the message and what it forwards. */
export function wordsOf(reading: Reading): readonly { readonly source: string; readonly text: string }[] {
  const body = reading.texts.get('email body') ?? '';
  const main =
    reading.source === 'email' && body.includes(reading.message)
      ? { source: 'email body', text: body }
      : { source: reading.messageSource, text: reading.message };
  const names = reading.source === 'email' ? [] : namesOf(reading);
  const forwarded = { source: 'forwarded email', text: reading.texts.get('forwarded email') ?? '' };
  const more = main.source === 'email body' ? [forwarded] : [];
  return [{ source: 'email subject', text: reading.subject }, main, ...more, ...names].filter(
    ({ text }) => text !== '',
  );
}

/** Spam robots put their words into every field of a form. */
function namesOf(reading: Reading): { source: string; text: string }[] {
  const said = [...(reading.said.get('name') ?? []), ...(reading.said.get('company') ?? [])];
  return said.filter(({ value }) => value.length > 25).map(({ source, value }) => ({ source, text: value }));
}

const COUNTED =
  '(?:x|pcs|pc|pieces?|units?|off|seats?|licen[cs]es?|users?|people|ppl|staff|employees|docks?|doors?|trucks?|lorries|vehicles|pallets?|sites?|locations?|shops?|stores?|rooms?|beds?|nurses|agents|drivers|guests|litres?|liters?|tons?|tonnes?|kg|kilos?|kilo|m2|m²|sqm|qm|lfm|meter|metres?|stück|stk|nutzer|leute|mitarbeiter|fahrzeuge|lkw|paletten|tore|filialen|standorte|arbeitsplätze|personen|pièces?|unités?|postes|personnes|utilisateurs|camions|palettes|unidades|uds|piezas|personas|usuarios|camiones|plazas|pezzi|pz|persone|utenti|camion|bancali|peças|unidade|pessoas|utilizadores|usuários|stuks|personen|gebruikers|medewerkers|vrachtwagens|man)';
const QUANTITY = new RegExp(`(?<![\\d.,/-])\\d{1,3}(?:[., ]?\\d{3}){0,2}\\s?${COUNTED}(?![\\p{L}\\d])`, 'iu');
/** A number of things: in seven languages, without what is counted everywhere, such as hours, months and money. */
const THINGS =
  /(?<![\p{L}\d.,:/#-])(?:[2-9]|[1-9]\d{1,4}|\d{1,3}[.,]\d{3}|two|three|four|five|six|eight|ten|twelve|twenty|thirty|zwei|drei|vier|fünf|sechs|acht|zehn|zwölf|deux|trois|quatre|cinq|six|huit|dix|douze|dos|tres|cuatro|cinco|seis|ocho|diez|doce|dois|duas|três|quatro|oito|dez|doze|due|tre|quattro|cinque|sei|otto|dieci|dodici|twee|drie|vijf|zes|acht|tien|twaalf)[^\S\n](?!(?:minut|min\b|mins\b|hour|day|week|month|year|stund|tag|woche|monat|jahr|uhr|heur|jour|semain|mois|an\b|ans\b|année|hora|día|dia|mes\b|meses|mês|año|ano|or[ae]\b|giorn|settiman|mes[ei]\b|ann[io]\b|minuut|uur|dag|weken|maand|jaar|euro|eur\b|usd|gbp|dollar|pound|prozent|percent|procent|pour|por\b|per\b|jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|ago|sep|o[ck]t|nov|de[cz]|gen\b|gig|lug|avr|fév|juin|juil|août|déc|am\b|pm\b|bis\b|and\b|und\b|et\b|y\b|e\b|en\b|or\b|to\b|of\b|on\b|in\b|at\b|de\b|times|mal\b|fois|veces|vezes|volte|keer))(\p{L}{3,})/iu;
/** Somebody who needs a number of something. */
const NEEDED =
  /(?<!\p{L})(?:need|needs|needing|want|require|brauch|brauche|brauchen|bräuchten|benötigen|benötige|bestellen|necesito|necesitamos|quiero|queremos|preciso|precisamos|queria|servono|vogliamo|vorremmo|besoin de|faut|voudrions|voudrais|cherchons|zoeken|willen|nodig)\s(?:\p{L}{1,15}\s){0,3}\d{1,6}(?![\d%:])/iu;
const TIMES = /(?<![\p{L}\d])\d{1,4}\s?[x×]\s?\p{L}|(?<![\p{L}\d])[x×]\s?\d{1,4}(?!\d)/iu;
const PART =
  /\b(?:part|item|article|art|artikel|ref|model|modell|modelo|modello|réf)\.?\s?(?:no|nr|num|#|n°)?\.?\s?[A-Z0-9][A-Z0-9-]{2,}/;

/** Somebody who wants to buy says how many, or the number of the part. */
function quantitySigns(reading: Reading, rules: JudgeRules): Sign[] {
  const text = `${reading.subject}\n${reading.message}`.slice(0, 4000);
  const counted = QUANTITY.exec(text) ?? TIMES.exec(text);
  const weak = [counted ?? THINGS.exec(text), PART.exec(text)].filter((match) => match !== null);
  const needed = NEEDED.exec(text);
  return [
    ...(needed === null ? [] : [sign('buyer', 'strong', reading.messageSource, needed[0], rules)]),
    ...weak.map((match) => sign('buyer', 'weak', reading.messageSource, match[0], rules)),
  ];
}
