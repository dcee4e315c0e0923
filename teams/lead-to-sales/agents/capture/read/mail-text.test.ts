import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shippedRules } from '../capture.fixture.ts';
import { splitMailText } from './mail-text.ts';

const rules = shippedRules();
const OWN = 'Yes, that suits us.\n\nAnn';
const OLD = 'Does Thursday suit you?\nTom';

describe('quoted text', () => {
  const headers: readonly string[] = [
    'On Tue, Mar 3, 2026 at 9:14 AM Tom Whitfield <tom@northbeam.example> wrote:',
    'On Mar 3, 2026, at 9:14 AM, Tom\nWhitfield <tom@northbeam.example>\nwrote:',
    'Am Di., 3. März 2026 um 09:14 Uhr schrieb Tom Whitfield <\ntom@northbeam.example>:',
    'Le mar. 3 mars 2026 à 09:14, Tom Whitfield <tom@northbeam.example> a écrit\u00a0:',
    'El mar, 3 mar 2026 a las 9:14, Tom Whitfield\n(<tom@northbeam.example>) escribió:',
    'Em ter., 3 de mar. de 2026 às 09:14, Tom <tom@northbeam.example> escreveu:',
    'Il giorno mar 3 mar 2026 alle ore 09:14 Tom <tom@northbeam.example> ha scritto:',
    'Op di 3 mrt 2026 om 09:14 schreef Tom Whitfield <tom@northbeam.example>:',
    'tir. 3. mar. 2026 kl. 09:14 skrev Tom Whitfield <tom@northbeam.example>:',
    'Tom Whitfield <tom@northbeam.example> hat am 03.03.2026 09:14 CET geschrieben:',
    '03.03.2026, 09:14, "Tom Whitfield" <tom@northbeam.example>:',
    '---- On Tue, 03 Mar 2026 09:14:12 +0100 Tom <tom@northbeam.example> wrote ----',
    'From: Tom Whitfield <tom@northbeam.example>\nSent: Tuesday, March 3, 2026 9:14 AM\nTo: Ann\nSubject: RE: Demo',
    '________________________________\nVon: Tom Whitfield\nGesendet: Dienstag, 3. März 2026 09:14\nAn: Ann\nBetreff: AW: Demo',
    'De\u00a0: Tom Whitfield <tom@northbeam.example>\nEnvoyé\u00a0: mardi 3 mars 2026 09:14\nÀ\u00a0: Ann\nObjet\u00a0: RE: Demo',
    'Da: Tom Whitfield\nInviato: martedì 3 marzo 2026 09:14\nA: Ann\nOggetto: R: Demo',
    '*Van:* Tom Whitfield <tom@northbeam.example> *Verzonden:* dinsdag *Aan:* Ann *Onderwerp:* Demo',
    '-----Message d’origine-----',
    '-------- Original-Nachricht --------',
  ];
  for (const header of headers) {
    it(`is cut off below "${header.replaceAll('\n', ' ').slice(0, 60)}"`, () => {
      const found = splitMailText(`${OWN}\n\n${header}\n\n${OLD}`, rules);
      assert.equal(found.own, OWN);
      assert.ok(found.quoteStart !== null && header.startsWith(found.quoteStart));
    });
  }

  it('leaves the answers between marked questions', () => {
    const found = splitMailText(
      'Answers below.\n\nOn 3 Mar 2026, Tom <tom@northbeam.example> wrote:\n> How many?\n\nForty.\n\n>> When?\nIn May.',
      rules,
    );
    assert.equal(found.own, 'Answers below.\n\nForty.\n\nIn May.');
  });

  it('does not take a shipment for a mail header, nor a sentence for an attribution', () => {
    const text = 'From: Hamburg\nTo: Lyon\nDate: Friday\n\nOn Monday Tom wrote that you deliver:';
    assert.deepEqual(splitMailText(text, rules), { own: text, forwarded: null, quoteStart: null });
  });

  it('tells who wrote a forwarded mail, in any of the languages', () => {
    const forwards = [
      '---------- Weitergeleitete Nachricht ---------\nVon: Bo Berg <bo@berg.example>\nDatum: Mo., 2. März 2026\nBetreff: Angebot\nAn: Ann',
      'Begin forwarded message:\n\nFrom: Bo Berg <bo@berg.example>\nSubject: Angebot\nDate: 2 March 2026',
      '---------- Message transféré ---------\nDe : Bo Berg <bo@berg.example>\nDate : lun. 2 mars 2026\nObjet : Angebot\nÀ : Ann',
    ];
    for (const header of forwards) {
      const { forwarded } = splitMailText(`FYI\n\n${header}\n\nHello Ann,\nwhat does it cost?`, rules);
      assert.deepEqual(forwarded, {
        from: 'Bo Berg <bo@berg.example>',
        subject: 'Angebot',
        text: 'Hello Ann,\nwhat does it cost?',
      });
    }
  });

  it('copes with text made to be slow', () => {
    const hostile = [
      `On ${'2026 '.repeat(20_000)}`,
      `${'> '.repeat(50_000)}x`,
      `${'From: '.repeat(20_000)}`,
      '\n'.repeat(60_000),
    ];
    for (const text of hostile) assert.equal(typeof splitMailText(text, rules).own, 'string');
  });
});
