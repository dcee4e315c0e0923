/** One company under many spellings: case, accents, signs and legal forms do not tell two companies apart. */
import { plainLetters } from './companies/fold.ts';
import { plainForms } from './companies/lexicon.ts';

const LONGEST_FORM = 8;
const JOINING = new Set(['and', 'und', 'et', 'y']);

function words(name: string): string[] {
  return plainLetters(name.slice(0, 300).replace(/['’`]/g, ''))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !JOINING.has(word));
}

function withoutLegalForms(all: readonly string[]): readonly string[] {
  const forms = plainForms();
  let rest = all;
  let shrinks = true;
  while (shrinks) {
    shrinks = false;
    for (let length = Math.min(LONGEST_FORM, rest.length - 1); length > 0 && !shrinks; length -= 1) {
      const end = rest.slice(-length).join('');
      const front = rest.slice(0, length).join('');
      if (forms.anywhere.has(end) || (length > 1 && forms.withSigns.has(end))) {
        rest = rest.slice(0, -length);
        shrinks = true;
      } else if (forms.inFront.has(front)) {
        rest = rest.slice(length);
        shrinks = true;
      }
    }
  }
  return rest;
}

/**
 * The key by which companies are compared at a glance: `Müller & Söhne GmbH & Co. KG` gives `muller sohne`. Its words
 * stand in the name as written, so that they can be looked for in a text. Reads 300 characters. Whether two names
 * that differ are one account, `compareCompany` says.
 */
export function companyNameKey(name: string): string {
  const rest = withoutLegalForms(words(name));
  return (rest[0] === 'the' && rest.length > 1 ? rest.slice(1) : rest).join(' ');
}

/** Whether a name begins or ends with a legal form, such as GmbH, Ltd or S.L. */
export function hasLegalForm(name: string): boolean {
  const all = words(name);
  return all.length > 1 && withoutLegalForms(all).length < all.length;
}
