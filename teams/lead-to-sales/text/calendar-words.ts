/** The words for months, seasons, spans and numbers in seven languages, as `words.ts` folds them. */
import { plainWord } from './words.ts';

const folded = (line: string): string[] => line.split(' ').map(plainWord);
const setOf = (...lines: string[]): ReadonlySet<string> => new Set(lines.flatMap(folded));

/** A word that stands for a month of the year (0 is January); `length` is how many months it covers, 0: a day. */
export interface CalendarWord {
  readonly month: number;
  readonly length: number;
}

const monthNames = [
  'january januar jänner janvier enero janeiro gennaio januari jan',
  'february februar février febrero fevereiro febbraio februari feb',
  'march märz mars marzo março maart',
  'april avril abril aprile apr',
  'may mai mayo maio maggio mei',
  'june juni juin junio junho giugno',
  'july juli juillet julio julho luglio',
  'august août agosto augustus aug',
  'september septembre septiembre setembro settembre sept',
  'october oktober octobre octubre outubro ottobre oct okt',
  'november novembre noviembre novembro nov',
  'december dezember décembre diciembre dezembro dicembre dec dez',
];
const otherNames: readonly (readonly [string, CalendarWord])[] = [
  ['spring frühjahr frühling printemps primavera voorjaar lente', { month: 3, length: 3 }],
  ['summer sommer été verano verão zomer', { month: 6, length: 3 }],
  ['autumn herbst automne otoño outono autunno najaar herfst', { month: 8, length: 3 }],
  ['winter hiver invierno inverno', { month: 11, length: 3 }],
  [
    'christmas weihnachten noël navidad navidades natal natale kerst kerstmis advent xmas',
    { month: 11, length: 0 },
  ],
  ['easter ostern pâques pascua páscoa pasqua pasen', { month: 3, length: 0 }],
];
const calendar = new Map<string, CalendarWord>([
  ...monthNames.flatMap((names, month) => folded(names).map((name) => [name, { month, length: 1 }] as const)),
  ...otherNames.flatMap(([names, word]) => folded(names).map((name) => [name, word] as const)),
]);
/** "May", "mars", "été" and "mei" are other words too: they need a word before that goes with a time. */
const doubtful = setOf('may mai mars march été mei sept lente natal aug dec verão');
const goesWithTime = setOf(
  'in by before until till from end mid early late next this of for since im bis ab vor zum ende mitte anfang seit im',
  "en d'ici fin début mi pour avant dès le cet l depuis du au em até antes fim de final início para desde em no",
  'entro fine da per prima metà inizio eind voor vanaf tot medio begin last du d ici',
);

/** What month or season a word means here; null where it means none. */
export function calendarWord(plain: string, before?: string, after?: string): CalendarWord | null {
  const word = calendar.get(plain);
  if (!word) return null;
  if (!doubtful.has(plain)) return word;
  const isDay = (text: string | undefined): boolean => /^\d{1,2}(?:st|nd|rd|th|er)?$/.test(text ?? '');
  const isYear = /^20\d\d$/.test(after ?? '');
  return goesWithTime.has(before ?? '') || isDay(before) || isDay(after) || isYear ? word : null;
}

const counts = [
  'a an one ein eine einem einer eines un une una um uma uno een één',
  'two zwei deux dos dois duas due twee couple',
  'three drei trois tres três tre drie few',
  'four vier quatre cuatro quatro quattro',
  'five fünf cinq cinco cinque vijf',
  'six sechs seis sei zes',
  'seven sieben sept siete sete sette zeven',
  'eight acht huit ocho oito otto',
  'nine neun neuf nueve nove negen',
  'ten zehn dix diez dez dieci tien',
  'eleven elf onze once undici',
  'twelve zwölf douze doce doze dodici twaalf',
];
const countWords = new Map(
  counts.flatMap((words, index) => folded(words).map((word) => [word, index + 1] as const)),
);

/** "three", "3", "drei" as a number up to 99. */
export function countOf(plain: string): number | null {
  if (/^\d{1,2}$/.test(plain)) return Number(plain);
  return countWords.get(plain) ?? null;
}

const units: readonly (readonly [string, number])[] = [
  ['day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen', 1 / 30],
  ['week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken', 0.25],
  ['month months monat monate monaten monats mois mes meses mês mese mesi maand maanden', 1],
  ['quarter quarters quartal quartale quartalen quartals trimestre trimestres trimestri kwartaal', 3],
  ['halbjahr semestre semester', 6],
  ['year years jahr jahre jahren jahres an ans année années año años ano anos anno anni jaar', 12],
];
const monthsOfUnit = new Map(
  units.flatMap(([words, months]) => folded(words).map((word) => [word, months] as const)),
);

/** How many months a word such as "weeks" stands for; null where it is no unit of time. */
export function unitMonths(plain: string): number | null {
  return monthsOfUnit.get(plain) ?? null;
}

/** The small words that place a time: what stands before or after it. */
export const bearings = {
  /** Before "three weeks". */
  within: setOf(
    'within in inside under next innerhalb binnen unter dans sous ici nächsten kommenden en dentro em nos nas',
    'entro tra fra binnen próximos próximas prochains prochaines prossimi prossime komende volgende max maximum',
  ),
  /** Between such a word and the number. */
  filler: setOf(
    'the next about around roughly coming max maximum von den der ca etwa les de los las unos unas environ um uns os as',
    'circa ongeveer i le prossimi prossime próximos próximas nächsten kommenden cerca approximately less than weniger als do d',
  ),
  fromNow: setOf('from ab later'),
  upTo: setOf('to or bis oder à a ou o até'),
  next: setOf(
    'next coming nächste nächster nächsten nächstes kommende kommenden kommendes prochain prochaine próximo próxima prossimo prossima volgende komende nächstem nächster kommender',
  ),
  nextAfter: setOf('prochain prochaine próximo próxima prossimo prossima viene entrante vem seguinte'),
  now: setOf(
    'this diese diesen dieser dieses diesem ce cette este esta neste nesta deste desta questo questa deze dit current laufenden aktuellen',
  ),
  middle: setOf('mid mitte mi metà medio meados mediados middle'),
  end: setOf('end ende fin final finales fim fine eind einde'),
  quarter: setOf('quarter quartal trimestre kwartaal'),
  ordinals: new Map(
    [
      'first 1st 1 ersten erstes premier primer primeiro primo eerste',
      'second 2nd 2 zweiten zweites deuxième segundo secondo tweede',
      'third 3rd 3 dritten drittes troisième tercer terceiro terzo derde',
      'fourth 4th 4 vierten viertes quatrième cuarto quarto vierde',
    ].flatMap((words, index) => folded(words).map((word) => [word, String(index + 1)] as const)),
  ),
  /** Before "1.12." and the like. */
  dateAfter: setOf('am zum bis ab vom vor der den il le el al du dem entro'),
  /** Before a time that lies behind. */
  since: setOf(
    'since seit depuis desde dal dall dalla sinds last letzten letzte vergangenen dernier ago hace',
  ),
} as const;
