/** A tick in a web form that says yes to mail: the legal basis `consent`, with the field and what it held as evidence. Pure. */
import { z } from 'baton';
import type { PermissionRules } from '../agents/nurturing/rules.ts';
import { decodeText } from '../lists/decode-text.ts';
import { formPairs } from './form-body.ts';
import type { RawInquiry } from './raw-inquiry.ts';

export interface FormConsent {
  readonly address: string;
  /** Field and value as they were sent. */
  readonly words: string;
}

const fields = z.record(z.string(), z.unknown());
const mailAddress = z.email().max(254);

function pairsOf({ media_type, raw }: RawInquiry): readonly (readonly [string, string])[] {
  if (media_type === 'application/x-www-form-urlencoded') return formPairs(raw);
  try {
    const parsed = fields.safeParse(JSON.parse(decodeText(raw)));
    return Object.entries(parsed.data ?? {}).flatMap(([name, value]) =>
      ['string', 'boolean', 'number'].includes(typeof value) ? [[name, String(value)] as const] : [],
    );
  } catch {
    return [];
  }
}

/** One line that any table can keep. */
function kept(text: string): string {
  return text.replace(/\p{C}+/gu, ' ').trim();
}

function folded(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The consent in a form post; null where no field of the rules says a clear yes, or two addresses stand in it. */
export function formConsent(inquiry: RawInquiry, rules: PermissionRules): FormConsent | null {
  if (inquiry.source !== 'form' || inquiry.raw.length > 1_000_000) return null;
  const pairs = pairsOf(inquiry).map(([name, value]) => [kept(name), kept(value)] as const);
  const names = new Set(rules.form_fields.map(folded));
  const yes = new Set(rules.form_yes.map((word) => word.toLowerCase()));
  const tick = pairs.find(([name, value]) => names.has(folded(name)) && yes.has(value.trim().toLowerCase()));
  if (tick === undefined) return null;
  const addresses = pairs.flatMap(([name, value]) => {
    const given = mailAddress.safeParse(value.trim().toLowerCase());
    return /mail/i.test(name) && given.success ? [given.data] : [];
  });
  const [address, ...others] = new Set(addresses);
  if (address === undefined || others.length > 0) return null;
  return { address, words: `${tick[0]}: ${tick[1]}`.slice(0, 300) };
}
