/**
 * Opens sockets to public addresses only. The name is resolved here, every address of it is checked, and
 * the socket goes to one of the addresses that were checked: a name that answers differently a moment
 * later (DNS rebinding) changes nothing.
 */
import type { LookupAddress } from 'node:dns';
import { isIPv6, type LookupFunction } from 'node:net';
import { BatonError } from 'baton';
import { buildConnector } from 'undici';
import { addressRefusal, literalAddress } from './address-guard.ts';
import type { DnsClient } from './dns/dns-client.ts';

function refusedAddress(host: string, why: string): BatonError {
  return new BatonError('fetch-refused', `${host} was not asked: ${why}.`);
}

/** Throws `fetch-refused` where any address is not public, `host-unknown` where there is none. */
async function checkedAddresses(
  host: string,
  resolver: Pick<DnsClient, 'addresses'>,
): Promise<LookupAddress[]> {
  const addresses = await resolver.addresses(host);
  for (const address of addresses) {
    const why = addressRefusal(address);
    if (why !== null) {
      throw refusedAddress(host, why);
    }
  }
  if (addresses.length === 0) {
    throw new BatonError('host-unknown', `${host} has no address.`);
  }
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

export function checkedLookup(resolver: Pick<DnsClient, 'addresses'>): LookupFunction {
  return (host, options, callback) => {
    checkedAddresses(host, resolver).then(
      (addresses) => {
        const [first] = addresses;
        if (options.all || first === undefined) {
          callback(null, addresses);
        } else {
          callback(null, first.address, first.family);
        }
      },
      (thrown: unknown) => callback(thrown instanceof Error ? thrown : new Error(String(thrown)), []),
    );
  };
}

/** The connector for undici. A host that is an address is never looked up, so it is checked by itself. */
export function checkedConnector(resolver: Pick<DnsClient, 'addresses'>): buildConnector.connector {
  const connect = buildConnector({ lookup: checkedLookup(resolver), timeout: 3_000, allowH2: false });
  return (options, callback) => {
    const literal = literalAddress(options.hostname);
    const why = literal === null ? null : addressRefusal(literal);
    if (why !== null) {
      callback(refusedAddress(options.hostname, why), null);
      return;
    }
    connect(options, callback);
  };
}
