import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, rulesWith } from '../enrichment.fixture.ts';
import { extractFindings } from './extract.fixture.ts';
import type { PageKind } from './links.ts';
import { readPage } from './page.ts';

const rules = rulesWith();

async function findingsOf(html: string, other?: { kind: PageKind; html: string }) {
  const fetched = { url: 'http://acme.example/', status: 200, headers: { server: 'nginx/1.27' } };
  const home = await readPage({ ...fetched, text: html }, NOW);
  const page = other && (await readPage({ ...fetched, text: other.html }, NOW));
  return extractFindings(home, other && page ? [{ kind: other.kind, page }] : [], rules);
}

async function peopleOn(html: string) {
  const { people } = await findingsOf('', { kind: 'team', html });
  return people?.map(({ name, title }) => `${name?.value}: ${title?.value}`) ?? [];
}

test('structured data with a comma too many is still understood', async () => {
  const { employees, country } = await findingsOf(`<script type="application/ld+json">
    {"@type": "Organization", "numberOfEmployees": {"value": "700",}, "address": {"addressCountry": "US"}, }</script>`);
  assert.equal(employees?.value, 700);
  assert.equal(country?.value, 'US');
});

test('an organisation with a website of its own elsewhere is somebody else', async () => {
  const { employees } = await findingsOf(`<script type="application/ld+json">
    {"@type": "Organization", "url": "https://customer.example", "numberOfEmployees": 9000}</script>`);
  assert.equal(employees, undefined);
});

test('a heading over a person is not a person', async () => {
  assert.deepEqual(
    await peopleOn('<h2>Ihre Ansprechpartner</h2><p>Dr. Anna Vogt, Geschäftsführerin Betrieb</p>'),
    ['Dr. Anna Vogt: Geschäftsführerin Betrieb'],
  );
});

test('a title ends with its sentence', async () => {
  assert.deepEqual(await peopleOn('<p>Joel Abrams, Owner. Founded by his mother with one truck.</p>'), [
    'Joel Abrams: Owner',
  ]);
});

test('customers who are quoted are not the team', async () => {
  assert.deepEqual(await peopleOn('<blockquote>Great!<p>Jane Smith</p><p>CTO</p></blockquote>'), []);
  assert.deepEqual(await peopleOn('<p>Jane Smith, Head of Sales at Other Corp</p>'), []);
});

test('a telephone number in the text counts in international form only', async () => {
  assert.equal((await findingsOf('<p>Telefon: +49 421 2345678</p>')).phone?.value, '+494212345678');
  assert.equal((await findingsOf('<p>Telefon: 0421 2345678</p>')).phone, undefined);
  assert.equal((await findingsOf('<p>Order +1 234 567</p>')).phone, undefined);
});

test('a page of vacancies is news of hiring', async () => {
  const html = '<p>Now hiring 60 people in Nashua.</p><p>We offer fruit and a parking place.</p>';
  const { news } = await findingsOf('', { kind: 'careers', html });
  assert.deepEqual(
    news?.map(({ kind, headline }) => [kind, headline?.value]),
    [['hiring', 'Now hiring 60 people in Nashua.']],
  );
});

test('technologies are quoted from where they show, and count less where they are only spoken of', async () => {
  const { technologies } = await findingsOf(
    '<script src="https://cdn.shopify.com/s/a.js"></script><p>Wir arbeiten mit SAP S/4HANA.</p><p>Shopping for SAPlings</p>',
  );
  const found = technologies?.map(({ name, category, evidence }) => {
    const [only] = evidence?.evidence ?? [];
    return [name, category, only?.source, only?.quote, only?.confidence];
  });
  assert.deepEqual(found, [
    ['nginx', 'web-server', 'http://acme.example/ (header)', 'server: nginx/1.27', 0.9],
    ['Shopify', 'e-commerce', 'http://acme.example/ (url)', 'https://cdn.shopify.com/s/a.js', 0.9],
    ['SAP', 'erp', 'http://acme.example/ (text)', 'Wir arbeiten mit SAP S/4HANA.', 0.6],
  ]);
});

test('links that only share something are no profile of the company', async () => {
  const { social_profiles } = await findingsOf(`
    <a href="https://www.linkedin.com/shareArticle?url=x">s</a><a href="https://www.linkedin.com/in/jane">Jane</a>
    <a href="https://facebook.com/sharer/sharer.php">f</a><a href="https://de.linkedin.com/company/acme/">in</a>
    <a href="https://evil-linkedin.com/company/acme">no</a>`);
  assert.deepEqual(social_profiles, [{ network: 'linkedin', url: 'https://de.linkedin.com/company/acme' }]);
});
