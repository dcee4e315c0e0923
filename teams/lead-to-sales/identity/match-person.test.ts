import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blockingKeys } from './blocking.ts';
import { matchPerson } from './match-person.ts';
import type { PersonRecord } from './person.ts';
import { preparePerson } from './prepare.ts';
import { shippedIdentityRules } from './rules.ts';

const rules = shippedIdentityRules();
const anna: PersonRecord = {
  first_name: 'Anna',
  last_name: 'Weber',
  email: 'anna.weber@acme.example',
  phone: '+493012345678',
  company: 'Acme Logistik GmbH',
};

function verdict(a: PersonRecord, b: PersonRecord): string {
  const there = matchPerson(a, b);
  const back = matchPerson(b, a);
  assert.equal(back.verdict, there.verdict, 'the order of the two does not matter');
  assert.ok(Math.abs(back.probability - there.probability) < 1e-9);
  const keys = new Set(blockingKeys(preparePerson(a, rules)));
  const isFound = blockingKeys(preparePerson(b, rules)).some((key) => keys.has(key));
  if (there.verdict === 'match') assert.ok(isFound, `not found by keys: ${JSON.stringify([a, b])}`);
  return there.verdict;
}

describe('two records are one person', () => {
  it('when they say the same in other ways', () => {
    const others: PersonRecord[] = [
      { email: 'Anna.Weber@Acme.example' },
      { first_name: 'A.', last_name: 'Weber', phone: '+493012345678' },
      { first_name: 'Weber', last_name: 'Anna', phone: '030 12345678' },
      { first_name: 'Anna', last_name: 'Weber', company: 'ACME LOGISTIK' },
      { first_name: 'Dr. Anna Lena', last_name: 'Weber', domain: 'acme.example' },
      { first_name: 'Anna', last_name: 'Webre', email: 'ana.weber@acme.example' },
      { first_name: 'Ana', last_name: 'Weber-Lindt', email: 'anna.weber@acme.example' },
      { first_name: 'Anna', last_name: 'Weber', email: 'info@acme.example' },
    ];
    for (const other of others) assert.equal(verdict(anna, other), 'match', JSON.stringify(other));
  });

  it('when one name is a form of the other, in several languages', () => {
    const pairs = [
      ['Bob', 'Robert'],
      ['Hans', 'Johannes'],
      ['Pepe', 'José'],
      ['Paco', 'Francisco'],
      ['Beppe', 'Giuseppe'],
      ['Zé', 'José'],
      ['Jürgen', 'Juergen'],
      ['Sjoerd', 'Sjord'],
      ['Kees', 'Cornelis'],
      ['Uschi', 'Ursula'],
    ] as const;
    for (const [one, other] of pairs) {
      const person = { last_name: 'Lindqvist', domain: 'acme.example' };
      const found = verdict({ ...person, first_name: one }, { ...person, first_name: other });
      assert.equal(found, 'match', `${one}, ${other}`);
    }
  });

  it('when particles and accents are written otherwise', () => {
    const company = { domain: 'acme.example' };
    const pairs = [
      [
        { first_name: 'Ludwig', last_name: 'van der Berg' },
        { first_name: 'Ludwig', last_name: 'Berg' },
      ],
      [
        { first_name: 'Inés', last_name: 'García Márquez' },
        { first_name: 'Ines', last_name: 'Garcia' },
      ],
      [
        { first_name: 'Lena', last_name: 'Sjöberg' },
        { first_name: 'Lena', last_name: 'Sjoeberg' },
      ],
    ] as const;
    for (const [one, other] of pairs) {
      assert.equal(verdict({ ...one, ...company }, { ...other, ...company }), 'match', one.last_name);
    }
  });

  it('by a mobile’s number, where nothing contradicts', () => {
    assert.equal(verdict({ ...anna, phone: '+4915112345678' }, { phone: '+4915112345678' }), 'match');
  });

  it('by any of their numbers, the nearest two of which are told', () => {
    const card = { ...anna, phone: '+493012345678', mobile: '+4915112345678' };
    const chat = { first_name: 'Anna', phone: '+4915112345678' };
    assert.equal(verdict(card, chat), 'match');
    assert.equal(verdict(chat, card), 'match');
    assert.match(matchPerson(card, chat).why.join(' '), /the same mobile’s \(\+4915112345678\)\./);
    assert.equal(
      verdict({ ...anna, phone: '+493012345678' }, { ...chat, phone: '+4915112345678' }),
      'different',
    );
  });

  it('through slips in dates and places', () => {
    const one = { first_name: 'Eleanor', last_name: 'Price', birth_date: '1971-06-24', city: 'Leeds' };
    assert.equal(verdict(one, { ...one, last_name: 'Pirce', birth_date: '1971-06-42' }), 'match');
    assert.equal(verdict(one, { last_name: 'Price', birth_date: '19710624', city: 'Leds' }), 'match');
  });
});

describe('two records are two people', () => {
  it('whatever they share, when their names contradict', () => {
    for (const shared of [
      { email: 'info@acme.example', phone: '+493012345678' },
      { email: 'weber@acme.example', phone: '+4915112345678', street: '5 Hafenstr.', city: 'Hamburg' },
    ]) {
      const one = { ...shared, first_name: 'Anna', last_name: 'Weber', domain: 'acme.example' };
      const other = { ...shared, first_name: 'Cy', last_name: 'Poe', domain: 'acme.example' };
      assert.equal(verdict(one, other), 'different');
    }
  });

  it('when only an office’s mailbox or a switchboard is the same', () => {
    assert.notEqual(verdict({ email: 'info@acme.example' }, { email: 'info@acme.example' }), 'match');
    assert.notEqual(verdict({ phone: '+493012345678' }, anna), 'match');
    const office = { email: 'vertrieb@acme.example', phone: '+493012345678', company: 'Acme' };
    assert.notEqual(verdict(office, office), 'match');
  });

  it('or a person has to say, when relatives share what is theirs', () => {
    const home = {
      email: 'winter@home.example',
      street: '4 Elm Road',
      city: 'Leeds',
      phone: '+441134960000',
    };
    const one = { ...home, first_name: 'Anna', last_name: 'Winter' };
    assert.equal(verdict(one, { ...home, first_name: 'Peter', last_name: 'Winter' }), 'doubtful');
    assert.equal(verdict(one, { ...home, first_name: 'Anna', last_name: 'Sommer' }), 'doubtful');
  });

  it('when only a common name is the same', () => {
    const one = { first_name: 'Anna', last_name: 'Weber' };
    assert.notEqual(verdict(one, { ...one }), 'match');
    assert.equal(
      verdict({ ...one, company: 'Acme' }, { ...one, company: 'Nordlicht', city: 'Kiel' }),
      'different',
    );
  });

  it('or a person has to say, when namesakes write from companies of one name and two domains', () => {
    const one = { first_name: 'Anna', last_name: 'Weber', company: 'Nordwerk GmbH' };
    const here = { ...one, email: 'anna@nordwerk.example' };
    assert.equal(verdict(here, { ...one, email: 'anna@kielbau.example' }), 'doubtful');
    assert.equal(verdict(here, { ...one, email: 'aweber@gmail.com' }), 'match');
  });

  it('when namesakes have the address that everybody of that name has', () => {
    const one = { first_name: 'Anna', last_name: 'Weber', email: 'anna.weber@acme.example' };
    assert.notEqual(verdict(one, { ...one, email: 'anna.weber@kielbau.example' }), 'match');
    const rare = { ...one, email: 'sunny88@acme.example' };
    assert.equal(verdict(rare, { ...one, email: 'sunny88@mail.example' }), 'match');
  });

  it('or a person has to say, when colleagues’ names are nearly the same', () => {
    const one = { first_name: 'Jon', last_name: 'Keller', phone: '+493012345678', company: 'Acme GmbH' };
    const here = { ...one, email: 'jon.keller@acme.example' };
    assert.equal(
      verdict(here, { ...one, last_name: 'Kehler', email: 'jon.kehler@acme.example' }),
      'doubtful',
    );
  });

  it('when they have two numbered mailboxes of one company', () => {
    const one = { first_name: 'Jon', last_name: 'Keller', email: 'j.keller1@acme.example' };
    assert.notEqual(verdict(one, { ...one, last_name: 'Kellner', email: 'j.keller2@acme.example' }), 'match');
  });
});

it('says why in sentences with the words of both, the weightiest first', () => {
  const { why } = matchPerson(anna, { first_name: 'Ann', last_name: 'Weber', email: 'info@acme.example' });
  assert.deepEqual(why, [
    'The companies have the same domain (acme.example).',
    'The last names are the same (Weber).',
    'The first names are forms of one name (Anna / Ann).',
  ]);
  const couple = matchPerson(
    { first_name: 'Anna', email: 'winter@home.example' },
    { first_name: 'Peter', email: 'winter@home.example' },
  );
  assert.match(couple.why.at(-1) ?? '', /^The names contradict each other/);
});

it('bears records that are empty, huge or odd', () => {
  const huge = 'x'.repeat(1_000_000);
  const odd: PersonRecord[] = [
    {},
    { first_name: '', last_name: ' ', email: '@', phone: '()', birth_date: 'yesterday' },
    { first_name: huge, last_name: huge, email: `${huge}@${huge}`, phone: huge, street: huge, city: huge },
    { first_name: '\u0000\u202e', last_name: '👍', email: 'a@b' },
    { first_name: '__proto__', last_name: 'constructor' },
  ];
  for (const one of odd) for (const other of odd) verdict(one, other);
  assert.equal(verdict({}, {}), 'different');
});
