import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesWith } from '../enrichment.fixture.ts';
import { parseMailAddress } from './mail-address.ts';
import { isDisposable, isFreeProvider, isRole } from './mail-lists.ts';
import { namesAgree } from './name-in-address.ts';
import { meantDomain } from './typing-mistake.ts';

const rules = rulesWith().verification;

test('addresses are read as mail servers take them, international ones too', () => {
  const good: Readonly<Record<string, string>> = {
    'jane@acme.com': 'acme.com',
    'Jane.Doe+tag@ACME.com': 'acme.com',
    "o'brien_1/x=y@mail.acme.co.uk": 'mail.acme.co.uk',
    '"jane doe"@acme.com': 'acme.com',
    '"a@b"@acme.com': 'acme.com',
    'jörg@müller.de': 'xn--mller-kva.de',
    '用户@例子.广告': 'xn--fsqu00a.xn--4rr70v',
    ' jane@acme.com ': 'acme.com',
    'x@a-b.museum': 'a-b.museum',
  };
  for (const [text, domain] of Object.entries(good)) {
    const address = parseMailAddress(text);
    assert.equal(typeof address === 'string' ? address : address.domain, domain, text);
  }
});

test('what no mail server takes is refused with the reason', () => {
  const bad: Readonly<Record<string, RegExp>> = {
    acme: /no @/,
    '@acme.com': /nothing stands before/,
    'jane@': /can be a domain/,
    'jane@localhost': /no ending/,
    'jane@acme..com': /can be a domain|dot too many/,
    'jane@-acme.com': /none that can be registered/,
    'jane@acme_b.com': /none that can be registered/,
    'jane@192.168.0.1': /number stands|can be a domain/,
    'jane@[192.168.0.1]': /can be a domain/,
    'jane@acme.com/x': /can be a domain/,
    'jane@ac me.com': /can be a domain/,
    '.jane@acme.com': /begins or ends with a dot/,
    'ja..ne@acme.com': /two dots/,
    'ja ne@acme.com': /" " may not stand/,
    'jane,doe@acme.com': /"," may not stand/,
    'jane<x>@acme.com': /"<" may not stand/,
    '"jane@acme.com': /quotation marks/,
    [`${'a'.repeat(65)}@acme.com`]: /64 bytes/,
    [`${'ü'.repeat(33)}@acme.com`]: /64 bytes/,
    [`a@${'b'.repeat(64)}.com`]: /registered|can be a domain/,
    [`a@${'b.'.repeat(150)}com`]: /254 bytes/,
  };
  for (const [text, why] of Object.entries(bad)) {
    assert.match(String(parseMailAddress(text)), why, text);
  }
  assert.match(String(parseMailAddress('@'.repeat(1_000_000))), /254 bytes/);
});

test('a slip of the fingers is seen, a domain of its own is not', () => {
  const slips: Readonly<Record<string, string | null>> = {
    'gmial.com': 'gmail.com',
    'gmal.com': 'gmail.com',
    'gmaill.com': 'gmail.com',
    'gnail.com': 'gmail.com',
    'gmail.con': 'gmail.com',
    'gmail.co': 'gmail.com',
    'hotmial.com': 'hotmail.com',
    'hotmail.cmo': 'hotmail.com',
    'outlok.com': 'outlook.com',
    'yaho.com': 'yahoo.com',
    'iclod.com': 'icloud.com',
    'gmail.com': null,
    'yahoo.co.uk': null,
    'mail.com': null,
    'acme.com': null,
    'gmx.com': null,
    'webb.de': null,
    'gambling.com': null,
    'acme.co': null,
  };
  for (const [domain, meant] of Object.entries(slips)) {
    assert.equal(meantDomain(domain, rules), meant, domain);
  }
});

test('an address fits a name by its parts, its initials and its spellings', () => {
  const fits: readonly [string, string | null, string | null, boolean | null][] = [
    ['jane.doe', 'Jane', 'Doe', true],
    ['jdoe', 'Jane', 'Doe', true],
    ['doej', 'Jane', 'Doe', true],
    ['jd', 'Jane', 'Doe', true],
    ['joerg.mueller', 'Jörg', 'Müller', true],
    ['muller', 'Jörg', 'Müller', true],
    ['lars.sorensen', 'Lars', 'Sørensen', true],
    ['chris', 'Christina', 'Vogt', true],
    ['j.van.der.berg', 'Jan', 'van der Berg', true],
    ['annalena', 'Anna-Lena', 'Vogt', true],
    ['jane+demo', 'Jane', null, true],
    ['max.muster', 'Jane', 'Doe', false],
    ['cooldude77', 'Jane', 'Doe', false],
    ['12345', 'Jane', 'Doe', null],
    ['jane', null, null, null],
  ];
  for (const [local, first, last, expected] of fits) {
    assert.equal(namesAgree(local, first, last), expected, `${local} ${first} ${last}`);
  }
});

test('offices are known in seven languages, with a number or a tag', () => {
  for (const office of [
    'info',
    'Sales',
    'einkauf',
    'vertrieb2',
    'achats',
    'compras',
    'vendas',
    'acquisti',
    'inkoop',
    'no-reply',
    'noreply.shop',
    'info+web',
  ]) {
    assert.ok(isRole(office, rules), office);
  }
  for (const person of ['jane', 'jane.doe', 'infantino', 'salesch', 'nora.reply']) {
    assert.ok(!isRole(person, rules), person);
  }
});

test('providers are looked up in lists that others keep, and in the rules', () => {
  assert.ok(
    isFreeProvider('gmail.com', rules) &&
      isFreeProvider('gmx.de', rules) &&
      isFreeProvider('posteo.de', rules),
  );
  assert.ok(!isFreeProvider('acme.com', rules));
  assert.ok(isDisposable('mailinator.com', rules) && isDisposable('guerrillamail.com', rules));
  assert.ok(
    !isDisposable('gmail.com', rules) &&
      !isDisposable('acme.com', rules) &&
      !isDisposable('proton.me', rules),
  );
  assert.ok(isDisposable('x.thrown.com', { ...rules, disposable_domains: ['thrown.com'] }));
});
