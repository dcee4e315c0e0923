import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressRefusal, urlRefusal } from './address-guard.ts';

const privateAddresses = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.2.1',
  '192.168.1.1',
  '192.88.99.1',
  '192.0.0.8',
  '198.51.100.7',
  '203.0.113.9',
  '240.0.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd12::1',
  'fe80::1',
  'fec0::1',
  'fe80::1%eth0',
  '100::1',
  '2001:2::1',
  '2001:20::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'ff02::1',
];

test('every address that is not public unicast is refused', () => {
  for (const address of privateAddresses) {
    assert.notEqual(addressRefusal(address), null, address);
  }
});

test('public addresses are let through', () => {
  for (const address of ['8.8.8.8', '93.184.215.14', '2606:4700:4700::1111']) {
    assert.equal(addressRefusal(address), null, address);
  }
});

test('what is no address at all is refused', () => {
  assert.match(String(addressRefusal('acme.com')), /not an IP address/);
});

test('addresses are recognised in every spelling a URL allows', () => {
  const spellings = [
    'http://127.0.0.1/',
    'http://127.1/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127.0.0.1./',
    'http://0/',
    'http://017700000001/',
    'http://0x7f.0x0.0x0.0x1/',
    'http://3232235521/',
    'http://127。0。0。1/',
    'http://[0:0:0:0:0:ffff:169.254.169.254]/',
    'http://[::ffff:0:7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/',
  ];
  for (const spelling of spellings) {
    assert.match(String(urlRefusal(new URL(spelling))), /not a public address/, spelling);
  }
});

test('names of internal networks are refused before anybody resolves them', () => {
  for (const name of [
    'localhost',
    'localhost.',
    'db.localhost',
    'intranet',
    'printer.local',
    'x.internal',
    'x.localdomain',
    'api.default.svc',
    'x.onion',
  ]) {
    assert.match(String(urlRefusal(new URL(`http://${name}/`))), /internal network/, name);
  }
});

test('other schemes, other ports and credentials are refused', () => {
  assert.match(String(urlRefusal(new URL('file:///etc/passwd'))), /only http and https/);
  assert.match(String(urlRefusal(new URL('ftp://acme.com/'))), /only http and https/);
  assert.match(String(urlRefusal(new URL('http://acme.com:6379/'))), /only ports 80 and 443/);
  assert.match(String(urlRefusal(new URL('http://user:secret@acme.com/'))), /user name or password/);
  assert.equal(urlRefusal(new URL('https://acme.com/about')), null);
});
