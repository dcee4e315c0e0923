import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { companyNameKey, hasLegalForm } from '../company-name.ts';
import { type Company, compareCompanies, compareCompany, prepareCompany } from './compare.ts';
import { companyKeys } from './keys.ts';

const NAMES: readonly (readonly [string, string, 'match' | 'doubtful' | 'none'])[] = [
  ['IBM', 'International Business Machines Corp.', 'match'],
  ['Deutsche Bank AG', 'Deutsche Bahn AG', 'none'],
  ['Delta Air Lines', 'Delta Faucet Company', 'none'],
  ['Siemens Energy', 'Siemens Healthineers', 'none'],
  ['Siemens AG', 'Siemens Energy AG', 'none'],
  ['Müller & Söhne GmbH & Co. KG', 'Mueller und Soehne', 'match'],
  ['Acme Pty Ltd', 'Acme', 'match'],
  ['Acme S.A. de C.V.', 'ACME', 'match'],
  ['Nowak Sp. z o.o.', 'Nowak Spółka z o.o.', 'match'],
  ['Suzuki Kogyo K.K.', 'Suzuki Kogyo', 'match'],
  ['The Boeing Company', 'Boeing', 'match'],
  ['Rossi Group S.p.A.', 'Rossi', 'match'],
  ['Harbour Lights Ltd t/a Blue Bar', 'Blue Bar', 'match'],
  ['Nordtec GmbH (vormals Südtec GmbH)', 'Südtec GmbH', 'match'],
  ['Johnson & Johnson', 'Johnson and Johnson Inc', 'match'],
  ['J&J', 'Johnson & Johnson', 'match'],
  ['Procter & Gamble', 'P&G', 'match'],
  ['ThyssenKrupp Steel', 'Thyssen Krupp Steel AG', 'match'],
  ['Rheinmetall', 'Rheinmetal', 'match'],
  ['Microsoft', 'Mircosoft', 'match'],
  ['Volkswagen AG', 'VW', 'match'],
  ['Bosch Rexroth', 'Bosch Thermotechnik', 'none'],
  ['Airbus', 'Airbus Helicopters', 'none'],
  ['Santander Consumer Bank', 'Santander', 'none'],
  ['First National Bank', 'Second National Bank', 'none'],
  ['First National Bank of Omaha', 'First National Bank of Texas', 'none'],
  ['Hotel Krone Bregenz', 'Hotel Krone Dornbirn', 'none'],
  ['Autohaus Schmidt', 'Autohaus Schmitt', 'none'],
  ['Schmidt Logistik', 'Schmid Logistik', 'none'],
  ['Bäckerei Huber', 'Metzgerei Huber', 'none'],
  ['Meyer Werft', 'Meyer Burger', 'none'],
  ['Peters Consulting', 'Petersen Consulting', 'none'],
  ['Kaufland Stiftung & Co. KG', 'Kaufland', 'match'],
  ['Société Générale', 'Societe Generale SA', 'match'],
  ['Cabinet Durand et Associés', 'Durand & Associés', 'match'],
  ['Garage Moreau', 'Moreau Garage SARL', 'match'],
  ['Construcciones Hermanos López S.L.', 'Construcciones Hnos. López', 'match'],
  ['Distribuidora del Norte, S.A.', 'Distribuidora del Sur, S.A.', 'none'],
  ['Università degli Studi di Milano', 'Università degli Studi di Torino', 'none'],
  ['Van den Berg Transport B.V.', 'Van Den Berg Transport', 'match'],
  ['Jansen Bouw', 'Janssen Bouw', 'none'],
  ['TechnoPlast GmbH', 'Techno-Plast', 'match'],
  ['Elektro-Müller', 'Elektro Müller GmbH', 'match'],
  ['Sunrise Media', 'Sunrise Medical', 'none'],
  ['Blue Ocean Shipping', 'Red Ocean Shipping', 'none'],
  ['Phoenix Contact', 'Phoenix Mecano', 'none'],
  ['Apple', 'Applied Materials', 'none'],
  ['Northern Trust', 'Northern Tool', 'none'],
  ['Bank of America', 'Bank of Canada', 'none'],
  ['Mayer Brown LLP', 'Mayer-Brown', 'match'],
  ['Stadtwerke München', 'Stadtwerke Augsburg', 'none'],
  ['Volvo Cars', 'Volvo Trucks', 'none'],
  ['Ernst & Young', 'EY', 'match'],
  ['Nestlé S.A.', 'Nestle', 'match'],
  ['Ромашка ООО', 'Romashka', 'match'],
  ['Zakłady Mięsne Łuków S.A.', 'Zaklady Miesne Lukow', 'match'],
  ['Çelik Makina San. ve Tic. Ltd. Şti.', 'Celik Makina', 'match'],
  ['Bergström & Partners AB', 'Bergstrom Partners', 'match'],
  ['Smith Engineering Ltd', 'Smyth Engineering Ltd', 'none'],
  ['Brightwater Software', 'Brightwater Plumbing', 'none'],
  ['GreenTech Solutions GmbH', 'Green Tech Solutions', 'match'],
  ['Steinbeis Papier', 'Steinbeis Hochschule', 'none'],
  ['Weber Haustechnik AG', 'Weber Haustechnik', 'match'],
  ['Kunz', 'Kunz GmbH', 'match'],
  ['Ace Hardware', 'Ace Hotel', 'none'],
  ['Team 7', 'Team 8', 'none'],
  ['Metallbau Kraus, Inh. Peter Kraus', 'Metallbau Kraus', 'match'],
  ['Goldman Sachs', 'Goldman Sachs International', 'match'],
  ['University of Leeds', 'Leeds University', 'match'],
  ['University of Leeds', 'Leeds Beckett University', 'none'],
  ['Henkell & Co.', 'Henkel AG', 'none'],
  ['Hapag-Lloyd', 'Hapag Lloyd AG', 'match'],
  ["St. Mary's Hospital", "Saint Mary's Hospital", 'match'],
  ['Pfeiffer & Langen', 'Pfeifer & Langen', 'match'],
  ['Müller Maschinenbau', 'Müller Maschinen', 'none'],
  ['Zimmermann Transporte', 'Zimmerman Transporte GmbH', 'match'],
  ['Trans-o-flex', 'Transoflex', 'match'],
  ['E.ON SE', 'EON', 'match'],
  ['Dr. Oetker', 'Doctor Oetker', 'match'],
  ['Dr. Müller Zahnarztpraxis', 'Zahnarztpraxis Dr. Müller', 'match'],
  ['S&T AG', 'S & T', 'match'],
  ['Sixt Leasing SE', 'Sixt SE', 'none'],
  ['Kreissparkasse Köln', 'Kreissparkasse Böblingen', 'none'],
  ['Deutsches Rotes Kreuz', 'DRK', 'match'],
  ['National Health Service', 'NHS', 'match'],
  ['New York Times', 'NYT', 'match'],
  ['American Red Cross', 'British Red Cross', 'none'],
  ['Red Bull', 'Red Bull GmbH', 'match'],
  ['Honda Motor Co., Ltd.', 'Honda Motor', 'match'],
  ['Huber GmbH', 'Huber AG', 'doubtful'],
  ['Hilti Deutschland AG', 'Hilti', 'doubtful'],
  ['Andersen Logistics', 'Anderson Logistics', 'doubtful'],
  ['GE', 'Gregor Eberle', 'doubtful'],
];

const company = (name: string | null, domain: string | null = null): Company => ({ name, domain });

describe('two names of companies', () => {
  for (const [a, b, verdict] of NAMES) {
    it(`"${a}" and "${b}": ${verdict}`, () => {
      assert.equal(compareCompany(company(a), company(b)).verdict, verdict);
      assert.equal(compareCompany(company(b), company(a)).verdict, verdict, 'the other way round');
    });
  }

  it('share a key wherever they may be one', () => {
    for (const [a, b, verdict] of NAMES) {
      if (verdict === 'none' || a === 'GE') continue;
      const [one, other] = [companyKeys(prepareCompany(company(a))), companyKeys(prepareCompany(company(b)))];
      const keys = new Set([...one.sure, ...one.words]);
      assert.ok(
        [...other.sure, ...other.words].some((key) => keys.has(key)),
        `${a} / ${b}`,
      );
    }
  });
});

describe('two domains', () => {
  const verdict = (a: Company, b: Company): string => compareCompany(a, b).verdict;
  it('that are one make one account, whatever the names', () => {
    assert.equal(verdict(company('Acme', 'shop.acme.example'), company('Zenith', 'acme.example')), 'match');
  });
  it('with nothing in common part two firms of one short name', () => {
    assert.equal(
      verdict(company('Atlas GmbH', 'atlas-umzug.de'), company('Atlas GmbH', 'atlas-it.at')),
      'none',
    );
    assert.equal(verdict(company('Vogel', 'vogel.de'), company('Vogel GmbH', 'vogel.com')), 'match');
    assert.equal(
      verdict(company('Corvado', 'corvado.it'), company('Corvado SpA', 'corvado-group.com')),
      'match',
    );
  });
  it('of a mail provider or a host belong to nobody', () => {
    assert.equal(
      verdict(company('Autohaus Kern', 'gmail.com'), company('Schreinerei Lutz', 'gmail.com')),
      'none',
    );
    assert.equal(verdict(company('Kern', 'myshopify.com'), company('Lutz', 'myshopify.com')), 'none');
    assert.equal(
      verdict(company('Kern', 'kern.myshopify.com'), company('Lutz', 'lutz.myshopify.com')),
      'none',
    );
  });
  it('decide for two letters what the letters alone cannot', () => {
    assert.equal(verdict(company('ZK'), company('Zahnrad Kessler GmbH', 'zk.example')), 'match');
    assert.equal(verdict(company('ZK'), company('Zahnrad Kessler GmbH')), 'doubtful');
  });
});

describe('the reason', () => {
  it('is a sentence that names the words', () => {
    assert.equal(
      compareCompany(company('MÜLLER & SOEHNE'), company('Müller und Söhne GmbH')).reason,
      '"MÜLLER & SOEHNE" and "Müller und Söhne GmbH": the names are the same when the legal form is left aside.',
    );
    assert.match(compareCompany(company('Hilti Austria'), company('Hilti')).reason, /is "Hilti" and austria/);
  });
});

describe('hostile names', () => {
  it('match nothing, in bounded time', () => {
    const acme = prepareCompany(company('Acme'));
    for (const name of [
      '',
      '((',
      'a.'.repeat(100_000),
      '('.repeat(100_000),
      ' di '.repeat(50_000),
      't/a '.repeat(50_000),
      '\u0000',
    ]) {
      assert.equal(compareCompanies(prepareCompany(company(name)), acme).verdict, 'none', name.slice(0, 10));
    }
  });
});

describe('legal forms', () => {
  const names = [
    'Acme S.A. de C.V.',
    'Acme Sp. z o.o.',
    'Acme Pty Ltd',
    'Acme K.K.',
    'Acme GmbH & Co. KG',
    'Acme Sdn. Bhd.',
    'Acme A/S',
    'Acme s.r.o.',
    'Acme d.o.o.',
    'Acme Kft.',
    'Acme Oyj',
    'Acme Pvt. Ltd.',
    'Acme Ltda.',
    'Acme S.r.l.s.',
    'Acme Ltd. Şti.',
    'SARL Acme',
    'Acme UG (haftungsbeschränkt)',
    'Acme, L.L.C.',
    'Acme FZ-LLC',
    'Acme UAB',
    'Acme Zrt.',
    'Acme EOOD',
    'Acme Designated Activity Company',
  ];
  it('of some fifty countries are left aside', () => {
    for (const name of names) {
      assert.equal(companyNameKey(name), 'acme', name);
      assert.ok(hasLegalForm(name), name);
    }
  });
  it('are not seen in codes of states and in words', () => {
    for (const name of ['Oakland CA', 'Scranton PA', 'Chief CIO', 'Call me'])
      assert.equal(hasLegalForm(name), false, name);
  });
});
