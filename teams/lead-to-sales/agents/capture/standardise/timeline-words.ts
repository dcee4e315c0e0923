/** The words of time in seven languages, without accents and in small letters: numbers, units, months, seasons. */

/** Numbers as words. */
export const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  couple: 2,
  few: 3,
  'half a': 0.5,
  ein: 1,
  eine: 1,
  einem: 1,
  einer: 1,
  eines: 1,
  zwei: 2,
  drei: 3,
  vier: 4,
  funf: 5,
  sechs: 6,
  sieben: 7,
  acht: 8,
  neun: 9,
  zehn: 10,
  zwolf: 12,
  paar: 3,
  wenigen: 3,
  halben: 0.5,
  un: 1,
  une: 1,
  deux: 2,
  trois: 3,
  quatre: 4,
  cinq: 5,
  sept: 7,
  huit: 8,
  neuf: 9,
  dix: 10,
  douze: 12,
  quelques: 3,
  una: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  doce: 12,
  pocos: 3,
  pocas: 3,
  medio: 0.5,
  uno: 1,
  due: 2,
  tre: 3,
  quattro: 4,
  cinque: 5,
  sei: 6,
  sette: 7,
  otto: 8,
  nove: 9,
  dieci: 10,
  dodici: 12,
  mezzo: 0.5,
  um: 1,
  uma: 1,
  dois: 2,
  duas: 2,
  quatro: 4,
  sete: 7,
  oito: 8,
  dez: 10,
  doze: 12,
  meio: 0.5,
  een: 1,
  twee: 2,
  drie: 3,
  vijf: 5,
  zes: 6,
  zeven: 7,
  negen: 9,
  tien: 10,
  twaalf: 12,
  enkele: 3,
  half: 0.5,
};

/** Units and their months. */
export const MONTHS_OF_UNIT: readonly (readonly [RegExp, number])[] = [
  [/^(hours?|hrs?|stunden?|heures?|horas?|ore|uur)$/, 1 / 720],
  [/^(days?|tag(e|en)?|jours?|dias?|giorn[oi]|dag(en)?|werktag(e|en)?|arbeitstag(e|en)?)$/, 1 / 30],
  [/^(weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]|week|weken)$/, 0.25],
  [/^(months?|mos?|mths?|monat(e|en|s)?|mois|mes(es)?|mes[ei]|maand(en)?)$/, 1],
  [/^(quarters?|quartal(e|en|s)?|trimestres?|trimestr[ei]|kwarta(al|len))$/, 3],
  [/^(years?|yrs?|jahr(e|en|es)?|ans?|annees?|anos?|ann[oi]|jaar|jaren)$/, 12],
];

/** The twelve months of the calendar. */
export const CALENDAR: readonly RegExp[] = [
  /^(january|janvier|januar|janner|enero|gennaio|janeiro|januari|jan|ene|gen)$/,
  /^(february|fevrier|februar|febrero|febbraio|fevereiro|februari|feb|fev)$/,
  /^(march|mars|marz|marzo|marco|maart|mar|mrz)$/,
  /^(april|avril|abril|aprile|apr|abr|avr)$/,
  /^(may|mai|mayo|maggio|maio|mei|mag)$/,
  /^(june|juin|juni|junio|giugno|junho|jun|giu)$/,
  /^(july|juillet|juli|julio|luglio|julho|jul|lug)$/,
  /^(august|aout|agosto|augustus|aug|ago)$/,
  /^(september|septembre|septiembre|settembre|setembro|sept|sep|set)$/,
  /^(october|octobre|oktober|octubre|ottobre|outubro|oct|okt|ott|out)$/,
  /^(november|novembre|noviembre|novembro|nov)$/,
  /^(december|decembre|dezember|diciembre|dicembre|dezembro|dec|dez|dic)$/,
];

/** Seasons and feasts, and the month (0 = January) with which they end or come. */
export const SEASONS: readonly (readonly [RegExp, number])[] = [
  [/\b(spring|fruhjahr|fruhling|printemps|primavera|voorjaar|lente)\b/, 4],
  [/\b(summer|sommer|ete|verano|estate|verao|zomer)\b/, 6],
  [/\b(autumn|fall (?:of|20)|this fall|next fall|herbst|automne|otono|autunno|outono|herfst|najaar)\b/, 9],
  [/\b(winter|hiver|invierno|inverno)\b/, 11],
  [/\b(christmas|xmas|weihnachten|noel|navidad|natale|natal|kerst|kerstmis)\b/, 11.8],
  [/\b(easter|ostern|paques|pascua|pasqua|pascoa|pasen)\b/, 3.2],
];

/** Days of the week: always within the week. */
export const WEEKDAYS =
  /\b(by|before|until|on|this|bis|am|diesen|avant|ce|para el|antes del|este|entro|entro il|questo|ate|esta|ate a|voor|uiterlijk|deze)\s(?:the\s|next\s)?(monday|tuesday|wednesday|thursday|friday|montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miercoles|jueves|viernes|lunedi|martedi|mercoledi|giovedi|venerdi|segunda|terca|quarta|quinta|sexta|maandag|dinsdag|woensdag|donderdag|vrijdag)\b/;

/** Words that say how soon, and the months until then. */
export const SOON: readonly (readonly [RegExp, number])[] = [
  [
    /\b(asap|as soon as possible|immediately|right away|straight away|at once|today|tomorrow|this week|sofort|umgehend|unverzuglich|schnellstmoglich|so schnell wie moglich|so bald wie moglich|noch heute|heute noch|morgen|diese woche|des que possible|au plus vite|le plus vite possible|immediatement|tout de suite|aujourd'hui|demain|cette semaine|cuanto antes|lo antes posible|inmediatamente|de inmediato|hoy mismo|manana mismo|esta semana|il prima possibile|al piu presto|quanto prima|subito|immediatamente|oggi stesso|questa settimana|o mais rapido possivel|o quanto antes|imediatamente|hoje mesmo|ainda hoje|zo snel mogelijk|zo spoedig mogelijk|onmiddellijk|meteen|direct leverbaar|vandaag nog|deze week)\b/,
    0,
  ],
  [
    /\b(next week|nachste woche|nachster woche|kommende woche|la semaine prochaine|la proxima semana|la semana que viene|la settimana prossima|settimana prossima|na proxima semana|proxima semana|semana que vem|volgende week|komende week)\b/,
    0.25,
  ],
  [
    /\b(this month|diesen monat|noch diesen monat|ce mois-ci|este mes|questo mese|este mes|deze maand|within the month|end of the month|ende des monats|monatsende|fin du mois|fin de mes|fine mese|fim do mes|eind van de maand)\b/,
    0.5,
  ],
  [
    /\b(next month|nachsten monat|kommenden monat|le mois prochain|mois prochain|el proximo mes|el mes que viene|il mese prossimo|mese prossimo|no proximo mes|proximo mes|mes que vem|volgende maand|komende maand)\b/,
    1,
  ],
];

export const THIS_QUARTER =
  /\b(this quarter|dieses quartal|diesem quartal|ce trimestre|este trimestre|questo trimestre|dit kwartaal)\b/;
export const NEXT_QUARTER =
  /\b(next quarter|nachstes quartal|nachsten quartal|kommenden quartal|le trimestre prochain|trimestre prochain|proximo trimestre|prossimo trimestre|volgend kwartaal|komend kwartaal)\b/;
export const THIS_YEAR =
  /\b(this year|end of (?:the )?year|year end|year-end|before the year is out|dieses jahr|diesem jahr|jahresende|ende des jahres|cette annee|fin (?:de l'|d')annee|este ano|fin(?:al(?:es)?)? de(?:l)? ano|quest'anno|fine (?:dell')?anno|fim do ano|final do ano|dit jaar|eind (?:van het|dit) jaar)\b/;
export const NEXT_YEAR =
  /\b(next year|early next year|nachstes jahr|nachsten jahr|kommenden jahr|kommendes jahr|l'annee prochaine|annee prochaine|el (?:proximo ano|ano que viene)|ano que viene|l'anno prossimo|anno prossimo|no proximo ano|ano que vem|proximo ano|volgend jaar|komend jaar)\b/;
export const PAST =
  /\b(last|past|ago|since|previous|for the last|letzten|letztes|vergangenen|seit|vor \d|vor (?:zwei|drei|einem|einer)|derniers?|dernieres?|depuis|il y a|ultimos?|ultimas?|desde|hace|ultim[ie]|fa\b|da \d|scors[oi]|scorsa|passad[oa]s?|ha \d|atras|afgelopen|vorige?|geleden|sinds|al \d)\b/;
export const REFUSED =
  /\b(not|no|nothing|too expensive|nicht|kein\w*|zu teuer|pas|trop cher|demasiado caro|sin|non|troppo caro|nao|muito caro|niet|geen|te duur)\b/;
export const MONTH_END = /\b(end of|late|ende|fin(?: de)?|finales de|fine|fim de|final de|eind)\b/;
