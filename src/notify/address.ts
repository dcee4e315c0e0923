/** What a mail address may be here: one, plain, and nothing that could become another header or another recipient. */

const ADDRESS =
  /^[^\s<>()[\]",;:\\@\p{C}]{1,64}@[A-Za-z0-9\p{L}](?:[A-Za-z0-9\p{L}.-]{0,250}[A-Za-z0-9\p{L}])?$/u;

/** Whether mail can be addressed to it. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** A From field's name and address, such as `"Ann Lee" <ann@example.com>`; null where it has none. */
export function senderFrom(text: string): { readonly name: string; readonly address: string } | null {
  const found = /^\s*(?:"?([^"<>\p{C}]{0,200}?)"?\s*<([^<>]{1,320})>|([^<>\s]{1,320}))\s*$/u.exec(text);
  const address = found?.[2] ?? found?.[3] ?? '';
  return isAddress(address) ? { name: found?.[1] ?? '', address } : null;
}
