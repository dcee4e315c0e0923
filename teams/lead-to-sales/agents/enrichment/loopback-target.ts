/** The one exception of the guard: sample websites on loopback, each host by its exact name. */
import ipaddr from 'ipaddr.js';
import { literalAddress } from './address-guard.ts';

/**
 * Where a URL really goes when its host is a loopback site: the same path on the site's origin. Null
 * where the host is none, or its origin is anything but http on a loopback address.
 */
export function loopbackTarget(url: URL, sites: ReadonlyMap<string, string>): URL | null {
  const origin = url.port === '' ? sites.get(url.hostname) : undefined;
  if (origin === undefined || !URL.canParse(origin)) {
    return null;
  }
  const target = new URL(origin);
  const address = literalAddress(target.hostname);
  if (target.protocol !== 'http:' || address === null || ipaddr.process(address).range() !== 'loopback') {
    return null;
  }
  // Set, not resolved: a path such as //10.0.0.1/ would name another host.
  target.pathname = url.pathname;
  target.search = url.search;
  return target.origin === new URL(origin).origin ? target : null;
}
