import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { contextWith } from '../enrichment.fixture.ts';
import type { SourceAnswer } from '../source.ts';
import { keepsTheContract } from '../source-contract.fixture.ts';
import { createDnsClient } from './dns-client.ts';
import { mailProvider, spfHosts } from './dns-records.ts';
import { serveDns, type Zone } from './dns-server.fixture.ts';
import { createDnsSource } from './dns-source.ts';

const SPF = 'v=spf1 include:spf.protection.outlook.com include:servers.mcsv.net ip4:192.0.2.1 -all';

const zones: Readonly<Record<string, Zone>> = {
  'nordwind.com': {
    a: ['93.184.215.14'],
    mx: [
      { priority: 20, exchange: 'backup.nordwind.com' },
      { priority: 10, exchange: 'nordwind-com.mail.protection.outlook.com' },
    ],
    txt: [SPF, 'google-site-verification=abc', 'docusign=0a1b'],
    ns: ['kate.ns.cloudflare.com', 'bob.ns.cloudflare.com'],
  },
  'filtered.com': {
    a: ['93.184.215.14'],
    mx: [{ priority: 10, exchange: 'mxa-0012.gslb.pphosted.com' }],
    txt: ['v=spf1 include:spf-0012.pphosted.com include:_spf.google.com include:sendgrid.net -all'],
  },
  'filtered-alone.com': { mx: [{ priority: 10, exchange: 'mxa-0012.gslb.pphosted.com' }] },
  'own-server.com': { mx: [{ priority: 10, exchange: 'mail.own-server.com' }] },
  'no-mail.com': { aaaa: ['2606:2800:21f::1'] },
  'null-mx.com': { a: ['93.184.215.14'], mx: [{ priority: 0, exchange: '' }] },
  'half.com': {
    a: ['93.184.215.14'],
    mx: [{ priority: 1, exchange: 'mail.half.com' }],
    fails: ['txt', 'ns'],
  },
  'many.com': {
    a: ['93.184.215.14'],
    txt: Array.from({ length: 20 }, (_, index) => `x${index}-verification=${'y'.repeat(5)}`),
  },
  'long.com': { a: ['93.184.215.14'], txt: [`docusign=${'z'.repeat(300)}`] },
  'silent.com': { silent: true },
  'garbage.com': { garbage: true },
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
    unknown: { domain: 'nowhere.example', name: null },
    world: `10 nordwind-com.mail.protection.outlook.com 20 backup.nordwind.com
      ${zones['nordwind.com']?.txt?.join('\n')} ${zones['nordwind.com']?.ns?.join('\n')}`,
    broken: { source: createDnsSource(silent) },
  };
});

async function ask(t: TestContext, domain: string): Promise<SourceAnswer> {
  return createDnsSource(await client(t)).ask({ domain, name: null }, contextWith());
}

test('the mail provider comes from the preferred mail server that the rules know', async (t) => {
  const { findings, detail } = await ask(t, 'nordwind.com');
  assert.equal(findings.mail_provider?.value, 'Microsoft 365');
  assert.equal(findings.mail_provider?.evidence[0]?.quote, '10 nordwind-com.mail.protection.outlook.com');
  assert.match(detail, /resolves and takes mail, run by Microsoft 365\. Its records name/);
});

test('mail servers, sender policy, proofs of ownership and name servers name products', async (t) => {
  const { findings } = await ask(t, 'nordwind.com');
  const found = findings.technologies?.map(({ name, category, evidence }) => [
    name,
    category,
    evidence?.evidence[0],
  ]);
  assert.deepEqual(
    found?.map(([name]) => name),
    ['Microsoft 365', 'Mailchimp', 'Google Search Console', 'DocuSign', 'Cloudflare'],
  );
  assert.deepEqual(found?.[3]?.[2], {
    source: 'DNS TXT records of nordwind.com',
    quote: 'docusign=0a1b',
    at: '2026-11-23T09:00:00.000Z',
    confidence: 0.95,
  });
});

test('behind a mail filter, the sender policy tells who holds the mailboxes', async (t) => {
  const { findings } = await ask(t, 'filtered.com');
  assert.equal(findings.mail_provider?.value, 'Google Workspace');
  assert.equal(findings.mail_provider?.evidence[0]?.source, 'DNS TXT records of filtered.com');
  assert.ok(findings.technologies?.some(({ name }) => name === 'Proofpoint'));
  assert.equal((await ask(t, 'filtered-alone.com')).findings.mail_provider?.value, 'Proofpoint');
});

test('a domain that is dead, takes no mail or runs its own mail is told apart', async (t) => {
  const told = async (domain: string) => {
    const { status, detail, findings } = await ask(t, domain);
    assert.equal(status, 'ok');
    return [findings.domain_alive?.alive, detail];
  };
  assert.deepEqual(await told('nowhere.com'), [
    false,
    'nowhere.com does not resolve: it has neither an address nor a mail server.',
  ]);
  assert.deepEqual(await told('no-mail.com'), [true, 'no-mail.com resolves, but takes no mail.']);
  assert.deepEqual(await told('null-mx.com'), [true, 'null-mx.com says that it takes no mail (null MX).']);
  assert.deepEqual(await told('own-server.com'), [
    true,
    'own-server.com takes mail, but has no address of its own, run by nobody the rules know (10 mail.own-server.com).',
  ]);
  const example = await ask(t, 'acme.example');
  assert.match(example.detail, /name for examples/);
  assert.equal(example.findings.domain_alive, undefined);
});

test('records that cannot be had are told, and the others count', async (t) => {
  const { status, detail } = await ask(t, 'half.com');
  assert.equal(status, 'ok');
  assert.match(detail, /Its TXT records could not be had\. Its NS records could not be had\./);
});

test('a server that fails, is silent or sends nonsense is a failure, not an empty answer', async (t) => {
  const dns = await client(t);
  await assert.rejects(dns.addresses('fails.com'), { code: 'dns-failed', message: /ESERVFAIL/ });
  await assert.rejects(dns.mailServers('silent.com'), { code: 'dns-failed', message: /ETIMEOUT/ });
  await assert.rejects(dns.texts('garbage.com'), { code: 'dns-failed' });
  await assert.rejects(dns.nameServers('fails.com'), { code: 'dns-failed' });
  assert.deepEqual(await dns.addresses('nordwind.com'), ['93.184.215.14']);
  assert.deepEqual(await dns.addresses('no-mail.com'), ['2606:2800:21f::1']);
});

test('many records and long ones are read within bounds', async (t) => {
  assert.equal((await ask(t, 'many.com')).status, 'ok');
  const { findings } = await ask(t, 'long.com');
  assert.match(findings.technologies?.[0]?.evidence?.evidence[0]?.quote ?? '', /^docusign=z{100,200}$/);
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
  assert.equal(mailProvider('constructor', providers), null);
});

test('only includes and redirects of a sender policy name other hosts', () => {
  assert.deepEqual(
    spfHosts('v=spf1 a mx include:_spf.google.com ~include:x.example redirect=_spf.y.example ?all'),
    ['_spf.google.com', 'x.example', '_spf.y.example'],
  );
  assert.deepEqual(spfHosts('v=spf10 include:x.example'), []);
  assert.deepEqual(spfHosts('include:x.example'), []);
});
