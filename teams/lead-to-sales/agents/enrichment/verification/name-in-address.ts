/** Whether an address can be the one of a person, by what stands before its @. Pure. */

const GERMAN: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ø: 'oe',
  å: 'aa',
  æ: 'ae',
};

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae');
}

/** The ways a name is written in addresses: Müller → muller, mueller. */
export function nameSpellings(name: string): string[] {
  const lower = name.toLowerCase().slice(0, 80);
  const german = plain(lower.replace(/[äöüßøåæ]/g, (letter) => GERMAN[letter] ?? letter));
  return [...new Set([plain(lower), german])].map((one) => one.replace(/[^\p{L}]/gu, ''));
}

function words(name: string): string[] {
  return name.split(/[\s-]+/u).filter((word) => word !== '');
}

/**
 * True where the address holds the first or last name or a part of it, begins with an initial and goes on with
 * a name, or is the initials. Null where there is no name to hold against it.
 */
export function namesAgree(local: string, first: string | null, last: string | null): boolean | null {
  const names = [...words(first ?? ''), ...words(last ?? '')];
  const letters = plain(local.toLowerCase().split('+')[0] ?? '').replace(/[^\p{L}]/gu, '');
  if (names.length === 0 || letters === '') {
    return null;
  }
  const known = [first ?? '', last ?? '', ...names].flatMap(nameSpellings).filter((name) => name.length >= 2);
  if (known.some((name) => name.length >= 3 && letters.includes(name))) {
    return true;
  }
  // Short forms: "chris" for Christina, "alex" for Alexandra; two letters count only as a whole.
  if (known.some((name) => name === letters || (letters.length >= 3 && name.startsWith(letters)))) {
    return true;
  }
  const initials = names.map((name) => nameSpellings(name)[0]?.[0] ?? '').join('');
  return (
    letters === initials ||
    (letters.length <= 3 && [...initials].every((initial) => letters.includes(initial)))
  );
}
