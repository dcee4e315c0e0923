import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createDnsClient } from '../dns/dns-client.ts';
import { serveDns, type Zone } from '../dns/dns-server.fixture.ts';
import { rulesWith } from '../enrichment.fixture.ts';
import { type ContactToVerify, verifyContact } from './verify-contact.ts';

const rules = rulesWith().verification;
const MX = [{ priority: 10, exchange: 'mail.acme.com' }];

const zones: Readonly<Record<string, Zone>> = {
  'acme.com': { a: ['93.184.215.14'], mx: MX },
  'mail.acme.com': { a: ['93.184.215.15'] },
  'gmail.com': { mx: MX },
  'gmial.com': { mx: MX },
  'mailinator.com': { mx: MX },
  'sub.mailinator.com': { mx: MX },
  'xn--mller-kva.com': { mx: MX },
  'no-mx.com': { a: ['93.184.215.14'] },
  'null-mx.com': { a: ['93.184.215.14'], mx: [{ priority: 0, exchange: '' }] },
  'dead-mx.com': { mx: [{ priority: 5, exchange: 'gone.dead-mx.com' }] },
  'only-a-name.com': { txt: ['v=spf1 -all'] },
  'silent.com': { silent: true },
  'fails.com': { fails: true },
  'mx-fails.com': { a: ['93.184.215.14'], fails: ['mx'] },
};

const NOBODY: ContactToVerify = { email: null, phone: null, firstName: null, lastName: null, country: null };

async function verify(t: TestContext, contact: Partial<ContactToVerify>, given = rules) {
  const dns = createDnsClient({ servers: [await serveDns(t, zones)], timeoutMs: 150 });
  const { signal } = new AbortController();
  return verifyContact({ ...NOBODY, ...contact }, { dns, rules: given, signal });
}

/** The outcome for an address, and the sentences of the checks that failed. */
async function told(t: TestContext, email: string, more: Partial<ContactToVerify> = {}) {
  const { email: outcome, checks } = await verify(t, { email, ...more });
  return [outcome, ...checks.filter(({ passed }) => !passed).map(({ detail }) => detail)];
}

test('an address whose words, domain and mail server hold is deliverable, each check in a sentence', async (t) => {
  const found = await verify(t, { email: 'Jane.Doe@acme.com', firstName: 'Jane', lastName: 'Doe' });
  assert.deepEqual(found, {
    email: 'deliverable',
    phone: 'unknown',
    isFinal: true,
    checks: [
      { check: 'E-mail syntax', passed: true, detail: 'The address is written as mail servers take it.' },
      { check: 'E-mail domain', passed: true, detail: 'acme.com exists.' },
      { check: 'Mail server', passed: true, detail: 'mail.acme.com takes the mail of acme.com.' },
      {
        check: 'Disposable address',
        passed: true,
        detail: 'acme.com is no known provider of throw-away addresses.',
      },
      { check: 'Personal address', passed: true, detail: '"Jane.Doe" is no office\'s address.' },
      { check: 'Company address', passed: true, detail: 'acme.com is no free mail provider.' },
      { check: 'Name and address', passed: true, detail: '"Jane.Doe" fits the name Jane Doe.' },
    ],
  });
});

test('a domain that does not exist or takes no mail makes an address undeliverable', async (t) => {
  assert.deepEqual(await told(t, 'a.b@nowhere.com'), [
    'undeliverable',
    'nowhere.com has neither a mail server nor an address.',
  ]);
  assert.deepEqual(await told(t, 'a.b@null-mx.com'), [
    'undeliverable',
    'null-mx.com says that it takes no mail (null MX).',
  ]);
  assert.deepEqual(await told(t, 'a.b@only-a-name.com'), [
    'undeliverable',
    'only-a-name.com has neither a mail server nor an address.',
  ]);
  assert.deepEqual(await told(t, 'a.b@dead-mx.com'), [
    'undeliverable',
    'dead-mx.com names gone.dead-mx.com as its mail server, which does not exist.',
  ]);
});

test('mail to a domain without MX may arrive at its address, and that is risky', async (t) => {
  assert.deepEqual(await told(t, 'a.b@no-mx.com'), [
    'risky',
    'no-mx.com names no mail server; mail may still arrive at its address.',
  ]);
});

test('a name server that is silent or fails makes an address unknown, never undeliverable', async (t) => {
  for (const domain of ['silent.com', 'fails.com', 'mx-fails.com']) {
    const found = await verify(t, { email: `jane@${domain}` });
    assert.equal(found.email, 'unknown', domain);
    assert.equal(found.isFinal, false);
    assert.match(found.checks[1]?.detail ?? '', /No name server could tell/);
  }
  assert.deepEqual(await told(t, 'jane@acme.example'), [
    'unknown',
    'acme.example is a name for examples; no server can be asked about it.',
  ]);
});

test('throw-away addresses and typing mistakes are risky; a mistake is told and never mended', async (t) => {
  assert.equal((await told(t, 'jane@mailinator.com'))[0], 'risky');
  assert.equal((await told(t, 'jane@sub.mailinator.com'))[0], 'risky');
  const [outcome, ...details] = await told(t, 'jane@gmial.com');
  assert.equal(outcome, 'risky');
  assert.deepEqual(details, [
    'Perhaps jane@gmail.com was meant; ask before writing there.',
    'Anybody can have an address at gmail.com.',
  ]);
});

test('an office, a free provider or another name is told, and alone makes nothing risky', async (t) => {
  assert.deepEqual(await told(t, 'vertrieb@acme.com'), [
    'deliverable',
    '"vertrieb" is an office\'s address, not a person\'s.',
  ]);
  assert.deepEqual(await told(t, 'jane@gmail.com'), [
    'deliverable',
    'Anybody can have an address at gmail.com.',
  ]);
  assert.deepEqual(await told(t, 'max.muster@acme.com', { firstName: 'Jane', lastName: 'Doe' }), [
    'deliverable',
    'Nothing of the name Jane Doe stands in "max.muster".',
  ]);
});

test('what counts as risky stands in the rules', async (t) => {
  const strict = { ...rules, risky_when: ['role' as const] };
  assert.equal((await verify(t, { email: 'info@acme.com' }, strict)).email, 'risky');
  assert.equal((await verify(t, { email: 'jane@mailinator.com' }, strict)).email, 'deliverable');
});

test('a domain in letters beyond ASCII is asked for in its ASCII form', async (t) => {
  assert.equal((await verify(t, { email: 'jana@müller.com' })).email, 'deliverable');
});

test('what is no address is undeliverable with its reason, and no server is asked', async (t) => {
  assert.deepEqual(await told(t, 'jane.doe.acme.com'), [
    'undeliverable',
    '"jane.doe.acme.com" is no e-mail address: it has no @.',
  ]);
});

test('a telephone number is held against the numbering plan of its country', async (t) => {
  const phone = async (written: string, country: string | null = null) => {
    const found = await verify(t, { phone: written, country });
    return [found.phone, found.checks[0]?.detail];
  };
  assert.deepEqual(await phone('+493023125600'), ['valid', '+49 30 23125600 is a fixed line in DE.']);
  assert.deepEqual(await phone('+447400123456'), ['valid', '+44 7400 123456 is a mobile number in GB.']);
  assert.deepEqual(await phone('030 23125600', 'DE'), ['valid', '+49 30 23125600 is a fixed line in DE.']);
  assert.deepEqual(await phone('0033 1 42 68 53 00'), ['valid', '+33 1 42 68 53 00 is a fixed line in FR.']);
  assert.deepEqual(await phone('030 23125600'), [
    'unknown',
    "030 23125600 has no country's prefix, and no country is known.",
  ]);
  assert.deepEqual(await phone('+4930'), ['invalid', '+4930 fits no numbering plan of DE.']);
  assert.equal((await phone('+1 111 111 1111'))[0], 'invalid');
  assert.equal((await phone('call me', 'DE'))[0], 'invalid');
});

test('where nothing is given, nothing is known', async (t) => {
  assert.deepEqual(await verify(t, {}), { email: 'unknown', phone: 'unknown', isFinal: true, checks: [] });
});
