/** One company under many spellings: case, accents, signs and legal forms do not tell two companies apart. */

const LEGAL_FORMS = [
  'gmbh & co kg',
  'gmbh co kg',
  'sp z o o',
  's a r l',
  's p a',
  's r l',
  's a s',
  'incorporated',
  'corporation',
  'aktiengesellschaft',
  'limited',
  'company',
  'holdings',
  'gmbh',
  'ggmbh',
  'mbh',
  'corp',
  'inc',
  'llc',
  'llp',
  'ltd',
  'plc',
  'pty',
  'pvt',
  'sarl',
  'sasu',
  'sas',
  'eurl',
  'srl',
  'spa',
  'slu',
  'sl',
  'sa',
  'ag',
  'kg',
  'kgaa',
  'ohg',
  'gbr',
  'ug',
  'se',
  'bv',
  'nv',
  'ab',
  'as',
  'oy',
  'oyj',
  'aps',
  'co',
  'ev',
  'eg',
  'lda',
  'cv',
  's a',
  's l',
  'b v',
  'n v',
  'e v',
  'e k',
  'ek',
  'd o o',
  'doo',
  's r o',
  'kft',
  'k k',
].map((form) => form.split(' ').filter((word) => word !== '&'));

function words(name: string): string[] {
  return name
    .slice(0, 300)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and' && word !== 'und' && word !== 'et' && word !== 'y');
}

function withoutLegalForms(all: readonly string[]): string[] {
  let rest = [...all];
  let shrinks = true;
  while (shrinks && rest.length > 1) {
    const form = LEGAL_FORMS.find(
      (ending) =>
        ending.length < rest.length &&
        ending.every((word, index) => rest[rest.length - ending.length + index] === word),
    );
    shrinks = form !== undefined;
    if (form !== undefined) rest = rest.slice(0, rest.length - form.length);
  }
  return rest;
}

/** The key by which accounts are compared: `Müller & Söhne GmbH` gives `muller sohne`. */
export function companyNameKey(name: string): string {
  const rest = withoutLegalForms(words(name));
  return (rest[0] === 'the' && rest.length > 1 ? rest.slice(1) : rest).join(' ');
}

/** Whether a name ends in a legal form, such as GmbH, Ltd or S.L. */
export function hasLegalForm(name: string): boolean {
  const all = words(name);
  return all.length > 1 && withoutLegalForms(all).length < all.length;
}
