import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { contextWith } from '../enrichment.fixture.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createDnsClient } from './dns-client.ts';
import { serveDns, type Zone } from './dns-server.fixture.ts';
import { createDnsSource, mailProvider } from './dns-source.ts';

const zones: Readonly<Record<string, Zone>> = {
  'nordwind.com': {
    a: ['93.184.215.14'],
    mx: [
      { priority: 20, exchange: 'backup.nordwind.com' },
      { priority: 10, exchange: 'nordwind-com.mail.protection.outlook.com' },
    ],
  },
  'own-server.com': { mx: [{ priority: 10, exchange: 'mail.own-server.com' }] },
  'no-mail.com': { a: ['93.184.215.14'] },
  'silent.com': { silent: true },
  'fails.com': { fails: true },
};

async function client(t: TestContext) {
  return createDnsClient({ servers: [await serveDns(t, zones)], timeoutMs: 200 });
}

keepsTheContract('dns', async (t) => {
  const silent = createDnsClient({
    servers: [await serveDns(t, { 'nordwind.com': { silent: true } })],
    timeoutMs: 100,
  });
  return {
    source: createDnsSource(await client(t)),
    known: { domain: 'nordwind.com', name: null },
    unknown: { domain: 'nowhere.com', name: null },
    world: '10 nordwind-com.mail.protection.outlook.com 20 backup.nordwind.com',
    broken: { source: createDnsSource(silent) },
  };
});

async function detail(t: TestContext, domain: string): Promise<string> {
  const answer = await createDnsSource(await client(t)).ask({ domain, name: null }, contextWith());
  assert.equal(answer.status, 'nothing-found');
  return answer.detail;
}

test('the mail provider comes from the preferred mail server that the rules know', async (t) => {
  const source = createDnsSource(await client(t));
  const { findings } = await source.ask({ domain: 'nordwind.com', name: null }, contextWith());
  assert.equal(findings.mail_provider?.value, 'Microsoft 365');
  assert.equal(findings.mail_provider?.evidence[0]?.quote, '10 nordwind-com.mail.protection.outlook.com');
});

test('a domain that is dead, takes no mail or runs its own mail is told apart', async (t) => {
  assert.match(await detail(t, 'nowhere.com'), /does not resolve/);
  assert.match(await detail(t, 'no-mail.com'), /takes no mail/);
  assert.match(await detail(t, 'own-server.com'), /nobody the rules know \(10 mail\.own-server\.com\)/);
  assert.match(await detail(t, 'acme.example'), /name for examples/);
});

test('a server that fails is a failure, not an empty answer', async (t) => {
  const dns = await client(t);
  await assert.rejects(dns.addresses('fails.com'), { code: 'dns-failed', message: /ESERVFAIL/ });
  await assert.rejects(dns.mailServers('silent.com'), { code: 'dns-failed', message: /ETIMEOUT/ });
  assert.deepEqual(await dns.addresses('nordwind.com'), ['93.184.215.14']);
});

test('a question is given up when its signal says so', async (t) => {
  const server = await serveDns(t, zones);
  const patient = createDnsClient({ servers: [server], timeoutMs: 60_000 });
  await assert.rejects(patient.addresses('silent.com', AbortSignal.timeout(50)), { code: 'dns-failed' });
});

test('the longest known end of a mail server’s name decides, and only whole labels count', () => {
  const providers = { 'outlook.com': 'Outlook', 'mail.protection.outlook.com': 'Microsoft 365' };
  assert.equal(mailProvider('x.mail.protection.outlook.com.', providers), 'Microsoft 365');
  assert.equal(mailProvider('MX.Outlook.com', providers), 'Outlook');
  assert.equal(mailProvider('notoutlook.com', providers), null);
});
