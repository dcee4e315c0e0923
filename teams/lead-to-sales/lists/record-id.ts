/** Ids of other systems' records, as exports write them and spreadsheets spoil them. Pure. */

const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three signs that follow Salesforce's 15: which of each five are capitals, one bit a sign. */
function checksumOf(id: string): string {
  return [0, 5, 10]
    .map((start) => {
      const bits = [...id.slice(start, start + 5)].reduce(
        (sum, sign, place) => (/[A-Z]/.test(sign) ? sum + 2 ** place : sum),
        0,
      );
      return CHECKSUM.charAt(bits);
    })
    .join('');
}

/** Salesforce's ids have 15 signs, or 18 with a checksum: the first 15 tell. Anything else stays as it is. */
export function withoutChecksum(id: string): string {
  const isLong = /^[A-Za-z0-9]{18}$/.test(id) && checksumOf(id) === id.slice(15);
  return isLong && !/^\d+$/.test(id.slice(0, 15)) ? id.slice(0, 15) : id;
}

/** Whether a spreadsheet has rounded a long number: "5.12346E+11" was an id once, and many ids look so then. */
export function isRounded(id: string): boolean {
  return /^\d(?:[.,]\d{1,15})?E\+?\d{1,3}$/i.test(id.trim());
}

/** The id of a cell; the first of several, which HubSpot parts with ;. Null where it is none, or was rounded. */
export function recordId(text: string): string | null {
  const id = text.split(';', 1)[0]?.trim() ?? '';
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u.test(id) || isRounded(id)) return null;
  return withoutChecksum(id);
}
