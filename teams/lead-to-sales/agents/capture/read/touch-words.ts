/**
 * What trackers say of how somebody came: utm parameters, click ids, referrer and landing page, of the first visit
 * and of the last. They stand in a form's hidden fields and in the addresses of pages.
 */
import type { Reading, Said } from '../reading.ts';
import { cleanText } from '../reading.ts';
import { foldedName, type NamedValue } from './fields.ts';

export const touchFields = [
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'click_id',
  'referrer',
  'landing_page',
] as const;
export type TouchField = (typeof touchFields)[number];
export type TouchWords = Map<TouchField, Said>;

const FIRST = /\b(first|initial|original|ft|erste[rs]?|premier|primera?|primeir[ao])\b/;
const LAST = /\b(last|latest|recent|lt|letzte[rs]?|dernier|ultim[ao])\b/;

const PARAMETERS: Readonly<Record<string, TouchField>> = {
  utm_source: 'source',
  utm_medium: 'medium',
  utm_campaign: 'campaign',
  utm_term: 'term',
  utm_content: 'content',
  mtm_source: 'source',
  mtm_medium: 'medium',
  mtm_campaign: 'campaign',
  pk_source: 'source',
  pk_medium: 'medium',
  pk_campaign: 'campaign',
};
const CLICK_ID =
  /^(gclid|gbraid|wbraid|dclid|msclkid|fbclid|li_?fat_?id|ttclid|twclid|yclid|igshid|mc_cid|_hsenc)$/i;

const NAMES: readonly (readonly [RegExp, TouchField])[] = [
  [/^(utm )?(source|quelle)$|\butm source$|^(traffic|visit) source$/, 'source'],
  [/\butm medium$|^medium$/, 'medium'],
  [/\butm campaign$|^campaign( name)?$/, 'campaign'],
  [/\butm (term|keyword)$/, 'term'],
  [/\butm content$/, 'content'],
  [/\b(referrer|referer|referring (url|page|site))$/, 'referrer'],
  [
    /^(page|page url|page uri|source url|url page|current page)$|\b(landing page|landing page url|landing url|entry page|entry url|page seen|einstiegsseite)$/,
    'landing_page',
  ],
];

/** Notes what fields of a post say about touches; call it with all named values, in order. */
export function noteTouches(reading: Reading, values: readonly NamedValue[], prefix: string): void {
  for (const { name, value } of values.slice(0, 200)) {
    const words = cleanText(value).trim().slice(0, 1000);
    if (words === '') continue;
    const source = `${prefix} ${cleanText(name).slice(0, 100)}`;
    if (!reading.texts.has(source)) reading.texts.set(source, words);
    const leaf =
      name
        .split(/[.[\]]/)
        .filter((part) => part !== '')
        .at(-1) ?? name;
    const folded = foldedName(name.replace(/[.[\]]/g, ' '));
    const touches = FIRST.test(folded) ? reading.touches.first : reading.touches.last;
    const bare = folded
      .replace(FIRST, '')
      .replace(LAST, '')
      .replace(/\s*\b(touch|visit|touchpoint|session|click)\b/, '')
      .trim();
    const said = { value: words, source, quote: words, confidence: 0.95 };
    if (CLICK_ID.test(leaf)) note(touches, 'click_id', { ...said, value: `${leaf.toLowerCase()}=${words}` });
    const field = NAMES.find(([pattern]) => pattern.test(bare))?.[1];
    if (field !== undefined) note(touches, field, said);
    if (/^https?:\/\/|^\/[^/]|^www\./i.test(words)) noteAddress(touches, said, field === 'referrer');
  }
}

function note(touches: TouchWords, field: TouchField, said: Said): void {
  if (!touches.has(field)) touches.set(field, said);
}

/** The parameters of a page's address count where no field of their own says so. */
function noteAddress(touches: TouchWords, said: Said, isReferrer: boolean): void {
  const query = said.value.indexOf('?');
  if (isReferrer || query < 0) return;
  const where = { ...said, confidence: 0.8 };
  for (const [name, value] of new URLSearchParams(said.value.slice(query + 1))) {
    const field = PARAMETERS[name.toLowerCase()];
    const words = cleanText(value).trim().slice(0, 200);
    if (words === '') continue;
    if (field !== undefined) note(touches, field, { ...where, value: words });
    else if (CLICK_ID.test(name))
      note(touches, 'click_id', { ...where, value: `${name.toLowerCase()}=${words}` });
  }
  note(touches, 'landing_page', { ...where, value: said.value.slice(0, query) });
}
