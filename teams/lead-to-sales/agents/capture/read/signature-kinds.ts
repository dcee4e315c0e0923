/** What each part of a signature's line may be by its own words: name, title, company, place. */

import { readTitle } from '../../../standards/titles/read-title.ts';
import { domainLikeness } from '../standardise/company-domain.ts';
import { isDegrees } from '../standardise/name-words.ts';
import { hasPostalCode, isState, namedCountry } from '../standardise/place.ts';
import type { Signed } from './sender.ts';
import type { LineContext } from './signature-contacts.ts';
import { type LineWord, lineWords } from './word-list.ts';

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

/** A street, part of a building, a box at the post office. */
export type PlaceWord = 'street' | 'building' | 'box' | null;

const PRONOUNS =
  /^(?:she|he|they|her|him|his|them|sie|er|elle|il|ella|él|ela|ele|zij|hij|mr|mrs|ms|mx|miss|herr|frau)(?:\s?[/,]\s?(?:she|he|they|her|hers|him|his|them|theirs|ihr|ihm|lui|la|ella|él))*\.?$/i;
const HOUSE =
  /^(?:\p{L}[\p{L}.'’-]*\s){0,4}\p{Lu}[\p{L}.'’-]*\s(?!(?:18|19|20)\d\d$)\d{1,4}\s?[a-zA-Z]?(?:\s?[-/+]\s?\d{1,4}[a-zA-Z]?)?\.?$/u;
/** Languages where the kind of street stands first: "Plaza Mayor" is no mayor. */
const LEADING_STREET =
  /^(?:via|viale|piazza|corso|calle|plaza|plaça|avenida|av\.|avda\.?|paseo|passeig|rua|rue|avenue|boulevard|bd|place|praça|travessa|largo|rambla|carrer|camino|carretera|ctra\.?|al\.|alameda|col\.|colonia|blvd\.?|urb\.|urbanización|calz\.|calzada|prol\.|pol\.\sind\.|polígono|lugar\sd[aeo]s?|rod\.|rodovia|estrada|bairro|barrio|zona\sindustrial|ch\.|chemin|allée|impasse|quai|cours|strada|località|loc\.|frazione|fraz\.|contrada|vicolo|v\.le|c\.so|p\.zza|lungomare|ul\.)\s(?:(?:d[aeoi]s?|de\sla|des|della|del|du|la|le|los|las)\s)?[\p{Lu}\d]|^(?:ZI|ZA|ZAC|C\/|Z\.I\.|Z\.A\.)\s?\p{Lu}/iu;
/** "3.º Esq.", "2ºB", "n.º 45". */
const FLOOR =
  /^(?:\d{1,3}\.?\s?[ºª°]\s?[\p{L}.]{0,5}|n\.?\s?[º°o]\s?\d{1,5}[a-z]?|r\/c(?:\s\p{L}{2,4}\.?)?|rdc)$/iu;
/** "Curitiba/PR". */
const TOWN_STATE = /^\p{Lu}(?:[\p{L} .'’-]{1,40}\/|\p{Ll}[\p{L} .'’]{1,40}-)\p{Lu}{2}$/u;
const NUMBERED = /^(?:no\.?\s?|nº\s?|n°\s?|#)?\d{1,5}(?:[-/]\d{1,4}){0,2}\s?[a-zA-Z]?,?\s\p{Lu}[\p{L}.'’-]+/u;

/** "Vasconcelos e Sá". */
const PARTICLES = new Set(
  'e y i de da do dos das del della di la le van von der den zu und af av el al bin ben'.split(' '),
);
/** "una empresa de Grupo Norte", "A Smith Group company": whose firm it is. */
const PARENT =
  /^(?:(?:an?|un[ae]?|uma?|eine?|een|proudly|parte?|è|es|is|ein|onderdeel)\s){0,2}(?:\p{L}+\s)?(?:company|business|brand|division|subsidiary|affiliate|unternehmen|tochter|tochterunternehmen|marke|gesellschaft|empresa|compañía|sociedad|marca|société|entreprise|filiale|marque|azienda|società|divisione|marchio|bedrijf|dochter|dochteronderneming|merk|part|teil|parte)\s(?:of|de|del|della|di|du|da|do|der|des|von|van|im)\s|^an?\s.{2,40}\s(?:company|brand|business)$|^(?:member|mitglied|membre|miembro|membro|lid|onderdeel)\s(?:of|der|des|du|de|del|da|do|van|im)\s.{0,40}\b(?:group|gruppe|groupe|grupo|gruppo|groep|network|netzwerk|verbund|verband|association)\b/iu;
/** Lines above a name that say in whose name it is signed. */
const ON_BEHALF =
  /^(?:im auftrag|in vertretung|i\.\s?[av]\.|gez\.|pour ordre|p\.\s?o\.|par délégation|por orden|p\.\s?p\.|por poder|per procura|namens deze|(?:pour|por|per|for)\s(?:m|mme|sr|sra|sig|mr|mrs|ms|dr)\.?\s\p{Lu}.{2,40})$/iu;
/** "km 4,5", "Km. 12". */
const KILOMETRE = /^(?:km|S\.?\s?[PS])\.?\s?\d{1,4}(?:[.,]\d{1,3})?(?:\skm\s\d{1,3})?$/i;

export interface Kind {
  readonly kind: AtomKind;
  readonly weight: number;
}

const kind = (name: AtomKind, weight: number): Kind => ({ kind: name, weight });

/** What a part of a signature's line is by its own words, and how sure that is. */
export function kindOf(text: string, all: readonly LineWord[], signed: Signed, context: LineContext): Kind {
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
  if (ON_BEHALF.test(text) || isOtherPost(text, all, context)) return kind('nothing', 3);
  if (PARENT.test(text)) return kind('nothing', 3);
  if (namedCountry(text) !== null) return kind('country', 3);
  if (TOWN_STATE.test(text) && isState(text.slice(-2))) return kind('address', 2);
  const isRoad = LEADING_STREET.test(text) && /\d/.test(text);
  if (form > 0 && form < all.length && !isRoad) return kind('company', 3);
  if (isSlogan(text, all)) return kind('nothing', 3);
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
  if (/^(?:cnr|corner|cor\.|esquina|esq\.)\s/i.test(text)) return kind('address', 2);
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
  // "Rivermeade House" may be where Rivermeade has its office.
  const isHouseName = building !== null && building.at > 0 && building.at + building.length === all.length;
  const isStreetName =
    street !== null && street.at > 0 && street.at + street.length === all.length && all.length <= 4;
  if (likeness >= 0.75 && all.length <= 8 && !(isStreetName && organisation === null))
    return kind('company', isHouseName ? 2.5 : 3);
  // "Bishop's House" is a building.
  if (title?.at === 0 && /['’]s\s/.test(text) && building !== null) return kind('address', 1);
  if ((title === null || title.at > 0) && LEADING_STREET.test(text)) return kind('address', 1.5);
  if (title !== null && isTitled(all, title, organisation))
    return kind('title', organisation === null ? 3 : 2.5);
  if (likeness >= 0.5 && all.length <= 8 && !(isStreetName && organisation === null))
    return kind('company', 2.5);
  if (organisation !== null && !lists.department_words.isWhole(all)) {
    // "Büro für Gestaltung" is a firm, "Büro" a department.
    const isDepartment =
      lists.department_words.beginning(all) >= (organisation.at === 0 ? organisation.length : 1);
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

/** "Aufsichtsratsvorsitzende: Silke Andresen": who else is something there. */
function isOtherPost(text: string, all: readonly LineWord[], { words }: LineContext): boolean {
  const [, label, rest] = /^([\p{L}][\p{L} ./-]{2,40}?):\s(.{3,60})$/u.exec(text) ?? [];
  if (label === undefined || rest === undefined || all.length < 3) return false;
  const isPost = words.of.title_words.find(lineWords(label)) !== null;
  const isField = words.of.department_words.find(lineWords(rest)) !== null;
  return isPost && !isField && /^\p{Lu}[\p{L}.'’-]*\s(?:\p{L}[\p{L}.'’-]*\s){0,3}\p{Lu}/u.test(rest);
}

/** A saying between quotes, or behind a cup or a heart. */
function isSlogan(text: string, all: readonly LineWord[]): boolean {
  if (all.length >= 3 && /^["“„«][^"”“»]+["”“»]/u.test(text)) return true;
  const isMarked =
    /^\p{Extended_Pictographic}/u.test(text) || /\p{Ll}[.!]["”»]?\s*\p{Extended_Pictographic}*$/u.test(text);
  return isMarked && all.length >= 4 && /\s\p{Ll}{2}/u.test(text);
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
  /^(?:p\.?\s?o\.?\s?box|g\.?p\.?o\.?\sbox|box\s\d|postfach|b\.?\s?p\.?\s?\d|bo[iî]te\spostale|cs\s?\d{4}|casella\spostale|apartado|apdo|caixa\spostal|postbus|postboks|case\spostale|private\sbag|locked\sbag|pmb\s?\d)/iu;

/** What of an address the words speak of. */
export function placeOf(
  text: string,
  all: readonly LineWord[],
  { words: { of: lists } }: LineContext,
): PlaceWord {
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
  const middle = forms.find(all, 1);
  const next = all[(middle?.at ?? 0) + (middle?.length ?? 0)];
  // "EDILPONTE sas di Stocchi & C.", "Acme GmbH Werk Nord".
  if (middle !== null && next !== undefined && /^\p{Lu}/u.test(text) && all.length - middle.at <= 8) {
    const form = all.slice(middle.at, middle.at + middle.length);
    const isLoud = /\p{Lu}/u.test(text.slice(form[0]?.start, form.at(-1)?.end));
    if (MIDDLE_FORM.test(form[0]?.word ?? '') && (isLoud || /^d(?:i|ei|el)$/.test(form.at(-1)?.word ?? '')))
      return middle.length;
  }
  const first = forms.beginning(all);
  return first > 0 &&
    first < all.length &&
    /^(?:OÜ|UAB|SIA|PT|AS|ООО|ОАО|ЗАО|АО|ТОО|AB|OY|SARL|SAS|SA|SCI|EURL|Fa\.|Firma)\s/u.test(text)
    ? first
    : 0;
}

/** Forms that are no words of a language, and so stand for nothing else within a name. */
const MIDDLE_FORM =
  /^(?:gmbh|ggmbh|mbh|ltd|llc|plc|pty|pvt|srls?|snc|sas|sarl|bvba|bv|nv|kg|ohg|gbr|lda|ltda)$/;

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

/** Whether a part is nothing but a legal form, which belongs to the name before it. */
export function isBareForm(
  atom: { readonly text: string; readonly words: readonly LineWord[] },
  context: LineContext,
): boolean {
  return (
    atom.words.length <= 5 &&
    context.words.of.legal_forms.isWhole(atom.words) &&
    looksLikeForm(atom.text, atom.words)
  );
}
