import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedRules } from '../agents/capture/capture.fixture.ts';
import { givenColumns, guessColumns, signatureOf } from './guess-columns.ts';

const rules = shippedRules();
const fields = (columns: readonly string[], rows: readonly (readonly string[])[] = []): (string | null)[] =>
  guessColumns(columns, rows, rules).map(({ field }) => field);

describe('columns of a list', () => {
  for (const [language, columns] of [
    ['German', ['Vorname', 'Nachname', 'Firma', 'E-Mail', 'Telefon', 'Funktion']],
    ['French', ['Prénom', 'Nom', 'Société', 'Adresse e-mail', 'Téléphone', 'Fonction']],
    ['Spanish', ['Nombre', 'Apellidos', 'Empresa', 'Correo electrónico', 'Teléfono', 'Cargo']],
    ['Italian', ['Nome', 'Cognome', 'Azienda', 'Indirizzo email', 'Telefono', 'Ruolo']],
    [
      'Portuguese',
      ['Primeiro nome', 'Sobrenome', 'Nome da empresa', 'Endereço de email', 'Telefone', 'Cargo'],
    ],
    ['Dutch', ['Voornaam', 'Achternaam', 'Bedrijf', 'E-mailadres', 'Telefoonnummer', 'Functie']],
  ] as const) {
    it(`are known by ${language} headings`, () => {
      assert.deepEqual(fields(columns).slice(0, 5), ['first_name', 'last_name', 'company', 'email', 'phone']);
    });
  }

  const rows = [
    ['Ann Lee', 'ann@acme.example', 'Acme GmbH', '+49 40 66969100', 'Germany', '51-200'],
    ['Bo Ekman', 'bo@ekman.example', 'Ekman AB', '+46 8 5550100', 'Sweden', '11-50'],
  ];
  it('are known by their values where headings are none', () => {
    const columns = rows[0]?.map((_, index) => `Column ${index + 1}`) ?? [];
    assert.deepEqual(fields(columns, rows), ['name', 'email', 'company', 'phone', 'country', 'size']);
  });
  it('are addresses where their values are, whatever the heading says', () => {
    assert.deepEqual(
      fields(
        ['Kontakt', 'X1'],
        [
          ['ann@acme.example', 'red'],
          ['bo@ek.example', 'blue'],
        ],
      ),
      ['email', null],
    );
  });
  it('have one signature however their headings are written', () => {
    assert.equal(signatureOf(['E-Mail', 'Firma ']), signatureOf(['e-mail', 'FIRMA']));
  });

  it('are what a person says they are, by heading or number', () => {
    assert.deepEqual(
      [...givenColumns('firma=company, 2=email', ['Firma', 'Y'])],
      [
        ['Firma', 'company'],
        ['Y', 'email'],
      ],
    );
  });
  it('are refused with what is allowed where that cannot be read', () => {
    assert.throws(() => givenColumns('Firma=compny', ['Firma']), {
      code: 'columns-invalid',
      message: /compny.*company/s,
    });
    assert.throws(() => givenColumns('Frima=company', ['Firma']), {
      code: 'columns-invalid',
      message: /columns Firma/,
    });
  });
});
