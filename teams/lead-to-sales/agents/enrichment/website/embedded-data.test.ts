import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, rulesWith } from '../enrichment.fixture.ts';
import { extractFindings } from './extract.fixture.ts';
import { readPage } from './page.ts';

const rules = rulesWith();

async function findingsOf(html: string) {
  const page = await readPage({ url: 'http://acme.example/', status: 200, headers: {}, text: html }, NOW);
  return extractFindings(page, [], rules);
}

const EXPECTED = {
  legal_name: 'Acme Pumps GmbH',
  founded: 1987,
  employees: 240,
  country: 'DE',
  region: 'Bremen',
  phone: '+494212345678',
};

async function facts(html: string) {
  const { legal_name, founded, employees, country, region, phone } = await findingsOf(html);
  const all = { legal_name, founded, employees, country, region, phone };
  return Object.fromEntries(Object.entries(all).map(([key, fact]) => [key, fact?.value]));
}

test('an organisation is understood as JSON-LD, as microdata and as RDFa', async () => {
  assert.deepEqual(
    await facts(`<script type="application/ld+json">{"@context":"https://schema.org","@type":"LocalBusiness","name":"Acme",
      "legalName":"Acme Pumps GmbH","foundingDate":"1987-05-01","numberOfEmployees":{"@type":"QuantitativeValue","minValue":240,"maxValue":300},
      "address":[{"@type":"PostalAddress","addressLocality":"Bremen","addressCountry":{"@type":"Country","name":"Germany"}}],
      "contactPoint":[{"@type":"ContactPoint","telephone":"0421 2345678"}]}</script>`),
    EXPECTED,
  );
  assert.deepEqual(
    await facts(`<div itemscope itemtype="https://schema.org/Corporation"><h1 itemprop="legalName">Acme Pumps GmbH</h1>
      <time itemprop="foundingDate" datetime="1987">since 1987</time><meta itemprop="numberOfEmployees" content="240">
      <p itemprop="address" itemscope itemtype="https://schema.org/PostalAddress"><span itemprop="addressLocality">Bremen</span>
      <meta itemprop="addressCountry" content="DE"></p><a itemprop="telephone" href="tel:+494212345678" content="+49 421 2345678">call</a></div>`),
    EXPECTED,
  );
  assert.deepEqual(
    await facts(`<div vocab="https://schema.org/" typeof="Organization"><span property="legalName">Acme Pumps GmbH</span>
      <span property="schema:foundingDate">1987</span><span property="numberOfEmployees">240</span>
      <div property="address" typeof="PostalAddress"><span property="addressLocality">Bremen</span>
      <span property="addressCountry">Germany</span></div><span property="telephone">+49 421 2345678</span></div>`),
    EXPECTED,
  );
});

test('Open Graph properties and broken data are no organisation', async () => {
  const found =
    await findingsOf(`<meta property="og:title" content="x"><meta property="legalName" content="Foo GmbH">
    <div itemscope itemtype="https://schema.org/Product"><span itemprop="name">Pump</span><span itemprop="telephone">+49 421 2345678</span></div>`);
  assert.equal(found.legal_name, undefined);
});

test('a founding year is read from a company’s own words, and not from a year beside other things', async () => {
  const founded = async (sentence: string) => (await findingsOf(`<p>${sentence}</p>`)).founded?.value ?? null;
  const sentences: Readonly<Record<string, number | null>> = {
    'Founded in 1987 by two brothers.': 1987,
    'Est. 1902': 1902,
    'Since 1924. Over 600 people.': 1924,
    'Familienunternehmen seit 1924.': 1924,
    '1998 mit einer Halle und zwei Staplern gegründet, heute größer.': 1998,
    'Gegründet im Jahr 1987': 1987,
    'Entreprise fondée en 1962': 1962,
    'Fundada en 1975 en Zaragoza': 1975,
    'Fundada em 1980': 1980,
    'Azienda fondata nel 1955': 1955,
    'Opgericht in 1990': 1990,
    'Since 2019 we have been certified to ISO 9001': null,
    'Open since 8 am': null,
    'Founded in 2090': null,
    'Established processes for 2000 customers': null,
  };
  for (const [sentence, year] of Object.entries(sentences)) {
    assert.equal(await founded(sentence), year, sentence);
  }
});

test('a social profile is told from a share button and from a person’s', async () => {
  const { social_profiles } = await findingsOf(`
    <a href="https://www.facebook.com/sharer/sharer.php?u=x">s</a><a href="https://facebook.com/acme.pumps">f</a>
    <a href="https://www.instagram.com/p/abc">p</a><a href="https://instagram.com/acmepumps/">i</a>
    <a href="https://youtube.com/watch?v=1">w</a><a href="https://youtube.com/@acme">y</a>
    <a href="https://www.linkedin.com/in/jane">j</a><a href="//www.xing.com/pages/acme">x</a><a href="/linkedin.com/company/x">no</a>`);
  assert.deepEqual(social_profiles, [
    { network: 'facebook', url: 'https://facebook.com/acme.pumps' },
    { network: 'instagram', url: 'https://instagram.com/acmepumps' },
    { network: 'youtube', url: 'https://youtube.com/@acme' },
    { network: 'xing', url: 'https://www.xing.com/pages/acme' },
  ]);
});
