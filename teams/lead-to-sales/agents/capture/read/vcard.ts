/** A card in vCard's form (RFC 6350) below a mail. */
import type { CardAddress } from './signature-address.ts';
import type { CardPhone } from './signature-contacts.ts';

export interface VCard {
  readonly name: string | null;
  readonly title: string | null;
  readonly company: string | null;
  readonly phones: readonly CardPhone[];
  readonly emails: readonly string[];
  readonly website: string | null;
  readonly address: CardAddress | null;
}

const PROPERTY = /^(?:item\d+\.)?([A-Z]{1,20})((?:;[^:]{0,100})?):(.{1,500})$/i;
const EMPTY: VCard = {
  name: null,
  title: null,
  company: null,
  phones: [],
  emails: [],
  website: null,
  address: null,
};

/** Reads the first card among the lines; all fields empty where there is none. */
export function vcardOf(lines: readonly string[]): VCard {
  const begin = lines.findIndex((line) => /^BEGIN:VCARD\s*$/i.test(line));
  if (begin < 0) return EMPTY;
  const properties = lines.slice(begin + 1, begin + 60).flatMap((line, index) => {
    const match = PROPERTY.exec(line.trim());
    const [, name, parameters, value] = match ?? [];
    if (name === undefined || value === undefined) return [];
    return [
      {
        name: name.toUpperCase(),
        parameters: (parameters ?? '').toLowerCase(),
        value,
        line: begin + 1 + index,
      },
    ];
  });
  const first = (name: string): string | null =>
    properties.find((property) => property.name === name)?.value ?? null;
  const parts = (value: string | null): string[] =>
    (value ?? '')
      .split(';')
      .map((part) => part.trim().replaceAll('\\,', ','))
      .filter((part) => part !== '');
  const name = first('FN') ?? (parts(first('N')).slice(0, 2).reverse().join(' ') || null);
  const place = properties.find((property) => property.name === 'ADR');
  const address = parts(place?.value ?? null);
  return {
    name,
    title: first('TITLE') ?? first('ROLE'),
    company: parts(first('ORG'))[0] ?? null,
    phones: properties
      .filter((property) => property.name === 'TEL')
      .map(({ value, parameters }) => ({
        written: value.replace(/^tel:/i, ''),
        kind: /fax/.test(parameters) ? 'fax' : /cell|mobile/.test(parameters) ? 'mobile' : 'phone',
        isLabelled: true,
      })),
    emails: properties
      .filter((property) => property.name === 'EMAIL')
      .map(({ value }) => value.replace(/^mailto:/i, '')),
    website: first('URL'),
    address:
      address.length === 0 || place === undefined
        ? null
        : { text: address.join(', '), parts: address, lines: new Set([place.line]) },
  };
}
