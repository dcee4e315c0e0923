/** Whether a text is an e-mail address as mail servers take them: RFC 5321, 6531 and 5890. Pure and linear. */
import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** Before the @, as written. */
  readonly local: string;
  /** As mail servers ask for it: lower case, international names in their ASCII form (xn--…). */
  readonly domain: string;
}

const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
/** `atext` of RFC 5322, and every letter beyond ASCII (RFC 6531). */
const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+$/u;
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e\u0080-\u{10ffff}]|\\[\x20-\x7e])*"$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function localProblem(local: string): string | null {
  if (local === '') return 'nothing stands before the @';
  if (bytes(local) > MAX_LOCAL) return `more than ${MAX_LOCAL} bytes stand before the @`;
  if (local.startsWith('"')) {
    return QUOTED.test(local) ? null : 'the quotation marks before the @ do not fit';
  }
  if (local.startsWith('.') || local.endsWith('.'))
    return 'what stands before the @ begins or ends with a dot';
  if (local.includes('..')) return 'two dots follow one another';
  const odd = [...local].find((sign) => sign !== '.' && !ATOM.test(sign));
  return odd === undefined ? null : `"${odd}" may not stand before the @`;
}

function domainProblem(domain: string): string | null {
  if (domain === '') return 'nothing that can be a domain stands after the @';
  if (domain.length > 253) return 'the domain is too long';
  const labels = domain.split('.');
  if (labels.length < 2) return 'the domain has no ending such as .com';
  if (labels.some((label) => label === '')) return 'the domain has a dot too many';
  if (!labels.every((label) => LABEL.test(label))) return 'the domain is none that can be registered';
  return /^\d+$/.test(labels.at(-1) ?? '') ? 'a number stands in place of a domain' : null;
}

/** The address, or in words why the text is none. Comments and addresses by IP number are refused: no person uses them. */
export function parseMailAddress(text: string): MailAddress | string {
  const whole = text.trim();
  if (bytes(whole) > MAX_ADDRESS) return `it is longer than ${MAX_ADDRESS} bytes`;
  const at = whole.lastIndexOf('@');
  if (at === -1) return 'it has no @';
  const local = whole.slice(0, at);
  const written = whole.slice(at + 1);
  // domainToASCII would take a path or a port for something else, and cut it off.
  const domain = /[\s/\\:?#%@[\]]/.test(written) ? '' : domainToASCII(written).toLowerCase();
  const problem = localProblem(local) ?? domainProblem(domain);
  return problem ?? { local, domain };
}
