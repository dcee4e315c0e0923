/** The words of a person's name, with what stands around a name taken off: titles, degrees, brackets. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

/** Before a name. */
const TITLES = words(
  `mr mrs ms miss mx mister sir dame lord lady madam dr drs prof professor herr herrn frau dipl ing kfm kffr mag monsieur madame
  mademoiselle mme mlle maitre me pr sig signor signora signorina dott dottssa dottor dottoressa ing ingenieur geom arch avv rag
  sra srta senor senora senorita dna dona doña don dra arq arqta lic licda mtro mtra abg abog eng engo enga exmo exma ilmo
  inh profssa dottssa sigra sigri med dent rer nat habil oec pol phil vet agr jur mtre cllr freiherr freifrau graf grafin baron baronin baronesse comte comtesse marquis
  mevr mevrouw dhr meneer ir mw hon honourable rev revd reverend rabbi imam sheikh capt captain col colonel lt sgt maj gen cmdr
  judge senator pi perind geometra mmag mudr judr mvdr rndr phdr paeddr doc bc mgr univ stb wp`,
);
/** Also names or initials: titles only with a dot, or before two more words. */
const DOUBTFUL = words(
  'graf baron comte marquis pi pol nat phil vet med fr hr m d don sr st ra rag me pr doc maj gen arch dom lic the rt most very',
);
/** After a name. */
const DEGREES = words(
  `phd md mba msc ma ba bsc bs ms meng beng ceng ieng llm llb jd esq esquire jr sr ii iii iv cpa cfa cfe cma cia pmp prince2 rn bsn msn np dds dmd dvm od do
  pharmd edd dba mph mha mpa mph lnha frics mrics mcips fcips acca fcca aca fca cima acma fcma cipd mcipd fcipd fcpa obe mbe cbe kc qc ksc frsa fice mice mieee
  hons dipl ing kfm kffr mag fh rer nat med jur habil hc univ bed med csc drsc prof dr phdr dphil mphil mfa bfa bba bcom mcom bec be btech mtech ca cs icwa cips pe pg pag leed ap cissp cism
  shrm scp phr sphr csm cspo itil ret uk eng engo enga dottssa dott mrcp frcs fracs facs faia aia riba raia arb ceo`,
);
/** Stands for the hyphen of two family names written apart: "Dijkstra - Postma". */
const PAIR = '\u2043';
const QUOTES = /["“”„«»]([^"“”„«»]{0,40})["“”„«»]/g;

/** Folded for looking up: no accents, dots or case. */
function key(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}.ºª°,]/gu, '')
    .toLowerCase();
}

/** "Dr.-Ing." and "Dr.med." are two words each. */
function foldedParts(word: string): string[] {
  return word
    .split(/[-/.]/)
    .map(key)
    .filter((part) => part !== '');
}

function isTitle(word: string, rest: number): boolean {
  const folded = key(word);
  if (DOUBTFUL.has(folded)) return rest >= 2 || (word.endsWith('.') && folded.length > 1 && rest >= 1);
  if (TITLES.has(folded) || /^dipl\.?-\p{L}/iu.test(word)) return true;
  if (/^\p{Lu}\.\s?\p{Lu}\p{Ll}{0,3}\.$/u.test(word) && DEGREES.has(folded)) return true;
  const parts = foldedParts(word);
  return parts.length > 1 && parts.every((part) => TITLES.has(part) || DEGREES.has(part));
}

/** A degree: a known one, one with dots inside (P.Ag.), or short capitals after a name with small letters. */
function isDegree(word: string, isLoudAllowed: boolean): boolean {
  const folded = key(word);
  const parts = folded.split(/[-/()]/).filter((part) => part !== '');
  if (parts.length > 0 && parts.every((part) => DEGREES.has(part))) return true;
  if (/^\p{Lu}\p{Ll}{0,3}\.\p{L}/u.test(word)) return true;
  return isLoudAllowed && /^[A-Z]{2,6}$/.test(word.replace(/[.,]/g, ''));
}

function isLoud(word: string): boolean {
  const letters = word
    .replace(/[^\p{L}]|[ªº]/gu, '')
    .replaceAll('ß', '')
    .replace(/^Ma?c/, '');
  return letters.length > 1 && letters === letters.toUpperCase();
}

/** The words of a name as written. `known`: folded words that belong to the name even where they look like a degree. */
export function nameWords(text: string, known: ReadonlySet<string> = new Set()): string[] {
  const bare = text
    .replace(QUOTES, ' ')
    .replace(/\b([BM])\.\s(Sc|A|Eng|Ed|Res)\b/g, '$1.$2')
    .replace(/^((?:\S+\s){0,3}?)(?:\p{Lu}\.\s?){1,4}\((\p{Lu}\p{Ll}+)\)/u, '$1$2')
    .replace(/\([^)]{0,80}\)|\[[^\]]{0,80}\]/g, ' ')
    .replace(/(?<=\p{L}) [-–] (?=\p{Lu})/u, '\u2043');
  const all = bare.split(/[\s\u00a0]+/u).filter((word) => /\p{L}/u.test(word));
  let from = 0;
  while (from < all.length - 1 && isTitle(all[from] ?? '', all.length - from - 1)) from += 1;
  const kept = all.slice(from);
  const firstLoud = kept.findIndex((_, index) =>
    kept.slice(index).every((word) => isLoud(word) || word.length === 1),
  );
  while (kept.length > 1) {
    const last = kept.at(-1) ?? '';
    const isKnown = known.has(key(last));
    // Of two words the second is the family's, whatever it looks like: "Moussa DIALLO", "Karim LI".
    const isSure = DEGREES.has(key(last)) && key(last).length > 1;
    if (isKnown || (kept.length === 2 && !isSure && !last.includes('.')) || !isDegree(last, firstLoud >= 2))
      break;
    kept.pop();
  }
  return kept.map((word) => word.replace(/[,;:]+$/, '').replace(PAIR, ' - ')).filter((word) => word !== '');
}

/** Whether a text after a name's comma is no part of the name: degrees, "Jr.", "Esq.". */
export function isCredentials(text: string): boolean {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  return (
    parts.length > 0 && parts.length <= 6 && parts.every((part) => isDegree(part, true) || isTitle(part, 2))
  );
}

/** Whether a text is degrees and the like that are known as such. */
export function isDegrees(text: string): boolean {
  const parts = text.split(/[\s,]+/).filter((part) => part !== '');
  return parts.length > 0 && parts.length <= 6 && parts.every((part) => isDegree(part, false));
}
