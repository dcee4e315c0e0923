import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulesWith } from '../enrichment.fixture.ts';
import { type EventKind, eventKind, ownEventKind } from './event-kind.ts';

const rules = rulesWith().news;
const KESTREL = { domain: 'kestrel-freight.example', name: 'Kestrel Freight Ltd' };

function kindOn(headline: string, isOwnWebsite = true, summary = ''): EventKind {
  return ownEventKind({ headline, summary }, KESTREL, isOwnWebsite, rules);
}

test('headlines in seven languages are told for what they report', () => {
  const headlines: Readonly<Record<string, EventKind>> = {
    'Kestrel raises €8 million to build a second line': 'funding',
    'Kestrel Freight closes £4m Series A': 'funding',
    'Kestrel schließt Finanzierungsrunde über 5 Mio. Euro ab': 'funding',
    'Kestrel lève 3 millions d’euros': 'funding',
    'Kestrel cierra una ronda de financiación': 'funding',
    'Kestrel capta 20 milhões de reais': 'funding',
    'Kestrel raccoglie 10 milioni di euro': 'funding',
    'Kestrel haalt 5 miljoen euro op': 'funding',
    'Kestrel acquires Pennine Parcels': 'acquisition',
    'Kestrel übernimmt Nordlicht Spedition': 'acquisition',
    'Kestrel rachète Transports Beaulieu': 'acquisition',
    'Kestrel adquiere Frutas Levante': 'acquisition',
    'Kestrel acquisisce Officine Bardi': 'acquisition',
    'Kestrel neemt Bloemen Direct over: overname rond': 'acquisition',
    'Kestrel appoints Jane Doe as Chief Financial Officer': 'leadership-change',
    'Jane Doe joins Kestrel as CFO': 'leadership-change',
    'New CEO for Kestrel': 'leadership-change',
    'Neuer Geschäftsführer bei Kestrel': 'leadership-change',
    'Kestrel ernennt Petra Vogt zur Vertriebsleiterin': 'leadership-change',
    "Nouveau directeur d'exploitation": 'leadership-change',
    'Nueva directora general en Kestrel': 'leadership-change',
    'Kestrel nomeia novo diretor comercial': 'leadership-change',
    'Nuovo amministratore delegato per Kestrel': 'leadership-change',
    'Kestrel benoemt nieuwe directeur': 'leadership-change',
    'Kestrel opens new office in Lyon': 'expansion',
    'Second site in Leeds goes live': 'expansion',
    'We are taking over the Corby hub of a fellow carrier': 'expansion',
    'Neues Kühllager geht am 1. Dezember in Betrieb': 'expansion',
    'Kestrel übernimmt zweite Halle am Hafen': 'expansion',
    'Spatenstich für neues Logistikzentrum': 'expansion',
    'Kestrel ouvre un nouveau site à Lille': 'expansion',
    'Kestrel abre nueva sede en Valencia': 'expansion',
    'Kestrel inaugura nova fábrica no Porto': 'expansion',
    'Kestrel apre un nuovo stabilimento a Bari': 'expansion',
    'Kestrel opent nieuwe vestiging in Breda': 'expansion',
    'We are hiring 60 drivers': 'hiring',
    'Wir stellen 35 neue Kolleginnen und Kollegen ein: neue Mitarbeiter': 'hiring',
    'Kestrel recrute 20 conducteurs': 'hiring',
    'Kestrel contratará a 40 personas': 'hiring',
    'Estamos contratando: vagas abertas': 'hiring',
    'Kestrel cerca personale: nuove assunzioni': 'hiring',
    'Kestrel zoekt medewerkers voor het magazijn': 'hiring',
    'Kestrel launches same-day pallet service': 'product',
    'Kestrel stellt neue Generation vor': 'product',
    'Kestrel lance une nouvelle gamme': 'product',
    'Visit us at the Brau fair in November': 'other',
    'Sommerfest mit Krabbenpulen': 'other',
    'Merry Christmas from all of us': 'other',
  };
  for (const [headline, kind] of Object.entries(headlines)) {
    assert.equal(kindOn(headline), kind, headline);
  }
});

test('denials, rumours, advice and the contrary are no events', () => {
  for (const headline of [
    'Kestrel announces hiring freeze',
    'Kestrel denies takeover talks',
    'Kestrel rules out IPO',
    'Kestrel cancels new warehouse in Leeds',
    'Kestrel closes its opening ceremony early: site closure',
    'Einstellungsstopp bei Kestrel: derzeit keine offenen Stellen',
    'Kestrel dementiert Übernahme durch Nordlicht',
    'Kestrel dément la levée de fonds',
    'Kestrel descarta la compra de Vega',
    'Kestrel smentisce la fusione',
    'Kestrel ontkent overname',
    'How to raise funding: a guide',
    'Why new warehouse projects fail',
    'Kestrel raises £5,000 for charity',
    'Kestrel raises awareness for road safety',
    'Kestrel names new truck after driver',
    'New opening hours in December',
    'Tag der offenen Tür: neue Halle',
  ]) {
    assert.equal(kindOn(headline), 'other', headline);
  }
});

test('what somebody else does is none of the company’s events, even on its own website', () => {
  for (const headline of [
    'Pennine Parcels raises £8m Series B',
    'Our customer Foo opens new warehouse',
    'Kunde Nordlicht eröffnet neue Halle',
    'Notre client Duval ouvre un nouveau site',
    'Northwind Traders acquires Acme',
  ]) {
    assert.equal(kindOn(headline), 'other', headline);
  }
  assert.equal(kindOn('Pennine Parcels acquires Kestrel Freight'), 'acquisition');
});

test('in a newspaper the headline must name the company', () => {
  assert.equal(kindOn('Kestrel Freight opens new office in Lyon', false), 'expansion');
  assert.equal(kindOn('New warehouse opened in Leeds', false), 'other');
  assert.equal(kindOn('Kestrelian Ltd opens new office', false), 'other');
});

test('a sum may stand in the text under the headline', () => {
  assert.equal(
    kindOn('Kestrel secures fresh capital', true, 'The round of €3 million was led by …'),
    'funding',
  );
  assert.equal(kindOn('Kestrel secures fresh talent', true, 'No sum here.'), 'other');
});

test('without regard to whose it is, a sentence has its kind', () => {
  assert.equal(eventKind('Now hiring 60 people in Nashua.', rules), 'hiring');
});
