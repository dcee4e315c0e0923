import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDnsClient } from '../dns/dns-client.ts';
import { serveDns } from '../dns/dns-server.fixture.ts';
import { contextWith, rulesWith } from '../enrichment.fixture.ts';
import type { Subject } from '../source.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createVerificationSource } from './verification-source.ts';

const zones = {
  'acme.com': { mx: [{ priority: 10, exchange: 'mail.acme.com' }] },
  'mail.acme.com': { a: ['93.184.215.14'] },
  'silent.com': { silent: true },
};

function personWith(email: string | null, phone: string | null = null): Subject {
  return { domain: null, name: null, country: null, person: { name: 'Jane Doe', email, phone } };
}

keepsTheContract('verification', async (t) => {
  const silent = createDnsClient({
    servers: [await serveDns(t, { 'acme.com': { silent: true } })],
    timeoutMs: 100,
  });
  return {
    source: createVerificationSource(
      createDnsClient({ servers: [await serveDns(t, zones)], timeoutMs: 200 }),
    ),
    known: personWith('jane@acme.com'),
    unknown: personWith(null, '030 123'),
    world: '',
    broken: { source: createVerificationSource(silent) },
  };
});

test('an answer that a silent name server left open is asked for again soon', async (t) => {
  const dns = createDnsClient({ servers: [await serveDns(t, zones)], timeoutMs: 100 });
  const source = createVerificationSource(dns);
  const open = await source.ask(personWith('jane@silent.com', '+493023125600'), contextWith());
  assert.equal(open.status, 'ok');
  assert.equal(open.again_in_ms, 5 * 60_000);
  assert.equal(open.findings.contact_check?.phone, 'valid');
  const done = await source.ask(personWith('jane@acme.com', '+493023125600'), contextWith());
  assert.equal(done.again_in_ms, undefined);
  assert.equal(done.detail, 'Mail: deliverable. Telephone: valid.');
});

test('the key of the cache names nobody', () => {
  const source = createVerificationSource({ mailServers: async () => [], addresses: async () => [] });
  const key = source.cacheKey(personWith('jane@acme.com', '+493023125600'), rulesWith());
  assert.match(key ?? '', /^verification\/1-[0-9a-f]{24}\/[0-9a-f]{24}$/);
});
