import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOW, rulesWith } from '../enrichment.fixture.ts';
import { readCountry, readLegalName, readStatus } from './imprint.ts';
import { readPage } from './page.ts';

const rules = rulesWith().imprint;

function pageOf(html: string, url = 'http://acme-pumps.example/imprint') {
  return readPage({ url, status: 200, headers: {}, text: html }, NOW);
}

async function legalName(html: string, isImprint = true) {
  return readLegalName(await pageOf(html), isImprint, rules)?.value ?? null;
}

test('the legal name stands in the imprint, with its form and nothing behind it', async () => {
  const imprints: Readonly<Record<string, string | null>> = {
    '<p>Acme Pumps GmbH · Amtsgericht Bremen HRB 00417</p>': 'Acme Pumps GmbH',
    '<p>Angaben gemäß § 5 DDG:</p><p>Acme Pumps GmbH & Co. KG</p><p>Hauptstraße 1</p>':
      'Acme Pumps GmbH & Co. KG',
    '<p>© 2026 Acme Pumps Ltd. All rights reserved.</p>': 'Acme Pumps Ltd.',
    '<p>Raison sociale : Acme Pumps SAS, au capital de 10 000 €</p>': 'Acme Pumps SAS',
    '<p>Denominazione: Acme Pumps S.r.l. – P. IVA 01234567890</p>': 'Acme Pumps S.r.l.',
    '<p>Acme Pumps, S.L.</p>': null,
    '<p>Welcome to Acme</p>': null,
    '<p>Webdesign: Pixelwerk GmbH</p><p>Acme Pumps AG, Zürich</p>': 'Acme Pumps AG',
    '<p>Musterfirma Holding AG</p>': 'Musterfirma Holding AG',
  };
  for (const [html, name] of Object.entries(imprints)) {
    assert.equal(await legalName(html), name, html);
  }
});

test('elsewhere only a name counts that the domain or the title speaks of', async () => {
  assert.equal(await legalName('<footer>© Acme Pumps Inc.</footer>', false), 'Acme Pumps Inc.');
  assert.equal(await legalName('<title>Acme i Väst AB</title>', false), 'Acme i Väst AB');
  assert.equal(await legalName('<footer>Hosted by Hetzner Online GmbH</footer>', false), null);
  assert.equal(await legalName('<p>Trusted by Siemens AG and BASF SE</p>', false), null);
});

test('the country is told by registers, numbers, postal codes and names', async () => {
  const told: Readonly<Record<string, string | null>> = {
    '<p>Amtsgericht Bremen, HRB 417</p>': 'DE',
    '<p>Firmenbuchnummer: FN 123456a</p>': 'AT',
    '<p>SIRET 123 456 789 00012 - RCS Lyon</p>': 'FR',
    '<p>KvK 12345678</p>': 'NL',
    '<p>P. IVA 01234567890</p>': 'IT',
    '<p>Inscrita en el Registro Mercantil de Zaragoza</p>': 'ES',
    '<p>CNPJ 12.345.678/0001-90</p>': 'BR',
    '<p>Registered in England and Wales No. 123</p>': 'GB',
    '<p>D-28217 Bremen</p>': 'DE',
    '<p>CH-8000 Zürich</p>': 'CH',
    '<p>12 High Street, Galway, Ireland</p>': 'IE',
    '<p>Deutschland</p>': 'DE',
    '<p>We ship to Germany and France</p>': null,
    '<p>28217 Bremen</p>': null,
  };
  for (const [html, country] of Object.entries(told)) {
    assert.equal(readCountry(await pageOf(html), true, rules)?.value ?? null, country, html);
  }
  assert.equal(readCountry(await pageOf('<p>Galway, Ireland</p>'), false, rules), null);
});

test('a company in liquidation says so behind its name', async () => {
  const page = await pageOf('<p>Acme Pumps GmbH i.L., Bremen</p>');
  const name = readLegalName(page, true, rules)?.value ?? null;
  assert.equal(name, 'Acme Pumps GmbH');
  const status = readStatus(page, name, rules);
  assert.equal(status?.value, 'in-liquidation');
  assert.equal(status?.evidence[0]?.quote, 'Acme Pumps GmbH i.L.');
  assert.equal(
    readStatus(await pageOf('<p>Acme Pumps GmbH, Bremen. Questions of liquidation?</p>'), name, rules),
    null,
  );
});
