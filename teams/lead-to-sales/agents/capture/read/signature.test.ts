import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedRules } from '../capture.fixture.ts';
import { senderKey } from './sender.ts';
import { splitSignature } from './signature.ts';
import { type Card, readCard } from './signature-card.ts';

const rules = shippedRules();

/** What a mail of one sentence and `signature` says, sent by `from` ("Name <address>"). */
function read(from: string, signature: string): Card & { readonly message: string } {
  const [, name = '', address = ''] = /^(.*)<(.*)>$/.exec(from) ?? [];
  const sender = senderKey({ name: name.trim(), address }, rules);
  const signed = splitSignature(`Hello,\n\nplease send us your price list.\n\n${signature}`, sender, rules);
  return { ...readCard(signed.card, sender, signed.message, rules), message: signed.message };
}

describe('a signature', () => {
  it('is read field by field', () => {
    const card = read(
      'Anna Weber <anna.weber@weber-kran.example>',
      'Mit freundlichen Grüßen\n\ni. V. Dipl.-Ing. Anna Weber\nLeiterin Einkauf\n\nWeber Kran & Söhne GmbH & Co. KG\nAm Hafen 7 | D-20457 Hamburg\nTel.: +49 (0)40 / 5550-123 | Fax: +49 (0)40 / 5550-199\nHandy: 0171 3920010\nE-Mail: anna.weber@weber-kran.example\nwww.weber-kran.example\nhttps://www.linkedin.com/in/anna-weber-example\n\nSitz der Gesellschaft: Hamburg, HRB 00000\nGeschäftsführer: Karl Weber, Tel. +49 40 5550-1',
    );
    assert.equal(card.message, 'please send us your price list.');
    assert.equal(card.name, 'Dipl.-Ing. Anna Weber');
    assert.equal(card.title, 'Leiterin Einkauf');
    assert.equal(card.company, 'Weber Kran & Söhne GmbH & Co. KG');
    assert.equal(card.address?.text, 'Am Hafen 7, D-20457 Hamburg');
    assert.deepEqual(card.country, { code: 'DE', quote: 'D-20457', isNamed: true });
    assert.deepEqual(
      card.phones.map(({ kind, written }) => [kind, written]),
      [
        ['phone', '+49 (0)40 / 5550-123'],
        ['fax', '+49 (0)40 / 5550-199'],
        ['mobile', '0171 3920010'],
      ],
    );
    assert.deepEqual(card.emails, ['anna.weber@weber-kran.example']);
    assert.equal(card.website, 'www.weber-kran.example');
    assert.deepEqual(card.social, ['https://www.linkedin.com/in/anna-weber-example']);
  });

  const oneLiners: readonly (readonly [string, string, string, string | null, string | null])[] = [
    [
      'Ann Lee <ann@acme.example>',
      'Ann Lee | Buyer | Acme Inc | 312-555-0100',
      'Ann Lee',
      'Buyer',
      'Acme Inc',
    ],
    ['Ann Lee <ann@acme.example>', 'Ann Lee · VP People · Acme', 'Ann Lee', 'VP People', 'Acme'],
    [
      'Ann Lee <ann@gmail.com>',
      'Best,\nAnn Lee\nHead of Sales at Northwind',
      'Ann Lee',
      'Head of Sales',
      'Northwind',
    ],
    ['Lena <lena@blumenkiste.example>', 'Liebe Grüße, Lena von der Blumenkiste', 'Lena', null, 'Blumenkiste'],
    [
      'Luis Gil <luis@gil.example>',
      'Un saludo desde Sevilla,\nLuis Gil\nSocio Director - Gil Abogados',
      'Luis Gil',
      'Socio Director',
      'Gil Abogados',
    ],
    [
      'Ugo Neri <ugo@neri.example>',
      'Distinti saluti\nUgo Neri\nAmministratore Unico\nNeri S.r.l.',
      'Ugo Neri',
      'Amministratore Unico',
      'Neri S.r.l.',
    ],
    [
      'Jan Kern <kern@tischlerei-kern.example>',
      'Gruß\nTischlerei Kern\nJan Kern',
      'Jan Kern',
      null,
      'Tischlerei Kern',
    ],
    [
      'Rui Sá <rui@sa-lda.example>',
      'Abraço\nRui Sá\nGerente\nFrutas Sá, Lda',
      'Rui Sá',
      'Gerente',
      'Frutas Sá, Lda',
    ],
    [
      'Sanne de Wit <sanne@dewitinterieur.example>',
      'Groet\nSanne de Wit\nInkoper bij De Wit Interieur',
      'Sanne de Wit',
      'Inkoper',
      'De Wit Interieur',
    ],
    [
      'Marta Soler <marta@frutassoler.example>',
      'Un saludo\nMarta Soler | Directora de Compras en Frutas Soler',
      'Marta Soler',
      'Directora de Compras',
      'Frutas Soler',
    ],
    [
      'Maja Kowalczyk <m.kowalczyk@elbkontor.example>',
      'lg\nMaja Kowalczyk // Projektmanagement bei elbkontor',
      'Maja Kowalczyk',
      'Projektmanagement',
      'elbkontor',
    ],
    [
      'Bart Claes <bart@drukkerijclaes.example>',
      'Groeten\nBart Claes - zaakvoerder Drukkerij Claes',
      'Bart Claes',
      'zaakvoerder',
      'Drukkerij Claes',
    ],
    [
      'Ann Lee <ann@acme.example>',
      'Best\nAnn Lee\nHead of Store Operations\nAcme\nA Unit of Zen Group',
      'Ann Lee',
      'Head of Store Operations',
      'Acme',
    ],
    [
      'Jonas Wyss <jonas@wyss.example>',
      'Gruss\nJonas Wyss\nWyss Holzbau seit 1921',
      'Jonas Wyss',
      null,
      'Wyss Holzbau',
    ],
    [
      'Piero Stocchi <piero@edilponte.example>',
      'Saluti\nPiero Stocchi\nEDILPONTE sas di Stocchi P. & C.',
      'Piero Stocchi',
      null,
      'EDILPONTE sas di Stocchi P. & C.',
    ],
    [
      'Eva Roth <eva@candlewick.example>',
      'Warmly\nEva Roth\nC A N D L E W I C K   F U N D',
      'Eva Roth',
      null,
      'C A N D L E W I C K   F U N D',
    ],
    [
      'Jan Pohl <j.pohl@pohl-metallbau.example>',
      'MfG\nJan Pohl\nGeschäftsführer\nPOHL METALLBAU',
      'Jan Pohl',
      'Geschäftsführer',
      'POHL METALLBAU',
    ],
    ['M. Feld <feld@kuehlhaus.example>', 'Gruß\nM. Feld, GF', 'M. Feld', 'GF', null],
    [
      'Nora Haas <nora@haas.example>',
      'Gruß\nNora Haas\nStrategic Buyer | Einkäuferin\nHaas AG',
      'Nora Haas',
      'Strategic Buyer | Einkäuferin',
      'Haas AG',
    ],
  ];
  for (const [from, signature, name, title, company] of oneLiners) {
    it(`tells name, title and company in "${signature.replaceAll('\n', ' / ')}"`, () => {
      const card = read(from, signature);
      assert.deepEqual([card.name, card.title, card.company], [name, title, company]);
    });
  }

  it('keeps bilingual titles whole, and a title with its field', () => {
    assert.equal(
      read('Eva Roth <eva@roth.example>', 'Eva Roth\nLeiterin Vertrieb / Head of Sales\nRoth AG').title,
      'Leiterin Vertrieb / Head of Sales',
    );
    assert.equal(
      read('Eva Roth <eva@roth.example>', 'Eva Roth\nDirector, Patient Growth\nRoth Inc').title,
      'Director, Patient Growth',
    );
  });

  it('leaves colleagues’ numbers, register numbers and notices alone', () => {
    const card = read(
      'Ann Lee <ann@acme.example>',
      'Regards\nAnn Lee\nAcme Pty Ltd ABN 00 000 000 000\nTel 02 5550 4417\nSecretary: Ms Low, 02 5550 4400\n\nIf you are not the intended recipient call +61 2 5550 9999.',
    );
    assert.deepEqual(
      card.phones.map(({ written }) => written),
      ['02 5550 4417'],
    );
    assert.equal(card.company, 'Acme Pty Ltd');
  });

  it('reads the number beside a notice, and the extension behind a bar', () => {
    const card = read(
      'Ann Lee <ann@acme.example>',
      'Regards\nAnn Lee\nWorking days: Mon, Tue | 0118 496 0010\nFone/Fax: 41 3555-0155 | Ramal 2208',
    );
    assert.deepEqual(
      card.phones.map(({ written }) => written),
      ['0118 496 0010', '41 3555-0155 | Ramal 2208'],
    );
  });

  it('reads a vCard', () => {
    const card = read(
      'Ann Lee <ann@acme.example>',
      'Ann\n\nBEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nORG:Acme Group\nTITLE:Director\nTEL;TYPE=CELL:+44 7700 900461\nEND:VCARD',
    );
    assert.deepEqual([card.name, card.title, card.company], ['Ann Lee', 'Director', 'Acme Group']);
    assert.equal(card.phones[0]?.kind, 'mobile');
  });

  it('takes the name of who signs for that of an office', () => {
    assert.equal(
      read('Front Desk <desk@inn.example>', 'Thanks\nGemma\nOffice Manager, Harbour Inn Ltd').name,
      'Gemma',
    );
  });

  it('keeps a postscript among the person’s words, and "Am 16. Mai" in one piece', () => {
    const card = read(
      'Ann Lee <ann@acme.example>',
      'Am 16. Mai passt es.\n\nGruß\nAnn Lee\n\nPS: Bitte auch die Preise für Wartung.',
    );
    assert.match(card.message, /Am 16\. Mai passt es\.\n\nPS: Bitte/);
  });

  it('says nothing where nothing is signed', () => {
    const card = read('<x@acme.example>', 'How many users are included?');
    assert.deepEqual([card.name, card.title, card.company, card.phones.length], [null, null, null, 0]);
  });

  it('copes with lines made to be slow', () => {
    for (const line of [
      '1 '.repeat(5000),
      'a.'.repeat(5000),
      '(1'.repeat(5000),
      `${'A '.repeat(5000)}GmbH`,
      '-'.repeat(9000),
      'Owner of '.repeat(1000),
      'A '.repeat(4000),
      `"${'so. '.repeat(2000)}`,
    ]) {
      assert.equal(typeof read('Ann Lee <ann@acme.example>', `Regards\nAnn Lee\n${line}`).name, 'string');
    }
  });
});
