import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countryCode, domainCountry } from '../../../standards/country.ts';
import { shippedRules } from '../capture.fixture.ts';
import { amountsIn } from './amount.ts';
import { attributionCode } from './attribution.ts';
import { companySize, staffIn } from './company-size.ts';
import { isFreeMailDomain, isRoleMailbox, mailAddress, registrableDomain } from './domain.ts';
import { standardIndustry } from './industry.ts';
import { languageOf } from './language.ts';
import { personName } from './person-name.ts';
import { phoneNumber } from './phone.ts';
import { timelineIn } from './timeline.ts';
import { standardTitle } from './title.ts';
import { urgencyIn } from './urgency.ts';

const rules = shippedRules();

describe('titles', () => {
  it("are read by the standard, and by the desk's own words before it", () => {
    assert.deepEqual(standardTitle('Head of Procurement', rules), {
      seniority: 'head',
      jobFunction: 'procurement',
    });
    const own = { ...rules, titles: [{ phrases: ['procurement wizard'], seniority: 'director' as const }] };
    assert.deepEqual(standardTitle('Procurement Wizard', own), {
      seniority: 'director',
      jobFunction: 'procurement',
    });
  });
});

describe('names of people', () => {
  const cases: readonly (readonly [string, string | null, string | null])[] = [
    ['Dr. Hans von der Heide', 'Hans', 'von der Heide'],
    ['Weber, Anna', 'Anna', 'Weber'],
    ['Prof. Dr. Weber', null, 'Weber'],
    ['anna weber', 'Anna', 'Weber'],
    ['Juan GARCIA LOPEZ', 'Juan', 'Garcia Lopez'],
    ['Anne-Marie O’Neill, PhD', 'Anne-Marie', 'O’Neill'],
    ['Frau Schmidt', null, 'Schmidt'],
    ['Anna', 'Anna', null],
    ['info@acme.example', null, null],
    ['', null, null],
  ];
  for (const [text, first, last] of cases) {
    it(`splits "${text}"`, () => assert.deepEqual(personName(text), { first, last }));
  }
  it('gives two surnames to a Spanish name', () => {
    assert.deepEqual(personName('Elena Prats Domingo', 'es'), { first: 'Elena', last: 'Prats Domingo' });
  });
});

describe('sums of money', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['€40k', 40_000, 'EUR'],
    ['40.000 Euro', 40_000, 'EUR'],
    ['USD 1.2m', 1_200_000, 'USD'],
    ['1,5 Mio. €', 1_500_000, 'EUR'],
    ['€30-40k', 30_000, 'EUR'],
    ["CHF 80'000.-", 80_000, 'CHF'],
    ['25 000 €', 25_000, 'EUR'],
    ['20 bis 25 T€', 20_000, 'EUR'],
    ['15 mil euros', 15_000, 'EUR'],
  ];
  for (const [text, amount, currency] of cases) {
    it(`reads ${text}`, () => {
      const [sum] = amountsIn(`we have ${text} for it`);
      assert.deepEqual([sum?.amount, sum?.currency], [amount, currency]);
    });
  }
  it('needs a currency', () => assert.deepEqual(amountsIn('about 20k, 300 people'), []));
});

describe('times', () => {
  const at = new Date('2026-10-06T00:00:00Z');
  const months = (text: string, isAnswer = false): number | null =>
    timelineIn(text, at, isAnswer)?.months ?? null;
  it('reads spans in four languages, the later end of a range', () => {
    assert.equal(months('We want to go live within six weeks.'), 1.5);
    assert.equal(months('Start in 3 bis 6 Monaten.'), 6);
    assert.equal(months("Mise en service d'ici trois mois."), 3);
    assert.equal(months('Lo necesitamos en los próximos 2 meses.'), 2);
    assert.equal(months('1-3 months', true), 3);
  });
  it('reads months, quarters and "as soon as possible"', () => {
    assert.ok(Math.abs((months('Live by end of January, please.') ?? 0) - 3.8) < 0.1);
    assert.ok(Math.abs((months('Entscheidung in Q1 2027') ?? 0) - 2.8) < 0.1);
    assert.equal(months('We need it ASAP.'), 0);
  });
  it('does not take the past for the future', () => {
    assert.equal(months('In the last 3 months we lost two customers.'), null);
    assert.equal(months('We have used it for 3 months.'), null);
    assert.equal(months('No need asap.'), null);
  });
});

describe('telephone numbers', () => {
  it('become E.164', () => {
    assert.equal(phoneNumber('+49 (0)40 66969-100', null)?.e164, '+494066969100');
    assert.equal(phoneNumber('0044 20 7946 0018', null)?.e164, '+442079460018');
    assert.equal(phoneNumber('040 66969100', 'DE')?.e164, '+494066969100');
  });
  it('stay unknown without a country, and where they are none', () => {
    assert.equal(phoneNumber('040 66969100', null), null);
    assert.equal(phoneNumber('12345', 'DE'), null);
    assert.equal(phoneNumber('n/a', 'DE'), null);
  });
});

describe('other fields', () => {
  it('knows countries by their names in several languages, and by domains that tell', () => {
    assert.deepEqual(['Deutschland', 'UK', 'Espagne', 'USA', 'de', 'Nowhere'].map(countryCode), [
      'DE',
      'GB',
      'ES',
      'US',
      'DE',
      null,
    ]);
    assert.equal(domainCountry('acme.de', []), 'DE');
    assert.equal(domainCountry('acme.io', ['io']), null);
  });
  it('maps industries to our list', () => {
    assert.equal(standardIndustry('Maschinenbau', rules), 'Manufacturing');
    assert.equal(standardIndustry('3PL / Spedition', rules), 'Logistics');
    assert.equal(standardIndustry('Astrology', rules), null);
  });
  it('reads addresses, domains and offices', () => {
    assert.equal(mailAddress('<Ann.Lee@Acme.example>'), 'ann.lee@acme.example');
    assert.equal(mailAddress('ann at acme'), null);
    assert.equal(registrableDomain('https://www.shop.acme.co.uk/x'), 'acme.co.uk');
    assert.equal(isFreeMailDomain('gmail.com', rules), true);
    assert.equal(isRoleMailbox('einkauf@acme.example', rules), true);
    assert.equal(isRoleMailbox('anna@acme.example', rules), false);
  });
  it('reads how large a company is, the lower end of a range', () => {
    assert.equal(companySize('51-200 employees'), 51);
    assert.equal(companySize('über 1.000'), 1000);
    assert.equal(companySize('unknown'), null);
    assert.deepEqual(staffIn('we are 130 employees in Lille'), { size: 130, quote: '130 employees' });
  });
  it('hears urgency, and its denial', () => {
    assert.equal(urgencyIn('Es ist sehr dringend', rules)?.level, 'high');
    assert.equal(urgencyIn('It is not urgent', rules)?.level, 'low');
    assert.equal(urgencyIn('nothing here is urgent', rules)?.level, 'low');
    assert.equal(urgencyIn('a cold store', rules), null);
    assert.equal(urgencyIn('hot', rules, true)?.level, 'high');
  });
  it('tells languages, and not from three words', () => {
    assert.equal(languageOf('Wir suchen eine Lösung für unser Lager und bitten um ein Angebot.'), 'de');
    assert.equal(languageOf('Nous cherchons un logiciel pour notre entrepôt à Lyon.'), 'fr');
    assert.equal(languageOf('ok'), null);
  });
  it('makes consistent attribution codes', () => {
    assert.equal(attributionCode('form', 'Autumn Launch!'), 'web-form/autumn-launch');
    assert.equal(attributionCode('chat', null), 'live-chat/direct');
  });
});
