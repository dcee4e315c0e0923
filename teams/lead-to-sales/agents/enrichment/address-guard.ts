/** Which addresses and URLs the house may ask on a stranger's word. Pure: resolves nothing, connects to nothing. */
import ipaddr from 'ipaddr.js';

/**
 * Names that only mean something inside a network or on none of the public web: RFC 6761, RFC 6762, RFC 7686,
 * RFC 8375, RFC 9476, ICANN's `.internal`, and what routers and clusters call themselves.
 */
const INTERNAL_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'svc',
  'onion',
  'alt',
];

/**
 * Why an IP address must not be connected to; null where it is a public unicast address. Addresses that
 * carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo) are refused as well.
 */
export function addressRefusal(address: string): string | null {
  if (!ipaddr.isValid(address)) {
    return `${address} is not an IP address`;
  }
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range !== 'unicast') {
    return `${address} is not a public address (${range})`;
  }
  // Only 2000::/3 is handed out for the public internet; newer special ranges lie outside of it.
  if (parsed.kind() === 'ipv6' && !parsed.match(ipaddr.parse('2000::'), 3)) {
    return `${address} is not a public address`;
  }
  return null;
}

/** The address inside a URL's host, brackets taken off; null where the host is a name. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.startsWith('[') && hostname.endsWith(']') ? hostname.slice(1, -1) : hostname;
  return ipaddr.isValid(bare) ? bare : null;
}

function hostRefusal(hostname: string): string | null {
  const literal = literalAddress(hostname);
  if (literal !== null) {
    return addressRefusal(literal);
  }
  const name = hostname.replace(/\.$/, '').toLowerCase();
  if (!name.includes('.') || INTERNAL_SUFFIXES.some((end) => name === end || name.endsWith(`.${end}`))) {
    return `"${hostname}" is a name of an internal network`;
  }
  return null;
}

/**
 * Why a URL must not be fetched, as far as the URL alone says; null where the name still has to be
 * resolved. The WHATWG parser has already turned 0x7f000001, 2130706433 and 127.1 into 127.0.0.1.
 */
export function urlRefusal(url: URL): string | null {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `only http and https are fetched, not ${url.protocol}`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'the address carries a user name or password';
  }
  if (url.port !== '' && url.port !== '80' && url.port !== '443') {
    return `only ports 80 and 443 are fetched, not ${url.port}`;
  }
  return hostRefusal(url.hostname);
}
