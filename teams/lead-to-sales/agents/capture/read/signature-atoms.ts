/** Cuts what is left of a signature's line into its smallest parts and says what each may be. */

import { readTitle } from '../../../standards/titles/read-title.ts';
import { domainLikeness } from '../standardise/company-domain.ts';
import { isDegrees } from '../standardise/name-words.ts';
import { hasPostalCode, isState, namedCountry } from '../standardise/place.ts';
import { fieldOf } from './fields.ts';
import { type Signed, signedAs } from './sender.ts';
import type { LineContext, Span } from './signature-contacts.ts';
import { type LineWord, lineWords } from './word-list.ts';

/** What parts a piece from the one before it: a strong sign, or one that titles and addresses hold, too. */
export type Joint = 'start' | 'hard' | 'at' | 'comma' | 'dash' | 'slash' | 'bracket';
export type AtomKind =
  | 'name'
  | 'title'
  | 'department'
  | 'company'
  | 'address'
  | 'country'
  | 'degree'
  | 'unknown'
  | 'nothing';

export interface Atom extends Span {
  readonly line: number;
  readonly text: string;
  readonly joint: Joint;
  readonly words: readonly LineWord[];
  readonly signed: Signed;
  kind: AtomKind;
  /** A bracket closes right behind it. */
  readonly isClosed: boolean;
  /** A label such as "Address:" stands before it. */
  readonly isLabelled: boolean;
  /** What of an address its words speak of: a street, part of a building, a box at the post office. */
  readonly place: 'street' | 'building' | 'box' | null;
  /** How sure the kind is, 0 to 3. */
  weight: number;
}

const SEPARATORS =
  /\s*(?:\||•|●|■|▪|∙|·|::|\s\/\/\s|\s\.\s|\t|»|;|\s{3,})\s*|\s[-–—]\s+|\s\/\s|,\s*|\s?\(|\)\s?|\s(?:@|at|beim?|chez|bij|presso|hos|of|for|with|en|del?|du|des|d[aio]|della|der|van|vo[nm]|für|pour|par|para|per|voor)\s(?:(?:the|der|dem|den|la|le|el|il|het)\s|l['’])?(?=[\p{L}\d])/gu;
/** Before where somebody works. */
const AT = /^(?:@|at|beim?|chez|bij|presso|hos)$/;
/** Also within titles and names: they lead to a firm only where the sender's domain says so. */
const OF = /^(?:of|for|with|en|de|del|du|des|di|da|do|della|der|van|von|vom|für|pour|par|para|per|voor)$/;
const EDGE_START = /^[\s/\\*_+~>"“”„«»✨★☆➤►▶➜→•.:|,–—-]+/u;
const EDGE_END = /[\s*_~"“”„«»✨★☆:|,;–—-]+$/u;
const PRONOUNS =
  /^(?:she|he|they|her|him|his|them|sie|er|elle|il|ella|él|ela|ele|zij|hij|mr|mrs|ms|mx|miss|herr|frau)(?:\s?[/,]\s?(?:she|he|they|her|hers|him|his|them|theirs|ihr|ihm|lui|la|ella|él))*\.?$/i;
const HOUSE =
  /^(?:\p{L}[\p{L}.'’-]*\s){0,4}\p{Lu}[\p{L}.'’-]*\s(?!(?:18|19|20)\d\d$)\d{1,4}\s?[a-zA-Z]?(?:\s?[-/+]\s?\d{1,4}[a-zA-Z]?)?\.?$/u;
/** Languages where the kind of street stands first: "Plaza Mayor" is no mayor. */
const LEADING_STREET =
  /^(?:via|viale|piazza|corso|calle|plaza|plaça|avenida|av\.|avda\.?|paseo|passeig|rua|rue|avenue|boulevard|bd|place|praça|travessa|largo|rambla|carrer|camino|carretera|ctra\.?|col\.|colonia|blvd\.?|urb\.|urbanización|calz\.|calzada|prol\.|pol\.\sind\.|polígono|lugar\sd[aeo]s?|rod\.|rodovia|estrada|bairro|barrio|zona\sindustrial|ch\.|chemin|allée|impasse|quai|cours|strada|località|loc\.|frazione|fraz\.|contrada|vicolo|v\.le|c\.so|p\.zza|lungomare|ul\.)\s(?:(?:d[aeoi]s?|de\sla|des|della|del|du|la|le|los|las)\s)?[\p{Lu}\d]|^(?:ZI|ZA|ZAC|C\/|Z\.I\.|Z\.A\.)\s?\p{Lu}/iu;
/** "3.º Esq.", "2ºB", "n.º 45". */
const FLOOR = /^(?:\d{1,3}\.?\s?[ºª°]\s?[\p{L}.]{0,5}|n\.?\s?[º°o]\s?\d{1,5}[a-z]?)$/iu;
/** "Curitiba/PR". */
const TOWN_STATE = /^\p{Lu}[\p{L} .'’-]{1,40}\/\p{Lu}{2}$/u;
const NUMBERED = /^(?:no\.?\s?|nº\s?|n°\s?|#)?\d{1,5}(?:[-/]\d{1,4}){0,2}\s?[a-zA-Z]?,?\s\p{Lu}[\p{L}.'’-]+/u;

/** The atoms of a piece of a line. */
export function atomsOf(line: string, index: number, piece: Span, context: LineContext): Atom[] {
  const atoms: Atom[] = [];
  let from = piece.start;
  let joint: Joint = piece.start === 0 ? 'start' : 'hard';
  let opened = false;
  const text = line.slice(0, piece.end);
  const add = (end: number): void => {
    const atom = atomOf(line, index, { start: from, end }, joint, context);
    if (atom !== null) atoms.push(atom);
  };
  SEPARATORS.lastIndex = 0;
  for (const match of text.slice(piece.start).matchAll(SEPARATORS)) {
    const at = piece.start + match.index;
    const next = jointOf(match[0]);
    if (next === 'comma' && isWithinNumber(text, at)) continue;
    if (
      next === 'at' &&
      !leadsToFirm(line.slice(from, at), match[0], text.slice(at + match[0].length), context)
    )
      continue;
    // "Gráinne (Grace) O'Malley" is one name.
    if (next === 'bracket' && /^\s?\([^()]{1,30}\)\s[\p{L}\d]/u.test(text.slice(at))) opened = true;
    if (next === 'bracket' && opened) {
      opened = !match[0].includes(')');
      continue;
    }
    add(at);
    from = at + match[0].length;
    joint = next;
  }
  add(piece.end);
  return atoms;
}

function jointOf(separator: string): Joint {
  const sign = separator.trim();
  if (sign === ',') return 'comma';
  if (sign === '/') return 'slash';
  if (sign === '(' || sign === ')') return 'bracket';
  if (/^(?:@|\p{L}[\p{L}\s'’]*)$/u.test(sign)) return 'at';
  return /^[-–—]$/.test(sign) ? 'dash' : 'hard';
}

/** "Inkoper bij De Wit", "Owner of Savannah Solar" of savannahsolar.example; not "Head of Sales". */
function leadsToFirm(before: string, link: string, after: string, { sender, words }: LineContext): boolean {
  const word = link.trim().split(/[\s'’]/)[0] ?? '';
  const isAt = AT.test(word);
  if ((!isAt && !OF.test(word)) || hasPostalCode(before)) return false;
  if (isAt && /^[\p{Lu}\d]/u.test(after)) return true;
  if (sender.company === null) return false;
  const firm = after.split(/[|,•·(]|\s[-–—/]\s/)[0] ?? after;
  const all = lineWords(before);
  const isPost = words.of.title_words.find(all) !== null || words.of.department_words.find(all) !== null;
  const likeness = domainLikeness(firm, sender.company);
  const withoutFirst = domainLikeness(firm.replace(/^\S+\s?/, ''), sender.company);
  return isPost && likeness >= (isAt ? 0.6 : 0.8) && likeness > withoutFirst;
}

function isWithinNumber(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
}

function atomOf(line: string, index: number, span: Span, joint: Joint, context: LineContext): Atom | null {
  const raw = line.slice(span.start, span.end);
  const lead = EDGE_START.exec(raw)?.[0].length ?? 0;
  const label = LEAD.exec(raw.slice(lead))?.[0] ?? labelOf(raw.slice(lead), context);
  const bare = raw.slice(lead + label.length);
  if (SINCE.test(bare.trim()) && SINCE.exec(bare.trim())?.index === 0) return null;
  const isQuoted = /^[^"“”„«»]*["“„«][^"“”„«»]+["”“»]\s*$/u.test(bare);
  const whole = isQuoted ? bare.trimEnd() : bare.replace(EDGE_END, '');
  const text = whole.replace(SINCE, '').replace(EDGE_END, '');
  if (!/[\p{L}\p{N}]/u.test(text)) return null;
  const start = span.start + lead + label.length;
  const words = lineWords(text);
  const signed = signedAs(text, context.sender);
  const told = settled(kindOf(text, words, signed, context), joint, text !== whole);
  const { kind, weight } = told;
  return {
    line: index,
    start,
    end: start + text.length,
    text,
    joint,
    words,
    signed,
    kind,
    weight,
    place: placeOf(text, words, context),
    isClosed: line[start + text.length] === ')',
    isLabelled: label.includes(':'),
  };
}

/** "Holzbau seit 1921": how long a firm has been there is no part of its name. */
const SINCE =
  /(?:^|[\s,]+)(?:since|seit|depuis|desde|dal|sinds|anno|est(?:ablished|\.|d\.?)?|founded(?:\sin)?|gegründet|gegr\.|fondée?(?:\sen)?|fundad[ao]s?\sen|fondata\snel|opgericht(?:\sin)?)\s(?:1[4-9]|20)\d\d$/iu;

/** What stands behind "at" is where the person works; what tells since when, and is no firm, is an advertisement. */
function settled(told: Kind, joint: Joint, isSince: boolean): Kind {
  if (joint === 'at' && (told.kind === 'unknown' || told.kind === 'title' || told.kind === 'department'))
    return kind('company', 2.5);
  return isSince && told.kind === 'unknown' ? kind('nothing', 2) : told;
}

const LEAD = /^(?:(?:i\.\s?[AV]\.|ppa\.?|p\.\s?p\.|gez\.?|p\.\s?i\.|Ihre?|Deine?|Eure?)\s+)+(?=\S)/u;

/** "Address: ", "Position: ", with the blanks behind it; empty where no known label begins the text. */
function labelOf(text: string, context: LineContext): string {
  const match = /^([\p{L}][\p{L} .'’/-]{0,28}?)\s?[:：]\s+(?=\S)/u.exec(text);
  if (match?.[1] === undefined) return '';
  const all = lineWords(match[1]);
  const field = fieldOf(match[1], context.rules);
  const isField = field === 'name' || field === 'title' || field === 'company' || field === 'country';
  const last = all.slice(-1);
  return isField || context.words.labels.address.isWhole(all) || context.words.labels.address.isWhole(last)
    ? match[0]
    : '';
}

/** "Vasconcelos e Sá". */
const PARTICLES = new Set(
  'e y i de da do dos das del della di la le van von der den zu und af av el al bin ben'.split(' '),
);
/** "una empresa de Grupo Norte", "A Smith Group company": whose firm it is. */
const PARENT =
  /^(?:(?:an?|un[ae]?|uma?|eine?|een|proudly|parte?|è|es|is|ein|onderdeel)\s){0,2}(?:\p{L}+\s)?(?:company|business|brand|division|subsidiary|unternehmen|tochter|tochterunternehmen|marke|gesellschaft|empresa|compañía|sociedad|marca|société|entreprise|filiale|marque|azienda|società|divisione|marchio|bedrijf|dochter|dochteronderneming|merk|part|teil|parte)\s(?:of|de|del|della|di|du|da|do|der|des|von|van|im)\s|^an?\s.{2,40}\s(?:company|brand|business)$|^(?:member|mitglied|membre|miembro|membro|lid|onderdeel)\s(?:of|der|des|du|de|del|da|do|van|im)\s.{0,40}\b(?:group|gruppe|groupe|grupo|gruppo|groep|network|netzwerk|verbund|verband|association)\b/iu;
/** "km 4,5", "Km. 12". */
const KILOMETRE = /^km\.?\s?\d{1,4}(?:[.,]\d{1,3})?$/i;

interface Kind {
  readonly kind: AtomKind;
  readonly weight: number;
}

const kind = (name: AtomKind, weight: number): Kind => ({ kind: name, weight });

function kindOf(text: string, all: readonly LineWord[], signed: Signed, context: LineContext): Kind {
  const { of: lists, labels } = context.words;
  if (text.length > 120 || PRONOUNS.test(text) || (/^[\d\W]*$/u.test(text) === false && text.length < 2))
    return kind('nothing', 3);
  const likeness = context.sender.company === null ? 0 : domainLikeness(text, context.sender.company);
  const isWholeName =
    signed === 'full' &&
    all.every(
      ({ word }) => context.sender.given.has(word) || context.sender.family.has(word) || PARTICLES.has(word),
    );
  // "Rui Sá" is a name, though "sa" is a legal form.
  const form = isWholeName ? 0 : legalForm(text, all, context);
  const organisation = lists.organisation_words.find(all);
  const title = lists.title_words.find(all);
  const startsOrganised = organisation?.at === 0 && title === null;
  if (signed === 'full' && form === 0 && !startsOrganised && !(likeness >= 0.95 && organisation !== null))
    return kind('name', 3);
  if (signed === 'part' && likeness < 0.9 && form === 0) return kind('name', 2);
  if (PARENT.test(text)) return kind('nothing', 3);
  if (namedCountry(text) !== null) return kind('country', 3);
  if (TOWN_STATE.test(text) && isState(text.slice(-2))) return kind('address', 2);
  const isRoad = LEADING_STREET.test(text) && /\d/.test(text);
  if (form > 0 && form < all.length && !isRoad) return kind('company', 3);
  if (FLOOR.test(text) || KILOMETRE.test(text)) return kind('address', 1.5);
  if (
    labels.other.beginning(all) > 0 &&
    /\d/.test(text) &&
    (/^[\p{L}. ]{1,20}:/u.test(text) || !/^(?:room|raum|zimmer|postfach|no|nr)\b/i.test(text))
  )
    return kind('nothing', 2);
  if (isDegrees(text) && title === null) return kind('degree', 2);
  if (/^\p{P}*\d[\d\s./-]*$/u.test(text)) return kind(hasPostalCode(text) ? 'address' : 'nothing', 1);
  if (hasPostalCode(text) && title === null) return kind('address', 3);
  const hasNumber = /\d/.test(text);
  const street = lists.street_words.find(all);
  const isStreet = street !== null;
  if (/^c\/(?:\s?\p{Lu}|o\s)|\bs\/n\b/iu.test(text)) return kind('address', 2);
  if (hasNumber && isStreet && (title === null || title.at > 0)) return kind('address', 3);
  const building = lists.building_words.find(all);
  if (hasNumber && building !== null && title === null) return kind('address', 2.5);
  if (
    hasNumber &&
    title === null &&
    likeness < 0.6 &&
    (HOUSE.test(text) || NUMBERED.test(text)) &&
    all.length <= 8
  )
    return kind('address', 2);
  const isStreetName =
    street !== null && street.at > 0 && street.at + street.length === all.length && all.length <= 4;
  if (likeness >= 0.9 && all.length <= 8 && !(isStreetName && organisation === null))
    return kind('company', 3);
  // "Bishop's House" is a building.
  if (title?.at === 0 && /['’]s\s/.test(text) && building !== null) return kind('address', 1);
  if ((title === null || title.at > 0) && LEADING_STREET.test(text)) return kind('address', 1.5);
  if (title !== null && isTitled(all, title, organisation))
    return kind('title', organisation === null ? 3 : 2.5);
  if (likeness >= 0.5 && all.length <= 8 && !(isStreetName && organisation === null))
    return kind('company', 2.5);
  if (organisation !== null && !lists.department_words.isWhole(all)) {
    const isDepartment = lists.department_words.beginning(all) > 0;
    return isDepartment && likeness < 0.4
      ? kind('department', 1.5)
      : kind('company', all.length === 1 ? 1 : 2);
  }
  if (title !== null) return kind('title', 2);
  if (lists.department_words.find(all) !== null && !hasNumber) return kind('department', 2);
  const isNamedPlace = /\p{Lu}/u.test(text) && (isStreetName || !text.includes('&'));
  if (isStreet && isNamedPlace && all.length <= 5) return kind('address', 1.5);
  if (building !== null && isNamedPlace && all.length <= 4) return kind('address', 1);
  return isShortPost(text) ? kind('title', 2) : kind('unknown', 0);
}

/** "GF", "PDG": letters that stand for who runs a firm, by themselves. */
function isShortPost(text: string): boolean {
  const seniority = /^\p{Lu}{2,3}$/u.test(text) ? readTitle(text).seniority : null;
  return seniority === 'c-level' || seniority === 'owner';
}

/** "Director of Group Sales" is a title, "Hoekstra Advocaten Group" is none: a title begins with its word, or ends with it. */
function isTitled(
  all: readonly LineWord[],
  title: { at: number; length: number },
  organisation: { at: number } | null,
): boolean {
  if (organisation === null) return true;
  return title.at <= organisation.at || title.at + title.length === all.length;
}

const BOX =
  /^(?:p\.?\s?o\.?\s?box|g\.?p\.?o\.?\sbox|box\s\d|postfach|b\.?\s?p\.?\s?\d|bo[iî]te\spostale|cs\s?\d{4}|casella\spostale|apartado|apdo|caixa\spostal|postbus|postboks|private\sbag|locked\sbag|pmb\s?\d)/iu;

function placeOf(
  text: string,
  all: readonly LineWord[],
  { words: { of: lists } }: LineContext,
): Atom['place'] {
  if (BOX.test(text)) return 'box';
  if (lists.street_words.find(all) !== null) return 'street';
  return lists.building_words.find(all) === null ? null : 'building';
}

/** How many of the words are a legal form at the end or the beginning; 0 where none is. */
function legalForm(text: string, all: readonly LineWord[], context: LineContext): number {
  const forms = context.words.of.legal_forms;
  for (let at = Math.max(0, all.length - 5); at < all.length; at += 1) {
    const rest = all.slice(at);
    if (forms.isWhole(rest) && looksLikeForm(text, rest)) return rest.length;
  }
  const first = forms.beginning(all);
  return first > 0 &&
    first < all.length &&
    /^(?:OÜ|UAB|SIA|PT|AS|ООО|ОАО|ЗАО|АО|ТОО|AB|OY|SARL|SAS|SA|SCI|EURL|Fa\.|Firma)\s/u.test(text)
    ? first
    : 0;
}

/** A form of two letters and fewer is one only in capitals or with dots: "AS", "s.a.", "bv", not "as" or "co". */
function looksLikeForm(text: string, rest: readonly LineWord[]): boolean {
  const written = text.slice(rest[0]?.start ?? 0);
  const letters = rest.map(({ word }) => word).join('');
  if (letters.length > 3) return true;
  return (
    /\p{Lu}/u.test(written) ||
    written.includes('.') ||
    /^(?:bv|nv|vof|cv|vzw|ag|kg|inc|ltd|llc|plc|sas|spa|srl|sro|doo|oy|ab)$/.test(letters)
  );
}

/** Whether an atom is nothing but a legal form, which belongs to the name before it. */
export function isBareForm(atom: Atom, context: LineContext): boolean {
  return (
    atom.words.length <= 5 &&
    context.words.of.legal_forms.isWhole(atom.words) &&
    looksLikeForm(atom.text, atom.words)
  );
}
